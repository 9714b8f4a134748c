"""Before and after: values found in the history, differences, which way is better, small drawings."""

import datetime
from dataclasses import replace
from decimal import Decimal

import pytest

from connect.panorama.comparing import amount_words, change_words, compare, verdict_of
from connect.panorama.enums import Direction, Nature, Unit
from connect.panorama.indicators import Indicator
from connect.panorama.models import Milestone
from connect.panorama.selectors import value_on

DAY = datetime.date(2026, 11, 23)
LEVEL = Indicator(key="n", label="Niveau", help="", group="", measure=lambda day: 0)
FLOW = replace(LEVEL, nature=Nature.FLOW)


def back(days: int) -> datetime.date:
    return DAY - datetime.timedelta(days=days)


def test_numbers_have_their_unit_and_differences_their_sign() -> None:
    share, age = replace(LEVEL, unit=Unit.PERCENT), replace(LEVEL, unit=Unit.DAYS)
    assert amount_words(LEVEL, Decimal("1250.00")) == "1\u202f250"
    assert amount_words(share, Decimal("74.90")) == "74,9\u00a0%"
    assert amount_words(age, Decimal("96.00")) == "96\u00a0jours"
    assert change_words(LEVEL, Decimal(12)) == "+12"
    assert change_words(share, Decimal("-3.5")) == "\u22123,5\u00a0points"
    assert change_words(share, Decimal("0.5")) == "+0,5\u00a0point"
    assert change_words(LEVEL, Decimal(0)) == "sans changement"


def test_each_indicator_knows_what_good_news_is() -> None:
    down, neither = replace(LEVEL, better=Direction.DOWN), replace(LEVEL, better=Direction.NEITHER)
    assert [verdict_of(one, Decimal(1)) for one in (LEVEL, down, neither)] == [
        "en progrès",
        "en recul",
        "",
    ]
    assert verdict_of(LEVEL, Decimal(0)) == ""  # fmt: skip


def test_a_level_stands_for_a_month_and_no_longer() -> None:
    points = {back(60): Decimal(5), back(20): Decimal(8)}
    found = {days: value_on(LEVEL, points, back(days)) for days in (0, 20, 25, 60, 89, 31, 90, 400)}
    amounts = {days: one.amount if one else None for days, one in found.items()}
    assert amounts == {0: 8, 20: 8, 25: None, 60: 5, 89: None, 31: 5, 90: None, 400: None}
    assert value_on(LEVEL, points, back(-10)) is None


def test_a_flow_is_summed_over_thirty_days() -> None:
    points = {back(days): Decimal(1) for days in range(45)}
    now, before = value_on(FLOW, points, DAY), value_on(FLOW, points, back(30))
    assert now is not None and (now.amount, now.days) == (30, 30)
    assert before is not None and (before.amount, before.days) == (15, 15)
    line = compare(FLOW, points, DAY, None)
    assert line.over_days and line.month is not None
    assert (line.month.words, line.month.change) == ("15 (sur 15\u00a0jours connus)", "")


def test_a_line_compares_with_a_month_a_year_and_a_milestone() -> None:
    points = {
        back(365): Decimal(10),
        back(100): Decimal(30),
        back(30): Decimal(50),
        DAY: Decimal(40),
    }
    line = compare(LEVEL, points, DAY, Milestone(name="Version 2", day=back(90)))
    assert line.now == "40" and line.year and line.month and line.milestone
    assert (line.month.words, line.month.change, line.month.verdict) == (
        "50",
        "\u221210",
        "en recul",
    )
    assert (line.year.change, line.year.verdict) == ("+30", "en progrès")
    assert line.milestone.words == "30"
    assert line.sparkline is not None and line.sparkline.words.startswith(
        "Niveau\u00a0: de 10 le 23"
    )
    assert line.sparkline.line.startswith("4.0,36.0")  # fmt: skip


def test_nothing_known_is_said_as_such() -> None:
    line = compare(LEVEL, {}, DAY, None)
    assert (line.now, line.month, line.year, line.sparkline) == ("", None, None, None)
    alone = compare(LEVEL, {DAY: Decimal(3)}, DAY, None)
    assert (alone.now, alone.sparkline) == ("3", None)


@pytest.mark.parametrize("values", [[5, 5, 5], [0, 0], [1, 1000000]])
def test_a_drawing_stays_in_its_frame(values: list[int]) -> None:
    points = {back(rank * 7): Decimal(one) for rank, one in enumerate(values)}
    drawn = compare(LEVEL, points, DAY, None).sparkline
    assert drawn is not None
    for pair in drawn.line.split():
        x, y = (float(part) for part in pair.split(","))
        assert 0 <= x <= 180 and 0 <= y <= 40
