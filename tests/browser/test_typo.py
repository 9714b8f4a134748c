"""Words that miss: a typo is understood, nonsense is said, an unknown place too."""

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser

WORDS = "Que cherchez-vous"
PLACE = "Votre commune ou code postal"


def search_from_home(page: Page, words: str, place: str = "") -> None:
    """Ask on the home page and wait for the catalogue."""
    page.goto("/")
    page.get_by_label("Un mot, un nom, une activité").fill(words)
    page.get_by_label(PLACE).fill(place)
    page.get_by_role("button", name="Voir les offres").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Les offres")


def test_a_typo_finds_offers_and_says_what_was_understood(page: Page) -> None:
    search_from_home(page, "subvantion")

    understood = page.locator(".corrections")
    expect(understood).to_contain_text("« subvantion »")
    expect(understood).to_contain_text("« subvention »")
    expect(page.locator("#resultats .offer-title").first).to_be_visible()
    expect(page.get_by_role("heading", name="Subventions", level=2)).to_be_visible()


def test_a_typo_in_the_search_of_the_whole_site(page: Page) -> None:
    page.goto("/recherche/")
    page.get_by_label("Un mot, un nom, une activité").fill("accompagnemant")
    page.get_by_role("button", name="Chercher").click()

    expect(page.locator(".corrections")).to_contain_text("« accompagnement »")
    hit = page.locator(".hit a").first
    expect(hit).to_be_visible()
    title = hit.inner_text()
    hit.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(title)


def test_accents_and_capitals_do_not_matter(page: Page) -> None:
    search_from_home(page, "numerique")
    plain = page.locator("#resultats .results-count").inner_text()

    search_from_home(page, "NUMÉRIQUE")

    expect(page.locator("#resultats .results-count")).to_have_text(plain)
    expect(page.locator("#resultats mark").first).to_be_visible()


def test_nonsense_gives_a_way_out_in_the_catalogue(page: Page) -> None:
    search_from_home(page, "xqzvkw")

    expect(page.locator("#resultats .results-count")).to_have_text("0 offre")
    expect(page.get_by_text("« xqzvkw »").first).to_be_visible()
    expect(page.get_by_role("heading", name="Aucune offre")).to_be_visible()
    page.get_by_role("link", name="Voir toutes les offres").click()
    expect(page.locator("#resultats .offer-title").first).to_be_visible()
    expect(page.get_by_role("searchbox", name=WORDS)).to_have_value("")


def test_nonsense_gives_a_way_out_in_the_search(page: Page) -> None:
    page.goto("/recherche/?q=xqzvkw")

    expect(page.get_by_role("heading", name="Rien ne répond à « xqzvkw »")).to_be_visible()
    page.get_by_role("main").get_by_role("link", name="Voir les structures").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Les structures")


def test_an_unknown_place_is_said_and_all_offers_stay(page: Page) -> None:
    page.goto("/offres/")
    everything = page.locator("#resultats .results-count").inner_text()

    search_from_home(page, "", "Zzyzxville")

    expect(page.get_by_text("Nous n’avons pas trouvé le lieu « Zzyzxville »")).to_be_visible()
    expect(page.locator("#resultats .results-count")).to_have_text(everything)
    expect(page.get_by_label(PLACE)).to_have_value("Zzyzxville")


def test_a_place_with_a_typo_is_understood(page: Page) -> None:
    search_from_home(page, "", "Chatobriant")

    expect(page.get_by_text("Nous avons compris « Châteaubriant")).to_be_visible()
