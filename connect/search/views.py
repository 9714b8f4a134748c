"""The search over the whole site."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from connect.common.sanitising import plain_text
from connect.search import selectors
from connect.search.models import SearchTally
from connect.search.tallying import tally

PER_PAGE = 20
LAST_PAGE = 50


@dataclass(frozen=True)
class KindTab:
    """A kind of result with its number, as a link."""

    label: str
    count: int
    url: str
    current: bool


def _page(raw: str) -> int:
    valid = raw.isascii() and raw.isdigit() and 0 < len(raw) < 6
    return min(max(int(raw), 1), LAST_PAGE) if valid else 1


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Show what answers `q` among everything the reader may see, best first."""
    text = plain_text(request.GET.get("q", ""))
    kind = request.GET.get("dans", "")
    page = _page(request.GET.get("page", "1"))
    everything = selectors.search(
        text, user=request.user, limit=PER_PAGE, offset=(page - 1) * PER_PAGE
    )
    known = {code for code, _, _ in everything.kinds}
    results = everything
    if kind in known:
        results = selectors.search(
            text, kinds=[kind], user=request.user, limit=PER_PAGE, offset=(page - 1) * PER_PAGE
        )
    else:
        kind = ""
    if page == 1 and not kind:
        tally(request, text, SearchTally.Place.SITE, results.total)
    count = min(max(1, -(-results.total // PER_PAGE)), LAST_PAGE)
    context: dict[str, Any] = {
        "q": text,
        "results": results,
        "hits": selectors.with_lines(results.hits, request.user),
        "tabs": _tabs(request, everything, kind),
        "page": page,
        "page_count": count,
        "previous_url": _url(request, kind, page - 1) if page > 1 else "",
        "next_url": _url(request, kind, page + 1) if page < count else "",
    }
    response = render(request, "search/results.html", context)
    patch_vary_headers(response, ["HX-Request"])
    return response


def _url(request: HttpRequest, kind: str, page: int) -> str:
    query = request.GET.copy()
    for key, value in (("dans", kind), ("page", str(page) if page > 1 else "")):
        query.pop(key, None)
        if value:
            query[key] = value
    return f"{request.path}?{query.urlencode()}"


def _tabs(request: HttpRequest, results: selectors.Results, kind: str) -> list[KindTab]:
    tabs = [KindTab("Tout", results.total, _url(request, "", 1), not kind)]
    tabs += [
        KindTab(label, count, _url(request, code, 1), code == kind)
        for code, label, count in results.kinds
    ]
    return tabs if len(tabs) > 2 else []
