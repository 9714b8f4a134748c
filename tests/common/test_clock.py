"""A call closes at 23:59:59 in Paris, whatever the server's own time."""

import datetime

import pytest
from django.utils import timezone

from connect.common.clock import today
from connect.offers.enums import CallState, Kind
from connect.offers.models import Offer
from connect.offers.selectors import call_state


@pytest.mark.parametrize(
    ("utc", "state"),
    [
        # Winter: Paris is one hour ahead.
        ("2026-11-30T22:59:59+00:00", CallState.OPEN),
        ("2026-11-30T23:00:00+00:00", CallState.CLOSED),
        # The morning of its first day.
        ("2026-10-31T22:59:59+00:00", CallState.UPCOMING),
        ("2026-10-31T23:00:00+00:00", CallState.OPEN),
    ],
)
def test_in_winter(monkeypatch: pytest.MonkeyPatch, utc: str, state: CallState) -> None:
    moment = datetime.datetime.fromisoformat(utc)
    monkeypatch.setattr(timezone, "now", lambda: moment)
    call = Offer(
        kind=Kind.CALL, opens_on=datetime.date(2026, 11, 1), closes_on=datetime.date(2026, 11, 30)
    )
    assert call_state(call) == state


def test_in_summer_paris_is_two_hours_ahead(monkeypatch: pytest.MonkeyPatch) -> None:
    moment = datetime.datetime(2026, 8, 16, 22, 0, tzinfo=datetime.UTC)
    monkeypatch.setattr(timezone, "now", lambda: moment)
    assert today() == datetime.date(2026, 8, 17)
