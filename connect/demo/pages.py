"""Loads the demonstration pages; what a person wrote since is never overwritten."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import yaml
from django.db import transaction
from wagtail.models import Page

from connect.home.models import ContentPage, HomePage, SiteIdentity
from connect.home.services import FOOTER, create_root_pages, fill_footer, link, write_page
from connect.home.starting import StartingPage, read_page, starting_pages, typeset

TEXTS = Path(__file__).parent / "data" / "pages.yaml"
SITE_NAME = "ESSor Connect"
CHAMBER = "Chambre régionale de l’ESS (démonstration)"
PROJECT = (
    ("Mode d’emploi du catalogue", "mode-d-emploi"),
    ("À propos d’ESSor", "a-propos"),
    ("Référencer une offre", "referencer-une-offre"),
    ("Qui sommes-nous\u00a0?", "qui-sommes-nous"),
)


@transaction.atomic
def load_pages() -> None:
    """Write the home page, the pages to read, the identity and the menus, where nobody wrote yet."""
    texts = typeset(yaml.safe_load(TEXTS.read_text(encoding="utf-8")))
    roots = create_root_pages(SITE_NAME)
    _write_home(roots.home, texts["home"])
    pages = {text.slug: _write_page(roots.home, text) for text in _pages(texts)}
    _write_identity(roots.identity, pages, texts["identity"])


def _pages(texts: dict[str, Any]) -> Iterable[StartingPage]:
    """The pages of the demonstration, then those that every site needs, with their blanks filled."""
    yield from (read_page(text) for text in texts["pages"])
    yield from (page.filled(texts["blanks"].get(page.slug, {})) for page in starting_pages())


def _untouched(page: Page) -> bool:
    """Whether nobody ever saved this page: each save of the staff leaves a revision."""
    return page.latest_revision_id is None


def _write_home(home: HomePage, text: dict[str, Any]) -> None:
    if _untouched(home):
        home.introduction = home.search_description = text["introduction"]
        home.save_revision(log_action=False).publish()


def _write_page(home: HomePage, text: StartingPage) -> Page:
    page = ContentPage.objects.child_of(home).filter(slug=text.slug).first()
    if page is not None and not _untouched(page):
        return page
    if page is None:
        page = ContentPage(slug=text.slug, title=text.title, live=False)
        home.add_child(instance=page)
    write_page(page, text)
    page.save_revision(log_action=False).publish()
    return page


def _is_new(identity: SiteIdentity) -> bool:
    """Whether the identity is still as a new site gets it: no texts, and the first footer."""
    shown = [column.value["title"] for column in identity.footer_columns]
    return not (identity.tagline or identity.footer_text) and shown == [one for one, _ in FOOTER]


def _write_identity(identity: SiteIdentity, pages: dict[str, Page], text: dict[str, Any]) -> None:
    """Fill the identity of a new site; one that somebody wrote in stays as it is."""
    if not _is_new(identity):
        return
    identity.tagline = "Trouver une aide pour un projet d’économie sociale et solidaire"
    identity.chamber_name = identity.chamber_name or CHAMBER
    identity.region_name = identity.region_name or "Pays de la Loire"
    identity.email = identity.email or "contact@example.org"
    identity.footer_text = (
        "Un outil des chambres régionales de l’économie sociale et solidaire, tenu avec les structures qui financent "
        "et accompagnent."
    )
    fill_footer(identity, pages)
    identity.footer_columns.append(
        ("column", {"title": "Le projet", "links": [link(name, pages[to]) for name, to in PROJECT]})
    )
    identity.site_map_introduction = text["site_map_introduction"]
    identity.accessibility_checked_on = text["accessibility_checked_on"]
    identity.save()
