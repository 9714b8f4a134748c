"""Answers in words, for recaps, plans, questions to the chamber and staff pages."""

from collections.abc import Mapping, Sequence
from typing import Any

from connect.common import french
from connect.offers.catalogue.reading import Vocabulary
from connect.orientation.enums import Asked, Employees
from connect.taxonomy.enums import TargetGroup


def labels_of(asked: Asked, vocabulary: Vocabulary) -> dict[str, str]:
    """Label of each value that a question accepts; none for a place or an amount."""
    words = vocabulary.words
    if asked == Asked.FAMILY:
        return {one.value: str(one.label) for one in TargetGroup}
    if asked == Asked.EMPLOYEES:
        return {one.value: str(one.label) for one in Employees}
    lists = {
        Asked.NEEDS: "besoin",
        Asked.PHASE: "phase",
        Asked.FORM: "structure",
        Asked.SECTORS: "secteur",
        Asked.OBJECTS: "objet",
    }
    if asked not in lists:
        return {}
    return {code: word.label for code, word in words[lists[asked]].items()}


def in_words(asked: Asked, values: Sequence[Any], vocabulary: Vocabulary) -> str:
    """What was answered to one question, in words; words that no longer exist are left out."""
    if asked == Asked.AMOUNT:
        return french.euros(int(values[0])) if values and str(values[0]).isdigit() else ""
    if asked == Asked.PLACE:
        return str(values[0]) if values else ""
    labels = labels_of(asked, vocabulary)
    return ", ".join(labels[one] for one in values if one in labels)


def answers_in_words(
    kept: Mapping[str, Sequence[Any]], vocabulary: Vocabulary
) -> list[tuple[str, str]]:
    """Answers kept as codes, as pairs (what was asked, what was answered)."""
    pairs = [
        (str(asked.label), in_words(asked, kept.get(asked.value, ()), vocabulary))
        for asked in Asked
    ]
    return [(label, text) for label, text in pairs if text]
