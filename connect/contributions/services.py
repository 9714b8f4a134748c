"""Verbs of the author: begin, keep, send, take back, give up."""

import secrets
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone

from connect.contributions import permissions
from connect.contributions.enums import OPEN, WRITABLE, State, Subject
from connect.contributions.models import Proposal
from connect.contributions.selectors import being_read, open_of
from connect.contributions.sheets.reading import Typed, Values
from connect.offers.models import Offer
from connect.structures.models import Structure

# New offers that one person may have under way for one structure.
MOST_NEW = 30


class TooManyUnderWay(Exception):
    """Raised when a person has `MOST_NEW` new offers under way for a structure."""


class ChangedElsewhere(Exception):
    """Raised when the draft was written elsewhere since the form was shown."""

    def __init__(self, proposal: Proposal) -> None:
        super().__init__("The draft changed meanwhile.")
        self.proposal = proposal


class NotWritable(Exception):
    """Raised when the proposal was sent, decided or given up meanwhile."""

    def __init__(self, proposal: Proposal) -> None:
        super().__init__("The proposal may no longer be written.")
        self.proposal = proposal


class OthersAreRead(Exception):
    """Raised when others sent a proposal about the same sheet, which the author has not seen."""

    def __init__(self, others: list[Proposal]) -> None:
        super().__init__("Another proposal is being read.")
        self.others = others


class NothingChanged(Exception):
    """Raised when the proposal says what the sheet already says."""


def new_nonce() -> str:
    """What an empty form carries, so that sending it twice makes one proposal."""
    return secrets.token_hex(16)


def begin(
    author: Any,
    structure: Structure,
    subject: str,
    *,
    offer: Offer | None = None,
    base: Values,
    typed: Typed,
    nonce: str = "",
) -> tuple[Proposal, bool]:
    """Make the draft of a sheet; the one under way when there is one already.

    Args:
        author: the person.
        structure: whose sheet it is.
        subject: which sheet.
        offer: the offer to change; `None` for a structure or a new offer.
        base: values of the sheet as the author saw it.
        typed: what the form holds.
        nonce: of the form of a new offer.

    Returns:
        The draft, and whether it was made now.

    Raises:
        PermissionDenied: when the person does not act for the structure.
        TooManyUnderWay: when they have begun too many new offers for it.
    """
    draft = Proposal(
        author=author,
        structure=structure,
        subject=subject,
        offer=offer,
        is_new=offer is None and subject != Subject.STRUCTURE,
        base=base,
        typed=typed,
        nonce=nonce or new_nonce(),
    )
    if not permissions.may_write(author, draft):
        raise PermissionDenied("Vous n’écrivez pas les fiches de cette structure.")
    if draft.is_new and _has_too_many(author, draft):
        raise TooManyUnderWay
    try:
        with transaction.atomic():
            draft.save()
    except IntegrityError:
        found = _already(author, draft)
        if found is not None:
            return found, False
        if not draft.is_new:
            raise
        # Somebody else's form carried this nonce: made up, or copied from them.
        draft.nonce = new_nonce()
        draft.save()
    return draft, True


def _has_too_many(author: Any, draft: Proposal) -> bool:
    begun = Proposal.objects.filter(author_id=author.pk, structure=draft.structure, is_new=True)
    return begun.filter(state__in=OPEN).count() >= MOST_NEW and _already(author, draft) is None


def _already(author: Any, draft: Proposal) -> Proposal | None:
    if draft.is_new:
        return Proposal.objects.filter(author_id=author.pk, nonce=draft.nonce).first()
    found: Proposal | None = open_of(author, offer=draft.offer, structure=draft.structure)
    return found


def held(pk: int) -> Proposal:
    """A proposal, locked until the end of the transaction and read again.

    Raises:
        Proposal.DoesNotExist: when there is none.
    """
    return (
        Proposal.objects.select_for_update(of=("self",))
        .select_related("author", "structure", "offer__structure", "decided_by")
        .get(pk=pk)
    )


@transaction.atomic
def keep(author: Any, pk: int, typed: Typed, *, version: int | None = None) -> Proposal:
    """Keep what is typed, valid or not.

    Args:
        author: the person.
        pk: the draft.
        typed: what the form holds.
        version: the version that the form started from; `None` writes over whatever is there.

    Raises:
        PermissionDenied: when the person may no longer write it.
        NotWritable: when it was sent or is over.
        ChangedElsewhere: when it was written elsewhere meanwhile.
    """
    draft = _writable(author, pk)
    if version is not None and version != draft.version and typed != draft.typed:
        raise ChangedElsewhere(draft)
    if typed != draft.typed:
        draft.typed = typed
        draft.version += 1
    draft.save(update_fields=["typed", "version", "saved_at"])
    return draft


def _writable(author: Any, pk: int) -> Proposal:
    draft = held(pk)
    if not permissions.may_write(author, draft):
        raise PermissionDenied("Vous n’écrivez plus les fiches de cette structure.")
    if draft.state not in WRITABLE:
        raise NotWritable(draft)
    return draft


@transaction.atomic
def send(
    author: Any, pk: int, values: Values, *, version: int, seen: frozenset[int] = frozenset()
) -> Proposal:
    """Propose a draft to the chamber.

    Args:
        author: the person.
        pk: the draft.
        values: what the form says, once valid.
        version: the version of the draft that these values come from.
        seen: other proposals about the same sheet that the author was shown.

    Raises:
        PermissionDenied: when the person may no longer write it.
        NotWritable: when it was sent already, or is over.
        ChangedElsewhere: when it was written elsewhere meanwhile.
        NothingChanged: when it changes nothing.
        OthersAreRead: when others are being read that the author has not seen.
    """
    draft = _writable(author, pk)
    if draft.version != version:
        raise ChangedElsewhere(draft)
    if values == draft.base:
        raise NothingChanged
    unseen = [one for one in being_read(draft) if one.pk not in seen]
    if unseen:
        raise OthersAreRead(being_read(draft))
    draft.values = values
    draft.state = State.SUBMITTED
    draft.submitted_at = timezone.now()
    draft.version += 1
    draft.save(update_fields=["values", "state", "submitted_at", "version", "saved_at"])
    return draft


@transaction.atomic
def take_back(author: Any, pk: int) -> Proposal:
    """Write again a proposal that the chamber has not decided yet.

    Raises:
        PermissionDenied: when the person may no longer write it.
        NotWritable: when it was decided meanwhile, or was not sent.
    """
    proposal = held(pk)
    if not permissions.may_write(author, proposal):
        raise PermissionDenied("Vous n’écrivez plus les fiches de cette structure.")
    if proposal.state != State.SUBMITTED:
        raise NotWritable(proposal)
    proposal.state = State.DRAFT
    proposal.version += 1
    proposal.save(update_fields=["state", "version", "saved_at"])
    return proposal


@transaction.atomic
def give_up(author: Any, pk: int) -> Proposal:
    """Leave a draft for good; giving up twice is giving up once.

    Raises:
        PermissionDenied: when it is not the person’s.
        NotWritable: when it was sent, or decided.
    """
    draft = held(pk)
    if draft.author_id != author.pk:
        raise PermissionDenied("Ce brouillon n’est pas le vôtre.")
    if draft.state == State.WITHDRAWN:
        return draft
    if draft.state not in WRITABLE:
        raise NotWritable(draft)
    draft.state = State.WITHDRAWN
    draft.version += 1
    draft.save(update_fields=["state", "version", "saved_at"])
    return draft


@transaction.atomic
def follow_merger(source_id: int, into_id: int) -> int:
    """Hand the proposals of a structure to the one that took it in; returns how many moved.

    Proposals about the sheet of the structure that is no more are over.
    """
    moved = 0
    rows = Proposal.objects.select_for_update(of=("self",)).filter(structure_id=source_id)
    for proposal in rows.order_by("pk"):
        proposal.structure_id = into_id
        if proposal.subject == Subject.STRUCTURE and proposal.state in OPEN:
            # It describes a sheet that is no more.
            proposal.state = State.WITHDRAWN
        proposal.save(update_fields=["structure", "state"])
        moved += 1
    return moved
