"""« Se référencer »: a structure claimed or described by somebody, confirmed by mail, decided by the chamber."""

import datetime
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone

from connect.accounts.addresses import normal_address
from connect.accounts.models import User
from connect.common.sanitising import plain_text
from connect.memberships.enums import ClaimState
from connect.memberships.models import Claim, Membership
from connect.memberships.models.claim import OPEN
from connect.memberships.secrets_of_links import digest_of, new_seed, token_of
from connect.memberships.selectors import standing
from connect.memberships.services import hold
from connect.notifications.services import notify
from connect.structures.finding import folded
from connect.structures.models import Structure
from connect.structures.selectors import visible_to
from connect.taxonomy.models import Territory

PURPOSE = "claim"
# The link that confirms an address opens this long; what was never confirmed is then forgotten.
VALID = datetime.timedelta(days=3)
ADDRESS_KEPT = datetime.timedelta(days=90)
MOST_SENDINGS = 4
# Of one address: beyond, a new name each time would fill its letter box, or the desk of the chamber.
MOST_UNCONFIRMED = 3
MOST_OPEN = 10


@dataclass(frozen=True, kw_only=True)
class Described:
    """A structure that the directory does not have, as somebody describes it."""

    name: str
    nature: str = ""
    commune: Territory | None = None
    website: str = ""
    email: str = ""
    description: str = ""


@dataclass(frozen=True)
class Kept:
    """What came of a claim: the row, and whether it is a new one."""

    claim: Claim
    is_new: bool


def likeness_of(subject: Structure | Described) -> str:
    """What makes two claims claims of one thing: the structure, or its folded name and its commune."""
    if isinstance(subject, Structure):
        return f"structure:{subject.pk}"
    commune = subject.commune.code if subject.commune else ""
    # A name in other letters than ours folds to nothing: it is compared as it is.
    return f"{folded(subject.name) or subject.name.lower()}|{commune}"[:340]


@transaction.atomic
def submit(
    subject: Structure | Described, *, position: str, address: str = "", user: User | None = None
) -> Kept:
    """Keep a claim; the same one sent twice is kept once, with what was typed last.

    Args:
        subject: a public structure, or the description of one to add.
        position: what the person is in it, plain text.
        address: where to answer, for somebody without account; it counts once confirmed by mail.
        user: the person, when signed in: their address is confirmed already.

    Raises:
        ValidationError: when a field is wrong, the person is a member already, or too many of theirs wait.
    """
    address = normal_address(user.email if user is not None else address)
    if isinstance(subject, Structure):
        _check_claimable(subject, user)
    likeness = likeness_of(subject)
    claim = Claim(likeness=likeness, address=address, user=user)
    open_ones = Claim.objects.select_for_update(of=("self",)).filter(OPEN)
    found = open_ones.filter(address=address, likeness=likeness).order_by("pk").first()
    if found is not None:
        if found.state == ClaimState.WAITING:
            # The chamber may be reading it: what it reads does not change under its eyes.
            return Kept(found, False)
        claim = found
    else:
        _refuse_flood(open_ones.filter(address=address).order_by("pk"), confirmed=user is not None)
    _describe(claim, subject, plain_text(position))
    if user is not None:
        claim.user, claim.state, claim.confirmed_at = user, ClaimState.WAITING, timezone.now()
    else:
        _mint(claim)
    # A second sending at the same moment finds it by the constraint below, not by a refusal in words.
    claim.full_clean(validate_constraints=False)
    try:
        with transaction.atomic():
            claim.save()
    except IntegrityError:
        return Kept(Claim.objects.get(OPEN, address=address, likeness=likeness), False)
    _ask_to_confirm(claim)
    return Kept(claim, found is None)


def _refuse_flood(of_address: QuerySet[Claim], *, confirmed: bool) -> None:
    """Refuse one claim too many of an address; nothing tells whether it has an account.

    Args:
        of_address: its open claims, which are held.
        confirmed: whether the address needs no mail to be confirmed.

    Raises:
        ValidationError: when too many wait.
    """
    states = [one.state for one in of_address]
    if not confirmed and states.count(ClaimState.UNCONFIRMED) >= MOST_UNCONFIRMED:
        raise ValidationError(
            "Des demandes faites avec cette adresse attendent une confirmation : ouvrez d’abord le "
            "courriel reçu. Sans lui, recommencez dans trois jours."
        )
    if len(states) >= MOST_OPEN:
        raise ValidationError(
            "Trop de demandes faites avec cette adresse attendent déjà une réponse de la CRESS."
        )


def _check_claimable(structure: Structure, user: User | None) -> None:
    if not visible_to(user).filter(pk=structure.pk).exists():
        raise ValidationError("Cette structure n’est plus diffusée.")
    if user is None:
        return
    if Membership.objects.filter(standing(), user=user, structure=structure).exists():
        raise ValidationError("Vous êtes déjà membre de cette structure.")


def _describe(claim: Claim, subject: Structure | Described, position: str) -> None:
    claim.position = position
    if isinstance(subject, Structure):
        claim.structure = subject
        return
    claim.name, claim.nature, claim.commune = (
        plain_text(subject.name),
        subject.nature,
        subject.commune,
    )
    claim.website, claim.email = subject.website, subject.email
    claim.description = plain_text(subject.description)


def _mint(claim: Claim) -> None:
    claim.seed = new_seed()
    claim.digest = digest_of(token_of(PURPOSE, claim.seed))
    claim.made_at = timezone.now()


def _ask_to_confirm(claim: Claim) -> None:
    if claim.state != ClaimState.UNCONFIRMED or claim.sent_count >= MOST_SENDINGS:
        return
    claim.sent_count += 1
    claim.save(update_fields=["sent_count"])
    key = f"claim:{claim.pk}:{claim.sent_count}"
    notify("referencement-confirmer", key=key, to=claim.address)


def link_of(claim: Claim) -> str | None:
    """The secret of the link that confirms the address, `None` when the site's secret has changed since."""
    token = token_of(PURPOSE, claim.seed)
    return token if digest_of(token) == claim.digest else None


def claim_of(token: str) -> Claim | None:
    """The claim that a link confirms or confirmed; `None` for one that lapsed, or never was."""
    limit = timezone.now() - VALID
    found = Claim.objects.filter(digest=digest_of(token), made_at__gt=limit)
    return found.select_related("structure", "commune").order_by("pk").first()


@transaction.atomic
def confirm(token: str) -> Claim | None:
    """Hold the address for confirmed: the claim goes to the chamber. Pressed twice, it stays so.

    Returns:
        The claim, `None` when the link opens nothing.
    """
    seen = claim_of(token)
    if seen is None:
        return None
    claim = Claim.objects.select_for_update(of=("self",)).get(pk=seen.pk)
    if claim.state == ClaimState.UNCONFIRMED:
        claim.state, claim.confirmed_at = ClaimState.WAITING, timezone.now()
        claim.save()
    return claim


@transaction.atomic
def withdraw(pk: int, user: User) -> bool:
    """Take back one's own claim while nobody decided; whether it was still waiting."""
    return bool(Claim.objects.filter(OPEN, pk=pk, user=user).delete()[0])


def forget() -> tuple[int, int]:
    """Delete the claims never confirmed, and part the decided ones from addresses without account.

    Returns:
        How many claims were deleted, and how many addresses erased.
    """
    now = timezone.now()
    never = Claim.objects.filter(state=ClaimState.UNCONFIRMED, made_at__lt=now - VALID)
    decided = Claim.objects.filter(decided_at__lt=now - ADDRESS_KEPT, user__isnull=True)
    erased = decided.exclude(address="").update(address="")
    return never.delete()[0], erased


def held_for_decision(pk: int) -> Claim | None:
    """A claim that waits, held together with those of the same thing: two decisions follow one another.

    The structure is held first, as everywhere; then the claims, in one order.
    """
    seen = Claim.objects.filter(pk=pk, state=ClaimState.WAITING).order_by("pk").first()
    if seen is None:
        return None
    if seen.structure_id is not None:
        hold(seen.structure_id)
    alike = Claim.objects.select_for_update(of=("self",)).filter(
        likeness=seen.likeness, state=ClaimState.WAITING
    )
    # Read once more: while this one waited its turn, the other may have decided it.
    list(alike.order_by("pk"))
    found = Claim.objects.filter(pk=pk, state=ClaimState.WAITING).select_related("user", "commune")
    return found.order_by("pk").first()
