"""What can be ticked in the conditions of questions and of rules."""

from collections.abc import Mapping
from typing import Any

from connect.offers.catalogue.facets import BY_KEY
from connect.offers.catalogue.grouping import words_of
from connect.offers.catalogue.index import current
from connect.orientation.enums import Asked
from connect.orientation.models.codes import Grouped
from connect.orientation.wording import labels_of

# A place and an amount are judged for what they are, not ticked in a list.
TICKED = (
    Asked.NEEDS, Asked.PHASE, Asked.FAMILY, Asked.FORM, Asked.EMPLOYEES, Asked.SECTORS, Asked.OBJECTS,
)  # fmt: skip
FACETS = ("typologie", "structure", "phase", "secteur", "objet")


def _answers(*asked: Asked) -> Grouped:
    vocabulary = current().vocabulary
    return [
        (
            str(one.label),
            [(f"{one.value}:{code}", label) for code, label in labels_of(one, vocabulary).items()],
        )
        for one in asked
    ]


def conditions_of_questions() -> Grouped:
    """Answers that can call for another question."""
    return _answers(Asked.NEEDS, Asked.FAMILY)


def conditions_of_rules() -> Grouped:
    """Answers that can call for a rule."""
    return _answers(*TICKED)


def offers_of_rules() -> Grouped:
    """Values that can say which offers a rule concerns."""
    index = current()
    return [
        (
            BY_KEY[key].title,
            [(f"{key}:{word.code}", word.label) for word in words_of(BY_KEY[key], index)],
        )
        for key in FACETS
    ]


def labels() -> Mapping[str, str]:
    """Label of every code that can be ticked, for sentences."""
    groups: list[Any] = [*conditions_of_rules(), *offers_of_rules()]
    return {code: label for _, pairs in groups for code, label in pairs}
