"""The score of a page: it only grows as answers come, and says what to ask first."""

from dataclasses import replace

from connect.offers.enums import Kind
from connect.offers.quality.completeness import LABELS, WEIGHTS, completeness
from connect.offers.quality.snapshot import Snapshot
from tests.offers.quality.detectors.cases import ACCOMPANIMENT, CALL, FUNDING, TODAY


def test_each_kind_adds_up_to_a_hundred() -> None:
    assert set(WEIGHTS) == set(Kind.values)
    for weights in WEIGHTS.values():
        assert sum(weights.values()) == 100
        assert weights.keys() <= LABELS.keys()


def test_an_empty_page_scores_nothing_and_a_full_one_everything() -> None:
    full = {
        "conditions": "x", "how_to_apply": "x", "verified_on": TODAY, "objects_funded": ("projet",),
        "amount_max": 1, "cost": "gratuit", "is_collective": False,
    }  # fmt: skip
    for offer in (FUNDING, ACCOMPANIMENT, CALL):
        empty = completeness(Snapshot(kind=offer.kind))
        assert empty.score == 0
        assert len(empty.missing) == len(WEIGHTS[offer.kind])
        assert completeness(replace(offer, **full)).score == 100


def test_what_weighs_most_is_asked_first() -> None:
    found = completeness(replace(FUNDING, summary=" ", phases=()))
    assert found.score == 100 - 12 - 10 - 10 - 8 - 6 - 4
    assert found.missing[0] == ("summary", "un résumé")
    assert ("phases", "les étapes du projet") in found.missing


def test_no_answer_lowers_the_score() -> None:
    answers = {
        "summary": "x", "sectors": ("culture",), "phone": "02", "rate_max": 10, "cost": "payant",
        "territories": FUNDING.territories, "is_individual": False, "opens_on": TODAY,
    }  # fmt: skip
    for kind in Kind.values:
        offer, score = Snapshot(kind=kind), 0
        for name, value in answers.items():
            offer = replace(offer, **{name: value})
            assert completeness(offer).score >= score
            score = completeness(offer).score
