"""French wording of amounts, dates and counts, with the spaces that French typography wants."""

import datetime
from decimal import Decimal

from django.utils import formats

NBSP = "\u00a0"
NARROW = "\u202f"


def number(value: int | Decimal) -> str:
    """A whole number with narrow no-break spaces between thousands: 12 500."""
    return f"{int(value):,}".replace(",", NARROW)


def euros(value: int | Decimal) -> str:
    """An amount in whole euros: 12 500 €."""
    return f"{number(value)}{NBSP}€"


def amount_range(low: int | None, high: int | None) -> str:
    """A range of euros: « 10 000 à 40 000 € », « 40 000 € au plus », « à partir de 10 000 € » or nothing."""
    if low is not None and high is not None:
        return euros(low) if low == high else f"{number(low)} à {euros(high)}"
    if high is not None:
        return f"{euros(high)} au plus"
    if low is not None:
        return f"à partir de {euros(low)}"
    return ""


def day_long(day: datetime.date) -> str:
    """A date in full: 16 août 2026, 1er mars 2026."""
    text = formats.date_format(day, "j F Y")
    text = f"1er{text[1:]}" if day.day == 1 else text
    return text.replace(" ", NBSP)


def days_between(today: datetime.date, day: datetime.date) -> str:
    """How far a coming day is: « aujourd’hui », « demain », « 25 jours »."""
    days = (day - today).days
    if days == 0:
        return "aujourd’hui"
    if days == 1:
        return "demain"
    return f"{number(days)}{NBSP}jours"


def plural(count: int, singular: str, several: str) -> str:
    """A count with its noun: 0 offre, 1 offre, 2 offres (zero is singular in French)."""
    return f"{number(count)}{NBSP}{singular if count < 2 else several}"


def quoted(text: str) -> str:
    """A text between French quotation marks, with their no-break spaces."""
    return f"«{NBSP}{text}{NBSP}»"
