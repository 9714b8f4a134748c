"""What « plan du site » lists: the rooms, the public pages as a tree, the ways into the catalogue."""

from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from wagtail.models import Site

from connect.home.models import ContentPage, HomePage, IndexPage
from connect.home.selectors import visible_to
from connect.offers.catalogue.criteria import Criteria
from connect.offers.catalogue.overview import Overview, overview
from connect.taxonomy.enums import Level
from connect.taxonomy.models import Territory
from toolbox.models import SheetIndexPage, SheetPage

ROOMS = (
    ("Accueil", "/", ""),
    (
        "Quelles offres pour mon projet\u00a0?",
        "/orientation/",
        "Quelques questions, puis les offres qui vous vont, et pourquoi.",
    ),
    (
        "Pour quelqu’un",
        "/orientation/pour-quelquun/",
        "Une seule page pour qui accompagne, et un plan à remettre.",
    ),
    ("Offres", "/offres/", "Tout le catalogue, avec ses filtres."),
    ("Appels à projets", "/appels/", "Ouverts, à venir et clos, par date de clôture."),
    ("Structures", "/structures/", "Qui finance, qui accompagne, qui accueille et oriente."),
    (
        "Fiches pratiques",
        "/fiches/",
        "Des réponses sur un sujet, écrites à plusieurs, avec leurs sources.",
    ),
    ("Recherche", "/recherche/", "Dans les offres, les structures et les pages."),
    ("Le catalogue en chiffres", "/panorama/", "Cartes et indicateurs, avec leur historique."),
    (
        "Se référencer",
        "/se-referencer/",
        "Tenir à jour la fiche de sa structure, ou l’ajouter à l’annuaire.",
    ),
    (
        "Groupes",
        "/groupes/",
        "Groupes projet et groupes thématiques\u00a0: les lire, les rejoindre.",
    ),
    ("Mon compte", "/compte/", "Vos fiches, vos structures, vos messages, vos données."),
)


@dataclass(frozen=True)
class Entry:
    """A line of the map, and what stands under it."""

    title: str
    url: str
    about: str = ""
    children: list["Entry"] = field(default_factory=list)


@dataclass(frozen=True)
class Department:
    """A department: the offers proposed there, the structures that have their seat there."""

    name: str
    offers_url: str
    structures_url: str


@dataclass(frozen=True)
class SiteMap:
    """Everything the map lists."""

    rooms: list[Entry]
    pages: list[Entry]
    catalogue: Overview
    departments: list[Department]


def site_map(request: HttpRequest) -> SiteMap:
    """The map of the site that answers this request, as everybody may see it; three statements at most."""
    rooms = [Entry(title, url, about) for title, url, about in ROOMS]
    return SiteMap(rooms, page_tree(request), overview(), departments())


def page_tree(request: HttpRequest) -> list[Entry]:
    """The public pages under the home page, each below its nearest public ancestor; one statement."""
    site = Site.find_for_request(request)
    roots = {one.site_id: one.root_path for one in Site.get_site_root_paths()}
    if site is None or site.pk not in roots:
        return []
    pages: Any = visible_to(None).filter(url_path__startswith=roots[site.pk], depth__gt=2)
    for model in (ContentPage, HomePage, IndexPage):
        left_out = model.objects.filter(excluded_from_sitemap=True).order_by()
        pages = pages.exclude(pk__in=left_out.values("pk"))
    # The list of sheets is a room; the sheets stand in it.
    pages = pages.not_type(SheetIndexPage, SheetPage)
    top: list[Entry] = []
    branch: list[tuple[str, list[Entry]]] = [("", top)]
    for page in pages.order_by("path"):
        while not page.path.startswith(branch[-1][0]):
            branch.pop()
        entry = Entry(page.title, page.get_url(request) or "/", page.search_description)
        branch[-1][1].append(entry)
        branch.append((page.path, entry.children))
    return top


def departments() -> list[Department]:
    """The departments of the chamber, in the order of their codes; one statement."""
    found = Territory.objects.filter(level=Level.DEPARTMENT, in_scope=True).order_by("code")
    return [
        Department(
            one.name,
            Criteria(place=f"{one.name} (département {one.code})").url(),
            f"{reverse('structures')}?departement={one.code}",
        )
        for one in found
    ]
