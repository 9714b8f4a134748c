"""Verbs of the chamber: accept, in whole or in part, amended or not; return with a motive."""

from collections.abc import Collection, Mapping
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from connect.common.clock import today
from connect.contributions import permissions, selectors
from connect.contributions.enums import State, Subject
from connect.contributions.models import Proposal
from connect.contributions.services import held
from connect.contributions.sheets.book import Book
from connect.contributions.sheets.comparing import Difference, differences
from connect.contributions.sheets.writing import put_on_offer, put_on_structure
from connect.notifications.services import notify
from connect.offers import services as offers
from connect.offers.enums import Status
from connect.offers.models import Offer
from connect.structures.models import Structure
from connect.structures.services import save_structure

ACCEPTED_KIND, RETURNED_KIND = "proposition-acceptee", "proposition-retournee"
PROPOSED = "contributions.propose"
"""Action of the history: who wrote what the next line accepts."""
LONGEST_MOTIVE = 2000
GONE = "L’offre a été supprimée\u00a0: retournez la proposition à son auteur."


class AlreadyDecided(Exception):
    """Raised when the proposal was decided, taken back or given up meanwhile."""

    def __init__(self, proposal: Proposal) -> None:
        super().__init__("The proposal was decided.")
        self.proposal = proposal


class SheetMoved(Exception):
    """Raised when the proposal or its sheet is no longer what was shown."""


def _to_decide(by: Any, pk: int, proposal_version: int) -> Proposal:
    """The proposal, its sheet locked first: every writer takes locks in this order."""
    if not permissions.may_decide(by):
        raise PermissionDenied("Seule l’équipe de validation peut prendre cette décision.")
    found = Proposal.objects.filter(pk=pk).first()
    if found is None:
        raise PermissionDenied("Cette proposition n’existe plus.")
    if found.offer_id:
        Offer.objects.select_for_update(of=("self",)).filter(pk=found.offer_id).first()
    elif found.subject == Subject.STRUCTURE:
        Structure.objects.select_for_update(of=("self",)).filter(pk=found.structure_id).first()
    proposal = held(pk)
    if proposal.state != State.SUBMITTED:
        raise AlreadyDecided(proposal)
    if proposal.version != proposal_version:
        raise SheetMoved
    return proposal


@transaction.atomic
def accept(
    pk: int,
    *,
    by: Any,
    picked: Collection[str],
    written: Mapping[str, Any],
    version: int,
    sheet_version: str,
) -> Proposal:
    """Apply what was picked of a proposal, date the verification, tell the author.

    Args:
        pk: the proposal.
        by: who decides.
        picked: the questions accepted.
        written: the value of each picked question, amended or not.
        version: the version of the proposal that was shown.
        sheet_version: the version of the sheet that was shown; empty for a new offer.

    Raises:
        PermissionDenied: when the person may not decide.
        AlreadyDecided: when somebody decided first, or the author took it back.
        SheetMoved: when the proposal or the sheet is no longer what was shown.
        ValidationError: when the sheet would break its rules, or nothing was picked.
    """
    proposal = _to_decide(by, pk, version)
    if proposal.is_gone:
        raise ValidationError(GONE)
    if selectors.live_version(proposal) != sheet_version:
        raise SheetMoved
    book = Book()
    found = differences_of(proposal, book)
    chosen = {one.name: written[one.name] for one in found if one.name in picked}
    if not chosen:
        raise ValidationError(
            "Rien n’est coché. Pour ne rien retenir, retournez la proposition avec un motif."
        )
    return _settle(proposal, found, chosen, book, by)


@transaction.atomic
def accept_all(pk: int, *, by: Any, version: int) -> Proposal:
    """Apply the whole of a proposal that meets no other change.

    Args:
        pk: the proposal.
        by: who decides.
        version: the version of the proposal that was shown.

    Raises:
        PermissionDenied: when the person may not decide.
        AlreadyDecided: when somebody decided first, or the author took it back.
        SheetMoved: when the proposal is no longer what was shown.
        ValidationError: when somebody changed the same fields meanwhile, or the sheet would break its rules.
    """
    proposal = _to_decide(by, pk, version)
    if proposal.is_gone:
        raise ValidationError(GONE)
    book = Book()
    found = differences_of(proposal, book)
    conflicts = [one.label for one in found if one.is_conflict]
    if conflicts:
        raise ValidationError(
            f"La fiche a changé depuis que l’auteur l’a reprise ({', '.join(conflicts)})\u00a0: "
            "ouvrez la proposition pour choisir champ par champ."
        )
    return _settle(proposal, found, {one.name: one.proposed for one in found}, book, by)


def _settle(
    proposal: Proposal,
    found: Collection[Difference],
    chosen: Mapping[str, Any],
    book: Book,
    by: Any,
) -> Proposal:
    _apply(proposal, chosen, book, by)
    proposal.amended = amendments(found, chosen, book)
    _decide(proposal, State.ACCEPTED, by)
    _tell(ACCEPTED_KIND, proposal)
    return proposal


def differences_of(proposal: Proposal, book: Book) -> list[Difference]:
    """What a proposal changes, against the sheet as it stands."""
    live = selectors.live_values(proposal)
    return differences(proposal.subject, proposal.base, live, proposal.values, book)


def _apply(proposal: Proposal, chosen: Mapping[str, Any], book: Book, by: Any) -> None:
    if proposal.subject == Subject.STRUCTURE:
        structure = proposal.structure
        put_on_structure(structure, chosen, book)
        structure.verified_on = today()
        _sign(structure, proposal)
        save_structure(structure, by=by)
        return
    offer = proposal.offer or Offer(
        kind=proposal.subject, structure=proposal.structure, recorded_on=today()
    )
    links = put_on_offer(offer, chosen, book)
    offer.verified_on = today()
    if offer.status in {Status.DRAFT, Status.TO_VALIDATE}:
        # What was never shown is shown now; what was hidden or archived stays so.
        offer.status = Status.VISIBLE
    if proposal.offer is not None:
        _sign(offer, proposal)
    offers.save_offer(offer, links=links, by=by)
    if proposal.offer is None:
        _sign(offer, proposal)
        proposal.offer = offer


def _sign(sheet: Offer | Structure, proposal: Proposal) -> None:
    """Keep in the history who wrote what the chamber accepts."""
    log(instance=sheet, action=PROPOSED, user=proposal.author, data={"proposal": proposal.pk})


def amendments(
    found: Collection[Difference], chosen: Mapping[str, Any], book: Book
) -> list[dict[str, str]]:
    """What was changed or left out, in words, for the author."""
    told = []
    for one in found:
        if one.name not in chosen:
            if not one.is_done:
                told.append({"label": one.label, "proposed": one.after, "kept": one.before})
        elif chosen[one.name] != one.proposed:
            amended = Difference(one.question, one.base, one.live, chosen[one.name], book)
            told.append({"label": one.label, "proposed": one.after, "kept": amended.after})
    return told


@transaction.atomic
def send_back(pk: int, *, by: Any, motive: str, version: int) -> Proposal:
    """Return a proposal to its author with a motive.

    Raises:
        PermissionDenied: when the person may not decide.
        AlreadyDecided: when somebody decided first, or the author took it back.
        SheetMoved: when the proposal is no longer the one shown.
        ValidationError: without a motive, or with one that is too long.
    """
    proposal = _to_decide(by, pk, version)
    if not motive:
        raise ValidationError("Écrivez pourquoi\u00a0: c’est ce que l’auteur lira.")
    if len(motive) > LONGEST_MOTIVE:
        raise ValidationError(f"Ce motif est trop long\u00a0: {LONGEST_MOTIVE} signes au plus.")
    proposal.motive = motive
    _decide(proposal, State.RETURNED, by)
    _tell(RETURNED_KIND, proposal)
    return proposal


def _decide(proposal: Proposal, state: State, by: Any) -> None:
    proposal.state = state
    proposal.decided_by = by
    proposal.decided_at = timezone.now()
    proposal.version += 1
    proposal.save()


def _tell(kind: str, proposal: Proposal) -> None:
    if proposal.author is not None and proposal.author.is_active:
        # A proposal may be returned, sent and returned again: each time is told.
        notify(kind, key=f"proposal:{proposal.pk}:{proposal.version}", to=proposal.author)
