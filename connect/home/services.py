"""Verbs that build the site's tree: the home page as root, the menus, the legal pages."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from wagtail.models import Page, Site

from connect.home.chrome import DEFAULT_MENU
from connect.home.models import ContentPage, HomePage, SiteIdentity

LEGAL = (
    (
        "mentions-legales",
        "Mentions légales",
        "<h2>Éditeur</h2><p>Nom de la structure, forme juridique, adresse, téléphone et courriel.</p>"
        "<h2>Direction de la publication</h2><p>Fonction de la personne responsable.</p>"
        "<h2>Hébergement</h2><p>Nom, adresse et téléphone de l’hébergeur.</p>",
    ),
    (
        "donnees-personnelles",
        "Données personnelles",
        "<h2>Ce que nous enregistrons</h2><p>À compléter : données, raisons, durées.</p>"
        "<h2>Vos droits</h2><p>À compléter : comment demander accès, correction ou effacement.</p>",
    ),
    (
        "accessibilite",
        "Accessibilité",
        "<h2>État de conformité</h2><p>À compléter après un audit du site.</p>"
        "<h2>Signaler une difficulté</h2><p>À compléter : à qui écrire.</p>",
    ),
)


@dataclass(frozen=True)
class Roots:
    """What a new site stands on."""

    home: HomePage
    site: Site
    identity: SiteIdentity


def link(label: str, destination: str | Page) -> dict[str, Any]:
    """A link to a page or to an address, as its block takes it."""
    if isinstance(destination, Page):
        return {"label": label, "page": destination, "address": ""}
    return {"label": label, "page": None, "address": destination}


def stream_links(links: Iterable[tuple[str, str | Page]]) -> list[tuple[str, dict[str, Any]]]:
    """A stream of links, ready for a menu."""
    return [("link", link(label, to)) for label, to in links]


@transaction.atomic
def create_root_pages(site_name: str) -> Roots:
    """Make our home page the root of the default site, with menus and the legal pages as drafts.

    Run again, it makes only what is missing and changes nothing that exists.

    Args:
        site_name: the name given to a site that has none.
    """
    home = _home(site_name)
    site = _site(home, site_name)
    for slug, title, text in LEGAL:
        if not home.get_children().filter(slug=slug).exists():
            home.add_child(
                instance=ContentPage(title=title, slug=slug, live=False, body=[("paragraph", text)])
            )
    identity = SiteIdentity.objects.filter(site=site).first()
    if identity is None:
        identity = SiteIdentity.objects.create(
            site=site, site_name=site_name, menu=stream_links(DEFAULT_MENU)
        )
    return Roots(home, site, identity)


def _home(site_name: str) -> HomePage:
    home: HomePage | None = HomePage.objects.order_by("path").first()
    if home is not None:
        return home
    root = Page.get_first_root_node()
    slug = "accueil"
    while root.get_children().filter(slug=slug).exists():
        slug = f"{slug}-1"
    home = HomePage(title=site_name, slug=slug)
    root.add_child(instance=home)
    return home


def _site(home: HomePage, site_name: str) -> Site:
    """Point the default site at our home page, unless it already has a page of ours; drop the welcome page."""
    site = Site.objects.filter(is_default_site=True).select_related("root_page").first()
    if site is None:
        return Site.objects.create(
            hostname="localhost", root_page=home, is_default_site=True, site_name=site_name
        )
    former = site.root_page
    if former.pk != home.pk and former.specific_class is Page:
        site.root_page = home
        site.site_name = site.site_name or site_name
        site.save()
        if former.depth == 2 and not former.get_children().exists():
            former.delete()
    return site
