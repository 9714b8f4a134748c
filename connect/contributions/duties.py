"""Proposals handed to the Monday page."""

import datetime
from collections.abc import Iterable, Mapping
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db.models import Q, QuerySet
from django.db.models.functions import TruncDate
from django.urls import reverse
from django.utils.text import Truncator

from connect.contributions import deciding, permissions, selectors
from connect.contributions.models import Proposal
from connect.contributions.sheets.book import Book
from connect.contributions.sheets.comparing import differences
from connect.contributions.sheets.wording import listed
from connect.offers.duties.deciding import in_words
from connect.offers.duties.queues import number_of
from connect.upkeep.registry import AlreadyDone, Duty, DutySource, Question, Verb, register

ACCEPT, RETURN = "accepter", "retourner"
KIND = "propositions"
MOST_SHOWN = 6
SHORT = 160
ACCEPT_ALL = Verb(code=ACCEPT, label="Accepter tout", past="acceptée")
SEND_BACK = Verb(
    code=RETURN,
    label="Retourner à l’auteur",
    past="retournée à l’auteur",
    questions=(
        Question(
            name="motive",
            label="Pourquoi",
            kind="area",
            help="L’auteur le lira, et pourra reprendre son texte.",
        ),
    ),
)


def _waiting() -> QuerySet[Any]:
    return selectors.waiting().annotate(since=TruncDate("submitted_at")).order_by("since", "pk")


def _key(proposal: Proposal) -> str:
    """What is shown is what is decided: a proposal sent again has another key."""
    return f"{proposal.pk}-{proposal.version}"


def _pk(key: str) -> int:
    return number_of(key.partition("-")[0]) or 0


def _version(key: str) -> int:
    return number_of(key.partition("-")[2]) or 0


def _duties(proposals: Iterable[Any]) -> list[Duty]:
    rows, book = list(proposals), Book()
    book.places(key for row in rows for values in (row.base, row.values) for key in _places(values))
    return [_duty(row, book) for row in rows]


def _places(values: Mapping[str, Any]) -> list[str]:
    seat = str(values.get("commune") or "")
    return [*values.get("territories", ()), *([seat] if ":" in seat else [])]


def _duty(proposal: Any, book: Book) -> Duty:
    what = "une nouvelle offre" if proposal.is_new else "un changement de sa fiche"
    return Duty(
        key=_key(proposal),
        title=proposal.title,
        url=page_of(proposal),
        reason=f"{proposal.structure.name} propose {what}. Ouvrez-la pour lire les textes en entier, "
        "corriger ou n’accepter qu’une partie.",
        since=proposal.since,
        verb=ACCEPT_ALL,
        others=(SEND_BACK,),
        details=(("Auteur", str(proposal.author or "Compte effacé")), *_changes(proposal, book)),
    )


def _changes(proposal: Proposal, book: Book) -> list[tuple[str, str]]:
    """The first fields, before and after, in short."""
    base, subject = proposal.base, proposal.subject
    found = differences(subject, base, base, proposal.values, book)
    told = [
        (
            one.label,
            f"{_short(one.before)} → {_short(one.after)}" if one.before else _short(one.after),
        )
        for one in found[:MOST_SHOWN]
    ]
    more = [one.label for one in found[MOST_SHOWN:]]
    return [*told, ("Et aussi", listed(more))] if more else told


def _short(text: str) -> str:
    return Truncator(text).chars(SHORT) if text else "vide"


def page_of(proposal: Proposal) -> str:
    """Where the chamber decides it."""
    return reverse("proposal-decision", args=[proposal.pk])


def _oldest(limit: int) -> list[Duty]:
    return _duties(_waiting()[:limit])


def _after(since: datetime.date, key: str, limit: int) -> list[Duty]:
    later = _waiting().filter(Q(since__gt=since) | Q(since=since, pk__gt=_pk(key)))
    return _duties(later[:limit])


def _find(key: str) -> Duty | None:
    row = _waiting().filter(pk=_pk(key)).first()
    return _duty(row, Book()) if row is not None and _key(row) == key else None


def _act(user: AbstractBaseUser, key: str, verb: str, typed: Mapping[str, str]) -> str:
    try:
        if verb == RETURN:
            deciding.send_back(_pk(key), by=user, motive=typed["motive"], version=_version(key))
            return "Retournée à son auteur, qui en est averti par courriel."
        deciding.accept_all(_pk(key), by=user, version=_version(key))
    except (deciding.AlreadyDecided, deciding.SheetMoved):
        raise AlreadyDone from None
    except ValidationError as error:
        raise _in_words(error) from error
    return "Acceptée, et datée de ce jour comme vérifiée. L’auteur en est averti par courriel."


def _in_words(error: ValidationError) -> ValidationError:
    """The faults of a sheet in one sentence, be it an offer's or a structure's."""
    try:
        return in_words(error)
    except FieldDoesNotExist:
        return ValidationError(f"La fiche est à corriger d’abord. {' '.join(error.messages)}")


register(
    DutySource(
        kind=KIND,
        label="Propositions à relire",
        help="Ouvrez-la pour voir ce qui change champ par champ\u00a0; acceptez-la, ou retournez-la avec un motif.",
        may=permissions.may_decide,
        count=lambda: selectors.waiting().count(),
        duties=_oldest,
        after=_after,
        find=_find,
        act=_act,
        order=15,
    )
)
