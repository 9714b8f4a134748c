"""What robots may read, and where the map of the site is."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

CLOSED = ("/gestion/", "/demo/", "/recherche/", "/api/", "/orientation/resultats/")


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """The pages for people are open; management, mails of the demonstration and result pages are not."""
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in CLOSED)]
    lines.append(f"Sitemap: {request.build_absolute_uri(reverse('sitemap'))}")
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
