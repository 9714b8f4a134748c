"""Who comes in where: the same rule for the socket, the slow mode and the page."""

import uuid
import zlib
from dataclasses import dataclass
from typing import Any

from connect.accounts.models import User
from connect.coedit import schema, services
from connect.coedit.kinds import kind_of
from connect.coedit.models import CoeditDocument

# Dark enough to be read on paper white, light enough on the dark page, with white text on them.
COLORS = ("#a3423c", "#8a5a12", "#4f6b1d", "#1f7158", "#1c6a86", "#4b5bb0", "#7d4a9e", "#a03a72")


@dataclass(frozen=True)
class Entry:
    """A person who may be in a document.

    Attributes:
        document: its working copy.
        may_write: whether what the person writes is taken.
    """

    document: CoeditDocument
    may_write: bool


class NotHere(LookupError):
    """Raised when there is no such document for this person."""


class Outdated(Exception):
    """Raised when the page knows another epoch or another schema."""


def enter(code: str, owner_id: int, user: User) -> Entry:
    """Let a person in.

    Args:
        code: of the kind of document.
        owner_id: of the owner.
        user: who asks.

    Raises:
        NotHere: when there is no such document, or it is not for them.
    """
    kind = kind_of(code)
    if kind is None or not kind.exists(owner_id):
        raise NotHere
    may_write = kind.may_write(user, owner_id)
    if not may_write and not kind.may_read(user, owner_id):
        raise NotHere
    return Entry(services.open_document(code, owner_id), may_write)


def enter_at(code: str, owner_id: int, user: User, epoch: uuid.UUID, version: int) -> Entry:
    """Let a person in at the epoch and the schema that their page knows.

    Raises:
        NotHere: as `enter`.
        Outdated: when the document is elsewhere now.
    """
    entry = enter(code, owner_id, user)
    if version != schema.VERSION or entry.document.epoch != epoch:
        raise Outdated
    return entry


def shown_person(user: User) -> dict[str, Any]:
    """What the others see of a person: a number, a name, a colour that stays theirs."""
    color = COLORS[zlib.crc32(str(user.pk).encode()) % len(COLORS)]
    return {"id": user.pk, "name": user.shown_name, "color": color}
