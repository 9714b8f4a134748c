"""« Demander à la CRESS »: a question that somebody of the chamber answers by mail."""

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from connect.common.visitor_forms import sent_too_often
from connect.offers.catalogue.index import current
from connect.orientation import inquiries
from connect.orientation.answers import Answers, read
from connect.orientation.forms import InquiryForm
from connect.orientation.wording import answers_in_words

MOST_AN_HOUR = 5


@require_http_methods(["GET", "HEAD", "POST"])
def inquiry(request: HttpRequest) -> HttpResponse:
    """Show the form, or keep the question; what was typed always comes back."""
    vocabulary = current().vocabulary
    given = request.POST if request.method == "POST" else request.GET
    answers, notices = read(given, vocabulary)
    form = InquiryForm(request.POST if request.method == "POST" else None)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            if sent_too_often(request, "inquiry", most=MOST_AN_HOUR, seconds=3600):
                status = 429
                form.add_error(
                    None,
                    "Vous avez déjà envoyé plusieurs questions. Gardez ce texte et réessayez dans une heure.",
                )
            elif _kept(form, answers):
                return redirect("orientation-inquiry-sent")
    kept: dict[str, list[str]] = {}
    for name, value in answers.pairs():
        kept.setdefault(name, []).append(value)
    context = {
        "form": form,
        "errors": _errors(form),
        "notices": notices,
        "pairs": answers.pairs(),
        "recap": answers_in_words(kept, vocabulary),
        "query": answers.query(),
    }
    return render(request, "orientation/inquiry.html", context, status=status)


def _kept(form: InquiryForm, answers: Answers) -> bool:
    cleaned = form.cleaned_data
    try:
        inquiries.ask(text=cleaned["text"], email=cleaned["email"], answers=answers)
    except ValidationError as error:
        form.add_error(None, ValidationError(error.messages))
        return False
    return True


def _errors(form: InquiryForm) -> list[dict[str, str]]:
    found = [{"text": str(text), "id": ""} for text in form.non_field_errors()]
    for name in ("text", "email"):
        found += [{"text": str(text), "id": form[name].id_for_label} for text in form[name].errors]
    return found


@require_safe
def inquiry_sent(request: HttpRequest) -> HttpResponse:
    """Say that the question arrived and what comes next."""
    return render(request, "orientation/inquiry_sent.html")
