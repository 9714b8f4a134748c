"""From a fix and what a person typed to the fields and vocabularies to write."""

import datetime
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models

from connect.offers.models import Offer
from connect.offers.quality.faults import Fault
from connect.taxonomy.models import FundingType, Territory

ALL = "*"
"""The answer « all of them » to a question about a vocabulary."""
_NUMBERS = frozenset({"amount_min", "amount_max", "rate_max"})
_TEXTS = frozenset({"title", "summary", "link", "email", "phone"})
_CONTACT = ("link", "email", "phone")
_VOCABULARIES = frozenset({"structure_types", "sectors", "phases"})
_UNIT = re.compile(r"\s|€|euros?|%")


@dataclass
class Change:
    """What to write on an offer.

    Attributes:
        values: fields.
        links: vocabularies, as rows.
        motive: why to hide it, when that is the answer.
    """

    values: dict[str, Any] = field(default_factory=dict)
    links: dict[str, Collection[models.Model]] = field(default_factory=dict)
    motive: str = ""


def change_of(offer: Offer, fault: Fault, answers: Mapping[str, str] | None) -> Change:
    """What to write: the proposed fix, amended by the answers.

    Raises:
        ValidationError: when an answer is not of its kind, or nothing was answered.
    """
    change = Change()
    codes: dict[str, tuple[str, ...]] = {}
    if fault.fix is not None:
        change.values.update(fault.fix.values)
        codes.update(fault.fix.links)
    elif answers is None:
        raise ValidationError("Dites ce qu’il faut écrire.")
    for name in fault.fields if answers is not None else ():
        _take(change, codes, name, (answers or {}).get(name, "").strip())
    if answers is not None and fault.fields == _CONTACT and not any(change.values.values()):
        raise ValidationError("Donnez au moins une page, un courriel ou un téléphone.")
    if "funding_type" in change.values:
        change.values["funding_type"] = _funding_type(change.values["funding_type"])
    for name, wanted in codes.items():
        change.links[name] = _rows(name, wanted)
    if change.values.get("all_sectors"):
        change.links["sectors"] = []
    return change


def _take(change: Change, codes: dict[str, tuple[str, ...]], name: str, typed: str) -> None:
    if name in _NUMBERS:
        change.values[name] = _number(name, typed)
    elif name in _TEXTS or name == "funding_type":
        change.values[name] = typed
    elif name == "closes_on":
        change.values[name] = _day(name, typed)
    elif name == "hidden_motive":
        change.motive = typed
    elif name == "sectors" and typed == ALL:
        change.values["all_sectors"] = True
    elif name in _VOCABULARIES or name == "territories":
        codes[name] = (typed,)


def _number(name: str, typed: str) -> int | None:
    digits = _UNIT.sub("", typed.lower())
    if not digits:
        return None
    if not (digits.isascii() and digits.isdigit() and len(digits) < 10):
        raise ValidationError({name: "Écrivez un nombre entier, ou laissez vide."})
    return int(digits)


def _day(name: str, typed: str) -> datetime.date:
    try:
        return datetime.date.fromisoformat(typed)
    except ValueError:
        raise ValidationError({name: "Écrivez une date."}) from None


def _funding_type(code: str | None) -> FundingType | None:
    if code is None:
        return None
    found = FundingType.objects.filter(code=code).first()
    if found is None:
        raise ValidationError({"funding_type": "Ce type de financement n’existe pas ici."})
    return found


def _rows(name: str, codes: tuple[str, ...]) -> list[models.Model]:
    if name == "territories":
        return _territories(codes)
    model: Any = Offer._meta.get_field(name).related_model
    rows = model._default_manager.order_by("pk")
    found = list(rows if codes == (ALL,) else rows.filter(code__in=codes))
    # A type that this chamber does not use is left out of a guess; a person who typed one is told.
    if not found and codes and name in _VOCABULARIES:
        raise ValidationError({name: "Ce choix n’existe plus."})
    return found


def _territories(keys: tuple[str, ...]) -> list[models.Model]:
    found: list[models.Model] = []
    for key in keys:
        level, _, code = key.partition(":")
        place = Territory.objects.filter(level=level, code=code).first()
        if place is None:
            raise ValidationError({"territories": "Ce territoire n’existe plus."})
        found.append(place)
    return found
