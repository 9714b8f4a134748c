"""One sheet being written by one person: what the form shows, and where its parts live."""

from dataclasses import dataclass, field
from typing import Any

from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from connect.contributions.enums import Subject
from connect.contributions.forms import SheetForm
from connect.contributions.models import Proposal
from connect.contributions.selectors import being_read, live_values
from connect.contributions.services import new_nonce
from connect.contributions.sheets.book import Book
from connect.contributions.sheets.comparing import Difference, differences, moved
from connect.contributions.sheets.reading import (
    Typed,
    Values,
    blank,
    typed_from,
    values_of_offer,
    values_of_structure,
)
from connect.offers.enums import Status
from connect.offers.models import Offer
from connect.structures.models import Structure

_SALT = "connect.contributions.base"
# A form may stay open for weeks; its base still says what its author saw.
LONGEST_OPEN = 60 * 24 * 3600


@dataclass
class Desk:
    """A sheet and the draft that its author has of it.

    Attributes:
        structure: whose sheet it is.
        subject: which sheet.
        offer: the offer, `None` for a structure and a new offer.
        draft: the proposal under way, `None` until something is kept.
        nonce: of the form of a new offer.
        book: the words of codes.
    """

    structure: Structure
    subject: str
    offer: Offer | None = None
    draft: Proposal | None = None
    nonce: str = field(default_factory=new_nonce)
    book: Book = field(default_factory=Book)

    @classmethod
    def of(cls, draft: Proposal) -> "Desk":
        """The desk on which a draft lies."""
        return cls(draft.holder, draft.subject, draft.offer, draft, draft.nonce)

    @property
    def is_new(self) -> bool:
        """Whether the offer is to be made."""
        return self.draft.is_new if self.draft else self._starts_an_offer

    @property
    def _starts_an_offer(self) -> bool:
        return self.offer is None and self.subject != Subject.STRUCTURE

    @property
    def url(self) -> str:
        """Address of the form."""
        if self.draft is not None and (self.draft.is_new or self.draft.is_gone):
            return reverse("my-proposal", args=[self.draft.pk])
        if self.offer is not None:
            return reverse("my-offer-edit", args=[self.offer.reference])
        if self.subject == Subject.STRUCTURE:
            return reverse("my-structure-edit", args=[self.structure.reference])
        query = f"?structure={self.structure.reference}&nature={self.subject}"
        return reverse("my-new-offer") + query

    @property
    def title(self) -> str:
        """What the sheet is called."""
        if self.draft is not None:
            return self.draft.title
        if self.offer is not None:
            return self.offer.title
        if self.subject == Subject.STRUCTURE:
            return self.structure.name
        return NEW_TITLES[self.subject]

    def live(self) -> Values:
        """The sheet as it stands today."""
        if self.draft is not None:
            return live_values(self.draft)
        if self.offer is not None:
            return values_of_offer(self.offer)
        if self.subject == Subject.STRUCTURE:
            return values_of_structure(self.structure)
        return blank(self.subject)

    @property
    def _bound(self) -> str:
        about = self.offer.reference if self.offer is not None else self.structure.reference
        return f"{self.subject}/{about}"

    def signed_base(self, base: Values) -> str:
        """The values that the form starts from, as the form carries them."""
        return signing.dumps([self._bound, base], salt=_SALT, compress=True)

    def read_base(self, signed: str) -> Values:
        """The values that a form started from; those of today when it does not say."""
        try:
            bound, base = signing.loads(signed, salt=_SALT, max_age=LONGEST_OPEN)
        except (signing.BadSignature, ValueError, TypeError):
            return self.live()
        return base if bound == self._bound and isinstance(base, dict) else self.live()


NEW_TITLES: dict[str, str] = {
    Subject.FUNDING: "Nouveau financement",
    Subject.ACCOMPANIMENT: "Nouvel accompagnement",
    Subject.CALL: "Nouvel appel à projets",
}


@dataclass(frozen=True)
class Other:
    """A proposal of somebody else about the same sheet."""

    proposal: Proposal
    differences: list[Difference]


def others_of(desk: Desk) -> list[Other]:
    """What others have sent about this sheet and the chamber has not decided."""
    subject = desk.draft or Proposal(
        structure=desk.structure, subject=desk.subject, offer=desk.offer, is_new=desk.is_new
    )
    rows = being_read(subject)
    if not rows:
        return []
    live = desk.live()
    return [
        Other(row, differences(row.subject, row.base, live, row.values, desk.book)) for row in rows
    ]


def show(
    request: HttpRequest,
    desk: Desk,
    *,
    typed: Typed | None = None,
    base: Values | None = None,
    form: SheetForm | None = None,
    notice: str = "",
    status: int = 200,
) -> HttpResponse:
    """Draw the form.

    Args:
        request: what was asked.
        desk: the sheet.
        typed: what the form holds; the draft or the sheet itself by default.
        base: what it started from, when there is no draft yet.
        form: the form checked, to say what is wrong.
        notice: a sentence on top.
        status: of the answer.
    """
    draft, live = desk.draft, desk.live()
    started = draft.base if draft else (base or live)
    if typed is None:
        typed = draft.typed if draft else typed_from(started, desk.subject, desk.book)
    shown = form or SheetForm(desk.subject, desk.book, typed, started, check=False)
    others = others_of(desk)
    context: dict[str, Any] = {
        "desk": desk,
        "form": shown,
        "parts": shown.parts(),
        "errors": shown.messages() if form else [],
        "place": shown["territories_name"] if "territories_name" in shown.fields else None,
        "draft": draft,
        "version": draft.version if draft else "",
        "base": "" if draft else desk.signed_base(started),
        "others": others,
        "seen": ",".join(str(one.proposal.pk) for one in others),
        "meanwhile": moved(desk.subject, draft.base, live, desk.book) if draft else [],
        "notice": notice,
        "is_structure": desk.subject == Subject.STRUCTURE,
        "unseen": _unseen(desk),
    }
    if desk.is_new:
        context["meanwhile"] = []
    return render(request, "contributions/edit.html", context, status=status)


def _unseen(desk: Desk) -> str:
    """Why the public does not see the sheet, when it does not."""
    if desk.draft is not None and desk.draft.is_gone:
        return "Cette offre a été supprimée. Copiez ce que vous voulez garder, puis abandonnez ce brouillon."
    if desk.offer is None:
        return ""
    return {
        Status.HIDDEN: "La CRESS a masqué cette offre\u00a0: le public ne la voit pas.",
        Status.ARCHIVED: "Cette offre est archivée\u00a0: le public ne la voit plus.",
        Status.DRAFT: "Cette offre n’a jamais été publiée.",
        Status.TO_VALIDATE: "Cette offre attend d’être relue par la CRESS\u00a0; le public ne la voit pas encore.",
    }.get(Status(desk.offer.status), "")
