"""A merge moves everything, nobody stands twice, the higher role wins, the old address leads on."""

import pytest
from django.core.exceptions import ValidationError
from wagtail.models import ModelLogEntry

from connect.memberships.enums import Answer, ClaimState, Deed, Role
from connect.memberships.models import (
    Claim,
    Invitation,
    JoinRequest,
    Membership,
    MembershipDeed,
    StructureDomain,
)
from connect.memberships.permissions import may_contribute
from connect.offers.models import ErrorReport, Offer
from connect.structures.merging import merge, what_moves
from connect.structures.models import Structure
from tests.accounts.factories import UserFactory
from tests.harness.visitor import Visitor
from tests.memberships.factories import (
    ClaimFactory,
    InvitationFactory,
    JoinRequestFactory,
    MembershipDeedFactory,
    MembershipFactory,
    StructureDomainFactory,
)
from tests.offers.factories import OfferFactory
from tests.structures.factories import StructureFactory

pytestmark = pytest.mark.django_db


def pair() -> tuple[Structure, Structure]:
    return StructureFactory(name="Ancienne"), StructureFactory(name="Gardée")


def test_members_follow_once_with_the_higher_role() -> None:
    source, target = pair()
    both, alone = UserFactory(), UserFactory()
    MembershipFactory(user=both, structure=source, administrator=True)
    MembershipFactory(user=both, structure=target)
    MembershipFactory(user=alone, structure=source)
    former = MembershipFactory(structure=source, ended_at="2026-01-01T00:00Z")
    MembershipDeedFactory(structure=source, orphaned=True)

    merge(source, target, by=UserFactory(moderator=True))

    standing = Membership.objects.filter(ended_at__isnull=True).order_by("user_id")
    assert [(one.user, one.structure, one.role) for one in standing] == [
        (both, target, Role.ADMINISTRATOR),
        (alone, target, Role.CONTRIBUTOR),
    ]
    former.refresh_from_db()
    assert former.structure == target
    assert not Membership.objects.filter(structure=source).exists()
    assert MembershipDeed.objects.filter(structure=target, deed=Deed.MERGED).count() == 2
    assert not MembershipDeed.objects.filter(orphaned=True).exists()
    source.refresh_from_db()
    assert not may_contribute(alone, source) and may_contribute(alone, target)


def test_what_waits_follows_without_doubles() -> None:
    source, target = pair()
    member, asker = UserFactory(), UserFactory()
    MembershipFactory(user=member, structure=target)
    InvitationFactory(structure=source, address="a@example.org")
    InvitationFactory(structure=target, address="a@example.org")
    InvitationFactory(structure=source, address=member.email)
    kept = InvitationFactory(structure=source, address="b@example.org")
    JoinRequestFactory(user=member, structure=source)
    JoinRequestFactory(user=asker, structure=source)
    JoinRequestFactory(user=asker, structure=target)
    StructureDomainFactory(structure=source, domain="x.example.org")
    StructureDomainFactory(structure=target, domain="x.example.org", state=Answer.WAITING)
    StructureDomainFactory(structure=source, domain="y.example.org")
    ClaimFactory(known=True, structure=source, address="c@example.org")
    ClaimFactory(known=True, structure=target, address="c@example.org")
    decided = ClaimFactory(known=True, structure=source, state=ClaimState.ACCEPTED)

    merge(source, target, by=None)

    waiting = Invitation.objects.filter(state=Answer.WAITING).order_by("address")
    assert [(one.address, one.structure) for one in waiting] == [
        ("a@example.org", target),
        (kept.address, target),
    ]
    requests = JoinRequest.objects.filter(state=Answer.WAITING)
    assert [(one.user, one.structure) for one in requests] == [(asker, target)]
    domains = StructureDomain.objects.order_by("domain")
    assert [(one.domain, one.state, one.structure) for one in domains] == [
        ("x.example.org", Answer.ACCEPTED, target),
        ("y.example.org", Answer.ACCEPTED, target),
    ]
    assert Claim.objects.get(state=ClaimState.WAITING).structure == target
    decided.refresh_from_db()
    assert decided.structure == target and decided.likeness == f"structure:{target.pk}"


def test_of_two_claims_of_one_address_the_confirmed_one_stays() -> None:
    source, target = pair()
    for address, here, there in (
        ("a@example.org", {}, {"unconfirmed": True}),
        ("b@example.org", {"unconfirmed": True}, {}),
        ("c@example.org", {"unconfirmed": True}, {"unconfirmed": True}),
    ):
        ClaimFactory(known=True, structure=source, address=address, **here)
        ClaimFactory(known=True, structure=target, address=address, **there)

    merge(source, target, by=None)

    claims = Claim.objects.order_by("address")
    assert [(one.address, one.state) for one in claims] == [
        ("a@example.org", ClaimState.WAITING),
        ("b@example.org", ClaimState.WAITING),
        ("c@example.org", ClaimState.UNCONFIRMED),
    ]
    likeness = f"structure:{target.pk}"
    assert {(one.structure, one.likeness) for one in claims} == {(target, likeness)}


def test_offers_follow_with_their_history_and_the_address_leads_on(client: Visitor) -> None:
    source, target = pair()
    offer = OfferFactory(structure=source, title="Prêt de la Coop")
    report = ErrorReport.objects.create(structure=source, fault="lien")
    staff = UserFactory(moderator=True)
    assert what_moves(source, target) == ["1\u00a0offre", "1\u00a0erreur signalée"]
    old = source.get_absolute_url()

    merge(source, target, by=staff)

    assert Offer.objects.get().structure == target
    report.refresh_from_db()
    assert report.structure == target
    entry = ModelLogEntry.objects.filter(
        object_id=str(offer.pk), content_type__model="offer"
    ).latest("pk")
    assert entry.user == staff
    assert entry.data["changes"][0] == {
        "field": "structure", "label": "structure", "before": "Ancienne", "after": "Gardée",
    }  # fmt: skip
    answer = client.get(old)
    assert (answer.status_code, answer.headers["Location"]) == (301, target.get_absolute_url())
    page = client.get(target.get_absolute_url()).content.decode()
    assert "Prêt de la Coop" in page
    assert "Ancienne" not in client.get("/structures/").content.decode()


def test_what_the_kept_sheet_lacks_is_filled_and_nothing_else() -> None:
    source = StructureFactory(
        phone="02 40 00 00 00", website="https://a.example.org", is_funder=True
    )
    target = StructureFactory(website="https://b.example.org", is_orienter=True)
    merge(source, target, by=None)
    target.refresh_from_db()
    assert (target.phone, target.website) == ("02 40 00 00 00", "https://b.example.org")
    assert target.is_funder and target.is_orienter


def test_a_chain_of_merges_leads_to_the_end_in_one_step(client: Visitor) -> None:
    first, second = pair()
    third = StructureFactory()
    merge(first, second, by=None)
    merge(second, third, by=None)
    for one in (first, second):
        answer = client.get(one.get_absolute_url())
        assert answer.headers["Location"] == third.get_absolute_url()


def test_an_address_never_leads_to_what_is_hidden(client: Visitor) -> None:
    source, target = pair()
    merge(source, target, by=None)
    Structure.objects.filter(pk=target.pk).update(is_public=False)
    for one in (source, target):
        assert client.get(one.get_absolute_url()).status_code == 404


def test_what_cannot_be_merged() -> None:
    source, target = pair()
    with pytest.raises(ValidationError):
        merge(source, source, by=None)
    merge(source, target, by=None)
    third = StructureFactory()
    for pair_ in ((source, third), (third, source)):
        with pytest.raises(ValidationError):
            merge(*pair_, by=None)
    source.refresh_from_db()
    source.is_public = True
    with pytest.raises(ValidationError, match="ne peut plus"):
        source.full_clean()
