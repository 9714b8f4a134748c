"""The pages every site needs: complete, typeset, with blanks that show."""

import re
from collections.abc import Iterator
from typing import Any

import pytest

from connect.home.models import ContentPage
from connect.home.reserved import RESERVED
from connect.home.services import write_page
from connect.home.starting import starting_pages
from tests.harness.visitor import Visitor
from tests.home.factories import ContentPageFactory
from tests.taxonomy.factories import FundingTypeFactory

NEEDED = {"aide", "donnees-ouvertes", "mentions-legales", "donnees-personnelles", "accessibilite"}


def published(slug: str) -> ContentPage:
    """A page of the start, published as it is first written, at an address of its own."""
    text = next(one for one in starting_pages() if one.slug == slug)
    page = ContentPage(slug=f"essai-{slug}")
    write_page(page, text)
    made: ContentPage = ContentPageFactory(
        slug=page.slug, title=page.title, introduction=page.introduction, body=page.body
    )
    return made


def test_they_are_all_there_and_take_the_address_of_no_room() -> None:
    slugs = {one.slug for one in starting_pages()}

    assert slugs == NEEDED
    assert not slugs & RESERVED


def sentences(value: Any) -> Iterator[str]:
    """Every text of a page, however deep, without its tags."""
    if isinstance(value, str):
        yield re.sub(r"<[^>]+>", "", value)
    elif isinstance(value, dict | list):
        for one in value.values() if isinstance(value, dict) else value:
            yield from sentences(one)


def test_their_texts_follow_french_typography() -> None:
    for page in starting_pages():
        for text in sentences([page.title, page.summary, page.introduction, page.body]):
            assert not re.search(r" [:;?!»%]|« |\w'\w", text), text


def test_blanks_are_filled_without_changing_the_first_text() -> None:
    page = next(one for one in starting_pages() if one.slug == "mentions-legales")

    filled = page.filled({"Siège": "<p>À Nantes.</p>"})

    assert "<p>À Nantes.</p>" in str(filled.body)
    assert "<p>À Nantes.</p>" not in str(page.body)


@pytest.mark.django_db
def test_what_only_the_installation_knows_is_shown_as_to_be_written(client: Visitor) -> None:
    text = client.get(published("mentions-legales").url).content.decode()

    assert text.count("À compléter") == 9
    for word in ("Direction de la publication", "hébergeur", "AGPL", "Licence Ouverte 2.0"):
        assert word in text


@pytest.mark.django_db
def test_the_declaration_says_no_more_than_is_true(client: Visitor) -> None:
    text = client.get(published("accessibilite").url).content.decode()

    assert "<strong>Non conforme</strong>" in text and "Aucun." in text
    assert "Défenseur des droits" in text and "lecteur d’écran" in text


@pytest.mark.django_db
def test_help_explains_the_words_of_today(client: Visitor) -> None:
    FundingTypeFactory(label="Prêt d’honneur", help_text="Une explication de l’équipe.")
    FundingTypeFactory(label="Sans explication", help_text="")

    text = client.get(published("aide").url).content.decode()

    assert "Une explication de l’équipe." in text and "Sans explication" not in text
    for word in ("Éligible", "À vérifier", "Proche mais exclu", "/orientation/pour-quelquun/"):
        assert word in text
