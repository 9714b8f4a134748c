"""Figures about time: how fresh the information is, and when the open calls close."""

import datetime
from dataclasses import dataclass

from django.utils import formats
from pyroaring import BitMap

from connect.common import french
from connect.offers.catalogue.index import CatalogueIndex
from connect.panorama.wording import share_in_words, short_percent

AGES = (
    (183, "Moins de six mois"),
    (366, "De six mois à un an"),
    (731, "D’un à deux ans"),
    (10**6, "Plus de deux ans"),
)
FRESH = 365
"""Days during which a verification counts as recent, the last one included."""
MONTHS = 12


@dataclass(frozen=True)
class AgeStep:
    """How many offers were verified so long ago."""

    label: str
    count: int
    share: str
    width: str
    fresh: bool


@dataclass(frozen=True)
class Freshness:
    """How long ago the offers were verified."""

    fresh: int
    whole: int
    share: str
    reading: str
    steps: tuple[AgeStep, ...]


def freshness(index: CatalogueIndex, found: BitMap, day: datetime.date) -> Freshness:
    """Sort offers by the age of their last verification, in days before `day`."""
    counts = [0] * (len(AGES) + 1)
    fresh = 0
    for pk in found:
        verified = index.entries[pk].freshness
        if not verified:
            counts[-1] += 1
            continue
        age = day.toordinal() - verified
        fresh += age <= FRESH
        counts[next(rank for rank, (limit, _) in enumerate(AGES) if age < limit)] += 1
    longest = max(counts) or 1
    labels = [label for _, label in AGES] + ["Date inconnue"]
    steps = tuple(
        AgeStep(
            label,
            count,
            short_percent(count, len(found)),
            f"{100 * count / longest:.1f}%",
            rank < 2,
        )
        for rank, (label, count) in enumerate(zip(labels, counts, strict=True))
    )
    reading = (
        f"Vérifiées depuis moins d’un an\u00a0: {share_in_words(fresh, len(found))}"
        f" ({french.number(fresh)} sur {french.number(len(found))})."
    )
    return Freshness(fresh, len(found), short_percent(fresh, len(found)), reading, steps)


@dataclass(frozen=True)
class ClosingMonth:
    """How many open calls close in a month, and its column in units of the drawing."""

    label: str
    short: str
    count: int
    x: float
    middle: float
    y: float
    width: float
    height: float
    above: float


@dataclass(frozen=True)
class Closings:
    """The open calls by month of closing; the drawing is 720 units wide and 240 high."""

    months: tuple[ClosingMonth, ...]
    total: int
    reading: str


WIDTH, BASELINE, TALLEST = 720.0, 196.0, 150.0


def closings(index: CatalogueIndex, opened: BitMap, day: datetime.date) -> Closings:
    """Count the open calls by month of closing, from this month on; the last column gathers what comes later."""
    days = sorted(closes for pk in opened if (closes := index.entries[pk].closes_on) is not None)
    if not days:
        return Closings((), 0, "Aucun appel n’est ouvert aujourd’hui.")
    last = days[-1]
    shown = min((last.year - day.year) * 12 + last.month - day.month + 1, MONTHS)
    counts = [0] * (shown + 1)
    for closes in days:
        counts[min((closes.year - day.year) * 12 + closes.month - day.month, shown)] += 1
    if not counts[-1]:
        counts.pop()
    step, tallest = WIDTH / len(counts), max(counts)
    months = []
    for rank, count in enumerate(counts):
        year, month = divmod(day.month - 1 + rank, 12)
        first = datetime.date(day.year + year, month + 1, 1)
        later = rank == shown
        height = TALLEST * count / tallest
        months.append(
            ClosingMonth(
                "Plus tard" if later else formats.date_format(first, "F Y"),
                "après" if later else formats.date_format(first, "N"),
                count,
                rank * step + step * 0.16,
                rank * step + step / 2,
                BASELINE - height,
                step * 0.68,
                height,
                BASELINE - height - 10,
            )
        )
    return Closings(tuple(months), len(days), _closing_words(months, days[0]))


def _closing_words(months: list[ClosingMonth], soonest: datetime.date) -> str:
    busiest = max(months, key=lambda month: month.count)
    return (
        f"Le prochain ferme le {french.day_long(soonest)}\u00a0;"
        f" {busiest.label} est le mois le plus chargé, avec"
        f" {french.plural(busiest.count, 'clôture', 'clôtures')}."
    )
