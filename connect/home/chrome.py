"""What surrounds every page: identity, menu, footer. Two statements at most besides the site itself."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from wagtail.models import Page, Site

from connect.home.models import SiteIdentity

DEFAULT_MENU = (
    ("Quelles offres pour mon projet\u00a0?", "/orientation/"),
    ("Offres", "/offres/"),
    ("Appels à projets", "/appels/"),
    ("Structures", "/structures/"),
    ("Fiches", "/fiches/"),
    ("Recherche", "/recherche/"),
)


@dataclass(frozen=True)
class MenuLink:
    """One link of a menu; `current` when the reader is in the room it leads to."""

    label: str
    url: str
    current: bool = False


@dataclass(frozen=True)
class FooterColumn:
    """A titled column of the footer."""

    title: str
    links: list[MenuLink]


@dataclass(frozen=True)
class Chrome:
    """Everything around a page.

    Attributes:
        identity: names and contacts.
        menu: links of the header.
        footer: columns of links.
        legal: links at the very bottom.
    """

    identity: SiteIdentity
    menu: list[MenuLink]
    footer: list[FooterColumn]
    legal: list[MenuLink]

    @property
    def name(self) -> str:
        """The site's name."""
        return self.identity.site_name

    @property
    def by(self) -> str:
        """Who publishes it."""
        return self.identity.chamber_name

    @property
    def about(self) -> str:
        """What the footer says of the site."""
        return self.identity.footer_text


Destination = Callable[[Any], str]


def _raw_links(children: Iterable[Any]) -> Iterator[dict[str, Any]]:
    """The links stored in a stream, read as JSON: chooser blocks would fetch pages one list at a time."""
    for child in children:
        value = child["value"]
        if child["type"] == "link":
            yield value
        elif child["type"] == "column":
            yield from (item["value"] if "value" in item else item for item in value["links"])


def _destinations(identity: SiteIdentity, request: HttpRequest) -> Destination:
    streams = (identity.menu, identity.footer_columns, identity.legal_links)
    wanted = {
        link["page"]
        for stream in streams
        for link in _raw_links(stream.raw_data)
        if link.get("page")
    }
    pages: dict[int, str] = {}
    if identity.accessibility_page_id:
        wanted.add(identity.accessibility_page_id)
    if wanted:
        found = Page.objects.filter(pk__in=wanted, live=True).order_by("pk")
        pages = {page.pk: page.get_url(request) or "" for page in found}
    return lambda link: (
        pages.get(link["page"], "") if link.get("page") else link.get("address") or ""
    )


def _links(raw: Iterable[dict[str, Any]], destination: Destination, path: str) -> list[MenuLink]:
    found = []
    for link in raw:
        url = destination(link)
        if url:
            inside = path == url or (url != "/" and url.endswith("/") and path.startswith(url))
            found.append(MenuLink(link["label"], url, inside))
    return found


def _legal(identity: SiteIdentity) -> list[dict[str, Any]]:
    """The legal links, where the way to the declaration of accessibility says the state of the site."""
    declaration = identity.accessibility_page_id
    label = f"Accessibilité\u00a0: {identity.conformity.label}"
    links = [
        {**link, "label": label} if declaration and link.get("page") == declaration else link
        for link in _raw_links(identity.legal_links.raw_data)
    ]
    if declaration and not any(link.get("page") == declaration for link in links):
        links.append({"label": label, "page": declaration})
    return links


def chrome_of(request: HttpRequest) -> Chrome:
    """Read what surrounds the pages of the site that answers this request."""
    identity = SiteIdentity.stored_for(Site.find_for_request(request))
    destination = _destinations(identity, request)
    menu = _links(_raw_links(identity.menu.raw_data), destination, request.path)
    if not menu:
        default = [{"label": label, "address": url} for label, url in DEFAULT_MENU]
        menu = _links(default, destination, request.path)
    columns = [
        FooterColumn(
            child["value"]["title"], _links(_raw_links([child]), destination, request.path)
        )
        for child in identity.footer_columns.raw_data
    ]
    legal = _links(_legal(identity), destination, request.path)
    return Chrome(identity, menu, [column for column in columns if column.links], legal)
