"""Calls closed for two weeks without a next edition: prepare it, or say that there is none."""

import datetime
from collections.abc import Mapping
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db.models import Exists, OuterRef, QuerySet

from connect.common.clock import today
from connect.common.french import day_long, euros
from connect.offers import services
from connect.offers.duties.deciding import (
    contacts,
    decide,
    edit_url,
    in_words,
    may_validate,
    present,
)
from connect.offers.duties.queues import DaysLater, Queue
from connect.offers.enums import Kind, Status
from connect.offers.models import Offer
from connect.upkeep.registry import Duty, DutySource, Outcome, Question, Verb

CLOSED_FOR = 14
# What a new edition does not take over: its identity, its state and its own history.
OWN = frozenset(
    {
        "id", "reference", "slug", "status", "hidden_motive", "hidden_note", "recorded_on", "verified_on",
        "imported_visits", "imported_values", "created_at", "updated_at", "previous_edition", "opens_on", "closes_on",
    }
)  # fmt: skip
END = Verb(code="sans-suite", label="Pas de suite", past="archivé, sans suite")
NEXT = "suivante"


def _waiting() -> QuerySet[Any]:
    following = Offer.objects.filter(previous_edition=OuterRef("pk"))
    last_day = today() - datetime.timedelta(days=CLOSED_FOR)
    return (
        Offer.objects.filter(kind=Kind.CALL, status=Status.VISIBLE, closes_on__lte=last_day)
        .exclude(Exists(following))
        .select_related("structure")
        .annotate(since=DaysLater("closes_on", CLOSED_FOR))
    )


def a_year_later(day: datetime.date, years: int = 1) -> datetime.date:
    """The same day of a later year; 28 February when that year has no 29th."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


def next_closing(closed_on: datetime.date) -> datetime.date:
    """The closing date to propose: the first anniversary still to come."""
    years = 1
    while a_year_later(closed_on, years) <= today():
        years += 1
    return a_year_later(closed_on, years)


def _duty(call: Any) -> Duty:
    prepare = Verb(
        code=NEXT,
        label="Préparer l’édition suivante",
        past="édition suivante préparée",
        questions=(
            Question(
                name="closing",
                label="Clôture de l’édition suivante",
                kind="date",
                initial=next_closing(call.closes_on).isoformat(),
                help="Proposée d’après cette année ; vous pourrez la changer.",
            ),
        ),
    )
    return Duty(
        key=str(call.pk),
        title=call.title,
        url=edit_url(call),
        reason=f"Clos depuis le {day_long(call.closes_on)}, sans édition suivante.",
        since=call.since,
        verb=prepare,
        others=(END,),
        details=present(
            ("Structure", call.structure.name),
            ("Dotation", euros(call.amount_max) if call.amount_max else ""),
        ),
        links=contacts(call),
    )


def prepare_next_edition(
    call: Offer, closing: datetime.date, *, by: AbstractBaseUser | None
) -> Offer:
    """Copy a call as a draft that follows it, dates moved, with all its vocabularies.

    Args:
        call: the closed one.
        closing: when the next one closes; its opening moves by as much.
        by: the person who prepares it.

    Raises:
        ValidationError: when the date has passed, or a field of the call is wrong.
    """
    if closing <= today():
        raise ValidationError({"closing": "Choisissez une date à venir."})
    if call.closes_on is None:
        raise ValueError("A call has a closing date.")
    draft = Offer(
        status=Status.DRAFT, previous_edition=call, closes_on=closing, recorded_on=today()
    )
    for field in Offer._meta.concrete_fields:
        if field.name not in OWN:
            setattr(draft, field.attname, getattr(call, field.attname))
    if call.opens_on is not None:
        years = next_closing(call.closes_on).year - call.closes_on.year
        moved = closing - next_closing(call.closes_on)
        draft.opens_on = a_year_later(call.opens_on, years) + moved
    links = {link.name: list(getattr(call, link.name).all()) for link in Offer._meta.many_to_many}
    try:
        services.save_offer(draft, links=links, by=by)
    except ValidationError as error:
        raise in_words(error) from error
    return draft


def _act(user: AbstractBaseUser, key: str, code: str, typed: Mapping[str, str]) -> str | Outcome:
    call = QUEUE.locked(key)
    if code == END.code:
        decide(call, Status.ARCHIVED, user)
        return "Archivé, sans édition suivante."
    draft = prepare_next_edition(call, datetime.date.fromisoformat(typed["closing"]), by=user)
    return Outcome(
        sentence=f"Brouillon {draft.reference} préparé, clôture le {day_long(closing_of(draft))}. "
        "Relisez-le avant de le proposer.",
        url=edit_url(draft),
    )


def closing_of(call: Offer) -> datetime.date:
    """When a call closes.

    Raises:
        ValueError: for what is not a call.
    """
    if call.closes_on is None:
        raise ValueError("A call has a closing date.")
    return call.closes_on


QUEUE = Queue(_waiting, _duty)
CLOSED_CALLS = DutySource(
    kind="appels-sans-suite",
    label="Appels clos sans suite",
    help="Beaucoup d’appels reviennent chaque année. Préparez le brouillon du prochain dès maintenant, ou dites qu’il "
    "n’y en aura pas : l’appel sera archivé.",
    may=may_validate,
    count=QUEUE.count,
    duties=QUEUE.oldest,
    after=QUEUE.after,
    find=QUEUE.find,
    act=_act,
    order=60,
)
