"""Settles what awaits, keeps who did it, and forgets it in time."""

import datetime
from collections.abc import Mapping
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection, transaction
from django.utils import timezone

from connect.upkeep import counting
from connect.upkeep.forms import AnswerForm
from connect.upkeep.models import Deed
from connect.upkeep.registry import AlreadyDone, Duty, DutySource, Outcome, Verb, sources_for
from connect.upkeep.selectors import Row

# The log says who did what to answer a question later; after a year and a month nobody asks any more.
KEPT = datetime.timedelta(days=400)
LOCKED = "connect.upkeep"


class AnswerRefused(Exception):
    """Raised when what was typed does not do: the row is shown again with its form."""

    def __init__(self, row: Row, form: AnswerForm) -> None:
        super().__init__("The answer was refused.")
        self.row = row
        self.form = form


def source_of(user: Any, kind: str) -> DutySource:
    """The source of a kind, for a person who may settle it.

    Raises:
        PermissionDenied: when it does not exist or is not theirs; the two are told apart to nobody.
    """
    for source in sources_for(user):
        if source.kind == kind:
            return source
    raise PermissionDenied("Cette action est réservée à d’autres personnes de l’équipe.")


def verb_of(duty: Duty, code: str) -> Verb:
    """The verb of a code.

    Raises:
        AlreadyDone: when the duty changed and no longer has it.
    """
    for verb in (duty.verb, *duty.others):
        if verb.code == code:
            return verb
    raise AlreadyDone


def settle(user: AbstractBaseUser, kind: str, key: str, code: str, data: Mapping[str, Any]) -> Deed:
    """Do what a verb says to a duty, once, and keep who did it in the same transaction.

    Args:
        user: the person who decides.
        kind: the source.
        key: the duty.
        code: the verb.
        data: the form as it was sent.

    Raises:
        PermissionDenied: when the person may not settle this kind.
        AlreadyDone: when the duty no longer stands.
        AnswerRefused: when what was typed does not do.
    """
    source = source_of(user, kind)
    with transaction.atomic():
        _hold(kind, key)
        duty = source.find(key)
        if duty is None:
            raise AlreadyDone
        row = Row(source, duty)
        verb = verb_of(duty, code)
        form = AnswerForm(row.id, verb, data)
        if not form.is_valid():
            raise AnswerRefused(row, form)
        try:
            # A refusal half-way keeps nothing of the act.
            with transaction.atomic():
                outcome = source.act(user, key, code, form.typed())
        except ValidationError as error:
            form.take(error)
            raise AnswerRefused(row, form) from error
        deed = _keep(user, row, verb, outcome)
    counting.forget()
    return deed


def _hold(kind: str, key: str) -> None:
    """Have two persons who settle the same duty wait for each other; SQLite has one writer at a time anyway."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_advisory_xact_lock(hashtext(%s), hashtext(%s))",
                [LOCKED, f"{kind} {key}"],
            )


def _keep(user: Any, row: Row, verb: Verb, outcome: str | Outcome) -> Deed:
    if isinstance(outcome, str):
        outcome = Outcome(sentence=outcome)
    return Deed.objects.create(
        kind=row.source.kind,
        key=row.duty.key,
        title=row.duty.title[:300],
        past=verb.past[:60],
        sentence=outcome.sentence[:600],
        url=outcome.url[:500],
        by=user,
        by_name=str(user)[:170],
    )


def forget_old_deeds() -> int:
    """Delete what was done long ago; returns how many lines went."""
    return Deed.objects.filter(at__lt=timezone.now() - KEPT).delete()[0]
