"""A sheet as the public would see it once a draft is accepted; nothing is saved."""

from dataclasses import dataclass, replace
from typing import Any

from connect.contributions.enums import State
from connect.contributions.forms import SheetForm
from connect.contributions.models import Proposal
from connect.contributions.sheets.book import Book
from connect.contributions.sheets.questions import ALL, Question, Shape, questions_of
from connect.contributions.sheets.reading import Values
from connect.contributions.sheets.writing import plain, put_on_structure
from connect.offers.catalogue.index import CatalogueIndex, current
from connect.offers.catalogue.rows import OfferRow, Typology, rows_of
from connect.offers.enums import Kind
from connect.offers.models import Offer
from connect.structures.models import Structure
from connect.taxonomy.models import FundingType

# An offer that has no reference yet shows this number.
UNNUMBERED = {Kind.FUNDING: "FIN-000", Kind.ACCOMPANIMENT: "ACC-000", Kind.CALL: "AAP-000"}


@dataclass(frozen=True)
class Draft:
    """What a draft says, as far as it can be read.

    Attributes:
        values: by question; what is not valid yet keeps the value it had.
        wrong: labels of the questions whose answer is not valid yet.
    """

    values: Values
    wrong: tuple[str, ...]


def read_draft(proposal: Proposal, book: Book) -> Draft:
    """The values of a draft, or those that were sent."""
    if proposal.state in {State.SUBMITTED, State.ACCEPTED}:
        return Draft(proposal.values, ())
    form = SheetForm(proposal.subject, book, proposal.typed, proposal.base, check=True)
    form.is_valid()
    valid = {name: value for name, value in form.cleaned_data.items() if name in proposal.base}
    wrong = tuple(str(field.label) for name, field in form.fields.items() if name in form.errors)
    return Draft({**proposal.base, **valid}, wrong)


def previewed_structure(structure: Structure, values: Values, book: Book) -> Structure:
    """The structure with these values, not saved."""
    put_on_structure(structure, values, book)
    return structure


def previewed_offer(proposal: Proposal, values: Values, book: Book) -> Offer:
    """The offer with these values, not saved: its vocabularies are queries, as if they had been read with it."""
    offer = proposal.offer or Offer(
        pk=0,
        kind=proposal.subject,
        structure=proposal.structure,
        reference=UNNUMBERED[Kind(proposal.subject)],
    )
    offer.slug = offer.slug or "apercu"
    links: dict[str, Any] = {}
    for question in questions_of(proposal.subject):
        value = values[question.name]
        if question.shape in {Shape.CODES, Shape.PLACES}:
            links[question.name] = _rows(offer, question, value, book)
        elif question.name == "funding_type":
            offer.funding_type = FundingType.objects.filter(code=value).order_by("pk").first()
        else:
            setattr(offer, question.name, plain(question, value))
    for name in ("accompaniment_types", "objects_funded"):
        links.setdefault(name, Offer._meta.get_field(name).related_model._default_manager.none())  # type: ignore[union-attr]  # a many-to-many field
    # What « prefetch_related » would leave; an offer that is not saved cannot be asked for its links.
    offer._prefetched_objects_cache = links  # type: ignore[attr-defined]  # noqa: SLF001  # Django's own, read by its managers
    return offer


def _rows(offer: Offer, question: Question, value: list[str], book: Book) -> Any:
    if question.name == "sectors":
        offer.all_sectors = ALL in value
    model: Any = Offer._meta.get_field(question.name).related_model
    if question.shape == Shape.PLACES:
        pks = [place.pk for place in book.places(value).values()]
        return model._default_manager.filter(pk__in=pks).order_by("name")
    return model._default_manager.filter(code__in=value).order_by("order", "label")


def row_of(offer: Offer, values: Values, book: Book) -> OfferRow:
    """The line of a previewed offer: its marks and its territory come from the draft, not from the catalogue."""
    index: CatalogueIndex = current()
    row = rows_of([offer], index)[0]
    names = sorted(place.name for place in book.places(values["territories"]).values())
    where = offer.get_reach_display() or "Territoire à confirmer"
    if names:
        more = f"{names[0]} et {len(names) - 1} autres territoires"
        where = " et ".join(names) if len(names) <= 2 else more
    return replace(row, where=where, typologies=_marks(offer, values, book))


def _marks(offer: Offer, values: Values, book: Book) -> tuple[Typology, ...]:
    if offer.kind == Kind.CALL:
        return (Typology("appel_a_projets", "Appel à projets", "appel"),)
    if offer.kind == Kind.FUNDING:
        kind = offer.funding_type
        if kind is None:
            return (Typology("", "Financement", ""),)
        return (Typology(kind.code, kind.label, kind.code.replace("_", "-")),)
    codes = values["accompaniment_types"]
    marks = [
        Typology(one, book.label("accompaniment_types", one), "accompagnement") for one in codes
    ]
    return tuple(marks) or (Typology("accompagnement", "Accompagnement", "accompagnement"),)
