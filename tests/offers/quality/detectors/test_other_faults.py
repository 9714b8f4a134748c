"""Reach, contact, summary, dates, audience, visibility: what is a fault, and what only looks like one."""

import datetime
from dataclasses import replace
from typing import Any

import pytest

from connect.offers.enums import Status
from connect.offers.quality.detectors import LABELS, audience, calls, reach, words
from connect.offers.quality.snapshot import Place
from tests.offers.quality.detectors.cases import (
    ACCOMPANIMENT,
    CALL,
    FUNDING,
    codes_of,
    the_fault,
)

LOIRE = Place("departement:44", "Loire-Atlantique")
REGION = Place("region:52", "Pays de la Loire")
EPCI = Place("epci:244400404", "Nantes Métropole")
COMMUNE = Place("commune:44109", "Nantes")
COUNTRY = Place("pays:FR", "France")


def test_sound_offers_have_no_fault() -> None:
    for offer in (FUNDING, ACCOMPANIMENT, CALL):
        assert codes_of(offer) == []


@pytest.mark.parametrize(
    ("wanted", "places", "fix"),
    [
        ("departemental", (), None),
        ("intercommunal", (), None),
        ("regional", (), None),
        ("national", (), None),
        ("europeen", (), None),
        ("departemental", (REGION,), "regional"),
        ("departemental", (EPCI,), "intercommunal"),
        ("intercommunal", (LOIRE,), "departemental"),
        ("regional", (EPCI,), "intercommunal"),
        ("intercommunal", (LOIRE, REGION), "regional"),
    ],
)
def test_a_reach_without_its_territory(wanted: str, places: tuple[Place, ...], fix: Any) -> None:
    offer = replace(FUNDING, reach=wanted, territories=places)
    fault = the_fault(offer, reach.WITHOUT_TERRITORY)
    assert (fault.fix.values["reach"] if fault.fix else None) == fix
    if fault.fix:
        assert codes_of(replace(offer, **fault.fix.values)) == []


@pytest.mark.parametrize(
    ("wanted", "places"),
    [
        ("departemental", (LOIRE,)),
        ("departemental", (LOIRE, EPCI)),
        ("intercommunal", (EPCI,)),
        ("intercommunal", (COMMUNE,)),
        ("regional", (REGION,)),
        ("regional", (LOIRE,)),
        ("national", (COUNTRY,)),
        ("national", (REGION,)),
        ("", ()),
        ("", (LOIRE,)),
    ],
)
def test_a_reach_with_its_territory(wanted: str, places: tuple[Place, ...]) -> None:
    assert codes_of(replace(FUNDING, reach=wanted, territories=places)) == []


def test_the_seat_of_the_structure_is_no_matter() -> None:
    assert codes_of(replace(FUNDING, seat="53", seat_epci="245300000")) == []


def test_somebody_to_ask_is_enough_wherever_it_is_written() -> None:
    silent = replace(FUNDING, link="")
    assert codes_of(silent) == [words.NO_CONTACT]
    for name in (
        "link",
        "email",
        "phone",
        "structure_email",
        "structure_phone",
        "structure_website",
    ):
        assert codes_of(replace(silent, **{name: "x"})) == [], name


def test_summaries_that_say_nothing() -> None:
    title = "Soutien aux initiatives citoyennes du territoire"
    for summary, code in [
        ("", words.NO_SUMMARY),
        ("   ", words.NO_SUMMARY),
        ("Voir le site.", words.POOR_SUMMARY),
        (title, words.POOR_SUMMARY),
        (f"{title.upper()}.", words.POOR_SUMMARY),
    ]:
        assert codes_of(replace(FUNDING, title=title, summary=summary)) == [code]
    assert codes_of(replace(FUNDING, title=title, summary=f"{title} : une aide simple.")) == []
    assert codes_of(replace(FUNDING, title=title, summary="x" * 40)) == []


def day(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text)


@pytest.mark.parametrize(
    ("title", "opens", "closes", "found"),
    [
        # Today is 15 July 2026.
        ("Appel à projets 2024", "2026-06-01", "2026-09-01", True),
        ("Prix 2025", "2026-01-15", "2026-10-01", True),
        ("Prix 2029", "2026-06-01", "2026-09-01", True),
        ("Prix 2027", "2025-01-01", "2025-03-01", True),
        ("Appel à projets 2026", "2026-06-01", "2026-09-01", False),
        ("Appel à projets 2027", "2026-06-01", "2026-09-01", False),
        ("Appel à projets 2025", "2025-12-01", "2026-09-01", False),
        ("Appel à projets 2025-2027", "2026-06-01", "2026-09-01", False),
        ("Stratégie 2024/2026", "2026-06-01", "2026-09-01", False),
        ("Appel à projets 2024", "2025-06-01", "2025-09-01", False),
        ("Appel à projets", "2026-06-01", "2026-09-01", False),
        ("Appel 20260 et 12026", "2026-06-01", "2026-09-01", False),
    ],
)
def test_the_year_of_the_title(title: str, opens: str, closes: str, found: bool) -> None:
    call = replace(CALL, title=title, opens_on=day(opens), closes_on=day(closes))
    assert (calls.OTHER_YEAR in codes_of(call)) is found
    if found:
        fault = the_fault(call, calls.OTHER_YEAR)
        assert codes_of(replace(call, **fault.fix.values)) == []


def test_a_year_in_the_title_of_something_else_is_no_fault() -> None:
    assert codes_of(replace(FUNDING, title="Plan 2016 de soutien")) == []


def test_calls_that_close_far_away() -> None:
    for closes, found in [("2028-03-01", True), ("2028-01-14", False), ("2026-09-01", False)]:
        call = replace(CALL, title="Appel à projets", closes_on=day(closes))
        assert (calls.FAR_CLOSING in codes_of(call)) is found


def test_for_whom() -> None:
    for values, fields in [
        ({"phases": ()}, ("phases",)),
        ({"structure_types": ()}, ("structure_types",)),
        ({"all_sectors": False}, ("sectors",)),
        ({"phases": (), "structure_types": (), "all_sectors": False}, tuple(audience.LABELS)),
    ]:
        fault = the_fault(replace(FUNDING, **values), audience.FOR_WHOM)
        assert fault.fields == fields
    assert codes_of(replace(FUNDING, all_sectors=False, sectors=("culture",))) == []
    three = the_fault(
        replace(FUNDING, phases=(), structure_types=(), all_sectors=False), audience.FOR_WHOM
    )
    assert three.sentence == (
        "La fiche ne dit pas les étapes du projet, les structures visées ni les secteurs."
    )


def test_calls_open_to_every_structure_and_closed_calls_are_left_alone() -> None:
    assert codes_of(replace(CALL, structure_types=())) == []
    assert codes_of(replace(CALL, phases=())) == [audience.FOR_WHOM]
    closed = {"title": "Appel", "opens_on": None, "closes_on": day("2026-07-14")}
    assert codes_of(replace(CALL, phases=(), **closed)) == []


def test_a_visible_offer_of_a_private_structure() -> None:
    assert codes_of(replace(FUNDING, is_public=False)) == [audience.PRIVATE_STRUCTURE]
    waiting = replace(FUNDING, is_public=False, status=Status.TO_VALIDATE.value)
    assert codes_of(waiting) == []


def test_only_what_is_shown_or_about_to_be_is_inspected() -> None:
    empty = replace(FUNDING, summary="")
    for status in Status.values:
        expected = status in {Status.VISIBLE, Status.TO_VALIDATE}
        assert bool(codes_of(replace(empty, status=status))) is expected, status


def test_every_code_has_a_name() -> None:
    known = {
        value
        for module in (audience, calls, reach, words)
        for name, value in vars(module).items()
        if name.isupper() and isinstance(value, str)
    }
    assert known <= LABELS.keys()
    assert all(len(code) <= 40 for code in LABELS)
