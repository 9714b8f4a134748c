"""The figures of a structure's year. What was not counted is `None`, never zero."""

import datetime
from dataclasses import dataclass

from connect.common.clock import today
from connect.offers.enums import Status
from connect.offers.models import Offer
from connect.orientation.enums import Criterion
from connect.panorama.timing import FRESH
from connect.panorama.year.corrections import Corrections, read_corrections
from connect.panorama.year.orientations import Orientations, read_orientations
from connect.panorama.year.period import Period, last_day
from connect.structures.models import Structure
from connect.visits.models import Subject
from connect.visits.selectors import Months, counted_since, visits_between, visits_by_month

MOST_OFFERS = 500
ByMonth = list[int | None]
"""Twelve values; `None` for a month that was not counted, or is to come."""


@dataclass(frozen=True)
class OfferYear:
    """The year of one offer.

    Attributes:
        visits: by month.
        total: visits of the period, `None` when it was not counted at all.
        before: visits of the same days of the year before, `None` when they were not all counted.
        near_misses: by criterion, `None` when no orientation was recorded yet.
        plans: plans still kept that hold it.
    """

    offer: Offer
    visits: ByMonth
    total: int | None
    before: int | None
    near_misses: dict[Criterion, int] | None
    plans: int

    @property
    def is_shown(self) -> bool:
        """Whether the public sees the offer today."""
        return bool(self.offer.status == Status.VISIBLE)


@dataclass(frozen=True)
class Freshness:
    """How sure the sheets are, on the day of the document.

    Attributes:
        shown: offers that the public sees.
        fresh: those verified within a year.
        undated: those whose verification is not known.
        oldest: the oldest verification.
    """

    shown: int
    fresh: int
    undated: int
    oldest: datetime.date | None


@dataclass(frozen=True)
class YearFigures:
    """Everything that the document says.

    Attributes:
        made_on: the day the figures were read.
        counted_since: first day on which visits were counted, `None` before any.
        offers: those that were shown or read in the year, the most read first.
        left_out: how many offers are beyond `MOST_OFFERS`.
        offer_visits: visits of all its offers by month.
        sheet_visits: visits of its own page by month.
        offers_total, offers_before, sheet_total, sheet_before: as for one offer.
        history: imported visits of its offers and of its page, from before; `None` when unknown.
    """

    structure: Structure
    period: Period
    made_on: datetime.date
    counted_since: datetime.date | None
    offers: list[OfferYear]
    left_out: int
    offer_visits: ByMonth
    sheet_visits: ByMonth
    offers_total: int | None
    offers_before: int | None
    sheet_total: int | None
    sheet_before: int | None
    history: int | None
    orientations: Orientations
    corrections: Corrections | None
    freshness: Freshness


def read_year(structure: Structure, period: Period) -> YearFigures:
    """Read the figures of a structure's year, in a constant number of statements.

    Args:
        structure: of which the reader may know everything.
        period: the year.
    """
    since = counted_since()
    recorded = list(
        Offer.objects.filter(structure=structure).order_by("reference")[: MOST_OFFERS + 1]
    )
    offers, left_out = recorded[:MOST_OFFERS], 0
    if len(recorded) > MOST_OFFERS:
        left_out = Offer.objects.filter(structure=structure).count() - MOST_OFFERS
    ids = [one.pk for one in offers]
    months = visits_by_month(Subject.OFFER, ids, period.since, period.until)
    sheet = visits_by_month(Subject.STRUCTURE, [structure.pk], period.since, period.until)
    earlier = _before(since, period, Subject.OFFER, ids)
    sheet_earlier = _before(since, period, Subject.STRUCTURE, [structure.pk])
    orientations = read_orientations(ids, period)
    lines = [_offer_year(one, months, earlier, orientations, since, period) for one in offers]
    lines = [one for one in lines if one.is_shown or _tells(one)]
    lines.sort(key=lambda one: (-(one.total or 0), one.offer.title, one.offer.reference))
    sheet_months = _filled(sheet.get(structure.pk, {}), since, period)
    all_months = _filled(_summed(months), since, period)
    return YearFigures(
        structure=structure,
        period=period,
        made_on=today(),
        counted_since=since,
        offers=lines,
        left_out=left_out,
        offer_visits=all_months,
        sheet_visits=sheet_months,
        offers_total=_total(all_months),
        offers_before=None if earlier is None else sum(earlier.values()),
        sheet_total=_total(sheet_months),
        sheet_before=None if sheet_earlier is None else sheet_earlier.get(structure.pk, 0),
        history=_history(structure, offers),
        orientations=orientations,
        corrections=read_corrections(structure, ids, period),
        freshness=_freshness(offers),
    )


def _before(
    since: datetime.date | None, period: Period, subject: Subject, ids: list[int]
) -> dict[int, int] | None:
    """Visits of the same days of the year before, `None` when the counting began after their first day."""
    earlier = period.before()
    if since is None or since > earlier.since:
        return None
    return visits_between(subject, ids, earlier.since, earlier.until)


def _filled(months: Months, since: datetime.date | None, period: Period) -> ByMonth:
    """A value for each month: zero where the counting was on and nothing came."""
    return [
        None
        if since is None or last_day(month) < since or month > period.until
        else months.get(month, 0)
        for month in period.months
    ]


def _total(months: ByMonth) -> int | None:
    counted = [one for one in months if one is not None]
    return sum(counted) if counted else None


def _summed(found: dict[int, Months]) -> Months:
    total: Months = {}
    for months in found.values():
        for month, count in months.items():
            total[month] = total.get(month, 0) + count
    return total


def _offer_year(
    offer: Offer,
    months: dict[int, Months],
    earlier: dict[int, int] | None,
    orientations: Orientations,
    since: datetime.date | None,
    period: Period,
) -> OfferYear:
    visits = _filled(months.get(offer.pk, {}), since, period)
    missed = orientations.near_misses
    return OfferYear(
        offer=offer,
        visits=visits,
        total=_total(visits),
        before=None if earlier is None else earlier.get(offer.pk, 0),
        near_misses=None if missed is None else missed.get(offer.pk, {}),
        plans=orientations.plans_by_offer.get(offer.pk, 0),
    )


def _tells(one: OfferYear) -> bool:
    """Whether an offer that is not shown today was met in the year; a draft never was."""
    return bool(one.total or one.near_misses or one.plans)


def _history(structure: Structure, offers: list[Offer]) -> int | None:
    imported = [structure.imported_visits, *(one.imported_visits for one in offers)]
    known = [one for one in imported if one is not None]
    return sum(known) if known else None


def _freshness(offers: list[Offer]) -> Freshness:
    shown = [one for one in offers if one.status == Status.VISIBLE]
    dates = [one.verified_on for one in shown if one.verified_on is not None]
    limit = today() - datetime.timedelta(days=FRESH)
    return Freshness(
        shown=len(shown),
        fresh=sum(1 for one in dates if one >= limit),
        undated=len(shown) - len(dates),
        oldest=min(dates, default=None),
    )
