"""A questionnaire that could not work is refused, with a sentence for each thing to put right."""

from dataclasses import replace

import pytest

from connect.orientation.enums import Asked, RuleEffect
from connect.orientation.first import first_scheme
from connect.orientation.refusing import faults_of
from connect.orientation.scheme import AskedQuestion, SpecialRule
from tests.orientation.table import reading

pytestmark = pytest.mark.django_db

EXCLUDED, NOTE, CHECK = RuleEffect.EXCLUDED, RuleEffect.NOTE, RuleEffect.TO_CHECK


def _rule(
    when: tuple[str, ...] = (),
    offers: tuple[str, ...] = ("typologie:dla",),
    effect: RuleEffect = EXCLUDED,
    ask: str = "",
) -> SpecialRule:
    return SpecialRule("0:Essai", frozenset(when), frozenset(offers), effect, "Une phrase.", ask)


def test_the_shipped_questionnaire_can_be_published() -> None:
    reading.lay_out()
    assert faults_of(first_scheme(), reading.current()) == []


def test_impossible_rules_are_refused_and_possible_ones_pass() -> None:
    reading.lay_out()
    index, first = reading.current(), first_scheme()
    cases: list[tuple[SpecialRule, str]] = [
        (_rule(("salaries:aucun",)), ""),
        (_rule(("qui:associations", "forme:association_employeuse")), ""),
        (_rule(("qui:cooperatives", "salaries:aucun")), ""),
        (_rule((), ("typologie:pret", "objet:emploi")), ""),
        (_rule((), ()), "toutes les offres"),
        (_rule(("etape:idee",), ()), "toutes les offres"),
        (_rule((), (), NOTE), ""),
        (_rule(("qui:associations", "forme:scop")), "ne vont pas ensemble"),
        (_rule(("forme:association_employeuse", "salaries:aucun")), "ne vont pas ensemble"),
        (_rule(("qui:personnes", "salaries:50")), "ne vont pas ensemble"),
        (_rule((), ("typologie:dla", "objet:emploi")), "se contredisent"),
        (_rule((), ("typologie:appel_a_projets", "objet:emploi")), "se contredisent"),
        (_rule(("salaries:aucun",), effect=CHECK), "question à poser"),
        (_rule(("salaries:aucun",), effect=CHECK, ask="Accompagnez-vous sans salarié ?"), ""),
    ]
    for rule, words in cases:
        faults = faults_of(replace(first, rules=(rule,)), index)
        if words:
            assert len(faults) == 1 and words in faults[0] and "Essai" in faults[0], (rule, faults)
        else:
            assert faults == [], rule


def test_a_rule_about_a_question_nobody_is_asked_is_refused() -> None:
    reading.lay_out()
    first = first_scheme()
    without = tuple(one for one in first.questions if one.asks != Asked.EMPLOYEES)
    faults = faults_of(replace(first, questions=without), reading.current())
    assert len(faults) == 1 and "que personne ne demande" in faults[0]


def test_questions_that_would_never_be_asked_too_many_or_asked_twice_are_refused() -> None:
    reading.lay_out()
    index, first = reading.current(), replace(first_scheme(), rules=())
    again = (*first.questions[:5], AskedQuestion(Asked.PHASE, "Encore : où en êtes-vous ?"))
    assert "est demandé 2 fois" in faults_of(replace(first, questions=again), index)[0]
    early = (first.questions[3], *first.questions[:3], *first.questions[4:])
    assert "ne serait jamais posée" in faults_of(replace(first, questions=early), index)[0]
    assert "entre 3 et 9" in faults_of(replace(first, questions=first.questions[:2]), index)[0]
    many = (*first.questions, AskedQuestion(Asked.PHASE, "De trop"))
    assert any(
        "entre 3 et 9" in fault for fault in faults_of(replace(first, questions=many), index)
    )
