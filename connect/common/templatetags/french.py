"""Template filters for French amounts, dates and counts."""

import datetime

from django import template

from connect.common import french

register = template.Library()


@register.filter
def euros(value: int | None) -> str:
    """An amount in euros, or nothing when it is unknown."""
    return "" if value is None else french.euros(value)


@register.filter
def amount_range(low: int | None, high: int | None) -> str:
    """A range of euros: `{{ offer.amount_min|amount_range:offer.amount_max }}`."""
    return french.amount_range(low, high)


@register.filter
def day_long(value: datetime.date | None) -> str:
    """A date in full, or nothing when it is unknown."""
    return "" if value is None else french.day_long(value)


@register.filter
def number(value: int | None) -> str:
    """A whole number the French way, or nothing when it is unknown."""
    return "" if value is None else french.number(value)


@register.filter
def counted(value: int, words: str) -> str:
    """A count with its noun: `{{ total|counted:"offre,offres" }}`."""
    singular, _, several = words.partition(",")
    return french.plural(value, singular, several)
