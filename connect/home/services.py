"""Verbs that build the site's tree: the home page as root, the menus, the pages every site needs."""

import copy
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from wagtail.models import Page, Site

from connect.home.chrome import DEFAULT_MENU
from connect.home.models import ContentPage, HomePage, SiteIdentity
from connect.home.starting import StartingPage, starting_pages
from toolbox.starting import list_under

FOOTER = (
    (
        "Trouver",
        (
            ("Trouver mes offres", "/orientation/"),
            ("Pour quelqu’un", "/orientation/pour-quelquun/"),
            ("Toutes les offres", "/offres/"),
            ("Appels à projets ouverts", "/appels/"),
            ("Structures", "/structures/"),
        ),
    ),
    (
        "Comprendre",
        (
            ("Fiches pratiques", "/fiches/"),
            ("Aide", "aide"),
            ("Le catalogue en chiffres", "/panorama/"),
            ("Données ouvertes", "donnees-ouvertes"),
        ),
    ),
)
LEGAL = (
    ("Plan du site", "/plan-du-site/"),
    ("Mentions légales", "mentions-legales"),
    ("Données personnelles", "donnees-personnelles"),
    ("Accessibilité", "accessibilite"),
)
LOCAL_HOSTS = frozenset({"localhost", "127.0.0.1"})
HTTP, HTTPS = 80, 443


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
    """Make our home page the root of the default site, with menus and the pages every site needs as drafts.

    Run again, it makes only what is missing and changes nothing that exists.

    Args:
        site_name: the name given to a site that has none.
    """
    home = _home(site_name)
    site = _site(home, site_name)
    pages = _starting_pages(home)
    list_under(home)
    identity = SiteIdentity.objects.filter(site=site).first()
    if identity is None:
        identity = SiteIdentity(
            site=site,
            site_name=site_name,
            menu=stream_links(DEFAULT_MENU),
            accessibility_page=pages.get("accessibilite"),
        )
        fill_footer(identity, pages)
        identity.save()
    return Roots(home, site, identity)


def fill_footer(identity: SiteIdentity, pages: Mapping[str, Page]) -> None:
    """Write the columns and the legal links of a footer; the links to drafts show once these are published.

    Args:
        identity: not saved here.
        pages: pages by their slug; a link to one that is missing is left out.
    """

    def links(entries: Iterable[tuple[str, str]]) -> list[tuple[str, str | Page]]:
        return [
            (label, pages.get(to, to)) for label, to in entries if to.startswith("/") or to in pages
        ]

    columns = [
        ("column", {"title": title, "links": [link(label, to) for label, to in links(entries)]})
        for title, entries in FOOTER
    ]
    # A stream takes a list of pairs and makes it a stream; its type cannot say so.
    stored: Any = identity
    stored.footer_columns, stored.legal_links = columns, stream_links(links(LEGAL))


def _starting_pages(home: HomePage) -> dict[str, Page]:
    """The pages every site needs, by slug; those that are missing are made, as drafts."""
    wanted = starting_pages()
    slugs = [one.slug for one in wanted]
    found = {page.slug: page for page in home.get_children().filter(slug__in=slugs).order_by("pk")}
    for one in wanted:
        if one.slug not in found:
            page = ContentPage(slug=one.slug, live=False)
            write_page(page, one)
            found[one.slug] = home.add_child(instance=page)
    return found


def write_page(page: ContentPage, text: StartingPage) -> None:
    """Give a page its first texts; not saved here."""
    page.title, page.search_description = text.title, text.summary
    page.introduction = text.introduction
    # Reading a stream writes keys into what it reads; the first texts are shared.
    page.body = ContentPage.body.field.stream_block.to_python(copy.deepcopy(text.body))


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
        host, port = public_address()
        return Site.objects.create(
            hostname=host, port=port, root_page=home, is_default_site=True, site_name=site_name
        )
    _follow_public_address(site)
    former = site.root_page
    if former.pk != home.pk and former.specific_class is Page:
        site.root_page = home
        site.site_name = site.site_name or site_name
        site.save()
        if former.depth == 2 and not former.get_children().exists():
            former.delete()
    return site


def public_address() -> tuple[str, int]:
    """Host and port that people type, as Wagtail stores them: 443 is what makes its addresses `https`."""
    address = urlsplit(settings.WAGTAILADMIN_BASE_URL)
    port = HTTPS if address.scheme == "https" else address.port or HTTP
    return address.hostname or "localhost", port


def _follow_public_address(site: Site) -> None:
    """Give whole addresses, in mails and in the editor, the name that the operator set.

    Only a site that still has the name of a machine follows; one that the staff named keeps its name.
    """
    host, port = public_address()
    if site.hostname in LOCAL_HOSTS and (site.hostname, site.port) != (host, port):
        site.hostname, site.port = host, port
        site.save()
