"""The page on which a sheet is written, by one person or by many."""

from functools import wraps
from typing import Any, Protocol

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from connect.accounts.signed_in import person_of
from connect.coedit import schema
from connect.coedit.services import current_draft
from connect.coedit.views import entry_of
from toolbox import permissions, writing_page
from toolbox.documents import KIND
from toolbox.models import SheetPage
from toolbox.models.sheet import UNTITLED
from toolbox.presenting import group_known
from toolbox.reviewing import review_of
from toolbox.views.access import sheet_known


class _View(Protocol):
    def __call__(self, request: HttpRequest, page: SheetPage) -> HttpResponseBase:
        """Answer about a sheet."""


def for_readers_of_drafts(view: _View) -> Any:
    """Give a view the sheet of its address; who may not read its working copy is told that there is none.

    Args:
        view: takes the request and the sheet.
    """

    @wraps(view)
    def checked(request: HttpRequest, pk: int) -> HttpResponseBase:
        return view(request, sheet_known(request, pk))

    return never_cache(login_required(checked))


@require_safe
@for_readers_of_drafts
def sheet_write(request: HttpRequest, page: SheetPage) -> HttpResponse:
    """Open the editor; persons who only read get it closed, and without a script the text alone.

    Args:
        request: of a member of the group, or of the staff.
        page: the sheet.
    """
    draft = current_draft(KIND, page.pk)
    context = {
        "page": page,
        "group": group_known(page, request.user),
        "title": draft.lines.get("title") or UNTITLED,
        "summary": draft.lines.get("summary", ""),
        "lines": writing_page.plain_lines(draft),
        "may_write": permissions.may_write(request.user, page),
        "may_submit": permissions.may_submit(request.user, page),
        "review": review_of(page),
        "config": {
            **writing_page.config_of(page),
            "entered": entry_of(KIND, page.pk, person_of(request)),
        },
        "themes": writing_page.theme_choices(),
        "audiences": writing_page.audience_choices(),
        "territories": writing_page.territory_choices(draft.fields.get("territory", "")),
        "suggestions": writing_page.tag_suggestions(),
        # As text: a number would be shown with a space between its thousands.
        "longest": str(schema.LONGEST_ATTRIBUTE),
    }
    return render(request, "toolbox/editor.html", context)
