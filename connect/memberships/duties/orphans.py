"""Structures whose last administrator has gone."""

from collections.abc import Mapping
from typing import Any, cast

from django.contrib.auth.base_user import AbstractBaseUser
from django.db.models import Exists, OuterRef, QuerySet
from django.db.models.functions import TruncDate
from django.urls import reverse
from django.utils import timezone

from connect.accounts.models import User
from connect.memberships import inviting, permissions
from connect.memberships.duties.rows import Waiting, number_of, present
from connect.memberships.enums import Answer, Role
from connect.memberships.models import Invitation, Membership, MembershipDeed
from connect.memberships.selectors import standing
from connect.upkeep.registry import AlreadyDone, Duty, DutySource, Question, Verb

INVITE = Verb(
    code="inviter",
    label="Inviter un administrateur",
    past="administrateur invité",
    questions=(
        Question(
            name="address",
            label="Adresse électronique",
            help="La personne reçoit un lien valable quatorze jours.",
        ),
    ),
)
LEAVE = Verb(code="laisser", label="Laisser ainsi", past="laissée sans administrateur")


def _rows() -> QuerySet[Any]:
    held = Membership.objects.filter(
        standing(), role=Role.ADMINISTRATOR, structure=OuterRef("structure_id")
    )
    invited = Invitation.objects.filter(
        structure=OuterRef("structure_id"),
        role=Role.ADMINISTRATOR,
        state=Answer.WAITING,
        expires_at__gt=timezone.now(),
    )
    later = MembershipDeed.objects.filter(
        structure=OuterRef("structure_id"), orphaned=True, pk__gt=OuterRef("pk")
    )
    return (
        MembershipDeed.objects.filter(orphaned=True, structure__merged_into__isnull=True)
        # One row for each structure: the last departure.
        .filter(~Exists(held), ~Exists(invited), ~Exists(later))
        .select_related("structure", "user")
        .annotate(since=TruncDate("at"))
    )


def _duty(deed: Any) -> Duty:
    structure = deed.structure
    return Duty(
        key=str(deed.pk),
        title=structure.name,
        url=reverse("structures:edit", args=[structure.pk]),
        reason="Le dernier administrateur de cette structure est parti : personne n’y fait plus entrer personne.",
        since=deed.since,
        verb=INVITE,
        others=(LEAVE,),
        details=present(
            ("Référence", structure.reference),
            ("Dernier administrateur", str(deed.user) if deed.user.is_active else ""),
            ("Courriel de la structure", structure.email),
        ),
        links=present(
            (structure.email, f"mailto:{structure.email}" if structure.email else ""),
            ("Site de la structure", structure.website),
        ),
    )


def _act(user: AbstractBaseUser, key: str, code: str, typed: Mapping[str, str]) -> str:
    deed = _rows().filter(pk=number_of(key)).order_by("pk").first()
    if deed is None:
        raise AlreadyDone
    if code == INVITE.code:
        inviting.invite(typed["address"], deed.structure, Role.ADMINISTRATOR, by=cast(User, user))
        return "L’invitation part par courriel ; la structure revient ici si personne n’y répond."
    MembershipDeed.objects.filter(structure_id=deed.structure_id, orphaned=True).update(
        orphaned=False
    )
    return "La structure reste sans administrateur ; une demande pour la rejoindre viendrait ici."


WAITING = Waiting(_rows, lambda rows: [_duty(one) for one in rows])
ORPHANS = DutySource(
    kind="sans-administrateur",
    label="Structures sans administrateur",
    help="Invitez quelqu’un de la structure à prendre la suite.",
    may=permissions.may_check_claims,
    count=WAITING.count,
    duties=WAITING.oldest,
    after=WAITING.after,
    find=WAITING.find,
    act=_act,
    order=18,
)
