"""« Toujours exact »: one signed page, without account, on which a structure says what is still true."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from connect.common.sanitising import plain_text
from connect.common.visitor_forms import VisitorForm, sent_too_often
from connect.outreach.enums import ReplyVerb
from connect.outreach.exact.asking_again import ask_again
from connect.outreach.exact.replying import SheetChanged, SheetGone, confirm_rest, reply
from connect.outreach.exact.sheets import ExactPage, read_page
from connect.outreach.links import find
from connect.outreach.models import ExactLink

MOST_ACTS = 300
MOST_ASKED = 5
HOUR = 3600
ALL = "tout"
TOO_OFTEN = "Vous avez envoyé beaucoup de réponses depuis une heure. Gardez cette page ouverte et reprenez plus tard."
CHANGED = "Cette fiche a changé depuis que vous avez ouvert la page. Relisez-la, puis répondez de nouveau."
NO_LONGER = "Cette fiche n’est plus diffusée depuis que vous avez ouvert la page : il n’y a plus rien à confirmer."

View = Callable[[HttpRequest, str, ExactLink], HttpResponseBase]


def kept_private(response: HttpResponse, referrer: str = "same-origin") -> HttpResponse:
    """A page known by a secret: no copy on the way, no search engine, no address told to other sites.

    Args:
        response: the page.
        referrer: `no-referrer` for a page without form; `same-origin` where forms are sent, for browsers that hide
            the origin of a form fail the check against forged requests.
    """
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    response.headers["Referrer-Policy"] = referrer
    return response


def of_link(view: View) -> Callable[[HttpRequest, str], HttpResponseBase]:
    """Find the link of a secret; guessed, ended or withdrawn, the same page helps to get another."""

    @wraps(view)
    def found(request: HttpRequest, token: str) -> HttpResponseBase:
        link = find(token)
        if link is None:
            page = render(request, "outreach/exact_ended.html", status=404)
            return kept_private(page, "no-referrer")
        return view(request, token, link)

    return found


@require_http_methods(["GET", "HEAD", "POST"])
@of_link
def exact(request: HttpRequest, token: str, link: ExactLink) -> HttpResponseBase:
    """Show the sheets of the structure; a POST writes what is said of one of them, or of all the rest."""
    page = read_page(link)
    if page is None:
        return kept_private(
            render(request, "outreach/exact_hidden.html", status=410), "no-referrer"
        )
    if request.method != "POST":
        return _whole(request, token, page)
    if sent_too_often(request, "exact", most=MOST_ACTS, seconds=HOUR):
        return _whole(request, token, page, warning=TOO_OFTEN, status=429)
    if request.POST.get("verbe") == ALL:
        return _confirm_rest(request, token, link)
    return _reply(request, token, link)


def _confirm_rest(request: HttpRequest, token: str, link: ExactLink) -> HttpResponseBase:
    shown = dict(pair.split(":", 1) for pair in request.POST.getlist("vu") if ":" in pair)
    try:
        confirm_rest(link, shown)
    except SheetGone:
        pass
    return redirect(f"{reverse('exact', args=[token])}#merci")


def _reply(request: HttpRequest, token: str, link: ExactLink) -> HttpResponseBase:
    reference = _posted(request, "fiche", 20)
    text = _posted(request, "texte", 5000)
    verb, warning, error = request.POST.get("verbe", ""), "", ""
    if verb not in ReplyVerb.values:
        return redirect("exact", token)
    try:
        reply(link, reference, ReplyVerb(verb), text=text, state=_posted(request, "etat", 64))
    except SheetGone:
        warning = NO_LONGER
    except SheetChanged:
        error = CHANGED
    except ValidationError as refusal:
        error = " ".join(refusal.messages)
    page = read_page(link)
    if page is None:
        return kept_private(
            render(request, "outreach/exact_hidden.html", status=410), "no-referrer"
        )
    refused = _refused(reference, error, text) if error else None
    if request.headers.get("HX-Request") == "true" and page.find(reference) is not None:
        return _row(request, token, page, reference, refused)
    if warning or refused:
        status = 409 if warning or error == CHANGED else 422
        return _whole(request, token, page, warning=warning, refused=refused, status=status)
    return redirect(f"{reverse('exact', args=[token])}#fiche-{reference}")


def _posted(request: HttpRequest, name: str, longest: int) -> str:
    text = request.POST.get(name, "").replace("\r\n", "\n").replace("\r", "\n")
    return plain_text(text)[:longest]


def _refused(reference: str, error: str, text: str) -> dict[str, str]:
    """What a sheet shows of a refusal: beside the text typed, unless the sheet itself changed."""
    field = "" if error == CHANGED else "texte"
    return {"reference": reference, "error": error, "text": text, "field": field}


def _context(token: str, page: ExactPage, refused: dict[str, str] | None) -> dict[str, Any]:
    return {
        "page": page,
        "token": token,
        "refused": refused or _refused("", "", ""),
    }


def _whole(
    request: HttpRequest,
    token: str,
    page: ExactPage,
    *,
    warning: str = "",
    refused: dict[str, str] | None = None,
    status: int = 200,
) -> HttpResponse:
    errors = []
    if refused:
        place = refused["field"] or "fiche"
        errors.append({"text": refused["error"], "id": f"{place}-{refused['reference']}"})
    context = {**_context(token, page, refused), "warning": warning, "errors": errors}
    return kept_private(render(request, "outreach/exact.html", context, status=status))


def _row(
    request: HttpRequest,
    token: str,
    page: ExactPage,
    reference: str,
    refused: dict[str, str] | None,
) -> HttpResponse:
    """One sheet, put in place of itself. A refusal answers 200 too: scripts leave other answers aside."""
    context = {**_context(token, page, refused), "sheet": page.find(reference)}
    return kept_private(render(request, "outreach/_exact_answer.html", context))


class NewLinkForm(VisitorForm):
    """The address that received the reminder."""

    address = forms.EmailField(
        label="L’adresse qui a reçu notre courriel",
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        help_text="Le lien n’est envoyé qu’à une adresse que nous avons déjà pour votre structure.",
        error_messages={
            "required": "Écrivez l’adresse qui a reçu notre courriel.",
            "invalid": "Écrivez une adresse complète, comme nom@exemple.fr.",
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
def new_link(request: HttpRequest) -> HttpResponseBase:
    """Ask for a new link; whatever the address, the answer is the same."""
    form = NewLinkForm(request.POST if request.method == "POST" else None)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            if not sent_too_often(request, "exact-link", most=MOST_ASKED, seconds=HOUR):
                ask_again(form.cleaned_data["address"])
                return redirect("exact-link-asked")
            status = 429
            form.add_error(
                None, "Vous avez déjà fait plusieurs demandes. Réessayez dans une heure."
            )
    errors = [{"text": str(text), "id": ""} for text in form.non_field_errors()]
    errors += [
        {"text": str(text), "id": form["address"].id_for_label} for text in form["address"].errors
    ]
    context = {"form": form, "errors": errors}
    return kept_private(render(request, "outreach/exact_new_link.html", context, status=status))


@require_safe
def link_asked(request: HttpRequest) -> HttpResponse:
    """Say what happens now, in the same words for everybody."""
    return kept_private(render(request, "outreach/exact_link_asked.html"), "no-referrer")
