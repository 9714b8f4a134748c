"""What awaits a person: applications register their sources here, the port knows none of them."""

import datetime
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser


class SourceRefused(ValueError):
    """Raised when two sources take the same kind."""


class AlreadyDone(Exception):
    """Raised by `act` when the duty no longer stands: somebody did it, or the thing changed."""


@dataclass(frozen=True, kw_only=True)
class Question:
    """Something to type beside a verb: a new address, an answer, a motive.

    Attributes:
        name: the name of the field in the form.
        label: what is asked.
        kind: `text`, `url`, `date`, `area` or `choice`.
        initial: what stands in it first, such as a proposed fix.
        choices: values and labels, for `choice`.
        required: whether an empty answer is refused.
        help: one sentence under the field.
    """

    name: str
    label: str
    kind: str = "text"
    initial: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    required: bool = True
    help: str = ""


@dataclass(frozen=True, kw_only=True)
class Verb:
    """What can be done to a duty, in place.

    Attributes:
        code: stable, sent back by the form.
        label: the verb on the button.
        past: how the log tells it, such as « validée ».
        questions: what must be typed first.
    """

    code: str
    label: str
    past: str
    questions: tuple[Question, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Duty:
    """One thing that awaits a person: one row of the page.

    Attributes:
        key: what identifies it within its kind; plain text, 80 characters at most.
        title: what it is about.
        url: where to look at it, empty when nowhere.
        reason: one sentence saying why it is here.
        since: the day from which it waits; the page shows the oldest first.
        verb: the one thing to do.
        others: less usual answers, shown smaller.
        details: short pairs (label, value) that help decide.
        links: pairs (label, address) to open beside: pages, `mailto:` and `tel:`; others are not shown.
    """

    key: str
    title: str
    url: str
    reason: str
    since: datetime.date
    verb: Verb
    others: tuple[Verb, ...] = ()
    details: tuple[tuple[str, str], ...] = ()
    links: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What an act did: the sentence shown, and where to go on with it.

    Attributes:
        sentence: one sentence in French.
        url: such as the form of the draft just made; empty when there is nothing to open.
    """

    sentence: str
    url: str = ""


@dataclass(frozen=True, kw_only=True)
class DutySource:
    """How the port reads and settles one kind of duty.

    Attributes:
        kind: short stable code, such as `offres-a-valider`.
        label: French plural shown on the page.
        help: one sentence: what is expected from the person.
        may: whether a person may settle duties of this kind; others do not see them.
        count: how many wait, in one statement at most.
        duties: the oldest ones, at most as many as asked, in a constant number of statements.
        act: settles one: person, key, code of the verb, what was typed; returns the sentence shown,
            or an `Outcome` when there is something to open next. Runs inside a transaction.
            Raises `AlreadyDone`, or `ValidationError` with a sentence in French.
        find: the duty of a key if it still stands, else `None`.
        order: place among the kinds of one day.
        after: the duties that come after a place: day, key, how many. An empty key means from the first of
            that day on. Without it the page reads again what it has already shown, which is slower far down.
    """

    kind: str
    label: str
    help: str
    may: Callable[[AbstractBaseUser], bool]
    count: Callable[[], int]
    duties: Callable[[int], Sequence[Duty]]
    find: Callable[[str], Duty | None]
    act: Callable[[AbstractBaseUser, str, str, Mapping[str, str]], str | Outcome]
    order: int = field(default=100)
    after: Callable[[datetime.date, str, int], Sequence[Duty]] | None = None


_sources: dict[str, DutySource] = {}


def register(source: DutySource) -> DutySource:
    """Add a source.

    Raises:
        SourceRefused: when its kind is already taken.
    """
    if source.kind in _sources:
        raise SourceRefused(f"The duty kind « {source.kind} » is registered twice.")
    _sources[source.kind] = source
    return source


def unregister(kind: str) -> None:
    """Forget a source (for tests and for an application that is taken out)."""
    _sources.pop(kind, None)


def sources_for(user: Any) -> list[DutySource]:
    """The sources whose duties this person may settle, in the order of the page."""
    return sorted(
        (source for source in _sources.values() if source.may(user)),
        key=lambda source: (source.order, source.kind),
    )
