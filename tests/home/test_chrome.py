"""Identity and menus around every page."""

import pytest
from django.test import RequestFactory
from pytest_django import DjangoAssertNumQueries
from wagtail.models import Site

from connect.home.chrome import chrome_of
from connect.home.context_processors import site_chrome
from connect.home.models import SiteIdentity
from connect.home.services import stream_links
from tests.home.factories import ContentPageFactory, SiteIdentityFactory, home_page

pytestmark = pytest.mark.django_db


def test_without_an_identity_the_menu_is_the_default_one_and_nothing_is_written() -> None:
    Site.clear_site_root_paths_cache()

    chrome = chrome_of(RequestFactory().get("/offres/"))

    assert [(link.label, link.url, link.current) for link in chrome.menu] == [
        ("Quelles offres pour mon projet\u00a0?", "/orientation/", False),
        ("Offres", "/offres/", True),
        ("Appels à projets", "/appels/", False),
        ("Structures", "/structures/", False),
        ("Fiches", "/fiches/", False),
        ("Recherche", "/recherche/", False),
    ]
    assert not SiteIdentity.objects.exists()


def test_links_lead_to_pages_and_leave_out_drafts() -> None:
    page = ContentPageFactory(title="Guide", slug="guide")
    draft = ContentPageFactory(title="Brouillon", slug="brouillon", live=False)
    SiteIdentityFactory()
    identity = SiteIdentity.objects.get()
    identity.menu = stream_links([("Guide", page), ("Brouillon", draft), ("Offres", "/offres/")])
    identity.footer_columns = [
        ("column", {"title": "Aide", "links": [{"label": "Guide", "page": page, "address": ""}]}),
        ("column", {"title": "Vide", "links": [{"label": "Rien", "page": draft, "address": ""}]}),
    ]
    identity.save()

    chrome = chrome_of(RequestFactory().get("/guide/"))

    assert [(link.label, link.url, link.current) for link in chrome.menu] == [
        ("Guide", "/guide/", True),
        ("Offres", "/offres/", False),
    ]
    assert [(column.title, [link.url for link in column.links]) for column in chrome.footer] == [
        ("Aide", ["/guide/"])
    ]


@pytest.mark.parametrize("count", [1, 3])
def test_the_chrome_costs_three_statements_whatever_the_menus(
    count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    home_page()
    pages = ContentPageFactory.create_batch(count)
    identity = SiteIdentity.objects.get()
    identity.menu = stream_links([(page.title, page) for page in pages])
    identity.save()
    chrome_of(RequestFactory().get("/"))

    with django_assert_num_queries(3):
        context = site_chrome(RequestFactory().get("/"))
        assert len(context["menu"]) == count
        assert context["site_identity"].site_name == "Site de test"


def test_nothing_is_read_until_it_is_shown(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    with django_assert_num_queries(0):
        site_chrome(RequestFactory().get("/"))
