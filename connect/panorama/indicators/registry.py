"""What an indicator is, and the list of those that are measured."""

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from connect.panorama.enums import Direction, Nature, Unit

Measured = Decimal | int | None
LONGEST_KEY = 40


class IndicatorRefused(ValueError):
    """Raised when two indicators take the same key, or a key cannot be stored."""


@dataclass(frozen=True, kw_only=True)
class Indicator:
    """One number that is followed from day to day.

    Attributes:
        key: stable, at most 40 characters; it is in the open data and never changes.
        label: what people read.
        help: one sentence that says what is counted and what is not.
        group: the title under which the page lists it.
        unit: what the number is.
        nature: level at the end of a day, or number counted in a day.
        better: which way is good news.
        measure: the value for a day. Of a state it is asked for the day that ends, and reads the tables as they
            stand; of a flow it may be asked for any past day. `None` when there is nothing to measure yet.
        rebuild: for a state, the value on past days out of dates that the tables keep; `None` where that would be
            a guess.
        public: whether it is in the open series; what tells of hidden things is not.
        order: place on the page.
    """

    key: str
    label: str
    help: str
    group: str
    measure: Callable[[datetime.date], Measured]
    unit: Unit = Unit.NUMBER
    nature: Nature = Nature.STATE
    better: Direction = Direction.UP
    rebuild: Callable[[datetime.date], Measured] | None = None
    public: bool = False
    order: int = 100


_indicators: dict[str, Indicator] = {}


def register(indicator: Indicator) -> Indicator:
    """Follow an indicator from now on.

    Raises:
        IndicatorRefused: when its key is taken, empty or too long.
    """
    if not 0 < len(indicator.key) <= LONGEST_KEY:
        raise IndicatorRefused(f"The key « {indicator.key} » cannot be stored.")
    if indicator.key in _indicators:
        raise IndicatorRefused(f"The indicator « {indicator.key} » is registered twice.")
    _indicators[indicator.key] = indicator
    return indicator


def unregister(key: str) -> None:
    """Forget an indicator (for tests, and for an application that is taken out); its history stays."""
    _indicators.pop(key, None)


def every() -> list[Indicator]:
    """Every indicator, in the order of the page."""
    return sorted(_indicators.values(), key=lambda one: (one.order, one.key))


def public() -> list[Indicator]:
    """Those of the open series, in the order of the page."""
    return [one for one in every() if one.public]


def get(key: str) -> Indicator | None:
    """The indicator of a key."""
    return _indicators.get(key)
