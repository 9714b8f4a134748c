"""What is kept about a person: applications register it in their `privacy.py`, for the copy and the erasure."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from connect.accounts.models import User


class HoldingRefused(ValueError):
    """Raised when two holdings take the same key."""


@dataclass(frozen=True)
class Attachment:
    """A file that goes with the copy.

    Attributes:
        name: such as `photo.jpg`, without folder.
        content: its bytes.
    """

    name: str
    content: bytes


def _no_files(user: User) -> Iterable[Attachment]:
    return ()


def _nothing(user: User) -> None:
    return None


@dataclass(frozen=True, kw_only=True)
class Holding:
    """One kind of thing kept about persons.

    Attributes:
        key: file name of the copy without its extension, such as `rattachements`.
        label: French title of the copy's table of contents.
        export: rows about the person, of plain JSON values; dates as ISO text.
        files: files of the person.
        erase: delete or anonymise what is kept, inside the erasing transaction; what others wrote stays readable.
    """

    key: str
    label: str
    export: Callable[[User], Iterable[Mapping[str, Any]]]
    files: Callable[[User], Iterable[Attachment]] = field(default=_no_files)
    erase: Callable[[User], None] = field(default=_nothing)


_holdings: dict[str, Holding] = {}


def register(holding: Holding) -> Holding:
    """Add a holding.

    Raises:
        HoldingRefused: when its key is already taken.
    """
    if holding.key in _holdings:
        raise HoldingRefused(f"The holding « {holding.key} » is registered twice.")
    _holdings[holding.key] = holding
    return holding


def holdings() -> list[Holding]:
    """Every holding, by key."""
    return [_holdings[key] for key in sorted(_holdings)]
