"""What sheets show on the page of a group: those that are published; to its members, those they write."""

from collections.abc import Mapping
from typing import Any

from connect.groups.models import Group
from connect.groups.panels import Panel, register
from connect.groups.permissions import is_member
from toolbox.progress import progress_of
from toolbox.selectors import sheets_of, visible_to

MOST_SHOWN = 60


def _sheets(user: Any, group: Group) -> Mapping[str, Any] | None:
    if is_member(user, group):
        rows = progress_of(list(sheets_of(group)[:MOST_SHOWN]))
        return {"rows": rows, "sheets": [], "may_begin": not group.is_archived}
    public = visible_to(user).filter(group=group).order_by("title", "pk")
    sheets = list(public[:MOST_SHOWN])
    return {"rows": None, "sheets": sheets, "may_begin": False} if sheets else None


register(
    Panel(
        key="fiches",
        label="Les fiches du groupe",
        order=20,
        selector=_sheets,
        template="toolbox/_panel.html",
    )
)
