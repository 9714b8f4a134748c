"""Reads of proposals."""

from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from connect.common.staff.saving import fingerprint
from connect.contributions.enums import OPEN, WRITABLE, State, Subject
from connect.contributions.models import Proposal
from connect.contributions.sheets.reading import (
    Values,
    blank,
    values_of_offer,
    values_of_structure,
)
from connect.memberships.selectors import in_networks, networks_of, structures_of
from connect.offers.models import Offer
from connect.structures.models import Structure


def held_by(user: Any) -> QuerySet[Structure]:
    """The structures a person writes for: as a member, or because they animate their territory.

    Each says whether the person is a member of it (`is_mine`).
    """
    mine = structures_of(user).filter(pk=OuterRef("pk"))
    networks = networks_of(user)
    return (
        Structure.objects.annotate(is_mine=Exists(mine))
        .filter(Q(is_mine=True) | in_networks(networks))
        .distinct()
        .order_by("name", "reference")
    )


def with_relations(proposals: QuerySet[Proposal]) -> QuerySet[Proposal]:
    """Proposals with what pages show of them."""
    return proposals.select_related("author", "structure", "offer__structure", "decided_by")


def open_of(user: Any, *, offer: Offer | None = None, structure: Structure | None = None) -> Any:
    """The proposal that a person has under way for an offer or for a structure’s sheet, `None` when they have none."""
    mine = with_relations(Proposal.objects.filter(author_id=user.pk, state__in=OPEN))
    if offer is not None:
        return mine.filter(offer=offer).order_by("-pk").first()
    return mine.filter(structure=structure, subject=Subject.STRUCTURE).order_by("-pk").first()


def being_read(proposal: Proposal) -> list[Proposal]:
    """The proposals of others about the same sheet that the chamber has not decided yet, the oldest first."""
    if proposal.is_new or proposal.is_gone:
        return []
    about = (
        Q(subject=Subject.STRUCTURE, structure=proposal.structure_id)
        if proposal.subject == Subject.STRUCTURE
        else Q(offer=proposal.offer_id)
    )
    others = Proposal.objects.filter(about, state=State.SUBMITTED).exclude(
        author_id=proposal.author_id
    )
    return list(with_relations(others).order_by("submitted_at", "pk"))


def waiting() -> QuerySet[Proposal]:
    """Proposals that the chamber has to decide, the oldest first."""
    sent = with_relations(Proposal.objects.filter(state=State.SUBMITTED))
    return sent.order_by("submitted_at", "pk")


def under_way(user: Any, structures: QuerySet[Structure]) -> QuerySet[Proposal]:
    """What waits about these structures: what the person writes, and what others have sent; the most recent first."""
    seen = Q(author_id=user.pk, state__in=WRITABLE) | Q(state=State.SUBMITTED)
    held = Q(offer__isnull=False, offer__structure__in=structures) | Q(
        offer__isnull=True, structure__in=structures
    )
    found = Proposal.objects.filter(seen, held)
    return with_relations(found).order_by("-saved_at", "-pk")


def live_values(proposal: Proposal) -> Values:
    """The sheet as it stands today; nothing for a new offer, or for one that was deleted."""
    if proposal.subject == Subject.STRUCTURE:
        return values_of_structure(proposal.structure)
    if proposal.offer is None:
        return blank(proposal.subject)
    return values_of_offer(proposal.offer)


def live_version(proposal: Proposal) -> str:
    """A short text that differs as soon as the sheet differs; empty when there is no sheet yet."""
    sheet = proposal.structure if proposal.subject == Subject.STRUCTURE else proposal.offer
    return fingerprint(sheet) if sheet is not None else ""
