"""Amounts said by texts: what is read, what is left alone, what contradicts the fields."""

from dataclasses import replace

import pytest

from connect.offers.quality.amounts import Said, said_in
from connect.offers.quality.detectors.money import CONTRADICTED, MISSING, SUSPICIOUS
from tests.offers.quality.detectors.cases import (
    ACCOMPANIMENT,
    BARE_FUNDING,
    CALL,
    FUNDING,
    LOAN,
    codes_of,
    the_fault,
)

SURE = [
    ("Montant de 10000 à 40000 euros.", Said(10000, 40000)),
    ("Aide de 2 000 à 8 000 €", Said(2000, 8000)),
    ("de 2\u202f000\u00a0€ à 8\u202f000\u00a0€", Said(2000, 8000)),
    ("Entre 1 000 et 5 000 euros selon les projets", Said(1000, 5000)),
    ("De 10 k€ à 40 k€", Said(10000, 40000)),
    ("Jusqu’à 5 000 €", Said(None, 5000)),
    ("jusqu'a 5.000 euros", Said(None, 5000)),
    ("Jusqu’à 1,5 M€", Said(None, 1_500_000)),
    ("Aide plafonnée à 15 000 €", Said(None, 15000)),
    ("Montant maximum : 3 000 €", Said(None, 3000)),
    ("100 000 € max.", Said(None, 100_000)),
    ("20 000 € maximum par projet", Said(None, 20000)),
    ("À partir de 500 €", Said(500, None)),
    ("Minimum de 1 000 €, maximum de 9 000 €", Said(1000, 9000)),
    ("Jusqu’à 50 % des dépenses", Said(rate=50)),
    ("Finance 80 % du coût du projet", Said(rate=80)),
    ("Taux d’aide : 30 %", Said(rate=30)),
    ("50% plafonné à 15 000 euros", Said(None, 15000, 50)),
    ("À hauteur de 70 %, dans la limite de 4 000 €", Said(None, 4000, 70)),
]
NOT_SURE = [
    "10 000 €",
    "variable selon projet",
    "De 5 à 10 000 €",
    "Pour les structures au budget de plus de 50 000 €",
    "Budget de 10 000 à 40 000 €",
    "Chiffre d’affaires inférieur à 500 000 €",
    "Réservé aux associations dont les ressources vont jusqu’à 100 000 €",
    "Enveloppe totale : jusqu’à 1 000 000 €",
    "Frais de dossier plafonnés à 150 €",
    "Cotisation : à partir de 50 €",
    "Jusqu’à 20 € par heure",
    "Jusqu’à 300 € par personne",
    "Coût total du projet : maximum 80 000 €",
    "Une garantie jusqu’à 60 000 €",
    "Jusqu’à 5 000 € la première année, jusqu’à 3 000 € ensuite",
    "Taux d’intérêt jusqu’à 2 %",
    "50 % des ressources sont publiques",
    "80 % de nos lauréats sont des associations",
    "Réduction d’impôt à hauteur de 60 %",
    "Un acompte de 50 % du montant est versé",
    "Créée en 2016, ouverte de 9 h à 17 h",
    "Moins de 10 salariés",
    "Le 44 et le 49",
]


@pytest.mark.parametrize(("text", "said"), SURE)
def test_sure_amounts_are_read(text: str, said: Said) -> None:
    assert said_in(text) == said


@pytest.mark.parametrize("text", NOT_SURE)
def test_doubtful_amounts_are_left_alone(text: str) -> None:
    assert not said_in(text)


def test_amounts_only_in_the_text_are_proposed() -> None:
    offer = replace(BARE_FUNDING, summary="Une aide de 10000 à 40000 euros, jusqu’à 50 % du coût.")
    fault = the_fault(offer, MISSING)
    assert fault.fix.values == {"amount_min": 10000, "amount_max": 40000, "rate_max": 50}
    assert fault.sentence == (
        "Le texte annonce 10\u202f000 à 40\u202f000\u00a0€, 50\u00a0% au plus, que les champs ne reprennent pas."
    )
    mended = replace(offer, **fault.fix.values)
    assert codes_of(mended) == []


def test_what_the_fields_already_say_is_no_fault() -> None:
    for text, values in [
        ("Montant de 500 à 5000 euros, sans autre condition particulière.", {}),
        ("Aide plafonnée à 5 000 € pour les projets citoyens.", {}),
        ("Jusqu’à 50 % des dépenses engagées pour le projet.", {"rate_max": 50}),
    ]:
        assert codes_of(replace(FUNDING, summary=text, **values)) == []


def test_a_contradiction_takes_the_text_and_leaves_bounds_in_order() -> None:
    higher = replace(FUNDING, summary="Jusqu’à 8 000 € pour les projets collectifs du pays.")
    assert the_fault(higher, CONTRADICTED).fix.values["amount_max"] == 8000
    lower = replace(
        FUNDING, amount_min=1000, summary="Jusqu’à 800 € pour les projets collectifs du pays."
    )
    fault = the_fault(lower, CONTRADICTED)
    assert fault.fix.values == {"amount_min": None, "amount_max": 800, "rate_max": None}
    assert codes_of(replace(lower, **fault.fix.values)) == []


def test_the_rate_of_a_loan_and_the_price_of_an_accompaniment_are_not_read() -> None:
    rate = "Un prêt simple, jusqu’à 50 % des dépenses du projet."
    assert codes_of(replace(LOAN, summary=rate)) == []
    assert MISSING not in codes_of(
        replace(ACCOMPANIMENT, summary="Formation jusqu’à 500 € la journée.")
    )


def test_a_call_is_read_as_a_funding_is() -> None:
    call = replace(CALL, summary="Chaque lauréat reçoit jusqu’à 15 000 € pour son projet.")
    assert codes_of(call) == [MISSING]


def test_amounts_out_of_proportion() -> None:
    for low, high, found in [
        (0, 0, True), (None, 0, True), (None, 30, True), (5, None, True), (None, 60_000_000, True),
        (None, 50, False), (0, 500, False), (None, 50_000_000, False), (None, None, False), (100, 5000, False),
    ]:  # fmt: skip
        offer = replace(FUNDING, amount_min=low, amount_max=high)
        assert (SUSPICIOUS in codes_of(offer)) is found, (low, high)
    zero = the_fault(replace(FUNDING, amount_min=0, amount_max=0), SUSPICIOUS)
    assert zero.fix.values == {"amount_min": None, "amount_max": None}
    assert the_fault(replace(FUNDING, amount_min=5, amount_max=9), SUSPICIOUS).fix is None
