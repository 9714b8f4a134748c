"""Why the form of the administration is closed while a group writes a sheet."""

from typing import Any

from django.urls import reverse
from django.utils.html import format_html
from wagtail.locks import BaseLock


class WritingLock(BaseLock):
    """A sheet is written in the editor, by several hands at once; a form would write over what they type."""

    def for_user(self, user: Any) -> bool:
        """Nobody edits it here."""
        return True

    def get_message(self, user: Any) -> str:
        """Where it is written, and how to take it over."""
        return format_html(
            'Cette fiche s’écrit à plusieurs, dans l’éditeur. <a href="{}">Relire ce qui est proposé</a> · '
            '<a href="{}">Lire les versions</a> · <a href="{}">Reprendre dans l’administration</a>',
            reverse("sheet_review", args=[self.object.pk]),
            reverse("sheet_versions", args=[self.object.pk]),
            reverse("sheet_hold", args=[self.object.pk]),
        )

    def get_locked_by(self, user: Any) -> str:
        """The short form."""
        return "Écrite dans l’éditeur"

    def get_description(self, user: Any) -> str:
        """The long form, beside the switch of Wagtail's own lock."""
        return "Le formulaire est fermé tant que le groupe écrit la fiche."
