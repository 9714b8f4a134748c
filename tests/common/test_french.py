"""Amounts, dates and counts as French people write them."""

import datetime

import pytest

from connect.common import french


@pytest.mark.parametrize(
    ("low", "high", "words"),
    [
        (10_000, 40_000, "10\u202f000 à 40\u202f000\u00a0€"),
        (None, 40_000, "40\u202f000\u00a0€ au plus"),
        (500, None, "à partir de 500\u00a0€"),
        (500, 500, "500\u00a0€"),
        (0, 1_000_000, "0 à 1\u202f000\u202f000\u00a0€"),
        (None, None, ""),
    ],
)
def test_amounts(low: int | None, high: int | None, words: str) -> None:
    assert french.amount_range(low, high) == words


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (datetime.date(2026, 8, 16), "16 août 2026"),
        (datetime.date(2026, 3, 1), "1er mars 2026"),
        (datetime.date(2026, 12, 11), "11 décembre 2026"),
    ],
)
def test_dates_in_full_do_not_break(day: datetime.date, words: str) -> None:
    assert french.day_long(day) == words.replace(" ", "\u00a0")


@pytest.mark.parametrize(
    ("days", "words"),
    [(0, "aujourd’hui"), (1, "demain"), (25, "25\u00a0jours"), (1200, "1\u202f200\u00a0jours")],
)
def test_days_left(days: int, words: str) -> None:
    start = datetime.date(2026, 1, 1)
    assert french.days_between(start, start + datetime.timedelta(days=days)) == words


@pytest.mark.parametrize(
    ("count", "words"), [(0, "0\u00a0offre"), (1, "1\u00a0offre"), (2, "2\u00a0offres")]
)
def test_zero_is_singular(count: int, words: str) -> None:
    assert french.plural(count, "offre", "offres") == words
