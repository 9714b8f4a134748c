"""The path through the questions, as a table: answers, then the question that follows."""

from dataclasses import replace
from functools import cache

import yaml

from connect.offers.catalogue.reading import Vocabulary, Word
from connect.orientation.answers import Answers
from connect.orientation.asking import Route, completed, depends_on
from connect.orientation.choices import groups_of
from connect.orientation.enums import Asked
from connect.orientation.first import first_scheme
from connect.orientation.scheme import AskedQuestion, Scheme
from connect.taxonomy import vocabularies

MONEY = ("financer_investissement",)


@cache
def vocabulary() -> Vocabulary:
    """The words that ship with the product, without a database."""
    content = yaml.safe_load(vocabularies.DEFAULT_FILE.read_text(encoding="utf-8"))
    lists = {
        "besoin": "needs",
        "phase": "phases",
        "structure": "structure_types",
        "secteur": "sectors",
        "objet": "objects_funded",
    }
    words = {
        name: {
            one["code"]: Word(
                one["code"],
                one["label"],
                one["help"],
                rank,
                family=one.get("group", ""),
                employs=one.get("employs"),
            )
            for rank, one in enumerate(content[key])
        }
        for name, key in lists.items()
    }
    return Vocabulary(words)


def route(answers: Answers, scheme: Scheme | None = None) -> Route:
    return Route(scheme or first_scheme(), vocabulary(), answers)


# Answers so far, question just seen, question that follows (`None` is the recap).
PATH = (
    (Answers(), None, Asked.NEEDS),
    (Answers(), Asked.NEEDS, Asked.PHASE),
    (Answers(), Asked.PHASE, Asked.FAMILY),
    # Who skips the family is not asked its kinds, nor how many people it employs.
    (Answers(), Asked.FAMILY, Asked.PLACE),
    (Answers(family="associations"), Asked.FAMILY, Asked.FORM),
    (Answers(family="cooperatives"), Asked.FAMILY, Asked.FORM),
    # One kind only: nothing to choose.
    (Answers(family="mutuelles"), Asked.FAMILY, Asked.EMPLOYEES),
    (Answers(family="fondations"), Asked.FAMILY, Asked.EMPLOYEES),
    # A person without a structure employs nobody.
    (Answers(family="personnes"), Asked.FAMILY, Asked.PLACE),
    # The kind says whether it employs.
    (Answers(family="associations", form="association_employeuse"), Asked.FORM, Asked.PLACE),
    (Answers(family="associations", form="association_non_employeuse"), Asked.FORM, Asked.PLACE),
    (Answers(family="cooperatives", form="scop"), Asked.FORM, Asked.EMPLOYEES),
    (Answers(family="associations"), Asked.FORM, Asked.EMPLOYEES),
    (Answers(), Asked.PLACE, Asked.SECTORS),
    # What money pays for and how much are asked of who looks for money.
    (Answers(), Asked.SECTORS, None),
    (Answers(needs=("murir_idee",)), Asked.SECTORS, None),
    (Answers(needs=("murir_idee", *MONEY)), Asked.SECTORS, Asked.OBJECTS),
    (Answers(needs=MONEY), Asked.OBJECTS, Asked.AMOUNT),
    (Answers(needs=MONEY), Asked.AMOUNT, None),
)


def test_each_answer_leads_to_the_right_question() -> None:
    for answers, seen, expected in PATH:
        assert route(answers).after(seen) == expected, (answers, seen)


def test_going_back_takes_the_same_path() -> None:
    for answers, seen, expected in PATH:
        if seen is not None and expected is not None and route(answers).question(seen):
            assert route(answers).before(expected) == seen, (answers, expected)
    assert route(Answers()).before(Asked.NEEDS) is None


def test_progress_says_what_is_sure_and_never_grows() -> None:
    told = {
        (Answers(), Asked.NEEDS): "Question 1 sur 9 au plus",
        (Answers(), Asked.PHASE): "Question 2 sur 7 au plus",
        (Answers(needs=MONEY), Asked.PHASE): "Question 2 sur 9 au plus",
        (Answers(), Asked.PLACE): "Question 4 sur 5",
        (Answers(needs=MONEY, family="personnes"), Asked.PLACE): "Question 4 sur 7",
        (Answers(needs=MONEY, family="associations"), Asked.FORM): "Question 4 sur 9 au plus",
        (Answers(needs=MONEY, family="associations"), Asked.AMOUNT): "Question 9 sur 9",
    }
    for (answers, asks), text in told.items():
        assert route(answers).progress(asks).text == text, (answers, asks)
    full = Answers(
        needs=MONEY, phase="idee", family="cooperatives", form="scic", place="Laval", amount=5
    )
    for answers in (Answers(), full, replace(full, family="", form=""), Answers(needs=MONEY)):
        path = route(answers)
        seen = [path.progress(one.asks) for one in path.asked]
        assert [one.number for one in seen] == list(range(1, len(seen) + 1))
        assert [one.total for one in seen] == sorted((one.total for one in seen), reverse=True)
        assert seen[-1].number == seen[-1].total and seen[-1].exact
        assert all(len(one.steps) == one.total for one in seen)


def test_a_branch_left_behind_no_longer_counts() -> None:
    answers = Answers(needs=("murir_idee",), amount=5_000, objects=("projet",), form="scop")
    assert route(answers).kept() == Answers(needs=("murir_idee",))
    kept = Answers(needs=MONEY, family="cooperatives", form="scop", employees="1-9", amount=9)
    assert route(kept).kept() == kept


def test_a_shorter_link_is_completed() -> None:
    assert completed(Answers(form="scop"), vocabulary()).family == "cooperatives"
    assert completed(Answers(form="scop", family="societes"), vocabulary()).family == "societes"
    assert completed(Answers(), vocabulary()) == Answers()


def test_who_changes_an_answer_meets_the_question_that_it_opens() -> None:
    assert route(Answers(family="associations")).opened_by(Asked.FAMILY) == Asked.FORM
    done = Answers(family="associations", form="association_employeuse")
    assert route(done).opened_by(Asked.FAMILY) is None
    assert route(Answers(needs=MONEY)).opened_by(Asked.NEEDS) == Asked.OBJECTS
    assert route(Answers(needs=MONEY)).opened_by(Asked.PLACE) is None


def test_the_order_and_the_conditions_are_the_staffs() -> None:
    late = AskedQuestion(Asked.FAMILY, "Qui ?", shown_when=frozenset({"besoin:embaucher"}))
    scheme = Scheme("T", "I", (late, AskedQuestion(Asked.NEEDS, "Quoi ?")))
    # A condition on what is asked later is not met yet: the question is left out, not asked twice.
    assert route(Answers(needs=("embaucher",)), scheme).after(None) == Asked.NEEDS
    assert route(Answers(), Scheme("T", "I", ())).after(None) is None
    free = Scheme("T", "I", (AskedQuestion(Asked.FORM, "Quel statut ?"),))
    assert route(Answers(), free).after(None) == Asked.FORM
    assert route(Answers(), free).kept() == Answers()
    assert depends_on(AskedQuestion(Asked.NEEDS, "?", shown_when=frozenset({"rien:x"}))) == set()


def test_choices_are_grouped_and_fit_the_family() -> None:
    needs = groups_of(Asked.NEEDS, Answers(), vocabulary(), ["embaucher"])
    codes = [option.code for group in needs for option in group.options]
    assert sorted(codes) == sorted(vocabulary().words["besoin"])
    assert [o.code for g in needs for o in g.options if o.checked] == ["embaucher"]
    assert len(needs) == 3 and all(group.title for group in needs)
    words = {**vocabulary().words, "besoin": {"neuf": Word("neuf", "Un besoin neuf", "", 0)}}
    (lone,) = groups_of(Asked.NEEDS, Answers(), Vocabulary(words), [])
    assert (lone.title, lone.options[0].label) == ("", "Un besoin neuf")
    (kinds,) = groups_of(Asked.FORM, Answers(family="societes"), vocabulary(), [])
    assert {one.code for one in kinds.options} == {"entreprise_commerciale_us", "siae"}
    (families,) = groups_of(Asked.FAMILY, Answers(), vocabulary(), [])
    assert len(families.options) == 6 and all(one.help for one in families.options)
    assert groups_of(Asked.PLACE, Answers(), vocabulary(), []) == []
