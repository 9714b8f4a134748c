"""Which readings of a sheet count: the public's, of a page that was really shown."""

from collections.abc import Iterator

import pytest
from django.core.cache import caches
from django.test import Client

from connect.offers.enums import HiddenMotive, Status
from connect.offers.models import Offer
from connect.structures.models import Structure
from connect.visits import buffering
from connect.visits.counting import CACHE
from connect.visits.models import VisitCount
from tests.accounts.factories import UserFactory
from tests.harness.visitor import Visitor
from tests.memberships.factories import MembershipFactory, NetworkAnimatorFactory
from tests.offers.factories import OfferFactory
from tests.structures.factories import LocalNetworkFactory
from tests.visits.visitors import READER

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def buffer(monkeypatch: pytest.MonkeyPatch) -> Iterator[buffering.Buffer]:
    """The buffer that pages fill; no thread writes it."""
    fresh = buffering.Buffer(every=0)
    monkeypatch.setattr(buffering, "BUFFER", fresh)
    yield fresh
    caches[CACHE].clear()


@pytest.fixture
def offer() -> Offer:
    """A visible offer of a network's structure."""
    return OfferFactory(status=Status.VISIBLE, structure__local_network=LocalNetworkFactory())


def _counted(buffer: buffering.Buffer) -> dict[tuple[str, int], int]:
    buffer.write()
    return {(row.subject, row.object_id): row.count for row in VisitCount.objects.order_by("pk")}


def _read(client: Client, thing: Offer | Structure) -> None:
    assert client.get(thing.get_absolute_url(), headers=READER).status_code == 200


def test_the_public_is_counted_and_gets_no_cookie(
    client: Client, offer: Offer, buffer: buffering.Buffer
) -> None:
    _read(client, offer)
    _read(client, offer)
    _read(client, offer.structure)
    assert not client.cookies
    assert _counted(buffer) == {("offre", offer.pk): 1, ("structure", offer.structure_id): 1}


def test_the_team_and_those_who_hold_the_sheet_are_not_counted(
    offer: Offer, buffer: buffering.Buffer
) -> None:
    network = offer.structure.local_network
    for user in (
        UserFactory(editor=True),
        UserFactory(publisher=True),
        MembershipFactory(structure=offer.structure).user,
        NetworkAnimatorFactory(network=network).user,
    ):
        client = Visitor(enforce_csrf_checks=False)
        client.force_login(user)
        _read(client, offer)
        _read(client, offer.structure)
    assert _counted(buffer) == {}
    other = Visitor(enforce_csrf_checks=False)
    other.force_login(MembershipFactory().user)
    _read(other, offer)
    assert _counted(buffer) == {("offre", offer.pk): 1}


def test_pages_that_were_not_shown_are_not_counted(
    client: Client, offer: Offer, buffer: buffering.Buffer
) -> None:
    hidden = OfferFactory(status=Status.HIDDEN, hidden_motive=HiddenMotive.choices[0][0])
    private = OfferFactory(status=Status.VISIBLE, structure__is_public=False)
    for url, status in (
        (hidden.get_absolute_url(), 404),
        (private.get_absolute_url(), 404),
        (private.structure.get_absolute_url(), 404),
        (f"/offres/{offer.reference}/", 301),
    ):
        assert client.get(url, headers=READER).status_code == status
    assert client.head(offer.get_absolute_url(), headers=READER).status_code == 200
    ahead = {**READER, "Sec-Purpose": "prefetch"}
    assert client.get(offer.get_absolute_url(), headers=ahead).status_code == 200
    assert _counted(buffer) == {}
