"""What happens when a structure stays silent: its local network is asked, else the chamber; somebody calls."""

import datetime

from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from connect.accounts.models import User
from connect.common.clock import today
from connect.common.sanitising import plain_text
from connect.memberships.models import NetworkAnimator
from connect.memberships.selectors import in_networks, networks_of, standing
from connect.notifications.services import notify
from connect.offers import services as offers
from connect.offers.enums import ReportedFault
from connect.offers.reporting import report_error
from connect.outreach import permissions
from connect.outreach.choosing import sheets_of
from connect.outreach.enums import CallOutcome
from connect.outreach.ledger import SILENT
from connect.outreach.models import PhoneCall, Target
from connect.outreach.sending import SILENT_BEFORE_NETWORK, confirmed_since, unanswered
from connect.structures import services as structures
from connect.structures.models import LocalNetwork, Structure

# What a local network did not settle within this time comes back to the chamber.
NETWORK_HAS = datetime.timedelta(days=30)
LONGEST_NOTE = 400
HOW = "confirmé par la structure au téléphone"


class CallRefused(Exception):
    """Raised when the call was already recorded, or the structure answered meanwhile."""


def silent_targets() -> QuerySet[Target]:
    """Structures still shown that said nothing for sixty days after the reminder."""
    rows = Target.objects.filter(unanswered(timezone.now(), SILENT_BEFORE_NETWORK))
    return rows.select_related("structure__department", "structure__local_network", "campaign")


def silent_for(user: AbstractBaseUser) -> QuerySet[Target]:
    """The silent structures of the territories that a person animates, the longest silent first."""
    mine = Structure.objects.filter(in_networks(networks_of(user)), is_public=True).order_by()
    return silent_targets().filter(structure__in=mine.values("pk")).order_by("sent_at", "pk")


def silent_for_chamber() -> QuerySet[Target]:
    """Those that no local network follows, or that their network left for a month."""
    now = timezone.now()
    alone = Q(
        network_told_at__isnull=True,
        sent_at__lte=now - SILENT_BEFORE_NETWORK - datetime.timedelta(days=1),
    )
    return silent_targets().filter(alone | Q(network_told_at__lte=now - NETWORK_HAS))


def hand_to_networks() -> int:
    """Tell the animators of the local networks about the silent structures of their territory, once a month at most.

    Returns:
        How many animators are told.
    """
    now = timezone.now()
    fresh = list(silent_targets().filter(network_told_at__isnull=True).order_by("pk"))
    if not fresh:
        return 0
    with transaction.atomic():
        confirmed = confirmed_since(fresh)
        Target.objects.filter(pk__in=confirmed).update(settled_at=now)
        waiting = [one for one in fresh if one.pk not in confirmed]
        told = 0
        animators = NetworkAnimator.objects.filter(standing()).select_related("user", "network")
        seen: set[int] = set()
        for animator in animators.order_by("user", "pk"):
            network = LocalNetwork.objects.filter(pk=animator.network_id)
            ground = Structure.objects.filter(
                in_networks(network), pk__in=[one.structure_id for one in waiting]
            )
            held = set(ground.order_by("pk").values_list("pk", flat=True))
            mine = [one.pk for one in waiting if one.structure_id in held]
            if not mine:
                continue
            Target.objects.filter(pk__in=mine).update(network_told_at=now)
            if animator.user_id not in seen:
                seen.add(animator.user_id)
                made = notify(SILENT, key=f"silence:{today():%Y-%m}", to=animator.user)
                told += made is not None
    return told


def may_call(user: AbstractBaseUser, target: Target) -> bool:
    """Whether the person records calls to a structure: the chamber, or who animates its territory."""
    if permissions.may_prepare(user):
        return True
    mine = Structure.objects.filter(in_networks(networks_of(user)), pk=target.structure_id or 0)
    return mine.exists()


@transaction.atomic
def record_call(
    target: int, outcome: CallOutcome, *, by: AbstractBaseUser, note: str = ""
) -> PhoneCall:
    """Write what a call taught; exact dates the sheets, the rest goes to the Monday page.

    Args:
        target: the key of a silent structure.
        outcome: what was said.
        by: who called: an animator of its territory, or the chamber.
        note: what to correct, plain text.

    Raises:
        PermissionDenied: when the structure is not theirs to call.
        CallRefused: when it answered, or somebody recorded a call, meanwhile.
        ValidationError: when there is something to correct and nothing says what.
    """
    held = Target.objects.select_for_update(of=("self",)).filter(pk=target).order_by("pk").first()
    if held is None or not may_call(by, held):
        raise PermissionDenied("Cette structure n’est pas de votre territoire.")
    if not silent_targets().filter(pk=held.pk).exists():
        raise CallRefused
    said = plain_text(note)
    if outcome == CallOutcome.CORRECT and not said:
        raise ValidationError("Écrivez ce qui doit être corrigé, même en quelques mots.")
    if len(said) > LONGEST_NOTE:
        raise ValidationError(f"Votre texte a {len(said)} caractères ; {LONGEST_NOTE} au plus.")
    try:
        with transaction.atomic():
            call = PhoneCall.objects.create(
                target=held,
                outcome=outcome,
                note=said,
                called_by=by if isinstance(by, User) else None,
            )
    except IntegrityError:
        raise CallRefused from None
    Target.objects.filter(pk=held.pk).update(settled_at=timezone.now())
    _apply(held, outcome, said, by)
    return call


def _apply(target: Target, outcome: CallOutcome, note: str, by: AbstractBaseUser) -> None:
    structure = Structure.objects.get(pk=target.structure_id or 0)
    if outcome == CallOutcome.EXACT:
        structures.confirm_exact(structure, by=by, how=HOW)
        for offer in sheets_of([structure.pk]).order_by("pk"):
            offers.confirm_exact(offer, by=by, how=HOW)
        return
    gone = outcome == CallOutcome.GONE
    said = "Au téléphone : la structure n’existe plus." if gone else "Au téléphone, à corriger."
    report_error(
        structure,
        ReportedFault.GONE if gone else ReportedFault.OTHER,
        sentence=f"{said} {note}".strip(),
    )
