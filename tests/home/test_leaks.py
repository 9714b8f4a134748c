"""A hidden offer never leaves a page, its interface for machines or the search, whatever the block that named it."""

import json

import pytest
from pytest_django import DjangoAssertNumQueries

from connect.accounts.enums import StaffRole
from connect.offers.enums import HiddenMotive, Status
from connect.offers.models import Offer
from connect.offers.services import change_status
from connect.search.models import SearchEntry
from tests.accounts.factories import UserFactory
from tests.harness.visitor import Visitor
from tests.home.factories import ContentPageFactory
from tests.offers.factories import OfferFactory
from tests.offers.management import signed_in
from tests.taxonomy.factories import FundedObjectFactory, NeedFactory

pytestmark = pytest.mark.django_db


def page_about(*offers: Offer) -> object:
    """A page whose every block of the catalogue reaches these offers."""
    thing = FundedObjectFactory()
    need = NeedFactory(code="besoin_cite", objects_funded=[thing])
    for offer in offers:
        offer.objects_funded.add(thing)
    chosen = [{"offer": offer, "note": f"Note sur {offer.title}"} for offer in offers]
    return ContentPageFactory(
        slug="selection",
        body=[
            ("offers", {"title": "Choisies", "offers": chosen}),
            ("catalogue", {"title": "Extrait", "need": need.code, "typology": "", "limit": 5}),
            ("closing_soon", {"title": "Bientôt clos", "limit": 5}),
        ],
    )


def hide(*offers: Offer) -> None:
    change_status(
        offers, Status.HIDDEN, by=UserFactory(superuser=True), motive=HiddenMotive.STOPPED
    )


def everything_said(client: Visitor, pk: int) -> str:
    """All that a reader may obtain of the page."""
    answers = [
        client.get("/selection/"),
        client.get(f"/api/pages/{pk}/"),
        client.get("/api/pages/?fields=*&type=home.ContentPage"),
    ]
    assert [answer.status_code for answer in answers] == [200, 200, 200]
    html, *machines = (answer.content.decode() for answer in answers)
    entry = SearchEntry.objects.get(kind="page", object_id=pk)
    return "\n".join(
        [html, *(json.dumps(json.loads(one), ensure_ascii=False) for one in machines), entry.body]
    )


def test_visible_offers_are_shown_then_gone_once_hidden(client: Visitor) -> None:
    loan, call = OfferFactory(title="Prêt Cerise"), OfferFactory(title="Appel Cassis", call=True)
    kept = OfferFactory(title="Don Myrtille")
    page = page_about(loan, call, kept)
    before = everything_said(client, page.pk)
    assert all(offer.title in before and offer.reference in before for offer in (loan, call, kept))

    hide(loan, call)

    after = everything_said(client, page.pk)
    for offer in (loan, call):
        assert offer.title not in after
        assert offer.reference not in after
    assert kept.title in after and kept.reference in after


def test_the_team_gets_no_more_from_the_interface(client: Visitor) -> None:
    loan = OfferFactory(title="Prêt Cerise")
    page = page_about(loan)
    hide(loan)
    signed_in(StaffRole.ADMINISTRATOR, client)

    assert "Cerise" not in client.get(f"/api/pages/{page.pk}/").content.decode()


def test_offers_of_a_structure_that_is_not_public_are_left_out(client: Visitor) -> None:
    loan = OfferFactory(title="Prêt Cerise", of_private_structure=True)
    page = page_about(loan)

    assert "Cerise" not in everything_said(client, page.pk)


@pytest.mark.parametrize("count", [1, 3])
def test_a_page_costs_the_same_with_one_and_three_offers(
    client: Visitor, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    page_about(*OfferFactory.create_batch(count, call=True))
    client.get("/selection/")

    with django_assert_num_queries(19):
        client.get("/selection/")
