"""The demonstration shows a proposal being read, one returned and a draft, and adds nothing twice."""

import pytest

from connect.contributions.models import Proposal
from connect.demo.proposals import CONTRIBUTOR, load_proposals
from tests.accounts.factories import UserFactory
from tests.memberships.factories import MembershipFactory
from tests.offers.factories import OfferFactory

pytestmark = pytest.mark.django_db


def test_each_state_once() -> None:
    load_proposals()
    assert not Proposal.objects.exists()
    UserFactory(moderator=True, email="moderateur@example.org")
    structure = MembershipFactory(user=UserFactory(email=CONTRIBUTOR)).structure
    OfferFactory.create_batch(3, structure=structure)
    for _ in range(2):
        load_proposals()
        states = sorted(Proposal.objects.values_list("state", flat=True))
        assert states == ["brouillon", "proposee", "retournee"]
