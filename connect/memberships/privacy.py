"""What memberships keep about a person, for the copy and the erasure."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import Q
from django.utils import timezone

from connect.accounts.models import User
from connect.accounts.privacy import Holding, register
from connect.memberships.enums import Answer, Deed, Role
from connect.memberships.models import (
    Claim,
    Invitation,
    JoinRequest,
    Membership,
    MembershipDeed,
    NetworkAnimator,
    StructureDomain,
)
from connect.memberships.selectors import administrators_of
from connect.memberships.services import hold, record

Rows = Iterable[dict[str, Any]]


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None


def _memberships(user: User) -> Rows:
    mine = (
        Membership.objects.filter(user=user).select_related("structure").order_by("began_at", "pk")
    )
    for one in mine:
        yield {
            "structure": one.structure.name,
            "role": one.get_role_display(),
            "entree_par": one.get_origin_display(),
            "depuis_le": _iso(one.began_at),
            "jusqu_au": _iso(one.ended_at),
        }


def _deeds(user: User) -> Rows:
    about = MembershipDeed.objects.filter(Q(user=user) | Q(by=user)).select_related("structure")
    for one in about.order_by("at", "pk"):
        # Who else it was about, or by, is somebody else's.
        yield {
            "structure": one.structure.name,
            "quoi": one.get_deed_display(),
            "role": one.get_role_display(),
            "vous_concerne": one.user_id == user.pk,
            "fait_par_vous": one.by_id == user.pk,
            "le": _iso(one.at),
        }


def _requests(user: User) -> Rows:
    for one in (
        JoinRequest.objects.filter(user=user).select_related("structure").order_by("asked_at")
    ):
        yield {
            "structure": one.structure.name,
            "message": one.message,
            "etat": one.get_state_display(),
            "demande_le": _iso(one.asked_at),
            "decide_le": _iso(one.decided_at),
            "motif": one.motive,
        }


def _invitations(user: User) -> Rows:
    mine = Invitation.objects.filter(
        Q(invited_by=user) | Q(accepted_by=user) | Q(address__iexact=user.email)
    )
    for one in mine.select_related("structure").order_by("invited_at", "pk"):
        sent = one.invited_by_id == user.pk
        yield {
            "structure": one.structure.name,
            "sens": "envoyée" if sent else "reçue",
            "adresse": one.address,
            "role": one.get_role_display(),
            "etat": one.get_state_display(),
            "le": _iso(one.invited_at),
            "repondue_le": _iso(one.decided_at),
        }


def _claims(user: User) -> Rows:
    mine = Claim.objects.filter(Q(user=user) | Q(user__isnull=True, address=user.email))
    for one in mine.select_related("structure", "commune").order_by("made_at", "pk"):
        yield {
            "structure": one.subject,
            "fonction": one.position,
            "adresse": one.address,
            "nature": one.get_nature_display() if one.nature else "",
            "commune": str(one.commune) if one.commune else "",
            "site": one.website,
            "courriel": one.email,
            "presentation": one.description,
            "etat": one.get_state_display(),
            "le": _iso(one.made_at),
            "decide_le": _iso(one.decided_at),
            "motif": one.motive,
        }


def _networks(user: User) -> Rows:
    mine = NetworkAnimator.objects.filter(user=user).select_related("network").order_by("began_at")
    for one in mine:
        yield {
            "reseau": one.network.name,
            "depuis_le": _iso(one.began_at),
            "jusqu_au": _iso(one.ended_at),
        }


def _domains(user: User) -> Rows:
    mine = StructureDomain.objects.filter(asked_by=user).select_related("structure")
    for one in mine.order_by("asked_at", "pk"):
        yield {
            "structure": one.structure.name,
            "domaine": one.domain,
            "etat": one.get_state_display(),
            "demande_le": _iso(one.asked_at),
        }


def _end_memberships(user: User) -> None:
    """End what stands; a structure left without administrator comes to the Monday page.

    Invitations that the person sent open nothing more: a second address of theirs must not come back by one.
    """
    standing = Membership.objects.filter(user=user, ended_at__isnull=True)
    sent = Invitation.objects.filter(invited_by=user, state=Answer.WAITING)
    mine = {one.structure_id: one for one in standing.order_by("pk")}
    for structure_id in sorted({*mine, *sent.values_list("structure_id", flat=True)}):
        held = hold(structure_id)
        sent.filter(structure=held).update(state=Answer.WITHDRAWN, decided_at=timezone.now())
        one = mine.get(structure_id)
        if one is None:
            continue
        others = administrators_of(held).exclude(pk=user.pk).exists()
        one.ended_at = timezone.now()
        one.save(update_fields=["ended_at"])
        alone = one.role == Role.ADMINISTRATOR and not others
        record(one, Deed.LEFT, user, orphaned=alone)


def _end_animations(user: User) -> None:
    NetworkAnimator.objects.filter(user=user, ended_at__isnull=True).update(ended_at=timezone.now())


def _erase_requests(user: User) -> None:
    mine = JoinRequest.objects.filter(user=user)
    mine.filter(state=Answer.WAITING).update(state=Answer.WITHDRAWN, decided_at=timezone.now())
    mine.update(message="", motive="")


def _erase_invitations(user: User) -> None:
    # Those that the person sent are withdrawn with their memberships; the structure keeps the rows.
    received = Invitation.objects.filter(Q(accepted_by=user) | Q(address__iexact=user.email))
    received.delete()


def _erase_claims(user: User) -> None:
    Claim.objects.filter(Q(user=user) | Q(user__isnull=True, address=user.email)).delete()


for _key, _label, _export, _erase in (
    ("rattachements", "Vos rattachements à des structures", _memberships, _end_memberships),
    ("reseaux-animes", "Les réseaux locaux que vous animez", _networks, _end_animations),
    ("demandes-de-rattachement", "Vos demandes pour rejoindre une structure", _requests, _erase_requests),
    ("invitations", "Les invitations envoyées ou reçues", _invitations, _erase_invitations),
    ("referencements", "Vos demandes de référencement", _claims, _erase_claims),
):  # fmt: skip
    register(Holding(key=_key, label=_label, export=_export, erase=_erase))
for _key, _label, _export in (
    ("histoire-des-rattachements", "Ce qui est arrivé à vos rattachements", _deeds),
    ("domaines-proposes", "Les domaines que vous avez proposés", _domains),
):
    register(Holding(key=_key, label=_label, export=_export))
