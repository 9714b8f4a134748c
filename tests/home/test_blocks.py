"""What the editor's blocks accept, and where pages may be moved and copied."""

from typing import Any

import pytest
from wagtail.blocks import StructBlockValidationError
from wagtail.contrib.typed_table_block.blocks import TypedTableBlockValidationError
from wagtail.models import Page

from connect.accounts.enums import StaffRole
from connect.home.blocks.catalogue import CatalogueBlock
from connect.home.blocks.media import PictureBlock, TableBlock
from connect.home.blocks.text import LinkBlock
from connect.home.models import ContentPage
from tests.harness.visitor import Visitor
from tests.home.factories import ContentPageFactory, IndexPageFactory, home_page
from tests.offers.management import signed_in
from tests.taxonomy.factories import NeedFactory

pytestmark = pytest.mark.django_db


def link(**value: Any) -> Any:
    block = LinkBlock()
    return block.clean(block.to_python({"label": "Lire", "page": None, "address": "", **value}))


@pytest.mark.parametrize("address", ["/offres/", "https://example.org/aide", "http://example.org"])
def test_a_link_takes_a_path_or_a_web_address(address: str) -> None:
    assert link(address=address).url == address


@pytest.mark.parametrize(
    "address",
    [
        "",
        "javascript:alert(1)",
        "//example.org/",
        "data:text/html,x",
        "offres",
        "https://a:b@example.org/",
    ],
)
def test_a_link_refuses_any_other(address: str) -> None:
    with pytest.raises(StructBlockValidationError):
        link(address=address)


def test_a_link_has_one_destination() -> None:
    page = ContentPageFactory()

    assert link(page=page.pk).url == page.url
    with pytest.raises(StructBlockValidationError):
        link(page=page.pk, address="/offres/")


def test_a_link_to_an_unpublished_page_leads_nowhere() -> None:
    assert link(page=ContentPageFactory(live=False).pk).url == ""


@pytest.mark.parametrize(
    ("caption", "heading", "reason"),
    [("", "Type", "légende"), ("Les types", "", "Nommez chaque colonne")],
)
def test_a_table_has_a_caption_and_named_columns(caption: str, heading: str, reason: str) -> None:
    block = TableBlock()
    value = block.to_python(
        {
            "caption": caption,
            "columns": [{"type": "text", "heading": heading}],
            "rows": [{"values": ["Prêt"]}],
        }
    )

    with pytest.raises(TypedTableBlockValidationError) as refused:
        block.clean(value)
    assert reason in str(refused.value.as_json_data())


def test_a_picture_has_a_text_or_is_said_decorative() -> None:
    assert set(PictureBlock().child_blocks["image"].child_blocks) == {
        "image",
        "decorative",
        "alt_text",
    }


def test_an_extract_of_the_catalogue_names_a_criterion() -> None:
    NeedFactory(code="un_besoin")
    block = CatalogueBlock()

    with pytest.raises(StructBlockValidationError):
        block.clean(block.to_python({"title": "", "need": "", "typology": "", "limit": 3}))
    assert block.clean(
        block.to_python({"title": "", "need": "un_besoin", "typology": "", "limit": 3})
    )


def test_an_extract_whose_need_is_gone_shows_nothing(client: Visitor) -> None:
    block = {"title": "Parti", "need": "disparu", "typology": "", "limit": 3}
    page = ContentPageFactory(body=[("catalogue", block)])

    answer = client.get(page.url)

    assert answer.status_code == 200
    assert "Parti" not in answer.content.decode()


def test_a_page_is_not_moved_onto_a_room_s_address(client: Visitor) -> None:
    page = ContentPageFactory(parent=IndexPageFactory(slug="guides"), slug="offres")
    signed_in(StaffRole.ADMINISTRATOR, client)

    answer = client.get(f"/gestion/pages/{page.pk}/move/{home_page().pk}/confirm/", follow=True)

    assert "réservée à une rubrique du site" in answer.content.decode()
    page.refresh_from_db()
    assert page.url == "/guides/offres/"


def test_a_page_is_not_copied_onto_a_room_s_address(client: Visitor) -> None:
    page = ContentPageFactory(slug="guide")
    signed_in(StaffRole.ADMINISTRATOR, client)
    address = f"/gestion/pages/{page.pk}/copy/"
    client.get(address)

    answer = client.post(
        address,
        {"new_title": "Copie", "new_slug": "forum", "new_parent_page": str(home_page().pk)},
        follow=True,
    )

    assert "réservée à une rubrique du site" in answer.content.decode()
    assert not Page.objects.filter(slug="forum").exists()


def test_the_editor_is_told_in_the_form(client: Visitor) -> None:
    signed_in(StaffRole.ADMINISTRATOR, client)
    address = f"/gestion/pages/add/home/contentpage/{home_page().pk}/"
    client.get(address)

    answer = client.post(
        address,
        {"title": "Nos offres", "slug": "offres", "introduction": "", "body-count": "0", "comments-TOTAL_FORMS": "0",
         "comments-INITIAL_FORMS": "0"},
    )  # fmt: skip

    assert "réservée à une rubrique du site" in answer.content.decode()
    assert not ContentPage.objects.filter(slug="offres").exists()
