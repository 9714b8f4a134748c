"""« Mes fiches »."""

from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from connect.contributions.board import Board
from connect.contributions.views.entering import signed_in


@signed_in
@require_safe
def my_sheets(request: HttpRequest) -> HttpResponseBase:
    """Show the sheets of the person's structures; of one of them with `?structure=STR-1`.

    Raises:
        Http404: when the structure asked is not one that the person writes for.
    """
    asked = request.GET.get("structure", "")[:20]
    board = Board(request.user, asked)
    if asked and board.alone is None:
        raise Http404("Cette page n’existe pas.")
    return render(request, "contributions/my_sheets.html", {"board": board})
