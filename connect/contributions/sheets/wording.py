"""Values in words, for people who compare two versions."""

import datetime
from collections.abc import Sequence
from typing import Any

from connect.common.french import NBSP, day_long, euros
from connect.contributions.sheets.book import Book
from connect.contributions.sheets.questions import Question, Shape
from connect.contributions.sheets.reading import seat_name


def words_of(question: Question, value: Any, book: Book) -> str:
    """A value on one line; empty when it says nothing."""
    items = items_of(question, value, book)
    return ", ".join(items)


def items_of(question: Question, value: Any, book: Book) -> tuple[str, ...]:
    """A value as its parts: each word of a list, or the one text."""
    match question.shape:
        case Shape.CODES:
            return tuple(book.label(question.name, code) for code in value)
        case Shape.PLACES:
            book.places(value)
            return tuple(book.place_label(key) for key in value)
        case _:
            said = _one(question, value, book)
            return (said,) if said else ()


def _one(question: Question, value: Any, book: Book) -> str:
    match question.shape:
        case Shape.FLAG | Shape.YES_NO:
            return {True: "oui", False: "non"}.get(value, "")
        case Shape.SEAT:
            return seat_name(value, book)
        case Shape.CODE:
            return book.label(question.name, value) if value else ""
        case Shape.DAY:
            return day_long(datetime.date.fromisoformat(value)) if value else ""
        case Shape.AMOUNT:
            return "" if value is None else euros(value)
        case Shape.RATE:
            return "" if value is None else f"{value}{NBSP}%"
        case _:
            return str(value or "")


def listed(names: Sequence[str]) -> str:
    """Names in a sentence: « l’intitulé, les dates et le lien »."""
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} et {names[-1]}"
