"""Loads the demonstration pages; what the staff wrote since is never overwritten."""

import re
from pathlib import Path
from typing import Any

import yaml
from django.db import transaction
from wagtail.models import Page

from connect.common.french import NBSP
from connect.home.models import ContentPage, HomePage
from connect.home.services import create_root_pages, link

TEXTS = Path(__file__).parent / "data" / "pages.yaml"
SITE_NAME = "ESSor Connect"
CHAMBER = "Chambre régionale de l’ESS (démonstration)"


def typeset(value: Any) -> Any:
    """The same text, or blocks of text, with the no-break spaces of French typography."""
    if isinstance(value, str):
        if value.startswith("/"):
            return value
        value = re.sub(r" ([:;?!»])", rf"{NBSP}\1", value)
        return value.replace("« ", f"«{NBSP}")
    if isinstance(value, dict):
        return {key: typeset(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return type(value)(typeset(one) for one in value)
    return value


@transaction.atomic
def load_pages() -> None:
    """Write the home page, the pages to read, the identity and the menus, where nobody wrote yet."""
    texts = typeset(yaml.safe_load(TEXTS.read_text(encoding="utf-8")))
    roots = create_root_pages(SITE_NAME)
    _write_home(roots.home, texts["home"])
    pages = {text["slug"]: _write_page(roots.home, text) for text in texts["pages"]}
    _write_identity(roots.identity, pages)


def _untouched(page: Page) -> bool:
    """Whether nobody ever saved this page: each save of the staff leaves a revision."""
    return page.latest_revision_id is None


def _write_home(home: HomePage, text: dict[str, Any]) -> None:
    if _untouched(home):
        home.introduction = home.search_description = text["introduction"]
        home.save_revision(log_action=False).publish()


def _write_page(home: HomePage, text: dict[str, Any]) -> Page:
    page = ContentPage.objects.child_of(home).filter(slug=text["slug"]).first()
    if page is not None and not _untouched(page):
        return page
    if page is None:
        page = ContentPage(slug=text["slug"], title=text["title"], live=False)
        home.add_child(instance=page)
    page.title, page.search_description = text["title"], text["summary"]
    page.introduction = text["introduction"]
    page.body = ContentPage.body.field.stream_block.to_python([_block(one) for one in text["body"]])
    page.save_revision(log_action=False).publish()
    return page


def _block(block: dict[str, Any]) -> dict[str, Any]:
    """A stored block; a paragraph is written one element a line in the file."""
    value = block["value"]
    return {**block, "value": "".join(value) if block["type"] == "paragraph" else value}


def _write_identity(identity: Any, pages: dict[str, Page]) -> None:
    """Fill the identity, unless it has columns in its footer: somebody wrote there."""
    if identity.footer_columns:
        return
    identity.tagline = "Trouver une aide pour un projet d’économie sociale et solidaire"
    identity.chamber_name = identity.chamber_name or CHAMBER
    identity.region_name = identity.region_name or "Pays de la Loire"
    identity.email = identity.email or "contact@example.org"
    identity.footer_text = (
        "Un outil des chambres régionales de l’économie sociale et solidaire, tenu avec les structures qui financent "
        "et accompagnent."
    )
    identity.footer_columns = [
        ("column", {"title": "Trouver", "links": [
            link("Toutes les offres", "/offres/"),
            link("Appels à projets ouverts", "/appels/"),
            link("Structures", "/structures/"),
            link("Mode d’emploi", pages["mode-d-emploi"]),
        ]}),
        ("column", {"title": "Le projet", "links": [
            link("À propos d’ESSor", pages["a-propos"]),
            link("Référencer une offre", pages["referencer-une-offre"]),
            link("Qui sommes-nous\u00a0?", pages["qui-sommes-nous"]),
        ]}),
    ]  # fmt: skip
    identity.legal_links = [
        ("link", link(title, pages[slug]))
        for slug, title in (
            ("mentions-legales", "Mentions légales"),
            ("donnees-personnelles", "Données personnelles"),
            ("accessibilite", "Accessibilité"),
        )
    ]
    identity.save()
