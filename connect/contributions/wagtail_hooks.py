"""Puts the proposals into the management pages, and their authors into the history."""

from typing import Any

from django.templatetags.static import static
from django.urls import URLPattern, path
from django.utils.html import format_html
from wagtail import hooks
from wagtail.log_actions import LogFormatter

from connect.contributions.deciding import PROPOSED
from connect.contributions.staff.views import decision, preview


@hooks.register("register_admin_urls")
def register_pages() -> list[URLPattern]:
    """The page of a proposal, and what it would make of the public page."""
    return [
        path("propositions/<int:pk>/", decision, name="proposal-decision"),
        path("propositions/<int:pk>/apercu/", preview, name="proposal-preview"),
    ]


@hooks.register("register_log_actions")
def register_history(actions: Any) -> None:
    """Say in the history who wrote what the next line accepts."""

    @actions.register_action(PROPOSED)
    class ProposedFormatter(LogFormatter):
        label = "Proposer"
        message = "Changement proposé par la structure, accepté par la CRESS"


@hooks.register("insert_global_admin_css")
def wear_decisions() -> str:
    """The rules of the page of a proposal."""
    return format_html('<link rel="stylesheet" href="{}">', static("management/contributions.css"))
