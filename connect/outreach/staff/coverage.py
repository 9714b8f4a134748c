"""Where the catalogue has nobody, and the letters that can be written there."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe

from connect.accounts.signed_in import person_of
from connect.common.clock import today
from connect.offers.opendata import sending
from connect.offers.opendata.columns import csv_text
from connect.outreach.letters.coverage import COLUMNS
from connect.outreach.letters.coverage import coverage as read_coverage
from connect.outreach.letters.writing import LEVELS, prepare_letter
from connect.outreach.staff.pages import draw, for_team, told
from connect.taxonomy.enums import Level
from connect.taxonomy.models import Territory

CSV = "text/csv; charset=utf-8"


@require_safe
@for_team
def coverage(request: HttpRequest) -> HttpResponseBase:
    """Every intercommunality, the emptiest first."""
    rows = read_coverage()
    asked = request.GET.get("departement", "")
    places = Territory.objects.filter(level=Level.DEPARTMENT, in_scope=True)
    departments = list(places.order_by("code"))
    chosen = next((one for one in departments if one.code == asked), None)
    shown = [one for one in rows if chosen is None or chosen.code in one.departments.split(", ")]
    context = {
        "rows": shown,
        "bare": sum(1 for one in shown if one.is_bare),
        "departments": departments,
        "chosen": chosen,
    }
    return draw(request, "outreach/staff/coverage.html", "Couverture du territoire", context)


@require_safe
@for_team
def coverage_csv(request: HttpRequest) -> HttpResponseBase:
    """The same as a file."""
    text = csv_text(COLUMNS, read_coverage())
    response = sending.file_answer(request, text, CSV, f"essor-couverture-{today()}.csv")
    response.headers["Cache-Control"] = "private, no-store"
    return response


@require_POST
@for_team
def prepare(request: HttpRequest) -> HttpResponseBase:
    """Prepare the letter of a territory; nothing leaves."""
    asked = request.POST.get("territoire", "")
    number = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 16 else 0
    rows = Territory.objects.filter(pk=number, level__in=LEVELS, in_scope=True)
    territory = rows.order_by("pk").first()
    if territory is None:
        messages.error(
            request, "Ce territoire n’existe pas ou plus. Choisissez-en un dans la liste."
        )
        return redirect("letters-coverage")
    try:
        campaign = prepare_letter(territory, by=person_of(request))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect("letters-coverage")
    return told(
        request, "La lettre est prête. Relisez-la, puis approuvez-la : rien n’est parti.", campaign
    )
