"""Wagtail's interface for machines: public pages, read only, JSON."""

import pytest
from wagtail.models import PageViewRestriction

from connect.accounts.enums import StaffRole
from tests.harness.visitor import Visitor
from tests.home.factories import ContentPageFactory, IndexPageFactory
from tests.offers.management import signed_in

pytestmark = pytest.mark.django_db


def titles(client: Visitor) -> list[str]:
    answer = client.get("/api/pages/?type=home.ContentPage")
    assert answer["Content-Type"] == "application/json"
    return [item["title"] for item in answer.json()["items"]]


def test_drafts_and_restricted_pages_are_absent_for_everybody(client: Visitor) -> None:
    ContentPageFactory(title="Publique")
    draft = ContentPageFactory(title="Brouillon", live=False)
    closed = IndexPageFactory(title="Fermée")
    below = ContentPageFactory(title="Sous la fermée", parent=closed)
    PageViewRestriction.objects.create(
        page=closed, restriction_type=PageViewRestriction.PASSWORD, password="secret"
    )

    assert titles(client) == ["Publique"]
    signed_in(StaffRole.ADMINISTRATOR, client)
    assert titles(client) == ["Publique"]
    for page in (draft, below):
        assert client.get(f"/api/pages/{page.pk}/").status_code == 404


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_nothing_is_written_through_it(client: Visitor, method: str) -> None:
    page = ContentPageFactory()

    assert getattr(client, method)(f"/api/pages/{page.pk}/").status_code in {403, 405}
    page.refresh_from_db()
    assert page.live


def test_nonsense_is_a_400_and_no_cookie_is_set(client: Visitor) -> None:
    answer = client.get("/api/pages/?limit=abc")

    assert answer.status_code == 400
    assert not answer.cookies
