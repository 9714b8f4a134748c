"""The document and the file of a structure's year."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from connect.common.clock import today
from connect.offers.opendata.columns import csv_text
from connect.panorama.year.document import draw, file_name
from connect.panorama.year.figures import YearFigures, read_year
from connect.panorama.year.lines import COLUMNS, lines_of
from connect.panorama.year.period import period_of
from connect.panorama.year.permissions import may_read_year
from connect.structures.models import Structure


def _figures(request: HttpRequest, reference: str, year: str) -> YearFigures:
    """The figures asked for.

    Raises:
        Http404: for a year that is not one of the site, and for whoever may not read it.
    """
    structure = get_object_or_404(Structure, reference__iexact=reference)
    period = period_of(int(year), today())
    if period is None or not may_read_year(request.user, structure):
        raise Http404
    return read_year(structure, period)


def _kept(content: bytes, kind: str, name: str) -> HttpResponse:
    return HttpResponse(
        content,
        content_type=kind,
        headers={
            "Content-Disposition": f'attachment; filename="{name}"',
            "Cache-Control": "private, no-store",
        },
    )


@require_safe
@login_required
def year_document(request: HttpRequest, reference: str, year: str) -> HttpResponse:
    """The year as a document to print or to send."""
    figures = _figures(request, reference, year)
    return _kept(draw(figures).finish(), "application/pdf", file_name(figures, "pdf"))


@require_safe
@login_required
def year_file(request: HttpRequest, reference: str, year: str) -> HttpResponse:
    """The same figures, for a spreadsheet."""
    figures = _figures(request, reference, year)
    text = "".join(csv_text(COLUMNS, lines_of(figures)))
    return _kept(text.encode(), "text/csv; charset=utf-8", file_name(figures, "csv"))
