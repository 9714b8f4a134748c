"""The values of a sheet, as plain JSON: codes, ISO dates, whole numbers."""

from typing import Any

from connect.common.french import number
from connect.contributions.enums import Subject
from connect.contributions.sheets.book import Book, key_of
from connect.contributions.sheets.questions import (
    ALL,
    MANY,
    Question,
    Shape,
    questions_of,
)
from connect.offers.models import Offer
from connect.structures.models import Structure

Values = dict[str, Any]
NAMED = "nom:"
"""Before the name of a commune that is not tied to a territory."""


def blank(subject: str) -> Values:
    """A sheet that says nothing."""
    return {question.name: empty(question) for question in questions_of(subject)}


def empty(question: Question) -> Any:
    """The value that says nothing."""
    if question.shape in MANY:
        return []
    if question.shape == Shape.FLAG:
        return False
    if question.shape in {Shape.AMOUNT, Shape.RATE, Shape.DAY, Shape.YES_NO}:
        return None
    return ""


def values_of_offer(offer: Offer) -> Values:
    """The values of an offer as it stands; one statement for each vocabulary it may hold."""
    return {question.name: _read(offer, question) for question in questions_of(offer.kind)}


def values_of_structure(structure: Structure) -> Values:
    """The values of a structure as it stands."""
    return {
        question.name: _read(structure, question) for question in questions_of(Subject.STRUCTURE)
    }


def _read(thing: Any, question: Question) -> Any:
    name = question.name
    match question.shape:
        case Shape.PLACES:
            return sorted(key_of(place) for place in getattr(thing, name).all())
        case Shape.CODES:
            if name == "sectors" and thing.all_sectors:
                return [ALL]
            return sorted(one.code for one in getattr(thing, name).all())
        case Shape.SEAT:
            if thing.commune is not None:
                return key_of(thing.commune)
            return f"{NAMED}{thing.commune_name}" if thing.commune_name else ""
        case Shape.DAY:
            day = getattr(thing, name)
            return day.isoformat() if day else None
        case Shape.CODE if name == "funding_type":
            return thing.funding_type.code if thing.funding_type else ""
        case _:
            return getattr(thing, name)


Typed = dict[str, Any]


def typed_from(values: Values, subject: str, book: Book) -> Typed:
    """What the form holds when it shows values: texts and lists of texts."""
    return {
        question.name: _typed(question, values.get(question.name, empty(question)), book)
        for question in questions_of(subject)
    }


def _typed(question: Question, value: Any, book: Book) -> Any:
    match question.shape:
        case Shape.CODES | Shape.PLACES:
            return list(value)
        case Shape.FLAG:
            return "oui" if value else ""
        case Shape.YES_NO:
            return {True: "oui", False: "non"}.get(value, "")
        case Shape.SEAT:
            return seat_name(value, book)
        case Shape.AMOUNT if value is not None:
            return number(value)
        case _:
            return "" if value is None else str(value)


def seat_name(value: str, book: Book) -> str:
    """The name of the commune of a seat."""
    if not value or value.startswith(NAMED):
        return value.removeprefix(NAMED)
    place = book.places([value]).get(value)
    return f"{place.name} ({place.code[:2]})" if place else value.partition(":")[2]
