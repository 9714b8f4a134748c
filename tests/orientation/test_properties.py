"""What must hold whatever is answered: relaxing never loses, skipping never excludes, order changes nothing."""

import random
from collections.abc import Callable
from dataclasses import replace

import pytest
from django.http import QueryDict
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from connect.common.clock import today
from connect.offers.catalogue.index import CatalogueIndex
from connect.offers.catalogue.places import Locality, locate
from connect.orientation import answers as answering
from connect.orientation.answers import Answers
from connect.orientation.enums import Asked, Criterion, Employees, Verdict
from connect.orientation.first import first_scheme
from connect.orientation.judging.judgement import Judgement, judge
from connect.orientation.judging.reasons import reasons_of
from tests.orientation.table import reading

pytestmark = pytest.mark.django_db

PLACES = ("", "Laval", "Nantes", "Craon", "53940", "Loire-Atlantique", "Pays de la Loire")


def _answers(index: CatalogueIndex) -> st.SearchStrategy[Answers]:
    words = index.vocabulary.words
    forms = words["structure"]

    def some(name: str) -> st.SearchStrategy[tuple[str, ...]]:
        return st.lists(st.sampled_from(sorted(words[name])), max_size=3, unique=True).map(tuple)

    def one(values: list[str]) -> st.SearchStrategy[str]:
        return st.sampled_from(["", *values])

    drawn = st.builds(
        Answers,
        needs=some("besoin"),
        phase=one(sorted(words["phase"])),
        family=one(sorted({word.family for word in forms.values()})),
        form=one(sorted(forms)),
        employees=one(Employees.values),
        place=st.sampled_from(PLACES),
        sectors=some("secteur"),
        amount=st.none() | st.integers(1, 200_000),
        objects=some("objet"),
    )
    return drawn.map(lambda found: answering._in_agreement(found, forms, []))


@pytest.fixture
def hold() -> Callable[[Callable[[Answers, Callable[[Answers], Judgement]], None]], None]:
    """Hold a property on the catalogue of the table, for many answers."""
    reading.lay_out()
    index = reading.current()
    localities: dict[str, Locality | None] = {text: locate(text)[0] for text in PLACES}
    scheme, day = first_scheme(), today()

    def judged(answers: Answers) -> Judgement:
        return judge(answers, index, scheme, localities[answers.place], day)

    def run(property_: Callable[[Answers, Callable[[Answers], Judgement]], None]) -> None:
        @settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
        @given(answers=_answers(index))
        def held(answers: Answers) -> None:
            property_(answers, judged)

        held()

    return run


def test_properties(
    hold: Callable[[Callable[[Answers, Callable[[Answers], Judgement]], None]], None],
) -> None:
    """One layout of the catalogue for all of them: it costs more than the properties."""
    for property_ in (
        relaxing_an_answer_loses_no_eligible_offer,
        skipping_excludes_nothing,
        order_changes_nothing,
        lists_and_reasons_agree,
        an_answer_more_in_a_list_loses_nothing,
        an_answer_survives_its_address,
    ):
        hold(property_)


def relaxing_an_answer_loses_no_eligible_offer(
    answers: Answers, judged: Callable[[Answers], Judgement]
) -> None:
    strict = judged(answers)
    for asked in Asked:
        # Taking the form away may bring back an answer on employees that it made needless: not here.
        loose = judged(answers.without(asked))
        assert strict.eligible <= loose.eligible, (asked, answers)
        assert strict.eligible | strict.to_check <= loose.eligible | loose.to_check, asked


def skipping_excludes_nothing(answers: Answers, judged: Callable[[Answers], Judgement]) -> None:
    for asked in Asked:
        skipped = judged(answers.without(asked))
        for sorting in skipped.sortings:
            if sorting.criterion in {Criterion.DEADLINE, Criterion.RULE}:
                continue
            assert any(skipped.answers.values(one) for one in _questions_of(sorting.criterion))
    nothing = judged(Answers())
    assert set(nothing.missed_by_criterion()) <= {Criterion.DEADLINE}
    assert not nothing.to_check


def _questions_of(criterion: Criterion) -> list[Asked]:
    return {
        Criterion.STRUCTURE: [Asked.FAMILY, Asked.FORM, Asked.EMPLOYEES],
        Criterion.PHASE: [Asked.PHASE],
        Criterion.SECTORS: [Asked.SECTORS],
        Criterion.TERRITORY: [Asked.PLACE],
        Criterion.AMOUNT: [Asked.AMOUNT],
        Criterion.OBJECTS: [Asked.OBJECTS],
    }[criterion]


def order_changes_nothing(answers: Answers, judged: Callable[[Answers], Judgement]) -> None:
    here = judged(answers)
    shuffled = list(here.scheme.questions)
    random.Random(repr(answers)).shuffle(shuffled)
    other = replace(here.scheme, questions=tuple(shuffled), rules=here.scheme.rules[::-1])
    there = judge(answers, here.index, other, here.locality, here.day)
    assert dict(here.lists) == dict(there.lists)
    pairs = answers.pairs()
    random.Random(repr(answers)).shuffle(pairs)
    query = QueryDict(mutable=True)
    for name, value in pairs:
        query.appendlist(name, value)
    read, _ = answering.read(query, here.index.vocabulary)
    assert dict(judged(read).lists) == dict(here.lists)


def lists_and_reasons_agree(answers: Answers, judged: Callable[[Answers], Judgement]) -> None:
    judgement = judged(answers)
    lists = judgement.lists
    assert len(judgement.eligible | judgement.to_check | judgement.near) == sum(
        map(len, lists.values())
    )
    for verdict, found in lists.items():
        for pk in found:
            reasons = reasons_of(judgement, pk)
            said = {reason.verdict for reason in reasons}
            assert reasons and all(reason.text.endswith(".") for reason in reasons)
            assert verdict in said
            if verdict == Verdict.ELIGIBLE:
                assert said == {Verdict.ELIGIBLE}
            if verdict == Verdict.TO_CHECK:
                assert Verdict.EXCLUDED not in said
                assert all(one.ask for one in reasons if one.verdict == Verdict.TO_CHECK)
            assert "None" not in " ".join(reason.text for reason in reasons)


def an_answer_more_in_a_list_loses_nothing(
    answers: Answers, judged: Callable[[Answers], Judgement]
) -> None:
    """One more need, sector or expense widens what is looked for."""
    for field, name in (("needs", "besoin"), ("sectors", "secteur"), ("objects", "objet")):
        given_ = getattr(answers, field)
        if not given_:
            continue
        before = judged(answers)
        codes = before.index.vocabulary.words[name]
        wider = replace(answers, **{field: tuple(dict.fromkeys((*given_, *sorted(codes)[:2])))})
        assert before.eligible <= judged(wider).eligible, (field, wider)


def an_answer_survives_its_address(
    answers: Answers, judged: Callable[[Answers], Judgement]
) -> None:
    index = judged(Answers()).index
    read, notices = answering.read(QueryDict(answers.query()), index.vocabulary)
    assert (read, notices) == (answers, [])
