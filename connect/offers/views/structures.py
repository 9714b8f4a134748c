"""Pages of structures and entities, with the offers they propose."""

from dataclasses import dataclass

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from connect.common.clock import today
from connect.offers import structure_listing
from connect.offers.catalogue.index import CatalogueIndex, current
from connect.offers.catalogue.rows import OfferRow, rows_of
from connect.offers.enums import CallState, Kind
from connect.offers.models import Offer
from connect.offers.opendata.addresses import structure_files
from connect.offers.selectors import call_state
from connect.offers.selectors import visible_to as offers_visible_to
from connect.offers.views.visits import note_visit
from connect.structures.models import Structure
from connect.structures.selectors import entities_visible_to, moved_to, visible_to
from connect.visits.models import Subject

PER_PAGE = 30


@dataclass(frozen=True)
class OfferSection:
    """Offers of one kind on the page of a structure or an entity."""

    title: str
    rows: list[OfferRow]


def _sections(offers: QuerySet[Offer], index: CatalogueIndex) -> list[OfferSection]:
    rows = rows_of(offers.select_related("structure__entity").order_by("title", "reference"), index)
    day = today()
    ongoing = [
        row
        for row in rows
        if row.offer.kind == Kind.CALL and call_state(row.offer, day) != CallState.CLOSED
    ]
    past = [
        row
        for row in rows
        if row.offer.kind == Kind.CALL and call_state(row.offer, day) == CallState.CLOSED
    ]
    ongoing.sort(key=lambda row: (row.offer.closes_on or day, row.offer.reference))
    past.sort(key=lambda row: (row.offer.closes_on or day, row.offer.reference), reverse=True)
    sections = [
        OfferSection("Appels à projets en cours ou à venir", ongoing),
        OfferSection("Financements", [row for row in rows if row.offer.kind == Kind.FUNDING]),
        OfferSection(
            "Accompagnements", [row for row in rows if row.offer.kind == Kind.ACCOMPANIMENT]
        ),
        OfferSection("Appels à projets clos", past),
    ]
    return [section for section in sections if section.rows]


@require_safe
def structure(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Show a structure: who it is, how to reach it, what it proposes; one merged into another leads there.

    Raises:
        Http404: when it is not shown.
    """
    shown = visible_to(request.user).select_related("entity", "department", "epci", "local_network")
    found = shown.filter(slug=slug).order_by("pk").first()
    if found is None:
        return redirect(_moved_to(request, slug), permanent=True)
    siblings = (
        visible_to(request.user).filter(entity=found.entity).exclude(pk=found.pk).order_by("name")
    )
    context = {
        "structure": found,
        "sections": _sections(offers_visible_to(request.user).filter(structure=found), current()),
        "siblings": list(siblings[:30]),
    }
    page = render(request, "structures/structure_detail.html", context)
    note_visit(request, Subject.STRUCTURE, found.pk, found)
    return page


def _moved_to(request: HttpRequest, slug: str) -> Structure:
    target = moved_to(slug, request.user)
    if target is None:
        raise Http404("Cette structure n’existe pas ou n’est plus diffusée.")
    return target


@require_safe
def entity(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Show an entity and its services; an entity of one structure leads to that structure."""
    found = get_object_or_404(entities_visible_to(request.user), slug=slug)
    services = list(
        visible_to(request.user).filter(entity=found).select_related("department").order_by("name")
    )
    if not services:
        raise Http404
    if len(services) == 1:
        return redirect(services[0], permanent=False)
    offers = offers_visible_to(request.user).filter(structure__entity=found)
    context = {"entity": found, "services": services, "sections": _sections(offers, current())}
    return render(request, "structures/entity_detail.html", context)


@dataclass(frozen=True)
class Choice:
    """A filter of the list, as an option."""

    value: str
    label: str
    selected: bool


@require_safe
def structure_list(request: HttpRequest) -> HttpResponse:
    """List the structures by name, filtered by role, department or words of the name."""
    departments = structure_listing.departments()
    filters, notices = structure_listing.read(request.GET, departments)
    structures, said = structure_listing.listed(filters, request.user)
    pages = Paginator(structures, PER_PAGE)
    page = pages.get_page(request.GET.get("page"))
    kept = request.GET.copy()
    kept.pop("page", None)
    context = {
        "page": page,
        "total": pages.count,
        "q": filters.text,
        "roles": [Choice(key, label, key == filters.role) for key, label in _role_labels().items()],
        "departments": [
            Choice(one.code, str(one), one.code == filters.department) for one in departments
        ],
        "notices": [*notices, *said],
        "files": structure_files(filters),
        "base_url": f"{reverse('structures')}?{kept.urlencode()}{'&' if kept else ''}",
    }
    return render(request, "structures/structure_list.html", context)


def _role_labels() -> dict[str, str]:
    return {"finance": "Finance", "accompagne": "Accompagne", "oriente": "Accueille et oriente"}
