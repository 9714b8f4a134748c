"""The demonstration pages: real texts, loaded once, never written over."""

import pytest
from wagtail.models import Page, Revision

from connect.demo.pages import load_pages
from connect.home.models import ContentPage, HomePage, SiteIdentity
from connect.home.services import create_root_pages
from tests.harness.visitor import Visitor
from tests.home.factories import home_page

pytestmark = pytest.mark.django_db

SLUGS = [
    "a-propos",
    "accessibilite",
    "aide",
    "donnees-ouvertes",
    "donnees-personnelles",
    "mentions-legales",
    "mode-d-emploi",
    "qui-sommes-nous",
    "referencer-une-offre",
]


def test_every_page_is_published_and_answers(client: Visitor) -> None:
    load_pages()

    pages = ContentPage.objects.live().order_by("slug")
    assert [page.slug for page in pages] == SLUGS
    for page in pages:
        text = client.get(f"/{page.slug}/").content.decode()
        assert page.introduction[:20] in text
        assert "À compléter" not in text
    home = client.get("/").content.decode()
    assert 'href="/a-propos/"' in home and 'href="/mentions-legales/"' in home


def test_the_pages_say_what_the_law_wants(client: Visitor) -> None:
    load_pages()
    checked = SiteIdentity.objects.get().accessibility_checked_on
    assert checked is not None

    home = client.get("/").content.decode()
    assert "Accessibilité\u00a0: non conforme" in home
    for address in ("/orientation/", "/orientation/pour-quelquun/", "/panorama/", "/plan-du-site/"):
        assert f'href="{address}"' in home
    assert "démonstration" in client.get("/mentions-legales/").content.decode()
    assert "90 jours" in client.get("/donnees-personnelles/").content.decode()
    declaration = client.get("/accessibilite/").content.decode()
    assert f'<time datetime="{checked.isoformat()}">' in declaration


def test_an_identity_filled_by_the_staff_stays() -> None:
    identity = create_root_pages("Notre site").identity
    identity.footer_columns = []
    identity.footer_text = "Notre texte."
    identity.save()

    load_pages()

    identity.refresh_from_db()
    assert (identity.footer_text, identity.tagline) == ("Notre texte.", "")
    assert not identity.footer_columns


def test_twice_writes_nothing_more() -> None:
    load_pages()
    before = (Page.objects.count(), Revision.objects.count(), SiteIdentity.objects.count())

    load_pages()

    assert (Page.objects.count(), Revision.objects.count(), SiteIdentity.objects.count()) == before


def test_what_the_staff_wrote_stays() -> None:
    load_pages()
    page, home = ContentPage.objects.get(slug="a-propos"), HomePage.objects.get()
    page.introduction, home.introduction = "Notre texte.", "Notre accueil."
    page.save_revision().publish()
    home.save_revision().publish()
    SiteIdentity.objects.update(chamber_name="Notre chambre")

    load_pages()

    assert ContentPage.objects.get(slug="a-propos").introduction == "Notre texte."
    assert HomePage.objects.get().introduction == "Notre accueil."
    assert SiteIdentity.objects.get().chamber_name == "Notre chambre"


def test_a_legal_page_begun_by_the_staff_is_left_as_it_is() -> None:
    home = home_page()
    draft = ContentPage.objects.child_of(home).get(slug="mentions-legales")
    draft.introduction = "En cours de rédaction."
    draft.save_revision()

    load_pages()

    assert not ContentPage.objects.get(slug="mentions-legales").live
