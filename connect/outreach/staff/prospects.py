"""Imported addresses: bring a file in, look, erase."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST

from connect.accounts.signed_in import person_of
from connect.common.french import plural
from connect.outreach.letters import prospects
from connect.outreach.letters.reading import LARGEST, FileRefused, read_file
from connect.outreach.models import Prospect
from connect.outreach.staff.pages import draw, for_team, page_of


class ImportForm(forms.Form):
    """A file of addresses, and where they come from."""

    fichier = forms.FileField(
        label="Fichier CSV",
        widget=forms.FileInput(attrs={"accept": ".csv,text/csv"}),
        help_text="Trois colonnes : nom, adresse (électronique), commune. En UTF-8, 1 Mo et 5 000 lignes au plus.",
        error_messages={"required": "Choisissez un fichier.", "empty": "Le fichier est vide."},
    )
    origine = forms.CharField(
        label="D’où viennent ces adresses",
        max_length=prospects.LONGEST_ORIGIN,
        help_text="La lettre le répète à chaque personne, avec la date : « annuaire des associations de Laval, 2026 ».",
        error_messages={"required": "Dites d’où viennent ces adresses : la loi le demande."},
    )


def _in_words(done: prospects.Imported) -> str:
    said = [f"{plural(done.added, 'adresse ajoutée', 'adresses ajoutées')}."]
    if done.known:
        said.append(f"{plural(done.known, 'ligne', 'lignes')} en double.")
    if done.opposed:
        said.append(
            f"{plural(done.opposed, 'personne ne veut', 'personnes ne veulent')} pas de lettre."
        )
    if done.members:
        said.append(f"{plural(done.members, 'personne a', 'personnes ont')} déjà un compte.")
    return " ".join(said)


@require_http_methods(["GET", "HEAD", "POST"])
@for_team
def index(request: HttpRequest) -> HttpResponseBase:
    """The addresses kept; a POST brings a file in, whole or not at all."""
    faults: tuple[str, ...] = ()
    form = ImportForm(*((request.POST, request.FILES) if request.method == "POST" else ()))
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                done = prospects.import_prospects(
                    read_file(_content(form.cleaned_data["fichier"])),
                    form.cleaned_data["origine"],
                    by=person_of(request),
                )
            except FileRefused as refusal:
                faults = refusal.faults
            except ValidationError as error:
                form.add_error("origine", error.messages[0])
            else:
                messages.success(request, _in_words(done))
                return redirect("prospects")
    rows = Prospect.objects.select_related("commune", "imported_by").order_by(
        "-imported_at", "name", "pk"
    )
    context = {"form": form, "faults": faults, "page": page_of(rows, request.GET.get("page", ""))}
    return draw(
        request, "outreach/staff/prospects.html", "Adresses importées", context, status=status
    )


def _content(file: Any) -> bytes:
    """The bytes of the file, one more than the largest at most: what is too large is not read whole."""
    content: bytes = file.read(LARGEST + 1)
    return content


@require_POST
@for_team
def erase(request: HttpRequest) -> HttpResponseBase:
    """Erase the ticked addresses."""
    ticked = [
        int(one) for one in request.POST.getlist("adresse") if one.isascii() and one.isdigit()
    ][:500]
    count = prospects.erase(ticked, by=person_of(request))
    messages.success(request, f"{plural(count, 'adresse effacée', 'adresses effacées')}.")
    return redirect("prospects")
