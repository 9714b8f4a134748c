"""Events that a lower layer announces and that layers above it listen to.

A handler runs inside the announcing transaction: what it writes is kept or undone with the change itself.
"""

from collections import defaultdict
from collections.abc import Callable
from typing import Any, TypeVar

Event = TypeVar("Event")

_handlers: dict[type[Any], list[Callable[[Any], None]]] = defaultdict(list)


def subscribe(kind: type[Event], handler: Callable[[Event], None]) -> None:
    """Have `handler` called for every event of this exact kind; subscribing twice counts once."""
    if handler not in _handlers[kind]:
        _handlers[kind].append(handler)


def announce(event: object) -> None:
    """Call every handler of the event's kind, in order of subscription."""
    for handler in _handlers[type(event)]:
        handler(event)
