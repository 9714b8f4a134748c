"""Public pages enter the search when they are published, and leave it with them."""

import pytest
from wagtail.models import PageViewRestriction

from connect.search.models import SearchEntry
from tests.home.factories import ContentPageFactory, IndexPageFactory, home_page

pytestmark = pytest.mark.django_db


def indexed() -> dict[int, str]:
    return dict(SearchEntry.objects.filter(kind="page").values_list("object_id", "url"))


def test_a_published_page_is_found_by_its_text() -> None:
    page = ContentPageFactory(
        introduction="Un chapeau.",
        body=[("paragraph", "<h2>Titre du bloc</h2><p>Le mot girouette.</p>")],
    )

    entry = SearchEntry.objects.get(kind="page", object_id=page.pk)
    assert "girouette" in entry.body and "Un chapeau." in entry.body and "<p>" not in entry.body


def test_the_home_page_and_drafts_are_not_indexed() -> None:
    home_page().save_revision().publish()
    ContentPageFactory(live=False)

    assert indexed() == {}


def test_unpublishing_and_deleting_take_a_page_out() -> None:
    first, second = ContentPageFactory(), ContentPageFactory()
    assert set(indexed()) == {first.pk, second.pk}

    first.unpublish()
    second.delete()

    assert indexed() == {}


def test_moving_and_renaming_change_the_addresses_of_the_branch() -> None:
    one, other = IndexPageFactory(slug="un"), IndexPageFactory(slug="autre")
    page = ContentPageFactory(slug="page", parent=one)
    assert indexed()[page.pk] == "/un/page/"

    page.move(other, pos="last-child")
    assert indexed()[page.pk] == "/autre/page/"

    other.refresh_from_db()
    other.slug = "renomme"
    other.save_revision().publish()
    assert indexed()[page.pk] == "/renomme/page/"


def test_a_restriction_takes_the_branch_out_until_it_is_lifted() -> None:
    parent = IndexPageFactory(slug="interne")
    page = ContentPageFactory(parent=parent)

    restriction = PageViewRestriction.objects.create(
        page=parent, restriction_type=PageViewRestriction.LOGIN
    )
    assert indexed() == {}

    restriction.delete()
    assert set(indexed()) == {parent.pk, page.pk}
