"""What was read the most and what was not, over a period. Only what the public sees today is named."""

import datetime
from dataclasses import dataclass

from connect.offers.selectors import visible_to
from connect.structures.selectors import visible_to as structures_visible_to
from connect.visits.models import Subject
from connect.visits.selectors import totals_by_month, visits_between

PERIODS = {
    "30-jours": "30 derniers jours",
    "12-mois": "12 derniers mois",
    "annee": "Cette année",
    "annee-derniere": "L’année dernière",
}
DEFAULT = "12-mois"


@dataclass(frozen=True)
class Span:
    """Days of a period, both included."""

    since: datetime.date
    until: datetime.date


def span_of(period: str, day: datetime.date) -> Span:
    """The days of a period of `PERIODS`.

    Args:
        period: its key.
        day: today.
    """
    if period == "30-jours":
        return Span(day - datetime.timedelta(days=29), day)
    if period == "annee":
        return Span(day.replace(month=1, day=1), day)
    if period == "annee-derniere":
        return Span(datetime.date(day.year - 1, 1, 1), datetime.date(day.year - 1, 12, 31))
    # This month and the eleven before it.
    months = day.year * 12 + day.month - 12
    return Span(datetime.date(months // 12, months % 12 + 1, 1), day)


@dataclass(frozen=True)
class OfferRead:
    """An offer that the public sees, and how often it was read."""

    pk: int
    reference: str
    title: str
    structure: str
    visits: int
    imported: int | None


@dataclass(frozen=True)
class StructureRead:
    """A structure that the public sees: readings of its own page and of its offers."""

    pk: int
    reference: str
    name: str
    own: int
    offers: int

    @property
    def total(self) -> int:
        """Both together."""
        return self.own + self.offers


@dataclass(frozen=True)
class MonthRead:
    """Readings of one month."""

    month: datetime.date
    offers: int
    structures: int

    @property
    def total(self) -> int:
        """Both together."""
        return self.offers + self.structures


@dataclass(frozen=True)
class Ranking:
    """What a period was.

    Attributes:
        offers: the most read first; those that nobody read last, by title.
        structures: likewise.
        months: in order.
        offer_visits: readings of all offers, those no longer shown included.
        structure_visits: likewise of structures' pages.
    """

    offers: list[OfferRead]
    structures: list[StructureRead]
    months: list[MonthRead]
    offer_visits: int
    structure_visits: int

    @property
    def unread(self) -> list[OfferRead]:
        """Offers that nobody read."""
        return [one for one in self.offers if not one.visits]


def rank(span: Span) -> Ranking:
    """Read a period, in six statements whatever the number of offers.

    Args:
        span: its days.
    """
    by_offer = visits_between(Subject.OFFER, None, span.since, span.until)
    by_structure = visits_between(Subject.STRUCTURE, None, span.since, span.until)
    offers, of_structure = [], dict[int, int]()
    rows = visible_to(None).order_by("title", "reference").values_list(
        "pk", "reference", "title", "structure__name", "imported_visits", "structure_id"
    )  # fmt: skip
    for pk, reference, title, structure, imported, structure_id in rows:
        visits = by_offer.get(pk, 0)
        offers.append(OfferRead(pk, reference, title, structure, visits, imported))
        of_structure[structure_id] = of_structure.get(structure_id, 0) + visits
    offers.sort(key=lambda one: -one.visits)
    held = structures_visible_to(None).order_by("name", "reference")
    structures = [
        StructureRead(pk, reference, name, by_structure.get(pk, 0), of_structure.get(pk, 0))
        for pk, reference, name in held.values_list("pk", "reference", "name")
    ]
    structures.sort(key=lambda one: -one.total)
    return Ranking(
        offers=offers,
        structures=structures,
        months=_months(span),
        offer_visits=sum(by_offer.values()),
        structure_visits=sum(by_structure.values()),
    )


def _months(span: Span) -> list[MonthRead]:
    offers = totals_by_month(Subject.OFFER, span.since, span.until)
    structures = totals_by_month(Subject.STRUCTURE, span.since, span.until)
    return [
        MonthRead(month, offers.get(month, 0), structures.get(month, 0))
        for month in sorted({*offers, *structures})
    ]
