"""Members read who wrote what by name, never by address."""

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse

from connect.accounts.enums import StaffRole
from connect.accounts.second_factor import must_have
from connect.accounts.selectors import staff
from connect.contributions import deciding
from connect.contributions.recalling import CHAMBER, history_of
from connect.offers.services import save_offer
from tests.accounts.factories import UserFactory
from tests.contributions.desk import edit_url, member_of, signed_in
from tests.contributions.factories import ProposalFactory
from tests.memberships.factories import MembershipFactory
from tests.offers.factories import OfferFactory

pytestmark = pytest.mark.django_db


def test_an_author_without_name_keeps_their_address() -> None:
    nameless = UserFactory(email="discrete@example.org", first_name="", last_name="")
    proposal = ProposalFactory(author=nameless, submitted=True, changes={"title": "Après"})
    offer = proposal.offer
    assert offer is not None
    reader = signed_in(member_of(offer.structure))
    history = f"/mes-fiches/offre/{offer.reference}/historique/"
    for url in ("/mes-fiches/", reverse("my-proposal", args=[proposal.pk]), edit_url(offer)):
        text = reader.get(url).content.decode()
        assert "Personne sans nom affiché" in text and "discrete@" not in text, url
    moderator = UserFactory(moderator=True)
    deciding.accept_all(proposal.pk, by=moderator, version=proposal.version)
    offer.refresh_from_db()
    offer.title = "Retouche"
    save_offer(offer, by=nameless)
    assert [one.who for one in history_of(offer)] == ["Personne sans nom affiché"] * 2
    assert "discrete@" not in reader.get(history).content.decode()


def test_whoever_enters_the_management_pages_is_the_chamber() -> None:
    offer = OfferFactory()
    granted, grouped = UserFactory(), UserFactory(role=StaffRole.EDITOR)
    granted.user_permissions.add(Permission.objects.get(codename="access_admin"))
    for person in (granted, grouped):
        MembershipFactory(user=person, structure=offer.structure)
        offer.title = f"Titre {person.pk}"
        save_offer(offer, by=person)
    assert {one.who for one in history_of(offer)} == {CHAMBER}


def test_the_staff_are_the_same_by_statement_and_by_person() -> None:
    granted = UserFactory()
    granted.user_permissions.add(Permission.objects.get(codename="access_admin"))
    persons = [
        granted,
        UserFactory(),
        UserFactory(is_staff=True),
        UserFactory(is_staff=True, is_active=False),
        UserFactory(superuser=True),
        *(UserFactory(role=role) for role in StaffRole),
    ]
    assert {one.pk for one in persons if must_have(one)} == {one.pk for one in staff()}
