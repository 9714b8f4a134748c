"""Shows the history kept by `connect.common.history`: who changed what, field by field."""

from collections.abc import Mapping
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import Truncator, capfirst
from wagtail.log_actions import LogFormatter

LONGEST = 400
EDITED = "wagtail.edit"
CREATED = "wagtail.create"


def _side(text: str) -> str:
    return f"«\u00a0{Truncator(text).chars(LONGEST)}\u00a0»" if text else "vide"


def changes_text(changes: list[Mapping[str, str]]) -> str:
    """The fields changed, on one line."""
    return " ; ".join(
        f"{change['label']} : {_side(change['before'])} → {_side(change['after'])}"
        for change in changes
    )


def changes_html(entry: Any) -> SafeString:
    """The fields that a line of history changed, as a list of what they held before and after."""
    changes: list[Mapping[str, str]] = entry.data.get("changes") or []
    if not changes:
        return SafeString("")
    lines = (
        (capfirst(change["label"]), _side(change["before"]), _side(change["after"]))
        for change in changes
    )
    return format_html("<ul>{}</ul>", format_html_join("", "<li><b>{}</b> : {} → {}</li>", lines))


class _ChangesFormatter(LogFormatter):
    """One line of a report, with its fields when the service kept them."""

    def format_message(self, log_entry: Any) -> str:
        changes = log_entry.data.get("changes")
        return f"{self.message} : {changes_text(changes)}" if changes else str(self.message)


class EditFormatter(_ChangesFormatter):
    """An edit."""

    label = "Modifier"
    message = "Modifiée"


class CreateFormatter(_ChangesFormatter):
    """A creation."""

    label = "Créer"
    message = "Créée"


def register_formatters(actions: Any) -> None:
    """Show fields in the two actions that services record, and name each action once in the filters."""
    actions.register_action(EDITED)(EditFormatter)
    actions.register_action(CREATED)(CreateFormatter)
    actions.choices[:] = list(dict(actions.choices).items())
