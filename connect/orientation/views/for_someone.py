"""« Pour quelqu’un »: every question and every answer on one page, for whoever has a person in front of them."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from connect.common.french import number
from connect.orientation.planning.choosing import choose
from connect.orientation.planning.conversation import converse
from connect.orientation.planning.dense import questions_of
from connect.orientation.planning.services import MOST_OFFERS

NOTHING_TICKED = {"text": "Cochez au moins une offre avant de préparer le plan.", "id": ""}


def _lost(count: int) -> list[str]:
    """What to say of offers that were ticked and are shown no more."""
    if not count:
        return []
    if count == 1:
        return [
            "Une offre que vous aviez cochée n’est plus diffusée\u00a0: elle n’est plus dans le plan."
        ]
    return [
        f"{number(count)} offres que vous aviez cochées ne sont plus diffusées\u00a0:"
        " elles ne sont plus dans le plan."
    ]


@require_safe
def for_someone(request: HttpRequest) -> HttpResponse:
    """Show the questions and the three lists; HTMX receives the lists alone."""
    state = converse(request.GET)
    judgement = state.judgement
    shown = not state.answers.is_empty
    choosing = choose(
        judgement, request.user, state.ticked, request.GET.get("suite", ""), shown=shown
    )
    forgotten = request.GET.get("vide") == "1" and not choosing.ticked
    context = {
        "scheme": judgement.scheme,
        "questions": questions_of(
            judgement.scheme, state.answers, judgement.index.vocabulary, state.typed
        ),
        "choosing": choosing,
        "errors": [NOTHING_TICKED] if forgotten else [],
        "notices": [*state.notices, *_lost(choosing.lost)],
        "places": state.places,
        "query": state.answers.query(),
        "answered": shown,
        "most_offers": MOST_OFFERS,
    }
    fragment = request.htmx and not request.htmx.history_restore_request  # type: ignore[attr-defined]  # HtmxMiddleware
    template = "orientation/_for_someone_results.html" if fragment else "orientation/for_someone.html"  # fmt: skip
    response = render(request, template, context)
    patch_vary_headers(response, ["HX-Request"])
    return response
