"""Pages as readers see them, and the rules of their tree."""

import gc
import warnings
from io import BytesIO
from pathlib import Path

import pytest
from django.core.files.images import ImageFile
from django.utils import timezone
from PIL import Image as Picture
from pytest_django import DjangoAssertNumQueries, Settings
from wagtail.images.models import Image
from wagtail.models import Page

from connect.home.models import ContentPage, HomePage, IndexPage
from tests.harness.visitor import Visitor
from tests.home.factories import ContentPageFactory, IndexPageFactory, home_page
from tests.offers.factories import OfferFactory
from toolbox.models import SheetIndexPage

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("parent", "children"),
    [
        (HomePage, {ContentPage, IndexPage, SheetIndexPage}),
        (IndexPage, {ContentPage, IndexPage}),
        (ContentPage, set()),
    ],
)
def test_what_may_stand_under_what(parent: type[Page], children: set[type[Page]]) -> None:
    assert set(parent.allowed_subpage_models()) == children


def test_the_home_page_counts_visible_offers_and_announces_what_closes(client: Visitor) -> None:
    home_page()
    OfferFactory(title="Subvention verte")
    OfferFactory(title="Subvention cachée", hidden=True)
    call = OfferFactory(title="Appel du moment", call=True)
    OfferFactory(title="Appel passé", closed_call=True)

    answer = client.get("/")

    text = answer.content.decode()
    overview = answer.context["overview"]
    assert (overview.funding, overview.open_calls) == (1, 1)
    assert [row.offer.pk for row in answer.context["closing"]] == [call.pk]
    assert "Appel du moment" in text
    assert "Subvention cachée" not in text and "Appel passé" not in text
    assert not answer.cookies


@pytest.mark.parametrize("count", [1, 3])
def test_an_index_page_costs_the_same_with_one_and_three(
    client: Visitor, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    parent = IndexPageFactory(slug="guides")
    ContentPageFactory.create_batch(count, parent=parent)
    client.get("/guides/")

    with django_assert_num_queries(11):
        answer = client.get("/guides/")
    assert len(answer.context["children"]) == count


def test_an_index_page_lists_public_pages_only(client: Visitor) -> None:
    parent = IndexPageFactory(slug="guides")
    ContentPageFactory(title="Lisible", parent=parent)
    ContentPageFactory(title="En brouillon", parent=parent, live=False)

    text = client.get("/guides/").content.decode()

    assert "Lisible" in text and "En brouillon" not in text


def test_a_page_out_of_the_site_map_is_still_read(client: Visitor) -> None:
    page = ContentPageFactory(excluded_from_sitemap=True, last_published_at=timezone.now())

    assert page.url not in client.get("/sitemap-pages.xml").content.decode()
    assert client.get(page.url).status_code == 200


def _image() -> Image:
    file = BytesIO()
    Picture.new("RGB", (1600, 900), "teal").save(file, "PNG")
    file.seek(0)
    image: Image = Image.objects.create(title="Atelier", file=ImageFile(file, name="atelier.png"))
    return image


def test_a_picture_comes_in_sizes_and_light_formats_with_its_text(
    client: Visitor, settings: Settings, tmp_path: Path
) -> None:
    settings.MEDIA_ROOT = tmp_path
    image = _image()
    stored = {"image": image.pk, "decorative": False, "alt_text": "Trois personnes à une table"}
    block = ContentPage.body.field.stream_block.to_python(
        [{"type": "picture", "value": {"image": stored, "caption": "Un atelier", "credit": ""}}]
    )
    page = ContentPageFactory(body=block)

    with warnings.catch_warnings():
        # Wagtail leaves the temporary files of its renditions to the garbage collector.
        warnings.simplefilter("ignore", ResourceWarning)
        text = client.get(page.url).content.decode()
        gc.collect()

    assert 'alt="Trois personnes à une table"' in text and "Un atelier" in text
    assert 'type="image/avif"' in text and 'type="image/webp"' in text
    assert 'loading="lazy"' in text and " 480w" in text and 'width="' in text and 'height="' in text
