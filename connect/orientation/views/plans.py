"""The pages of a plan: prepared, ready, read by whoever holds its link."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from connect.common.visitor_forms import sent_too_often
from connect.orientation.models import Plan
from connect.orientation.planning import services
from connect.orientation.planning.composing import (
    Composing,
    chosen,
    compose,
    first_form,
    is_what_was_made,
    same_form,
)
from connect.orientation.planning.conversation import Conversation, converse
from connect.orientation.planning.drawing import qr_of
from connect.orientation.planning.forms import MakeForm, note_name
from connect.orientation.planning.links import Keys, digest, new_keys, opened, sealed
from connect.orientation.planning.reading import read
from connect.orientation.planning.selectors import is_over, visible_to

MOST_AN_HOUR = 30
TOO_OFTEN = (
    "Beaucoup de plans ont été faits depuis votre connexion. Attendez une heure, puis envoyez de nouveau\u00a0:"
    " ce que vous avez écrit reste sur cette page."
)
MADE_BEFORE = (
    "Ce formulaire a déjà fait un plan, et vous l’avez changé depuis. Envoyez de nouveau pour en faire un second."
    " Pour changer le premier, ouvrez son lien de gestion."
)


def kept_private(response: HttpResponse, referrer: str) -> HttpResponse:
    """A page known by a secret: no copy on the way, no search engine, no address told to others.

    Args:
        response: the page.
        referrer: `no-referrer` for a page that is read; `same-origin` where forms are sent, for browsers that hide
            the origin of a form fail the check against forged requests.
    """
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    response.headers["Referrer-Policy"] = referrer
    return response


def links_of(request: HttpRequest, reading: str, managing: str) -> dict[str, Any]:
    """Both links of a plan, in full, and the code that a telephone reads."""
    reading_url = request.build_absolute_uri(reverse("plan", args=[reading]))
    return {
        "reading_url": reading_url,
        "managing_url": request.build_absolute_uri(reverse("plan-manage", args=[managing])),
        "qr": qr_of(reading_url),
    }


@require_http_methods(["GET", "HEAD", "POST"])
def compose_plan(request: HttpRequest) -> HttpResponseBase:
    """Put the ticked offers in order, write beside them, and make the plan."""
    sent = request.POST if request.method == "POST" else request.GET
    state, composing = converse(sent), compose(sent, request.user)
    if request.method != "POST":
        if not composing.offers:
            return redirect(state.address(("vide", "1")))
        return _form(request, state, composing, first_form(composing, state), new_keys())
    keys = opened(str(sent.get("cle", ""))) or new_keys()
    if composing.moved.moved or composing.lost:
        status = 409 if composing.lost else 200
        form = same_form(composing, sent)
        return _form(request, state, composing, form, keys, status=status)
    return _make(request, state, composing, keys)


def _make(
    request: HttpRequest, state: Conversation, composing: Composing, keys: Keys
) -> HttpResponseBase:
    form = MakeForm(request.POST, keys=composing.keys)
    if not form.is_valid():
        return _form(request, state, composing, form, keys, status=422)
    if sent_too_often(request, "plan", most=MOST_AN_HOUR, seconds=3600):
        form.add_error(None, TOO_OFTEN)
        return _form(request, state, composing, form, keys, status=429)
    try:
        made = services.make(
            keys,
            form.texts,
            chosen(composing, form),
            state.judgement,
            days=form.cleaned_data["days"],
            author=request.user,
        )
    except services.PlanRefused as refusal:
        form.add_error(None, str(refusal))
        return _form(request, state, composing, form, keys, status=422)
    plan = made.plan
    if plan.reading_digest != digest(keys.reading) or plan.revoked_at is not None:
        # Sent again after its link was renewed or the plan withdrawn: the managing page says where it stands.
        return redirect("plan-manage", keys.managing)
    if not made.is_new and not is_what_was_made(plan, composing, form):
        form = same_form(composing, request.POST)
        return _form(request, state, composing, form, new_keys(), status=409, notice=MADE_BEFORE)
    context = {
        "plan": plan,
        "again_url": reverse("orientation-for-someone"),
        **links_of(request, keys.reading, keys.managing),
    }
    return kept_private(render(request, "orientation/plan_ready.html", context), "same-origin")


def _form(
    request: HttpRequest,
    state: Conversation,
    composing: Composing,
    form: MakeForm,
    keys: Keys,
    *,
    status: int = 200,
    notice: str = "",
) -> HttpResponse:
    last = len(composing.offers) - 1
    context = {
        "form": form,
        "errors": form.messages(composing.titles) if form.is_bound else [],
        "notices": [text for text in (composing.sentence, notice) if text],
        "steps": [
            {
                "key": one.reference,
                "title": one.title,
                "structure": one.structure.name,
                "field": form[note_name(one.reference)],
                "first": rank == 0,
                "last": rank == last,
                "moved": one.reference == composing.moved.moved,
            }
            for rank, one in enumerate(composing.offers)
        ],
        "most_offers": services.MOST_OFFERS,
        "excess": max(0, len(composing.offers) - services.MOST_OFFERS),
        "pairs": state.answers.pairs(),
        "sealed": sealed(keys),
        "back_url": state.address(),
    }
    response = render(request, "orientation/plan_compose.html", context, status=status)
    return kept_private(response, "same-origin")


@require_safe
def plan(request: HttpRequest, token: str) -> HttpResponse:
    """Show a plan to whoever holds its link; an ended or withdrawn one says so and shows nothing of itself."""
    found = visible_to(token).first()
    if found is None:
        raise Http404("Ce plan n’existe pas.")
    if found.revoked_at is not None or is_over(found):
        return ended(request, found, managing=False)
    address = request.build_absolute_uri(reverse("plan", args=[token]))
    # A plan shows what the public sees, whoever opens it.
    context = {"read": read(found, None), "address": address, "qr": qr_of(address)}
    return kept_private(render(request, "orientation/plan.html", context), "no-referrer")


def ended(request: HttpRequest, plan: Plan, *, managing: bool) -> HttpResponse:
    """The page of a plan that is no longer there to be read; nothing of the plan is in it."""
    context = {"revoked": plan.revoked_at is not None, "managing": managing}
    response = render(request, "orientation/plan_ended.html", context, status=410)
    return kept_private(response, "no-referrer")
