"""Who comes in: the signed-in member; what others typed is never lost."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import render

from connect.contributions.models import Proposal
from connect.contributions.sheets.book import Book
from connect.contributions.sheets.questions import MANY, Shape, questions_of
from connect.contributions.sheets.wording import items_of
from connect.memberships.models import Membership
from connect.structures.models import Structure

SIGNED_OUT = (
    "Votre session est terminée\u00a0: rien n’a été enregistré. Copiez vos textes ci-dessous, "
    "connectez-vous de nouveau, puis recollez-les."
)
NO_LONGER = (
    "Vous n’êtes plus rattaché à cette structure\u00a0: rien n’a été enregistré. Vos textes sont ci-dessous, "
    "pour que vous puissiez les copier et les transmettre à ses membres."
)
View = Callable[..., HttpResponseBase]


def by_script(request: HttpRequest) -> bool:
    """Whether the page’s script asks, and wants a short answer."""
    return request.headers.get("X-Requested-With") == "fetch"


def signed_in(view: View) -> View:
    """Let signed-in persons in; others are led to the sign-in page, with what they had typed shown to be copied."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.user.is_authenticated:
            return view(request, *args, **kwargs)
        if request.method == "POST":
            if by_script(request):
                return JsonResponse({"saved": False, "said": SIGNED_OUT}, status=401)
            if texts := _texts(request):
                return set_aside(request, SIGNED_OUT, texts, sign_in=True)
        return redirect_to_login(request.get_full_path())

    return guarded


def _texts(request: HttpRequest) -> list[tuple[str, str]]:
    """What was typed, by question, for whatever sheet it is."""
    found: dict[str, tuple[str, str]] = {}
    for subject in ("funding", "accompaniment", "call", "structure"):
        for question in questions_of(subject):
            if question.shape in MANY or question.shape in {Shape.CODE, Shape.FLAG, Shape.YES_NO}:
                continue
            text = request.POST.get(question.name, "").strip()
            if text:
                found.setdefault(question.name, (question.label, text))
    return list(found.values())


def set_aside(
    request: HttpRequest, said: str, texts: list[tuple[str, str]], *, sign_in: bool = False
) -> HttpResponse:
    """Show what was typed and could not be kept."""
    context = {"said": said, "texts": texts, "sign_in": sign_in}
    return render(request, "contributions/set_aside.html", context, status=403)


def refuse(
    request: HttpRequest,
    structure: Structure,
    subject: str,
    typed: dict[str, Any],
    *,
    known: bool = False,
) -> HttpResponseBase:
    """Answer a person who does not act for a structure: whoever did is told so, others learn nothing.

    Args:
        request: what was asked.
        structure: whose sheet it is.
        subject: which sheet.
        typed: what the form holds; empty when nothing was sent.
        known: whether the person is sure to have written here.

    Raises:
        Http404: for whoever never acted for the structure.
    """
    user: Any = request.user
    belonged = Membership.objects.filter(user_id=user.pk, structure=structure).exists()
    about = Q(structure=structure) | Q(offer__structure=structure)
    wrote = Proposal.objects.filter(about, author_id=user.pk).exists()
    if not (known or belonged or wrote):
        raise Http404("Cette page n’existe pas.")
    if by_script(request):
        return JsonResponse({"saved": False, "said": NO_LONGER}, status=403)
    return set_aside(request, NO_LONGER, _words(subject, typed))


def _words(subject: str, typed: dict[str, Any]) -> list[tuple[str, str]]:
    book, found = Book(), []
    for question in questions_of(subject):
        value = typed.get(question.name)
        if not value:
            continue
        if question.shape in MANY:
            text = "\n".join(items_of(question, value, book))
        elif question.shape == Shape.CODE:
            text = book.label(question.name, value)
        else:
            text = str(value)
        found.append((question.label, text))
    return found
