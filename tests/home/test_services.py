"""The tree of a new site."""

import pytest
from django.test import RequestFactory
from pytest_django import Settings
from wagtail.models import Page, Site

from connect.home.chrome import chrome_of
from connect.home.models import HomePage, SiteIdentity
from connect.home.services import create_root_pages
from tests.harness.visitor import Visitor

pytestmark = pytest.mark.django_db


def test_the_home_page_takes_the_place_of_the_welcome_page() -> None:
    roots = create_root_pages("ESSor Test")

    site = Site.objects.get(is_default_site=True)
    assert site.root_page.specific == roots.home
    assert list(Page.objects.filter(depth=2).values_list("title", flat=True)) == ["ESSor Test"]
    assert roots.identity.site_name == "ESSor Test"


def test_twice_changes_nothing() -> None:
    create_root_pages("ESSor Test")
    HomePage.objects.update(introduction="Écrite par l’équipe.")
    SiteIdentity.objects.update(site_name="Nom choisi")
    before = list(Page.objects.order_by("path").values_list("path", "slug"))

    create_root_pages("Autre nom")

    assert list(Page.objects.order_by("path").values_list("path", "slug")) == before
    assert HomePage.objects.get().introduction == "Écrite par l’équipe."
    assert SiteIdentity.objects.get().site_name == "Nom choisi"


def test_the_pages_every_site_needs_wait_as_drafts_and_so_do_their_links(client: Visitor) -> None:
    roots = create_root_pages("ESSor Test")

    pages = roots.home.get_children().order_by("slug")
    assert list(pages.values_list("slug", "live")) == [
        ("accessibilite", False),
        ("aide", False),
        ("donnees-ouvertes", False),
        ("donnees-personnelles", False),
        ("fiches", True),
        ("mentions-legales", False),
    ]
    chrome = chrome_of(RequestFactory().get("/"))
    assert [link.url for link in chrome.legal] == ["/plan-du-site/"]
    for page in pages.exclude(slug="fiches"):
        page.get_latest_revision_as_object().save_revision().publish()
    chrome = chrome_of(RequestFactory().get("/"))
    assert [link.url for link in chrome.legal] == [
        "/plan-du-site/", "/mentions-legales/", "/donnees-personnelles/", "/accessibilite/",
    ]  # fmt: skip
    assert len(chrome.menu) == 6
    for link in [*chrome.legal, *(link for column in chrome.footer for link in column.links)]:
        # The questionnaire answers for itself, and waits for its questions.
        if not link.url.startswith("/orientation/"):
            assert client.get(link.url).status_code == 200, link.url


def test_whole_addresses_follow_the_operator_until_the_staff_name_the_site(
    settings: Settings,
) -> None:
    Site.objects.update(hostname="localhost", port=80)
    settings.WAGTAILADMIN_BASE_URL = "https://essor.example.org"
    roots = create_root_pages("ESSor Test")
    assert roots.home.full_url == "https://essor.example.org/"

    settings.WAGTAILADMIN_BASE_URL = "http://127.0.0.1:8000"
    assert create_root_pages("ESSor Test").home.full_url == "https://essor.example.org/"
    Site.objects.update(hostname="localhost", port=80)
    create_root_pages("ESSor Test")
    assert (Site.objects.get().hostname, Site.objects.get().port) == ("127.0.0.1", 8000)


def test_a_site_that_has_its_own_root_keeps_it() -> None:
    home = create_root_pages("ESSor Test").home
    other = HomePage(title="Autre accueil", slug="autre")
    Page.get_first_root_node().add_child(instance=other)
    Site.objects.update(root_page=other)

    create_root_pages("ESSor Test")

    assert Site.objects.get().root_page_id == other.pk
    assert HomePage.objects.filter(pk=home.pk).exists()
