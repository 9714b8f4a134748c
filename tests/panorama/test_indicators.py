"""The registry, and what the indicators of the catalogue measure."""

import datetime
from collections.abc import Iterator
from decimal import Decimal

import pytest

from connect.common.clock import today
from connect.panorama import indicators
from connect.panorama.indicators import Indicator, IndicatorRefused
from tests.offers.factories import OfferFactory
from tests.structures.factories import EntityFactory, StructureFactory


def days_ago(days: int) -> datetime.date:
    return today() - datetime.timedelta(days=days)


def measured(key: str, day: datetime.date | None = None) -> object:
    indicator = indicators.get(key)
    assert indicator is not None
    return indicator.measure(day or today())


def rebuilt(key: str, day: datetime.date) -> object:
    indicator = indicators.get(key)
    assert indicator is not None and indicator.rebuild is not None
    return indicator.rebuild(day)


@pytest.fixture
def one_more() -> Iterator[Indicator]:
    """An indicator registered for the length of a test."""
    made = Indicator(
        key="essai", label="Essai", help="Un essai.", group="Essais", measure=lambda day: 1
    )
    yield indicators.register(made)
    indicators.unregister(made.key)


def test_a_key_is_taken_once_and_can_be_stored(one_more: Indicator) -> None:
    for key in ("essai", "", "x" * 41):
        with pytest.raises(IndicatorRefused):
            indicators.register(
                Indicator(key=key, label="", help="", group="", measure=lambda day: 1)
            )
    assert one_more in indicators.every()
    assert one_more not in indicators.public(), "public only when somebody says so"


def test_what_tells_of_hidden_offers_is_not_public() -> None:
    assert {"offres_enregistrees", "part_visible"}.isdisjoint(
        one.key for one in indicators.public()
    )
    assert {"structures", "offres_visibles"} <= {one.key for one in indicators.public()}


@pytest.mark.django_db
def test_levels_are_those_of_the_public_catalogue() -> None:
    entity = EntityFactory()
    seat = StructureFactory(entity=entity)
    StructureFactory(entity=entity)
    StructureFactory(private=True)
    OfferFactory(structure=seat, verified_on=days_ago(365))
    OfferFactory(structure=seat, accompaniment=True, verified_on=days_ago(366))
    OfferFactory(structure=seat, accompaniment=True)
    OfferFactory(structure=seat, call=True)
    OfferFactory(structure=seat, closed_call=True)
    OfferFactory(structure=seat, hidden=True, verified_on=today())
    OfferFactory(of_private_structure=True, verified_on=today())
    expected: dict[str, object] = {
        "structures": 2, "entites": 1, "offres_enregistrees": 5, "offres_visibles": 3, "part_visible": Decimal("60.0"),
        "financements": 1, "accompagnements": 2, "appels_ouverts": 1, "part_verifiee": Decimal("33.3"),
        "age_verification": Decimal("365.5"),
    }  # fmt: skip
    assert {key: measured(key) for key in expected} == expected
    assert isinstance(measured("completude"), Decimal)
    assert measured("appels_ouverts", today() + datetime.timedelta(days=31)) == 0


@pytest.mark.django_db
def test_nothing_is_measured_of_nothing() -> None:
    for key in ("part_visible", "part_verifiee", "age_verification", "completude"):
        assert measured(key) is None
    assert measured("structures") == 0


@pytest.mark.django_db
def test_past_levels_follow_the_dates_kept() -> None:
    entity = EntityFactory()
    for days in (30, 20, 10):
        StructureFactory(entity=entity, referenced_on=days_ago(days))
    StructureFactory(referenced_on=days_ago(5))
    StructureFactory(referenced_on=None)
    StructureFactory(private=True, referenced_on=days_ago(30))
    OfferFactory(recorded_on=days_ago(9))
    OfferFactory(hidden=True, recorded_on=days_ago(3))
    OfferFactory(call=True, recorded_on=days_ago(9))
    assert [rebuilt("structures", days_ago(days)) for days in (31, 30, 15, 5)] == [0, 1, 2, 4]
    assert [rebuilt("entites", days_ago(days)) for days in (31, 30, 15, 5)] == [0, 1, 1, 2]
    assert [rebuilt("offres_enregistrees", days_ago(days)) for days in (10, 9, 3)] == [0, 1, 2]
    rebuildable = {one.key for one in indicators.every() if one.rebuild is not None}
    assert rebuildable == {"structures", "entites", "offres_enregistrees"}, "the rest is a guess"
