"""« Pour quelqu’un »: every question and every answer on one page, for whoever has a person in front of them."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from connect.orientation.planning.choosing import choose
from connect.orientation.planning.conversation import converse
from connect.orientation.planning.dense import questions_of
from connect.orientation.planning.services import MOST_OFFERS


@require_safe
def for_someone(request: HttpRequest) -> HttpResponse:
    """Show the questions and the three lists; HTMX receives the lists alone."""
    state = converse(request.GET)
    judgement = state.judgement
    shown = not state.answers.is_empty
    choosing = choose(
        judgement, request.user, state.ticked, request.GET.get("suite", ""), shown=shown
    )
    context = {
        "scheme": judgement.scheme,
        "questions": questions_of(
            judgement.scheme, state.answers, judgement.index.vocabulary, state.typed
        ),
        "choosing": choosing,
        "notices": state.notices,
        "places": state.places,
        "query": state.answers.query(),
        "answered": shown,
        "nothing_ticked": request.GET.get("vide") == "1" and not choosing.ticked,
        "most_offers": MOST_OFFERS,
    }
    fragment = request.htmx and not request.htmx.history_restore_request  # type: ignore[attr-defined]  # HtmxMiddleware
    template = "orientation/_for_someone_results.html" if fragment else "orientation/for_someone.html"  # fmt: skip
    response = render(request, template, context)
    patch_vary_headers(response, ["HX-Request"])
    return response
