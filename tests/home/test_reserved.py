"""Pages never take the address of a room."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import get_resolver

from connect.home.reserved import RESERVED
from tests.home.factories import ContentPageFactory, IndexPageFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("slug", ["offres", "gestion", "api", "rendez-vous", "healthz", "Forum"])
def test_a_room_s_address_is_refused_at_the_top(slug: str) -> None:
    with pytest.raises(ValidationError) as refused:
        ContentPageFactory(slug=slug)

    assert "réservée à une rubrique du site" in str(refused.value)


def test_the_same_address_is_free_further_down() -> None:
    page = ContentPageFactory(parent=IndexPageFactory(slug="guides"), slug="offres")

    assert page.url == "/guides/offres/"


def test_a_page_cannot_be_renamed_to_a_room() -> None:
    page = ContentPageFactory(slug="libre")
    page.slug = "appels"

    with pytest.raises(ValidationError):
        page.full_clean()


def test_every_first_part_of_our_addresses_is_reserved() -> None:
    def parts(patterns: list[object], prefix: str = "") -> set[str]:
        found: set[str] = set()
        for one in patterns:
            text = prefix + str(getattr(one, "pattern", "")).lstrip("^")
            if "/" in text or not hasattr(one, "url_patterns"):
                found.add(text.split("/")[0].split("(")[0].rstrip("$"))
            else:
                found |= parts(one.url_patterns, text)
        return found

    firsts = parts(get_resolver().url_patterns)
    ours = {part for part in firsts if part and part.replace("-", "").isalpha()}
    assert "offres" in ours
    assert ours <= RESERVED
