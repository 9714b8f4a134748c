"""« Plan du site »: what everybody may read, and nothing else."""

import pytest
from django.test import RequestFactory
from pytest_django import DjangoAssertNumQueries
from wagtail.models import PageViewRestriction

from connect.home.models import SiteIdentity
from connect.home.site_map import ROOMS, page_tree
from connect.offers.services import refresh_catalogue
from connect.taxonomy.enums import Level
from tests.harness.visitor import Visitor
from tests.home.factories import ContentPageFactory, IndexPageFactory
from tests.offers.factories import OfferFactory
from tests.taxonomy.factories import NeedFactory, TerritoryFactory

pytestmark = pytest.mark.django_db

ADDRESS = "/plan-du-site/"


def test_pages_stand_below_their_parents_in_the_order_of_the_tree() -> None:
    first = IndexPageFactory(title="Guides", slug="guides")
    below = IndexPageFactory(title="Sous-guides", slug="sous", parent=first)
    ContentPageFactory(title="Lire", slug="lire", parent=below)
    ContentPageFactory(title="Seule", slug="seule", search_description="Une phrase.")

    guides, alone = page_tree(RequestFactory().get(ADDRESS))

    assert (guides.title, guides.url) == ("Guides", "/guides/")
    assert guides.children[0].children[0].url == "/guides/sous/lire/"
    assert (alone.title, alone.about, alone.children) == ("Seule", "Une phrase.", [])


def test_drafts_closed_pages_and_those_left_out_are_absent(client: Visitor) -> None:
    ContentPageFactory(title="Publique")
    ContentPageFactory(title="En brouillon", live=False)
    ContentPageFactory(title="Hors du plan", excluded_from_sitemap=True)
    ContentPageFactory(
        title="Sous un brouillon", parent=IndexPageFactory(title="Rubrique brouillon", live=False)
    )
    for kind in (PageViewRestriction.PASSWORD, PageViewRestriction.LOGIN):
        closed = IndexPageFactory(title=f"Fermée {kind}")
        ContentPageFactory(title=f"Sous la fermée {kind}", parent=closed)
        PageViewRestriction.objects.create(page=closed, restriction_type=kind, password="secret")

    answer = client.get(ADDRESS)

    text = answer.content.decode()
    assert [entry.title for entry in answer.context["map"].pages] == [
        "Publique", "Sous un brouillon",
    ]  # fmt: skip
    for hidden in ("En brouillon", "Hors du plan", "Rubrique brouillon", "ermée"):
        assert hidden not in text
    assert not answer.cookies


def test_counts_leave_hidden_offers_out(client: Visitor) -> None:
    offer, hidden = OfferFactory(), OfferFactory(hidden=True)
    NeedFactory(label="Un besoin", funding_types=[offer.funding_type, hidden.funding_type])

    text = client.get(ADDRESS).content.decode()

    assert "Un besoin" in text and "1\u00a0offre<" in text and "2\u00a0offres" not in text


def test_it_leads_to_the_rooms_and_the_departments_of_the_chamber(client: Visitor) -> None:
    TerritoryFactory(level=Level.DEPARTMENT, code="53", name="Mayenne")
    TerritoryFactory(level=Level.DEPARTMENT, code="35", name="Ille-et-Vilaine", in_scope=False)
    ContentPageFactory()
    SiteIdentity.objects.update(site_map_introduction="Notre phrase.")

    text = client.get(ADDRESS).content.decode()

    for _, address, _ in ROOMS:
        assert f'href="{address}"' in text
    assert "Mayenne" in text and "structures/?departement=53" in text
    assert "Ille-et-Vilaine" not in text
    assert "Notre phrase." in text


def test_it_costs_the_same_with_one_and_three_pages(
    client: Visitor, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    parent = IndexPageFactory(slug="guides")
    ContentPageFactory(parent=parent)
    refresh_catalogue([OfferFactory().pk])
    client.get(ADDRESS)
    for expected in (1, 3):
        with django_assert_num_queries(6):
            answer = client.get(ADDRESS)
        assert len(answer.context["map"].pages[0].children) == expected
        ContentPageFactory.create_batch(2, parent=parent)
