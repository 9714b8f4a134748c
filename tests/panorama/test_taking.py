"""Writing of the history: once a day, settled the night after, made up when the jobs did not run."""

import datetime
from collections.abc import Iterator
from decimal import Decimal
from io import StringIO

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.utils import timezone

from connect.common.clock import today
from connect.panorama import indicators, services
from connect.panorama.enums import Nature
from connect.panorama.indicators import Indicator
from connect.panorama.models import Measure
from connect.panorama.tasks import take_indicators
from tests.panorama.factories import MeasureFactory
from tests.structures.factories import StructureFactory

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)


@pytest.fixture(autouse=True)
def flow() -> Iterator[Indicator]:
    """A flow: as many in a day as the day of the month."""
    made = Indicator(
        key="essai_flux", label="Essai", help="Un essai.", group="Essais", nature=Nature.FLOW,
        measure=lambda day: day.day, public=True,
    )  # fmt: skip
    yield indicators.register(made)
    indicators.unregister(made.key)


def set_today(monkeypatch: pytest.MonkeyPatch, days: int) -> datetime.date:
    """Move the clock by some days."""
    moved = timezone.now() + days * DAY
    monkeypatch.setattr(timezone, "now", lambda: moved)
    return today()


def value(key: str, day: datetime.date) -> Decimal | None:
    return Measure.objects.filter(key=key, day=day).values_list("value", flat=True).first()


def test_a_day_taken_twice_has_one_value_each() -> None:
    StructureFactory()
    count = services.take(today())
    assert services.take(today()) == count == Measure.objects.count()
    StructureFactory()
    services.take(today())
    assert value("structures", today()) == 2
    assert all(one.is_provisional for one in Measure.objects.order_by("key"))


def test_the_night_settles_yesterday_once(monkeypatch: pytest.MonkeyPatch) -> None:
    StructureFactory()
    first = today()
    services.take_due()
    StructureFactory()
    set_today(monkeypatch, 1)
    assert services.take_due() == [first, today()]
    assert value("structures", first) == 2
    assert not Measure.objects.get(key="structures", day=first).is_provisional
    StructureFactory()
    Measure.objects.filter(key="essai_flux", day=first).update(value=99)
    services.take_due()
    assert (value("structures", first), value("structures", today())) == (2, 3)
    assert value("essai_flux", first) == 99, "settled: its table may have forgotten"


def test_nights_missed_are_made_up_with_what_can_be_known(monkeypatch: pytest.MonkeyPatch) -> None:
    first = today()
    services.take_due()
    StructureFactory(referenced_on=first + 2 * DAY)
    set_today(monkeypatch, 5)
    assert services.take_due() == [first + step * DAY for step in range(6)]
    assert [value("essai_flux", first + step * DAY) for step in range(6)] == [
        (first + step * DAY).day for step in range(6)
    ]
    assert [value("structures", first + step * DAY) for step in range(1, 6)] == [0, 1, 1, 1, 1]
    assert Measure.objects.get(key="structures", day=first + 2 * DAY).rebuilt
    assert value("offres_visibles", first + 2 * DAY) is None, "nothing is made up"
    set_today(monkeypatch, 400)
    assert len(services.take_due()) == services.CATCH_UP + 1


def test_what_was_measured_at_the_time_is_not_rebuilt() -> None:
    day = today() - 10 * DAY
    MeasureFactory(key="structures", day=day, value=42)
    StructureFactory(referenced_on=day)
    services.take(day)
    assert (value("structures", day), value("entites", day)) == (42, 1)


def test_a_day_to_come_is_refused() -> None:
    with pytest.raises(ValueError):
        services.take(today() + DAY)
    assert not Measure.objects.exists()


def test_the_command_says_what_it_wrote() -> None:
    out = StringIO()
    call_command("take_indicators", stdout=out)
    assert "1\u00a0jour" in out.getvalue()
    call_command("take_indicators", "--day", (today() - 30 * DAY).isoformat(), stdout=out)
    assert value("structures", today() - 30 * DAY) == 0
    for wrong in ("hier", "2026-02-30", (today() + DAY).isoformat()):
        with pytest.raises(CommandError):
            call_command("take_indicators", "--day", wrong, stdout=out)


def test_the_job_runs_every_night() -> None:
    take_indicators()
    assert value("structures", today()) == 0
    scheduled = {one["task"] for one in settings.CELERY_BEAT_SCHEDULE.values()}
    assert take_indicators.name in scheduled
