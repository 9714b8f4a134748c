"""Confirming that an offer is still exact: the day of its verification, its history, nothing else."""

import datetime

import pytest
from wagtail.models import ModelLogEntry

from connect.common.clock import today
from connect.offers.models import CatalogueStamp, Offer
from connect.offers.services import confirm_exact
from tests.accounts.factories import UserFactory
from tests.offers.factories import OfferFactory

pytestmark = pytest.mark.django_db
OLD = datetime.date(2024, 1, 1)


def test_dates_what_the_public_sees_and_keeps_how() -> None:
    # A sheet with a fault elsewhere is confirmed all the same.
    offer = OfferFactory(verified_on=OLD, link="pas une adresse")
    by = UserFactory()
    before = CatalogueStamp.objects.get().version

    assert confirm_exact(offer, by=by, how="confirmé au téléphone")
    assert confirm_exact(offer, by=by, how="confirmé au téléphone")

    assert Offer.objects.get().verified_on == offer.verified_on == today()
    entry = ModelLogEntry.objects.get()
    assert entry.user == by
    assert [change["after"] for change in entry.data["changes"]] == [
        str(today()),
        "confirmé au téléphone",
    ]
    assert CatalogueStamp.objects.get().version == before + 1


def test_leaves_alone_what_the_public_does_not_see() -> None:
    for trait in ("draft", "to_validate", "hidden", "archived", "of_private_structure"):
        offer = OfferFactory(verified_on=OLD, **{trait: True})
        assert not confirm_exact(offer), trait
        offer.refresh_from_db()
        assert offer.verified_on == OLD
    assert not ModelLogEntry.objects.exists()
