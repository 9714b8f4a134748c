"""Refuses a questionnaire that could not work, with a sentence for each thing to put right."""

from collections import Counter
from collections.abc import Iterable, Mapping

from connect.common.french import quoted
from connect.offers.catalogue.index import CatalogueIndex
from connect.offers.catalogue.reading import Word
from connect.orientation.enums import Asked, Employees, RuleEffect
from connect.orientation.judging.sorting import concerned_by
from connect.orientation.scheme import MONEY_TYPES, AskedQuestion, Scheme, SpecialRule, by_prefix

MOST_QUESTIONS = 9
FEWEST_QUESTIONS = 3


def faults_of(scheme: Scheme, index: CatalogueIndex) -> list[str]:
    """What makes a questionnaire impossible; nothing when it can be published.

    Args:
        scheme: the questionnaire as it would be published.
        index: the catalogue of today, against which rules are tried.
    """
    return [
        *_of_questions(scheme.questions),
        *(fault for rule in scheme.rules for fault in _of_rule(rule, scheme, index)),
    ]


def _of_questions(questions: tuple[AskedQuestion, ...]) -> Iterable[str]:
    counts = Counter(one.asks for one in questions)
    for asked, count in counts.items():
        if count > 1:
            yield f"{quoted(str(asked.label))} est demandé {count} fois : gardez une seule question."
    if not FEWEST_QUESTIONS <= len(questions) <= MOST_QUESTIONS:
        yield (
            f"Le questionnaire pose {len(questions)} questions : entre {FEWEST_QUESTIONS} et {MOST_QUESTIONS}, les"
            " personnes vont au bout."
        )
    before: set[str] = set()
    for one in questions:
        needed = set(by_prefix(one.shown_when))
        if needed and not needed & before:
            yield (
                f"La question {quoted(one.title)} ne serait jamais posée : elle dépend d’une réponse demandée après"
                " elle, ou pas du tout."
            )
        before.add(one.asks.value)


def _of_rule(rule: SpecialRule, scheme: Scheme, index: CatalogueIndex) -> Iterable[str]:
    name = quoted(rule.key.partition(":")[2])
    answers, offers = by_prefix(rule.when), by_prefix(rule.offers)
    asked = {one.asks.value for one in scheme.questions}
    for prefix in answers:
        if prefix not in asked:
            label = Asked(prefix).label
            yield f"La règle {name} attend une réponse sur {quoted(str(label))}, que personne ne demande."
    if _nobody_answers(answers, index.vocabulary.words["structure"]):
        yield f"La règle {name} attend des réponses qui ne vont pas ensemble : personne ne peut les donner."
    if _no_offer_says(offers):
        yield f"La règle {name} vise des offres qui ne peuvent pas exister : ses cases se contredisent."
    elif (
        rule.effect == RuleEffect.EXCLUDED and index.all and concerned_by(rule, index) == index.all
    ):
        yield f"La règle {name} écarterait toutes les offres : dites lesquelles elle concerne."
    if rule.effect == RuleEffect.TO_CHECK and not rule.ask:
        yield f"La règle {name} met des offres à vérifier : écrivez la question à poser au financeur."


def _nobody_answers(answers: Mapping[str, frozenset[str]], forms: Mapping[str, Word]) -> bool:
    """Whether family, form and employees contradict one another, whatever is chosen among them."""
    families = answers.get(Asked.FAMILY)
    chosen = answers.get(Asked.FORM)
    employees = answers.get(Asked.EMPLOYEES)
    possible = [
        word
        for word in forms.values()
        if (families is None or word.family in families) and (chosen is None or word.code in chosen)
    ]
    if employees is not None:
        employing = {one != Employees.NONE for one in employees}
        possible = [word for word in possible if word.employs is None or word.employs in employing]
    asked = any(one is not None for one in (families, chosen, employees))
    return asked and bool(forms) and not possible


def _no_offer_says(offers: Mapping[str, frozenset[str]]) -> bool:
    """Whether these values exclude one another by the nature of offers: only funding pays for something."""
    types = offers.get("typologie")
    return types is not None and "objet" in offers and not types & MONEY_TYPES
