"""Every public page, and the states that only data or a failure brings."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from playwright.sync_api import Page, Route, expect

from tests.browser.conftest import DemoSite

# A page of index exists only when an editor makes one: the demonstration has none.
MAKE_INDEX = """
from connect.home.models import HomePage, IndexPage
home = HomePage.objects.get()
index = IndexPage.objects.child_of(home).filter(slug="dossiers").first()
if index is None:
    index = home.add_child(instance=IndexPage(title="Dossiers", slug="dossiers", introduction="À lire."))
    index.save_revision().publish()
"""
SHOW_BREAKDOWN = """
from django.test import RequestFactory
from django.views.defaults import server_error
print(server_error(RequestFactory().get("/")).content.decode())
"""


PAGES = (
    "/",
    "/offres/",
    "/offres/?besoin=embaucher&typologie=subvention&lieu=Laval",
    "/offres/?q=subvantion&lieu=44110",
    "/offres/?q=xqzvkw&lieu=zzyzx",
    "/offres/?typologie=accompagnement&page=2&phase=nonsense",
    "/offres/FIN-049/",
    "/offres/ACC-015/",
    "/offres/AAP-012/",
    "/appels/",
    "/appels/?etat=a-venir",
    "/appels/?etat=clos",
    "/structures/",
    "/structures/?q=xqzvkw",
    "/structures/fondes/",
    "/entites/cd-44/",
    "/orientation/",
    "/orientation/?question=besoin",
    "/orientation/?question=etape&besoin=embaucher",
    "/orientation/?repondu=lieu&lieu=44110",
    "/orientation/?repondu=montant&montant=plein&besoin=embaucher",
    "/orientation/?question=fin&besoin=embaucher&qui=associations",
    "/orientation/pour-quelquun/",
    "/orientation/pour-quelquun/?besoin=embaucher&etape=developpement&qui=associations&lieu=Laval&offre=FIN-049",
    "/orientation/pour-quelquun/?etape=idee&lieu=44110&suite=eligible:2&vide=1",
    "/orientation/resultats/?besoin=financer_demarrage&etape=projet&qui=associations&lieu=Saumur&montant=8000",
    "/orientation/resultats/?besoin=embaucher&etape=idee&qui=fondations&lieu=Craon&montant=1",
    "/orientation/demander/?besoin=embaucher&qui=associations",
    "/orientation/demander/merci/",
    "/signaler/FIN-011/",
    "/offres/FIN-049/carte/",
    "/panorama/",
    "/panorama/?quoi=appels",
    "/plan-du-site/",
    "/aide/",
    "/donnees-ouvertes/",
    "/mentions-legales/",
    "/donnees-personnelles/",
    "/accessibilite/",
    "/recherche/",
    "/recherche/?q=emploi",
    "/recherche/?q=xqzvkw",
    "/mode-d-emploi/",
    "/dossiers/",
    "/demo/composants/",
    "/demo/courriels/",
)


@dataclass(frozen=True)
class Address:
    """A page and the status that it answers."""

    path: str
    status: int = 200


def prepare(site: DemoSite, page: Page) -> None:
    """Make what the demonstration has not: a page of index, and a mail in the box.

    Args:
        site: the site served.
        page: an anonymous page.
    """
    site.manage("shell", "-v", "0", "-c", MAKE_INDEX)
    page.goto("/compte/connexion/")
    page.get_by_label("Votre adresse électronique").fill("expert@example.org")
    page.get_by_role("button", name="Recevoir mon code").click()
    expect(page).to_have_url(re.compile("/compte/connexion/code/"))
    page.context.clear_cookies()


def last_mail(page: Page) -> str:
    """The address of the newest mail of the demonstration.

    Args:
        page: an anonymous page.
    """
    page.goto("/demo/courriels/")
    address = page.get_by_role("main").locator("ul a").first.get_attribute("href")
    assert address is not None
    return address


def closed_call(page: Page) -> str:
    """The address of a call that is closed.

    Args:
        page: an anonymous page.
    """
    page.goto("/appels/?etat=clos")
    address = page.locator(".offer-title a").first.get_attribute("href")
    assert address is not None
    return address


def addresses(page: Page) -> Iterator[Address]:
    """Every kind of public page, each in the states that look different.

    Args:
        page: an anonymous page, after `prepare`.
    """
    found = [*PAGES, closed_call(page), last_mail(page)]
    yield from (Address(path) for path in found)
    yield Address("/cette-page-n-existe-pas/", 404)


def failures(site: DemoSite, page: Page) -> list[Address]:
    """The pages of a refusal and of a breakdown, as the product makes them, at addresses of their own.

    Args:
        site: the site served.
        page: the page that will open them.
    """
    # A form sent without its token is refused: that is the page of 403.
    refused = page.request.post("/compte/connexion/", form={"email": "nobody@example.org"})
    assert refused.status == 403
    broken = site.manage("shell", "-v", "0", "-c", SHOW_BREAKDOWN)
    for path, body in {"/erreur-403/": refused.text(), "/erreur-500/": broken}.items():
        assert "<h1" in body
        page.route(f"**{path}", _answer(body))
    page.context.clear_cookies()
    return [Address("/erreur-403/"), Address("/erreur-500/")]


def _answer(body: str) -> Callable[[Route], None]:
    return lambda route: route.fulfill(body=body, content_type="text/html; charset=utf-8")
