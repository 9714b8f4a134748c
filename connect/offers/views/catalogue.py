"""The catalogue: facets on one side, offers grouped by typology on the other."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from connect.offers.catalogue import criteria as reading
from connect.offers.catalogue.index import current
from connect.offers.catalogue.places import locate
from connect.offers.catalogue.results import answer
from connect.search.models import SearchTally
from connect.search.tallying import tally


@require_safe
def catalogue(request: HttpRequest) -> HttpResponse:
    """Show the offers that answer the address; HTMX receives the results alone."""
    index = current()
    asked, notices = reading.read(request.GET, index)
    locality, sentence = locate(asked.place)
    if sentence:
        notices.append(sentence)
    results = answer(asked, index, locality, request.user, notices)
    if asked.q and not asked.values and asked.page == 1:
        # Facets refine what was already asked: only the words themselves are counted.
        tally(request, asked.q, SearchTally.Place.CATALOGUE, results.total)
    fragment = request.htmx and not request.htmx.history_restore_request  # type: ignore[attr-defined]  # HtmxMiddleware
    template = "offers/_results.html" if fragment else "offers/catalogue.html"
    response = render(request, template, {"results": results, "criteria": results.criteria})
    patch_vary_headers(response, ["HX-Request"])
    return response
