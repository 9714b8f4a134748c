"""Management pages: what is written there while the staff hold a sheet stands among its versions too."""

from typing import Any

from django.http import HttpRequest
from wagtail import hooks
from wagtail.models import Page

from toolbox.models import SheetPage
from toolbox.saving import note_from_administration


@hooks.register("after_edit_page")
def note_version(request: HttpRequest, page: Page) -> None:
    """Note a revision written by the form as a version of the sheet."""
    specific: Any = page.specific
    if isinstance(specific, SheetPage):
        note_from_administration(specific, request.user)
