"""Panel of the management home page: one line that leads to what awaits."""

from typing import Any

from django.http import HttpRequest
from wagtail.admin.ui.components import Component

from connect.upkeep.counting import count_afresh
from connect.upkeep.registry import sources_for
from connect.upkeep.shown import minutes_in_words


class WaitingPanel(Component):
    """How many things await the person; nothing for those who settle none."""

    name = "waiting"
    order = 40
    template_name = "upkeep/panel.html"

    def __init__(self, request: HttpRequest) -> None:
        """Count now: the menu, which shows the number too, may be drawn before the panel."""
        self.sources = sources_for(request.user)
        self.total = sum(count_afresh(self.sources).values()) if self.sources else 0

    def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
        """Add `shown`, `total`, and how long it takes."""
        effort = minutes_in_words(self.total)
        return {"shown": bool(self.sources), "total": self.total, "effort": effort}
