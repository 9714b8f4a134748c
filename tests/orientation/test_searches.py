"""Searches counted by the pages, and the list of those that found nothing."""

import datetime

import pytest

from connect.accounts.enums import StaffRole
from connect.common.clock import today
from connect.search.models import SearchTally
from tests.harness.visitor import Visitor
from tests.offers.factories import OfferFactory
from tests.offers.management import signed_in
from tests.search.factories import SearchTallyFactory

BROWSER = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
SITE, CATALOGUE = SearchTally.Place.SITE, SearchTally.Place.CATALOGUE


@pytest.mark.django_db
def test_pages_count_words_once_and_never_the_filters(client: Visitor) -> None:
    OfferFactory(title="Prêt pour la culture")
    headers = {"User-Agent": BROWSER}
    for address in (
        "/offres/?q=culture", "/offres/?q=culture&typologie=subvention", "/offres/?q=culture&page=2",
        "/offres/?typologie=pret", "/recherche/?q=culture", "/recherche/?q=culture&dans=offer",
        "/recherche/?q=culture&page=2", "/recherche/?q=zzzzzz",
    ):  # fmt: skip
        assert client.get(address, headers=headers).status_code == 200
    found = {(row.place, row.words): row.count for row in SearchTally.objects.all()}
    assert found == {(CATALOGUE, "culture"): 1, (SITE, "culture"): 1, (SITE, "zzzzzz"): 1}


@pytest.mark.django_db
def test_what_found_nothing_is_listed_for_staff_only(client: Visitor) -> None:
    SearchTallyFactory(words="=velo cargo", count=4)
    SearchTallyFactory(words="=velo cargo", count=2, place=CATALOGUE)
    SearchTallyFactory(words="trouve", results=3)
    SearchTallyFactory(words="ancien", day=today() - datetime.timedelta(days=100))
    address = "/gestion/recherches-sans-resultat/"
    assert client.get(address)["Location"].startswith("/gestion/login/")
    stranger = Visitor()
    signed_in(StaffRole.PUBLISHER, stranger)
    assert "velo cargo" not in stranger.get(address, follow=True).content.decode()
    signed_in(StaffRole.EDITOR, client)
    page = client.get(address).content.decode()
    assert "velo cargo" in page and ">6<" in page.replace("\n", "").replace(" ", "")
    assert "trouve" not in page.partition("<table")[2] and "ancien" not in page
    exported = b"".join(client.get(f"{address}?export=csv").streaming_content).decode()
    assert "'=velo cargo,6" in exported
