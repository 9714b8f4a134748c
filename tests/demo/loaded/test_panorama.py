"""The panorama of the loaded demonstration: published figures, numbers that agree with the lists, history."""

import io

import pytest
from django.core.management import call_command
from django.test import Client, override_settings

from connect.common.clock import today
from connect.offers.catalogue.index import current
from connect.offers.catalogue.places import locate
from connect.offers.catalogue.selection import select
from connect.panorama import indicators
from connect.panorama.ground import read_ground
from connect.panorama.maps import Atlas, atlas
from connect.panorama.models import Measure
from connect.panorama.scopes import BY_CODE
from connect.structures.models import Structure

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo")]


def places(code: str = "") -> Atlas:
    scope, index = BY_CODE[code], current()
    found = select(scope.criteria, index, None, today()).found
    return atlas(scope, index, found, read_ground(index, None))


def test_structures_are_counted_both_ways() -> None:
    """F05: 269 services, 249 entities."""
    everything = places()
    assert (everything.total.structures, everything.total.entities) == (269, 249)
    assert sum(row.structures for row in everything.rows) + everything.based.outside == 269
    assert everything.based.outside == 1


def test_most_entities_that_fund_sit_in_loire_atlantique() -> None:
    """F20; F11: the two offers held in Rennes stand off the map of the seats, and are never dropped."""
    funding = places("financement")
    entities = {row.code: row.entities for row in funding.rows}
    assert entities["44"] > 0.6 * funding.total.entities
    assert (funding.held_outside, funding.total.held) == (2, 89)
    assert sum(row.held for row in funding.rows) == 87


def test_a_holder_in_mayenne_reaches_more_than_what_sits_there() -> None:
    """R073."""
    rows = {row.code: row for row in places("financement").rows}
    assert rows["53"].offered > 10 * rows["53"].held
    telling = places().telling
    assert telling is not None and telling.code == "53" and telling.offered > 100


def test_the_totals_are_those_published() -> None:
    """F02, F04, F07."""
    totals = {code: places(code).total.held for code in ("financement", "accompagnement", "appels")}
    assert totals == {"financement": 89, "accompagnement": 168, "appels": 39}


def test_every_place_leads_to_itself_and_to_as_many_offers() -> None:
    """The words put in « lieu » are understood as this place, without a guess nor a choice."""
    scope, index = BY_CODE[""], current()
    found = places()
    expected = {row.name: row.offered for row in found.rows} | {
        row.name: row.offered for row in found.epcis
    }
    ground = read_ground(index, None)
    for site in (*ground.departments, *ground.epcis):
        locality, sentence = locate(site.label)
        assert locality is not None and not locality.choices and not sentence, site.label
        answered = select(scope.criteria, index, locality, today()).found
        assert len(answered) == expected[site.name], site.label
    assert len(ground.epcis) == 71


def test_the_page_shows_it(client: Client) -> None:
    page = client.get("/panorama/")
    assert page.status_code == 200
    assert page.context["freshness"].whole == 296
    assert page.context["closings"].total == 39


def test_the_history_is_only_what_dates_tell() -> None:
    rebuilt = Measure.objects.filter(rebuilt=True)
    assert set(rebuilt.order_by().values_list("key", flat=True)) == {
        "structures", "entites", "offres_enregistrees"
    }  # fmt: skip
    for one in rebuilt.filter(key="structures").order_by("day"):
        assert one.value == Structure.objects.filter(referenced_on__lte=one.day).count()
    measured = Measure.objects.filter(rebuilt=False)
    assert {one.day for one in measured.order_by("day")} == {today()}
    assert set(measured.order_by().values_list("key", flat=True)) <= {
        one.key for one in indicators.every()
    }
    before = list(Measure.objects.order_by("pk").values_list("pk", "value"))
    with override_settings(DEMO=True, DEMO_PASSWORD=""):
        call_command("load_demo", stdout=io.StringIO(), stderr=io.StringIO())
    assert list(Measure.objects.order_by("pk").values_list("pk", "value")) == before
