"""Puts values on an offer or a structure, without saving it."""

import datetime
from collections.abc import Collection, Mapping
from typing import Any

from django.db import models

from connect.contributions.sheets.book import Book
from connect.contributions.sheets.questions import ALL, Question, Shape, questions_of
from connect.contributions.sheets.reading import NAMED
from connect.offers.models import Offer
from connect.structures.models import Structure
from connect.taxonomy.enums import Level
from connect.taxonomy.models import FundingType

Links = dict[str, Collection[models.Model]]


def put_on_offer(offer: Offer, values: Mapping[str, Any], book: Book) -> Links:
    """Write these values on an offer; a code that no longer exists is left out.

    Args:
        offer: changed in place, not saved.
        values: by question; questions that are absent are left alone.
        book: the territories.

    Returns:
        The vocabularies to set, by name.
    """
    links: Links = {}
    for question in questions_of(offer.kind):
        if question.name not in values:
            continue
        value = values[question.name]
        match question.shape:
            case Shape.CODES:
                if question.name == "sectors":
                    offer.all_sectors = ALL in value
                codes = [code for code in value if code != ALL]
                links[question.name] = _words(question.name, codes)
            case Shape.PLACES:
                links[question.name] = list(book.places(value).values())
            case _ if question.name == "funding_type":
                offer.funding_type = FundingType.objects.filter(code=value).order_by("pk").first()
            case _:
                setattr(offer, question.name, plain(question, value))
    return links


def put_on_structure(structure: Structure, values: Mapping[str, Any], book: Book) -> None:
    """Write these values on a structure; its commune brings its intercommunality and its department.

    Args:
        structure: changed in place, not saved.
        values: by question; questions that are absent are left alone.
        book: the territories.
    """
    for question in questions_of("structure"):
        if question.name not in values:
            continue
        value = values[question.name]
        if question.shape == Shape.SEAT:
            _seat(structure, value, book)
        else:
            setattr(structure, question.name, plain(question, value))


def plain(question: Question, value: Any) -> Any:
    """A value as the field of a model wants it."""
    if question.shape == Shape.DAY:
        return datetime.date.fromisoformat(value) if value else None
    return value


def _words(name: str, codes: Collection[str]) -> list[models.Model]:
    model: Any = Offer._meta.get_field(name).related_model
    return list(model._default_manager.filter(code__in=codes).order_by("pk")) if codes else []


def _seat(structure: Structure, value: str, book: Book) -> None:
    place = book.places([value]).get(value) if value and not value.startswith(NAMED) else None
    structure.commune = place
    structure.commune_name = place.name if place else value.removeprefix(NAMED)
    structure.epci = place.epci if place else None
    if place is not None and place.parent is not None and place.parent.level == Level.DEPARTMENT:
        structure.department = place.parent
