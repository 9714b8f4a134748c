"""What is done to several offers at once, and by whom."""

import pytest

from connect.accounts.enums import StaffRole
from connect.common.clock import today
from connect.offers.enums import HiddenMotive, Status
from connect.offers.models import Offer
from tests.harness.visitor import Visitor
from tests.offers.factories import OfferFactory
from tests.offers.management import signed_in

pytestmark = pytest.mark.django_db


def url(action: str, *offers: Offer) -> str:
    ids = "&".join(f"id={offer.pk}" for offer in offers)
    return f"/gestion/bulk/offers/offer/{action}/?{ids}&next=/gestion/offres/"


def states(*offers: Offer) -> list[str]:
    return [Offer.objects.get(pk=offer.pk).status for offer in offers]


def test_validating_shows_what_will_change_then_does_it(client: Visitor) -> None:
    waiting, visible = OfferFactory(to_validate=True, title="Attend"), OfferFactory(title="Déjà là")
    signed_in(StaffRole.MODERATOR, client)

    page = client.get(url("valider", waiting, visible)).content.decode()
    assert "Attend" in page and "Déjà là" in page
    assert "1\u00a0offre changera" in page and "inchangé" in page
    assert states(waiting) == [Status.TO_VALIDATE]

    answer = client.post(url("valider", waiting, visible))

    assert (answer.status_code, answer["Location"]) == (302, "/gestion/offres/")
    assert states(waiting, visible) == [Status.VISIBLE, Status.VISIBLE]
    assert Offer.objects.get(pk=waiting.pk).verified_on == today()
    assert Offer.objects.get(pk=visible.pk).verified_on is None


def test_hiding_asks_for_a_motive(client: Visitor) -> None:
    offer = OfferFactory()
    signed_in(StaffRole.MODERATOR, client)
    client.get(url("masquer", offer))

    refused = client.post(url("masquer", offer), {"motive": "", "note": ""}).content.decode()
    assert "Choisissez un motif : il est gardé dans l’historique." in refused
    assert states(offer) == [Status.VISIBLE]

    refused = client.post(
        url("masquer", offer), {"motive": HiddenMotive.OTHER, "note": ""}
    ).content.decode()
    assert "Précisez le motif en quelques mots." in refused
    assert states(offer) == [Status.VISIBLE]

    client.post(url("masquer", offer), {"motive": HiddenMotive.STOPPED, "note": "Fin 2025"})
    offer.refresh_from_db()
    assert (offer.status, offer.hidden_motive, offer.hidden_note) == (
        Status.HIDDEN,
        HiddenMotive.STOPPED,
        "Fin 2025",
    )


@pytest.mark.parametrize(
    ("action", "status"),
    [("archiver", Status.ARCHIVED), ("brouillon", Status.DRAFT), ("proposer", Status.TO_VALIDATE)],
)
def test_other_states(client: Visitor, action: str, status: Status) -> None:
    offers = OfferFactory.create_batch(2)
    signed_in(StaffRole.MODERATOR, client)
    client.get(url(action, *offers))

    client.post(url(action, *offers))

    assert states(*offers) == [status, status]


@pytest.mark.parametrize("action", ["valider", "masquer", "archiver"])
@pytest.mark.parametrize("role", [StaffRole.EDITOR, StaffRole.PUBLISHER])
def test_who_does_not_validate_is_refused_and_sees_no_button(
    client: Visitor, role: StaffRole, action: str
) -> None:
    offer = OfferFactory(to_validate=True)
    signed_in(role, client)

    answers = [client.get(url(action, offer))]
    # A form of theirs, so that the refusal below is ours and not that of the missing token.
    client.get("/gestion/account/")
    answers += [
        client.post(url(action, offer), {"motive": HiddenMotive.STOPPED}),
    ]

    assert [(answer.status_code, answer["Location"]) for answer in answers] == [
        (302, "/gestion/")
    ] * 2
    assert states(offer) == [Status.TO_VALIDATE]
    assert f"/{action}/" not in client.get("/gestion/offres/").content.decode()


def test_an_editor_may_propose(client: Visitor) -> None:
    offer = OfferFactory(draft=True)
    signed_in(StaffRole.EDITOR, client)
    client.get(url("proposer", offer))

    client.post(url("proposer", offer))

    assert states(offer) == [Status.TO_VALIDATE]


@pytest.mark.parametrize("query", ["id=all", "id=abc", "id=", "id=99999999999999999999", "id=-1"])
def test_nonsense_changes_nothing(client: Visitor, query: str) -> None:
    offer = OfferFactory(to_validate=True)
    signed_in(StaffRole.MODERATOR, client)
    address = f"/gestion/bulk/offers/offer/valider/?{query}"

    assert client.get(address).status_code == 200
    client.post(address)

    assert states(offer) == [Status.TO_VALIDATE]
