"""The one page of the site that is made from all the others."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from connect.home.site_map import site_map


@require_safe
def show_site_map(request: HttpRequest) -> HttpResponse:
    """« Plan du site »: rooms, pages, ways into the catalogue."""
    return render(request, "home/site_map.html", {"map": site_map(request)})
