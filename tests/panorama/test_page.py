"""The page of figures and maps: what it counts is what the lists give, and nothing hidden."""

from html import unescape

import pytest
from django.test import Client

from connect.common.clock import today
from connect.offers.catalogue.index import current
from connect.offers.catalogue.selection import select
from connect.panorama.ground import read_ground
from connect.panorama.maps import Atlas, atlas
from connect.panorama.scopes import BY_CODE, SCOPES, UNKNOWN
from tests.offers.factories import OfferFactory
from tests.panorama.region import Region, small_region
from tests.structures.factories import StructureFactory
from tests.taxonomy.factories import (
    AccompanimentTypeFactory,
    FundingTypeFactory,
    PhaseFactory,
    SectorFactory,
    StructureTypeFactory,
)

pytestmark = pytest.mark.django_db


def places(code: str = "") -> Atlas:
    """The figures of a choice."""
    scope, index = BY_CODE[code], current()
    found = select(scope.criteria, index, None, today()).found
    return atlas(scope, index, found, read_ground(index, None))


def listed(client: Client, url: str) -> int:
    """How many things the list at an address has found."""
    page = client.get(url)
    assert page.status_code == 200
    found = page.context["total"] if "total" in page.context else page.context["results"].total
    return int(found)


def populated() -> Region:
    region = small_region()
    loan, phase = FundingTypeFactory(code="pret"), PhaseFactory(code="idee")
    culture, association = SectorFactory(code="culture"), StructureTypeFactory(code="association")
    OfferFactory(
        structure=region.western, territories=[region.region], phases=[phase], sectors=[culture]
    )
    OfferFactory(
        structure=region.western, territories=[region.west], funding_type=loan, all_sectors=True
    )
    OfferFactory(
        structure=region.western, territories=[region.west_commune], structure_types=[association]
    )
    OfferFactory(structure=region.eastern, territories=[region.astride], phases=[PhaseFactory()])
    OfferFactory(
        accompaniment=True,
        structure=region.eastern,
        territories=[region.east_commune],
        accompaniment_types=[AccompanimentTypeFactory()],
        reach="intercommunal",
    )
    OfferFactory(call=True, structure=region.eastern, territories=[region.east])
    OfferFactory(upcoming_call=True, structure=region.western)
    OfferFactory(closed_call=True, structure=region.western, territories=[region.west])
    return region  # fmt: skip


def test_offers_count_where_they_are_proposed_and_structures_where_they_sit() -> None:
    region = populated()
    rows = {row.code: row for row in places().rows}
    # West: the regional, the departmental, the commune's, the EPCI's astride, and the call that says no place.
    assert (rows["44"].structures, rows["44"].held, rows["44"].offered, rows["44"].near) == (
        1,
        4,
        5,
        4,
    )
    # East: the regional held in the west, the EPCI's, the commune's, the call, and the one that says no place.
    assert (rows["49"].structures, rows["49"].held, rows["49"].offered, rows["49"].near) == (
        1,
        3,
        5,
        3,
    )
    assert rows["49"].far_share == "40\u00a0%"
    epci = places().epcis[0]
    assert (epci.name, epci.structures, epci.own) == (region.astride.name, 2, 1)
    assert places().silent == 1


def test_each_number_is_that_of_the_list_it_opens(client: Client) -> None:
    populated()
    for scope in SCOPES:
        found = places(scope.code)
        for row in found.rows:
            assert listed(client, row.offers_url) == row.offered, (scope.code, row.code)
            if scope.code != "appels":
                assert listed(client, row.structures_url) == row.structures, (scope.code, row.code)
        for epci in found.epcis:
            assert listed(client, epci.url) == epci.offered, (scope.code, epci.name)


def test_each_bar_is_that_of_the_list_it_opens(client: Client) -> None:
    populated()
    for scope in SCOPES:
        context = client.get("/panorama/", {"quoi": scope.code}).context
        for chart in context["charts"]:
            for bar in chart.bars:
                assert bar.said <= bar.total
                if bar.url:
                    assert listed(client, bar.url) == bar.total, (scope.code, chart.key, bar.label)
    for strand in context["cover"].strands:
        assert listed(client, strand.url) == strand.count


def test_what_is_open_to_all_sectors_is_not_said_to_name_one(client: Client) -> None:
    populated()
    charts = {chart.key: chart for chart in client.get("/panorama/").context["charts"]}
    culture = charts["secteur"].bars[0]
    assert (culture.said, culture.total, charts["secteur"].open_to_all) == (1, 7, 1)


def test_services_of_an_entity_are_merged() -> None:
    region = small_region()
    StructureFactory(department=region.west, entity=region.western.entity)
    StructureFactory(department=region.east, entity=region.western.entity)
    found = places()
    assert [(row.structures, row.entities) for row in found.rows] == [(2, 1), (2, 2)]
    assert (found.total.structures, found.total.entities) == (4, 2)


def test_what_stands_outside_is_never_dropped(client: Client) -> None:
    region = small_region()
    away = StructureFactory(department=None)
    OfferFactory(structure=away, territories=[region.east])
    found = places()
    assert (found.based.outside, found.held_outside, found.offered.outside) == (1, 1, 0)
    assert [row.offered for row in found.rows] == [0, 1]
    text = " ".join(unescape(client.get("/panorama/").content.decode()).split())
    assert "Hors région : <b>1</b>" in text


def test_the_sentence_names_the_place_that_tells_most(client: Client) -> None:
    region = small_region()
    for _ in range(3):
        OfferFactory(structure=region.western, territories=[region.region])
    OfferFactory(structure=region.western, territories=[region.west])
    OfferFactory(structure=region.western, territories=[region.west_commune])
    StructureFactory(department=region.west)
    StructureFactory(department=region.west)
    telling = places().telling
    assert telling is not None and telling.code == "49"
    text = unescape(client.get("/panorama/").content.decode())
    assert "Maine-et-Loire : 1\u00a0structure y a son siège, mais" in text


def test_nothing_hidden_is_counted(client: Client) -> None:
    region = small_region()
    OfferFactory(structure=region.western, territories=[region.west])
    hidden_phase = PhaseFactory(code="cachee", label="Étape zygomorphe")
    before = client.get("/panorama/").content
    places_before = places()
    for trait in ("hidden", "draft", "to_validate", "archived"):
        OfferFactory(
            **{trait: True},
            structure=region.western,
            phases=[hidden_phase],
            territories=[region.east],
        )
    private = StructureFactory(
        private=True, department=region.east, epci=region.astride, is_funder=True
    )
    OfferFactory(structure=private, territories=[region.region], phases=[hidden_phase])
    assert places() == places_before
    assert client.get("/panorama/").content == before  # fmt: skip


def test_a_choice_that_means_nothing_is_said_and_all_is_shown(client: Client) -> None:
    small_region()
    for raw in ("xx", "<script>", "FINANCEMENT", "\x00", "é" * 5000):
        page = client.get("/panorama/", {"quoi": raw})
        assert page.status_code == 200
        assert UNKNOWN in unescape(page.content.decode())
        assert page.context["scope"].code == ""
    assert UNKNOWN not in unescape(client.get("/panorama/?quoi=financement").content.decode())


def test_an_empty_catalogue_has_its_page(client: Client) -> None:
    for scope in SCOPES:
        page = client.get("/panorama/", {"quoi": scope.code})
        assert page.status_code == 200
    assert "Aucun appel n’est ouvert aujourd’hui." in unescape(page.content.decode())


def test_statements_do_not_grow(client: Client, django_assert_num_queries: object) -> None:
    def seen(expected: int) -> None:
        client.get("/panorama/")
        with django_assert_num_queries(expected):  # type: ignore[operator]  # the fixture of pytest-django
            client.get("/panorama/")

    region = small_region()
    OfferFactory(structure=region.western, territories=[region.west_commune])
    seen(8)
    for _ in range(3):
        OfferFactory(
            structure=StructureFactory(department=region.east, epci=region.astride),
            territories=[region.east_commune, region.astride, region.east],
            phases=[PhaseFactory()],
        )
    seen(8)


def test_a_visitor_gets_no_cookie_and_may_only_read(client: Client) -> None:
    page = client.get("/panorama/")
    assert not page.cookies
    assert client.post("/panorama/").status_code in {403, 405}
