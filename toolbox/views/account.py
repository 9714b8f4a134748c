"""« Fiches pratiques », in the account: those that one’s groups write."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from connect.groups.selectors import groups_of
from toolbox.progress import progress_of
from toolbox.selectors import sheets_written_by_groups_of

MOST_SHOWN = 200


@require_safe
@login_required
def my_sheets(request: HttpRequest) -> HttpResponse:
    """Show the sheets of a person's groups, the latest written first."""
    pages = list(sheets_written_by_groups_of(request.user)[:MOST_SHOWN])
    context = {
        "rows": progress_of(pages),
        "has_groups": groups_of(request.user).filter(archived_at__isnull=True).exists(),
    }
    return render(request, "toolbox/my_sheets.html", context)
