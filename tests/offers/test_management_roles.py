"""What each role reaches in the management pages, signed in for real."""

import pytest

from connect.accounts.enums import StaffRole
from tests.harness.visitor import Visitor
from tests.offers.factories import OfferFactory
from tests.offers.management import signed_in

pytestmark = pytest.mark.django_db

CATALOGUE = {"offres", "appels", "structures", "entites"}
VOCABULARIES = {
    "besoins", "themes", "types-de-financement", "types-d-accompagnement", "types-de-structures",
    "secteurs", "etapes", "objets-finances", "territoires", "synonymes", "reseaux-locaux",
}  # fmt: skip


def reached(client: Visitor) -> set[str]:
    return {
        name
        for name in CATALOGUE | VOCABULARIES
        if client.get(f"/gestion/{name}/").status_code == 200
    }


@pytest.mark.parametrize(
    ("role", "lists"),
    [
        (StaffRole.EDITOR, CATALOGUE),
        (StaffRole.MODERATOR, CATALOGUE),
        (StaffRole.PUBLISHER, set()),
        (StaffRole.ADMINISTRATOR, CATALOGUE | VOCABULARIES),
    ],
)
def test_the_lists_of_a_role(client: Visitor, role: StaffRole, lists: set[str]) -> None:
    signed_in(role, client)

    assert reached(client) == lists


def test_a_visitor_is_sent_to_the_sign_in_page(client: Visitor) -> None:
    answer = client.get("/gestion/offres/")

    assert answer.status_code == 302
    assert answer["Location"].startswith("/gestion/login/")


def test_a_newsletter_publisher_learns_nothing_of_hidden_offers(client: Visitor) -> None:
    hidden = OfferFactory(title="Offre tenue secrète", hidden=True)
    shown = OfferFactory(title="Offre montrée")
    signed_in(StaffRole.PUBLISHER, client)

    assert client.get(f"/gestion/offres/edit/{hidden.pk}/").status_code == 302
    assert client.get(f"/gestion/offres/history/{hidden.pk}/").status_code == 302
    assert client.get("/gestion/offres/?export=csv").status_code == 302
    chooser = client.get("/gestion/choisir-offre/results/").content.decode()
    assert shown.title in chooser and hidden.title not in chooser
    home = client.get("/gestion/").content.decode()
    assert "En cours dans le catalogue" not in home and "gestion/lundi" not in home


def test_the_home_page_counts_what_waits(client: Visitor) -> None:
    OfferFactory.create_batch(2, to_validate=True)
    OfferFactory.create_batch(3, draft=True)
    OfferFactory(call=True, draft=True)
    signed_in(StaffRole.MODERATOR, client)

    page = client.get("/gestion/").content.decode()

    # One line leads to what awaits a decision; the panel below counts what is under way.
    assert "<b>2\u00a0choses vous attendent</b>" in page and 'href="/gestion/lundi/"' in page
    assert "<b>3</b> Brouillons d’offres" in page
    assert "<b>1</b> Brouillons d’appels à projets" in page
    assert "status=brouillon" in page and "à valider" not in page


def test_only_administration_edits_identity_and_menus(client: Visitor) -> None:
    address = "/gestion/settings/home/siteidentity/"
    signed_in(StaffRole.EDITOR, client)
    assert client.get(address)["Location"] == "/gestion/"

    other = Visitor()
    signed_in(StaffRole.ADMINISTRATOR, other)
    assert other.get(address, follow=True).status_code == 200
