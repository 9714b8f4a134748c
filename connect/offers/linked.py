"""What speaks of an offer: features register their content here, the page of the offer knows none of them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from connect.offers.models import Offer


class LinkedRefused(ValueError):
    """Raised when two contents take the same key."""


@dataclass(frozen=True, kw_only=True)
class LinkedContent:
    """One kind of content that links to offers.

    Attributes:
        key: stable; the anchor of its part on the page of an offer.
        label: title of that part.
        order: place on the page.
        selector: what its template shows, for an offer and a reader; `None` when there is nothing to show.
        template: drawn with `offer` and `shown`, what the selector gave.
    """

    key: str
    label: str
    order: int
    selector: Callable[[Offer, Any], Mapping[str, Any] | None]
    template: str


_contents: dict[str, LinkedContent] = {}


def register(content: LinkedContent) -> LinkedContent:
    """Add a kind of content.

    Raises:
        LinkedRefused: when its key is already taken.
    """
    if content.key in _contents:
        raise LinkedRefused(f"The linked content « {content.key} » is registered twice.")
    _contents[content.key] = content
    return content


def unregister(key: str) -> None:
    """Forget a kind (for tests and for an application that is taken out)."""
    _contents.pop(key, None)


def linked_to(offer: Offer, reader: Any) -> list[tuple[LinkedContent, Mapping[str, Any]]]:
    """What speaks of an offer, that this reader may read.

    Args:
        offer: a visible one.
        reader: who reads.
    """
    shown = []
    for content in sorted(_contents.values(), key=lambda one: (one.order, one.key)):
        found = content.selector(offer, reader)
        if found is not None:
            shown.append((content, found))
    return shown
