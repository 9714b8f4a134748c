"""An indicator today beside what it was: a month ago, a year ago, at a milestone."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from connect.common import french
from connect.panorama.enums import Direction, Nature, Unit
from connect.panorama.indicators import Indicator
from connect.panorama.models import Milestone
from connect.panorama.selectors import WINDOW, YEAR, Points, Value, value_on

MINUS = "\u2212"
WIDTH, HEIGHT, EDGE = 180.0, 40.0, 4.0


@dataclass(frozen=True)
class Past:
    """What an indicator was worth then, and how it moved since."""

    words: str
    change: str
    verdict: str


@dataclass(frozen=True)
class Sparkline:
    """A small drawing of a year: a broken line, the place of its last point, and what it shows in words."""

    line: str
    x: str
    y: str
    words: str


@dataclass(frozen=True)
class Comparison:
    """A line of the page of the indicators."""

    indicator: Indicator
    now: str
    month: Past | None
    year: Past | None
    milestone: Past | None
    sparkline: Sparkline | None

    @property
    def over_days(self) -> bool:
        """Whether the numbers add up thirty days."""
        return self.indicator.nature == Nature.FLOW


def amount_words(indicator: Indicator, amount: Decimal) -> str:
    """A number with its unit: « 1 250 », « 74,9 % », « 96 jours »."""
    whole, tenths = divmod(abs(amount), 1)
    text = french.number(whole)
    if tenths and (digits := f"{tenths:.2f}"[2:].rstrip("0")):
        text = f"{text},{digits}"
    unit = Unit(indicator.unit).label
    return f"{MINUS if amount < 0 else ''}{text}{french.NBSP + unit if unit else ''}"


def change_words(indicator: Indicator, change: Decimal) -> str:
    """A difference with its sign: « +12 », « −3,5 points », « sans changement »."""
    if not change:
        return "sans changement"
    words = amount_words(indicator, change)
    if indicator.unit == Unit.PERCENT:
        words = words.removesuffix("%") + ("point" if abs(change) < 2 else "points")
    return words if change < 0 else f"+{words}"


def verdict_of(indicator: Indicator, change: Decimal) -> str:
    """« en progrès », « en recul » or nothing, according to which way is good news."""
    if not change or indicator.better == Direction.NEITHER:
        return ""
    rises = change > 0
    return "en progrès" if rises == (indicator.better == Direction.UP) else "en recul"


def _past(indicator: Indicator, now: Value | None, then: Value | None) -> Past | None:
    if then is None:
        return None
    words = amount_words(indicator, then.amount)
    partial = indicator.nature == Nature.FLOW and then.days < WINDOW
    if partial:
        words = f"{words} (sur {french.plural(then.days, 'jour connu', 'jours connus')})"
    if now is None or partial or now.days != then.days:
        return Past(words, "", "")
    change = now.amount - then.amount
    return Past(words, change_words(indicator, change), verdict_of(indicator, change))


def compare(
    indicator: Indicator, points: Points, day: datetime.date, milestone: Milestone | None
) -> Comparison:
    """Everything that a line of the page says.

    Args:
        indicator: the indicator.
        points: its history, in order.
        day: the day that stands for now.
        milestone: the date chosen, if any.
    """

    def then(past: datetime.date) -> Past | None:
        return _past(indicator, now, value_on(indicator, points, past))

    now = value_on(indicator, points, day)
    return Comparison(
        indicator,
        amount_words(indicator, now.amount) if now else "",
        then(day - datetime.timedelta(days=WINDOW)),
        then(day - datetime.timedelta(days=YEAR)),
        then(milestone.day) if milestone else None,
        sparkline(indicator, points, day),
    )


def sparkline(indicator: Indicator, points: Points, day: datetime.date) -> Sparkline | None:
    """The last year as a line; nothing with fewer than two points."""
    first = day - datetime.timedelta(days=YEAR)
    shown = [(one, points[one]) for one in sorted(points) if first <= one <= day]
    if len(shown) < 2:
        return None
    lowest, highest = min(v for _, v in shown), max(v for _, v in shown)
    span = (highest - lowest) or Decimal(1)
    days = max((day - shown[0][0]).days, 1)
    places = [
        (
            EDGE + (WIDTH - 2 * EDGE) * (one - shown[0][0]).days / days,
            HEIGHT - EDGE - (HEIGHT - 2 * EDGE) * float((value - lowest) / span),
        )
        for one, value in _thinned(shown)
    ]
    (since, start), (_, end) = shown[0], shown[-1]
    words = (
        f"{indicator.label}\u00a0: de {amount_words(indicator, start)} le {french.day_long(since)}"
        f" à {amount_words(indicator, end)}"
    )
    line = " ".join(f"{x:.1f},{y:.1f}" for x, y in places)
    return Sparkline(line, f"{places[-1][0]:.1f}", f"{places[-1][1]:.1f}", words)


def _thinned(
    shown: Sequence[tuple[datetime.date, Decimal]],
) -> list[tuple[datetime.date, Decimal]]:
    """The points where the value moves, with those on either side: a flat line needs no more."""
    return [
        point
        for rank, point in enumerate(shown)
        if rank in {0, len(shown) - 1}
        or point[1] != shown[rank - 1][1]
        or point[1] != shown[rank + 1][1]
    ]
