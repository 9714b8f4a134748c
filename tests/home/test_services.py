"""The tree of a new site."""

import pytest
from wagtail.models import Page, Site

from connect.home.models import HomePage, SiteIdentity
from connect.home.services import create_root_pages

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


def test_legal_pages_wait_as_drafts() -> None:
    home = create_root_pages("ESSor Test").home

    pages = home.get_children().order_by("slug").values_list("slug", "live")
    assert list(pages) == [
        ("accessibilite", False),
        ("donnees-personnelles", False),
        ("mentions-legales", False),
    ]


def test_a_site_that_has_its_own_root_keeps_it() -> None:
    home = create_root_pages("ESSor Test").home
    other = HomePage(title="Autre accueil", slug="autre")
    Page.get_first_root_node().add_child(instance=other)
    Site.objects.update(root_page=other)

    create_root_pages("ESSor Test")

    assert Site.objects.get().root_page_id == other.pk
    assert HomePage.objects.filter(pk=home.pk).exists()
