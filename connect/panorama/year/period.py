"""The year a document is about, as far as it has gone, and the same part of the year before."""

import calendar
import datetime
from dataclasses import dataclass

# Nothing of the product can be older.
FIRST_YEAR = 2016


@dataclass(frozen=True)
class Period:
    """Days from the first of January to the end of the year, or to a day within it."""

    year: int
    until: datetime.date

    @property
    def since(self) -> datetime.date:
        """The first of January."""
        return datetime.date(self.year, 1, 1)

    @property
    def is_whole(self) -> bool:
        """Whether the year is over."""
        return (self.until.month, self.until.day) == (12, 31)

    @property
    def months(self) -> list[datetime.date]:
        """The first days of the twelve months."""
        return [datetime.date(self.year, month, 1) for month in range(1, 13)]

    def before(self) -> "Period":
        """The same days of the year before; the 29th of February has the 28th."""
        year = self.year - 1
        last = calendar.monthrange(year, self.until.month)[1]
        # A month that is over is over in both years, whatever its length.
        ended = self.until.day == calendar.monthrange(self.year, self.until.month)[1]
        day = last if ended else min(self.until.day, last)
        return Period(year, datetime.date(year, self.until.month, day))


def period_of(year: int, day: datetime.date) -> Period | None:
    """The period of a year, `None` for one that has not begun or is older than the product.

    Args:
        year: four figures.
        day: today.
    """
    if not FIRST_YEAR <= year <= day.year:
        return None
    return Period(year, day if year == day.year else datetime.date(year, 12, 31))


def last_day(month: datetime.date) -> datetime.date:
    """The last day of a month."""
    return month.replace(day=calendar.monthrange(month.year, month.month)[1])
