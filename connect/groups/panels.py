"""What is shown on the page of a group: features register their panels here, the kernel knows none of them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from connect.groups.models import Group


class PanelRefused(ValueError):
    """Raised when two panels take the same key."""


def _everybody(user: Any, group: Group) -> bool:
    return True


@dataclass(frozen=True, kw_only=True)
class Panel:
    """One part of the page of a group.

    Attributes:
        key: stable; the anchor of the part.
        label: its title.
        order: place on the page; 10 what comes next, 20 work under way, 30 documents, 40 exchanges.
        selector: what its template shows, for a person and a group; `None` when there is nothing to show.
        template: drawn with `group`, `panel` and what the selector gave.
        may: whether a person sees it; the group itself is already theirs to see.
    """

    key: str
    label: str
    order: int
    selector: Callable[[Any, Group], Mapping[str, Any] | None]
    template: str
    may: Callable[[Any, Group], bool] = _everybody


_panels: dict[str, Panel] = {}


def register(panel: Panel) -> Panel:
    """Add a panel.

    Raises:
        PanelRefused: when its key is already taken.
    """
    if panel.key in _panels:
        raise PanelRefused(f"The panel « {panel.key} » is registered twice.")
    _panels[panel.key] = panel
    return panel


def unregister(key: str) -> None:
    """Forget a panel (for tests and for an application that is taken out)."""
    _panels.pop(key, None)


def panels_for(user: Any, group: Group) -> list[tuple[Panel, Mapping[str, Any]]]:
    """The panels a person sees on the page of a group, each with what it shows."""
    shown = []
    for panel in sorted(_panels.values(), key=lambda one: (one.order, one.key)):
        if panel.may(user, group):
            found = panel.selector(user, group)
            if found is not None:
                shown.append((panel, found))
    return shown
