"""The table of what may change in an offer, and the sentence that says it."""

import datetime
from typing import Any

from connect.offers.enums import Cost, Kind
from connect.offers.models import Offer
from connect.orientation.planning.changes import changes_since
from connect.orientation.planning.facts import facts_of
from connect.structures.models import Structure

THEN, NOW = datetime.date(2026, 11, 23), datetime.date(2026, 12, 20)
CALL = {
    "kind": Kind.CALL,
    "opens_on": datetime.date(2026, 11, 1),
    "closes_on": datetime.date(2026, 12, 31),
}
COMING = {**CALL, "opens_on": datetime.date(2026, 12, 15)}
PAST = {**CALL, "opens_on": None, "closes_on": datetime.date(2026, 11, 20)}
ADVICE = {"kind": Kind.ACCOMPANIMENT, "cost": Cost.FREE}


def day(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text)


# What the offer was, what became of it, what is said.
TABLE: list[tuple[dict[str, Any], dict[str, Any], list[str]]] = [
    ({}, {}, []),
    ({"amount_max": 1000}, {}, []),
    (
        {"amount_max": 1000},
        {"amount_max": 2000},
        ["Le montant a changé : 2 000 € au plus, au lieu de 1 000 € au plus."],
    ),
    ({}, {"amount_min": 500}, ["Le montant est maintenant connu : à partir de 500 €."]),
    (
        {"amount_max": 1000},
        {"amount_max": None},
        ["Le montant n’est plus indiqué (c’était : 1 000 € au plus)."],
    ),
    (
        {"rate_max": 50},
        {"rate_max": 60},
        ["Le montant a changé : 60 % au plus, au lieu de 50 % au plus."],
    ),
    (ADVICE, {"cost": Cost.PAID}, ["Le coût a changé : Payant, au lieu de Gratuit."]),
    (ADVICE, {"cost": ""}, ["Le coût n’est plus indiqué (c’était : Gratuit)."]),
    (CALL, {}, []),
    (
        CALL,
        {"closes_on": day("2026-12-19")},
        ["L’appel a fermé le 19 décembre 2026. La date annoncée était le 31 décembre 2026."],
    ),
    ({**CALL, "closes_on": day("2026-12-19")}, {}, ["L’appel a fermé le 19 décembre 2026."]),
    (
        CALL,
        {"closes_on": day("2026-12-20")},
        ["La date limite a changé : 20 décembre 2026, au lieu du 31 décembre 2026."],
    ),
    (
        CALL,
        {"closes_on": day("2027-01-31")},
        ["La date limite a changé : 31 janvier 2027, au lieu du 31 décembre 2026."],
    ),
    (
        CALL,
        {"opens_on": day("2026-12-25")},
        ["L’appel ouvre le 25 décembre 2026, au lieu du 1er novembre 2026."],
    ),
    (COMING, {}, ["L’appel est maintenant ouvert."]),
    (
        COMING,
        {"opens_on": day("2026-12-22")},
        ["L’appel ouvre le 22 décembre 2026, au lieu du 15 décembre 2026."],
    ),
    (PAST, {}, []),
    (PAST, {"closes_on": day("2027-02-01")}, ["L’appel rouvre : jusqu’au 1er février 2027."]),
    (
        PAST,
        {"opens_on": day("2027-01-02"), "closes_on": day("2027-02-01")},
        ["L’appel rouvre : du 2 janvier 2027 au 1er février 2027."],
    ),
    (
        PAST,
        {"closes_on": day("2026-11-21")},
        ["Sa clôture, déjà passée, a été corrigée : 21 novembre 2026, non 20 novembre 2026."],
    ),
    (
        CALL,
        {"kind": Kind.FUNDING, "opens_on": None, "closes_on": None},
        ["Sa nature a changé : Financement (c’était : Appel à projets)."],
    ),
    ({}, {"title": "Aide B"}, ["Le titre a changé ; c’était « Aide A »."]),
    (
        {},
        {"link": "https://example.org/b"},
        ["La page de l’offre a changé d’adresse : suivez celle d’aujourd’hui."],
    ),
    ({}, {"link": ""}, ["L’adresse de la page de l’offre n’est plus indiquée."]),
    ({"link": ""}, {"link": "https://example.org/b"}, ["L’offre a maintenant sa page."]),
    ({}, {"phone": "01 02"}, ["Le contact a changé : prenez celui d’aujourd’hui."]),
    (
        {"email": "b@example.org"},
        {"email": ""},
        ["Le contact a changé : prenez celui d’aujourd’hui."],
    ),
    (
        CALL,
        {"closes_on": day("2026-12-19"), "amount_max": 10, "title": "Z"},
        [
            "L’appel a fermé le 19 décembre 2026. La date annoncée était le 31 décembre 2026.",
            "Le montant est maintenant connu : 10 € au plus.",
            "Le titre a changé ; c’était « Aide A ».",
        ],
    ),
]


def offer(values: dict[str, Any]) -> Offer:
    first = {"title": "Aide A", "kind": Kind.FUNDING, "link": "https://example.org/a"}
    structure = Structure(name="Fonds A", email="a@example.org")
    return Offer(structure=structure, **{**first, **values})


def plain(text: str) -> str:
    return text.replace("\u00a0", " ").replace("\u202f", " ")


def test_each_change_has_its_sentence() -> None:
    for before, became, wanted in TABLE:
        facts = facts_of(offer(before))
        found = changes_since(facts, offer({**before, **became}), THEN, NOW)
        assert [plain(one.text) for one in found] == wanted, (before, became)


def test_a_renamed_structure_is_told() -> None:
    now = offer({})
    facts = facts_of(now)
    now.structure.name = "Fonds B"
    (found,) = changes_since(facts, now, THEN, NOW)
    assert plain(found.text) == "La structure n’a plus le même nom ; c’était « Fonds A »."


def test_an_offer_shown_no_more_says_only_that() -> None:
    facts = facts_of(offer({"amount_max": 5}))
    found = changes_since(facts, None, THEN, NOW)
    assert [(one.kind, one.text) for one in found] == [("gone", "Cette offre n’est plus diffusée.")]


def test_the_dates_are_those_of_paris_on_their_day() -> None:
    last = offer(CALL)
    facts = facts_of(last)
    assert not changes_since(facts, last, THEN, day("2026-12-31"))
    (found,) = changes_since(facts, last, THEN, day("2027-01-01"))
    assert found.kind == "closed"
