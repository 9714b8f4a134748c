"""Kinds of messages: applications register theirs in their `notifications.py`, the ledger knows none of them."""

import datetime
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from connect.notifications.models import Notice


class KindRefused(ValueError):
    """Raised when two applications take the same kind."""


@dataclass(frozen=True, kw_only=True)
class Mail:
    """What a message says, worked out when it is sent, never before.

    Attributes:
        subject: one line.
        template: name without extension: `X.txt` and `X.html` are both drawn with `context`.
        context: what the templates show, besides what every mail has.
    """

    subject: str
    template: str
    context: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Kind:
    """One kind of message.

    Attributes:
        code: short and stable, such as `proposition-acceptee`.
        label: French plural shown among the preferences, such as « Réponses à mes propositions ».
        why: one sentence saying why one receives it, shown at the foot of the mail and in « Mes mails ».
        compose: the mail of a row, read again from the tables; `None` when it no longer stands or the person
            may no longer see it: the row is then dropped, with the reason written.
        essential: sent whatever the preferences, for what the person has just asked for.
        lifetime: how long after it was due the message is still worth sending.
    """

    code: str
    label: str
    why: str
    compose: Callable[[Notice], Mail | None]
    essential: bool = False
    lifetime: datetime.timedelta = datetime.timedelta(days=14)


_kinds: dict[str, Kind] = {}


def register(kind: Kind) -> Kind:
    """Add a kind.

    Raises:
        KindRefused: when its code is already taken.
    """
    if kind.code in _kinds:
        raise KindRefused(f"The kind « {kind.code} » is registered twice.")
    _kinds[kind.code] = kind
    return kind


def unregister(code: str) -> None:
    """Forget a kind (for tests and for an application that is taken out)."""
    _kinds.pop(code, None)


def kind_of(code: str) -> Kind | None:
    """The kind of a code, `None` once its application was taken out."""
    return _kinds.get(code)


def all_kinds() -> list[Kind]:
    """Every kind, by label."""
    return sorted(_kinds.values(), key=lambda kind: kind.label)
