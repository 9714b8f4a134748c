"""Messages about memberships. Each is read again when it is sent: what no longer stands is not told."""

from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from connect.accounts.models import User
from connect.memberships import claiming, inviting
from connect.memberships.domains import readable
from connect.memberships.enums import Answer, ClaimState, Deed
from connect.memberships.models import (
    Claim,
    Invitation,
    JoinRequest,
    Membership,
    MembershipDeed,
    StructureDomain,
)
from connect.memberships.permissions import may_administer
from connect.notifications.kinds import Kind, Mail, register
from connect.notifications.models import Notice


def address_of(name: str, *args: Any) -> str:
    """The full address of a page of the site."""
    return settings.WAGTAILADMIN_BASE_URL + reverse(name, args=args)


def _named(notice: Notice, prefix: str) -> int:
    """The primary key that the notice is about, 0 for another kind of key."""
    kind, _, rest = notice.key.partition(":")
    number = rest.partition(":")[0]
    return int(number) if kind == prefix and number.isdigit() else 0


def _invitation(notice: Notice) -> Mail | None:
    found = (
        Invitation.objects.filter(pk=_named(notice, "invitation"))
        .select_related("structure", "invited_by")
        .first()
    )
    if found is None or not found.is_open(timezone.now()):
        return None
    token = inviting.link_of(found)
    # An older sending whose link was replaced meanwhile says nothing: the newer one follows.
    if token is None or notice.key != f"invitation:{found.pk}:{found.sent_count}":
        return None
    if inviting.invitation_of(token) is None:
        return None
    return Mail(
        subject=f"{found.structure.name} vous invite à rejoindre sa fiche",
        template="memberships/mails/invitation",
        context={
            "structure": found.structure,
            "role": found.get_role_display(),
            "by": found.invited_by.get_full_name() if found.invited_by else "",
            "link": address_of("invitation", token),
            "until": timezone.localdate(found.expires_at),
        },
    )


def _request(notice: Notice) -> JoinRequest | None:
    found = JoinRequest.objects.filter(pk=_named(notice, "request"))
    return found.select_related("structure", "user").first()


def _request_received(notice: Notice) -> Mail | None:
    found = _request(notice)
    if found is None or found.state != Answer.WAITING:
        return None
    if not may_administer(notice.user, found.structure):
        return None
    return Mail(
        subject=f"Une personne demande à rejoindre {found.structure.name}",
        template="memberships/mails/request_received",
        context={
            "structure": found.structure,
            "person": found.user.get_full_name() or "Une personne",
            "address": found.user.email,
            "message": found.message,
            "link": address_of("my-structure", found.structure.reference),
        },
    )


def _request_decided(notice: Notice) -> Mail | None:
    found = _request(notice)
    if found is None or found.state not in {Answer.ACCEPTED, Answer.REFUSED}:
        return None
    accepted = found.state == Answer.ACCEPTED
    if accepted and not _belongs(found.user, found.structure_id):
        return None
    said = "acceptée" if accepted else "refusée"
    return Mail(
        subject=f"Votre demande pour {found.structure.name} est {said}",
        template="memberships/mails/request_decided",
        context={
            "structure": found.structure,
            "accepted": accepted,
            "motive": found.motive,
            "link": address_of("my-structure", found.structure.reference) if accepted else "",
        },
    )


def _belongs(user: User | None, structure_id: int | None) -> bool:
    if user is None or structure_id is None:
        return False
    mine = Membership.objects.filter(user=user, structure_id=structure_id, ended_at__isnull=True)
    return mine.exists()


def _changed(notice: Notice) -> Mail | None:
    found = (
        MembershipDeed.objects.filter(pk=_named(notice, "deed"))
        .select_related("structure", "user")
        .first()
    )
    if found is None or found.user_id != notice.user_id:
        return None
    removed = found.deed == Deed.REMOVED
    # Removed then invited again within minutes: the news is no longer true.
    if removed == _belongs(found.user, found.structure_id):
        return None
    name = found.structure.name
    return Mail(
        subject=f"Vous n’êtes plus membre de {name}"
        if removed
        else f"Votre rôle pour {name} a changé",
        template="memberships/mails/membership_changed",
        context={
            "structure": found.structure,
            "removed": removed,
            "role": found.get_role_display(),
            "link": "" if removed else address_of("my-structure", found.structure.reference),
        },
    )


def _arrival(notice: Notice) -> Mail | None:
    found = (
        Membership.objects.filter(pk=_named(notice, "membership"), ended_at__isnull=True)
        .select_related("structure", "user")
        .first()
    )
    if found is None or not may_administer(notice.user, found.structure):
        return None
    return Mail(
        subject=f"Une personne a rejoint {found.structure.name}",
        template="memberships/mails/arrival",
        context={
            "structure": found.structure,
            "person": found.user.get_full_name() or "Une personne",
            "address": found.user.email,
            "link": address_of("my-structure", found.structure.reference),
        },
    )


def _domain(notice: Notice) -> Mail | None:
    found = (
        StructureDomain.objects.filter(pk=_named(notice, "domain"))
        .select_related("structure")
        .first()
    )
    if found is None or notice.key != f"domain:{found.pk}:{found.state}":
        return None
    if not may_administer(notice.user, found.structure):
        return None
    confirmed = found.state == Answer.ACCEPTED
    return Mail(
        subject=f"Domaine {readable(found.domain)} : {'confirmé' if confirmed else 'refusé'}",
        template="memberships/mails/domain_decided",
        context={
            "structure": found.structure,
            "domain": readable(found.domain),
            "confirmed": confirmed,
            "link": address_of("my-structure", found.structure.reference),
        },
    )


def _claim(notice: Notice) -> Claim | None:
    found = Claim.objects.filter(pk=_named(notice, "claim"))
    return found.select_related("structure", "user").first()


def _claim_to_confirm(notice: Notice) -> Mail | None:
    found = _claim(notice)
    if found is None or found.state != ClaimState.UNCONFIRMED:
        return None
    token = claiming.link_of(found)
    if token is None or notice.key != f"claim:{found.pk}:{found.sent_count}":
        return None
    if claiming.claim_of(token) is None:
        return None
    return Mail(
        subject="Confirmez votre adresse pour vous référencer",
        template="memberships/mails/claim_confirm",
        context={"subject": found.subject, "link": address_of("claim-confirm", token)},
    )


def _claim_decided(notice: Notice) -> Mail | None:
    found = _claim(notice)
    if found is None or found.state not in {ClaimState.ACCEPTED, ClaimState.REFUSED}:
        return None
    accepted = found.state == ClaimState.ACCEPTED
    structure = found.structure
    if accepted and (structure is None or not _belongs(found.user, structure.pk)):
        return None
    reference = structure.reference if structure is not None else ""
    return Mail(
        subject=f"{found.subject} : votre demande est {'acceptée' if accepted else 'refusée'}",
        template="memberships/mails/claim_decided",
        context={
            "subject": found.subject,
            "structure": structure,
            "accepted": accepted,
            "motive": found.motive,
            "link": address_of("my-structure", reference) if accepted else "",
        },
    )


register(
    Kind(
        code="invitation",
        label="Invitations à rejoindre une structure",
        why="Vous recevez ce message parce qu’une structure vous a invité à la rejoindre.",
        compose=_invitation,
        essential=True,
    )
)
register(
    Kind(
        code="demande-recue",
        label="Demandes reçues par mes structures",
        why="Vous recevez ce message parce que vous administrez une structure qu’une personne veut rejoindre.",
        compose=_request_received,
    )
)
register(
    Kind(
        code="demande-decidee",
        label="Réponses à mes demandes",
        why="Vous recevez ce message parce que vous avez demandé à rejoindre une structure.",
        compose=_request_decided,
        essential=True,
    )
)
register(
    Kind(
        code="rattachement-change",
        label="Changements de mon rôle dans une structure",
        why="Vous recevez ce message parce que votre rôle dans une structure a changé.",
        compose=_changed,
        essential=True,
    )
)
register(
    Kind(
        code="arrivee-domaine",
        label="Arrivées dans mes structures",
        why="Vous recevez ce message parce que vous administrez une structure qu’une personne a rejointe par son "
        "adresse.",
        compose=_arrival,
    )
)
register(
    Kind(
        code="domaine-decide",
        label="Domaines de mes structures",
        why="Vous recevez ce message parce que vous avez proposé un domaine pour votre structure.",
        compose=_domain,
    )
)
register(
    Kind(
        code="referencement-confirmer",
        label="Confirmation de mon adresse",
        why="Vous recevez ce message parce que cette adresse a été écrite dans le formulaire « Se référencer ».",
        compose=_claim_to_confirm,
        essential=True,
    )
)
register(
    Kind(
        code="referencement-decide",
        label="Réponses à mes demandes de référencement",
        why="Vous recevez ce message parce que vous avez demandé à référencer une structure.",
        compose=_claim_decided,
        essential=True,
    )
)
