"""What two persons do at the same moment, on PostgreSQL."""

import pytest

from connect.memberships import claiming, deciding, inviting, requesting, services
from connect.memberships.enums import Answer, Role
from connect.memberships.models import Claim, Invitation, JoinRequest, Membership, MembershipDeed
from connect.structures.merging import merge
from connect.structures.models import Structure
from tests.accounts.factories import UserFactory
from tests.harness.concurrency import together
from tests.memberships.factories import (
    ClaimFactory,
    InvitationFactory,
    JoinRequestFactory,
    MembershipFactory,
)
from tests.structures.factories import StructureFactory

pytestmark = [
    pytest.mark.postgres,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]


def test_an_invitation_accepted_twice_at_once_lets_one_in() -> None:
    for _ in range(4):
        token = inviting.link_of(InvitationFactory()) or ""
        persons = [UserFactory(), UserFactory()]
        found = together(*(lambda p=p, t=token: inviting.accept(t, p) for p in persons))
        assert sorted(one is not None for one in found) == [False, True], found
    assert Membership.objects.count() == 4


def test_the_same_person_accepting_twice_is_one_member() -> None:
    invitation, person = InvitationFactory(), UserFactory()
    token = inviting.link_of(invitation) or ""
    found = together(*[lambda: inviting.accept(token, person)] * 2)
    assert sum(isinstance(one, Membership) for one in found) == 1, found
    assert Membership.objects.count() == 1


def test_accepting_while_it_is_withdrawn_ends_in_one_of_the_two() -> None:
    boss = MembershipFactory(administrator=True)
    for _ in range(4):
        invitation, person = InvitationFactory(structure=boss.structure), UserFactory()
        token = inviting.link_of(invitation) or ""
        accepted, revoked = together(
            lambda t=token, p=person: inviting.accept(t, p),
            lambda pk=invitation.pk: inviting.revoke(pk, boss.structure, by=boss.user),
        )
        assert (accepted is None) != (revoked is None), (accepted, revoked)
        state = Invitation.objects.get(pk=invitation.pk).state
        member = Membership.objects.filter(user=person).exists()
        assert member == (state == Answer.ACCEPTED)


def test_two_administrators_leaving_at_once_leave_one() -> None:
    for _ in range(4):
        first = MembershipFactory(administrator=True)
        second = MembershipFactory(administrator=True, structure=first.structure)
        found = together(
            *(lambda m=m: services.leave(m.user, m.structure) for m in (first, second))
        )
        assert sum(isinstance(one, services.LastAdministrator) for one in found) == 1, found
    assert Membership.objects.filter(ended_at__isnull=True).count() == 4
    assert not MembershipDeed.objects.filter(orphaned=True).exists()


def test_two_administrators_removing_each_other_leave_one() -> None:
    first = MembershipFactory(administrator=True)
    second = MembershipFactory(administrator=True, structure=first.structure)
    found = together(
        lambda: services.remove(second.pk, first.structure, by=first.user),
        lambda: services.remove(first.pk, first.structure, by=second.user),
    )
    assert sum(isinstance(one, services.NotAdministrator) for one in found) == 1, found


def test_two_claims_of_one_structure_accepted_at_once_make_two_members() -> None:
    structure = StructureFactory()
    claims = [ClaimFactory(known=True, structure=structure) for _ in range(2)]
    staff = [UserFactory(moderator=True) for _ in claims]
    found = together(
        *(lambda c=c, s=s: deciding.accept(c.pk, by=s) for c, s in zip(claims, staff, strict=True))
    )
    assert all(isinstance(one, Claim) for one in found), found
    assert Membership.objects.filter(structure=structure).count() == 2


def test_two_claims_of_one_new_structure_accepted_at_once_add_it_once() -> None:
    first = ClaimFactory(name="L’Écluse")
    second = ClaimFactory(name="l'ecluse", commune=first.commune)
    other = ClaimFactory(name="Le Moulin")
    staff = [UserFactory(moderator=True) for _ in range(3)]
    found = together(
        *(
            lambda c=c, s=s: deciding.accept(c.pk, by=s)
            for c, s in zip((first, second, other), staff, strict=True)
        )
    )
    assert all(isinstance(one, Claim) for one in found), found
    assert Structure.objects.count() == 2
    assert len(set(Structure.objects.values_list("reference", flat=True))) == 2
    assert Membership.objects.count() == 3


def test_one_claim_decided_twice_at_once_is_decided_once() -> None:
    claim = ClaimFactory()
    staff = [UserFactory(moderator=True) for _ in range(2)]
    found = together(
        lambda: deciding.accept(claim.pk, by=staff[0]),
        lambda: deciding.refuse(claim.pk, by=staff[1], motive="Non"),
    )
    assert sum(isinstance(one, Claim) for one in found) == 1, found


def test_the_same_claim_sent_twice_at_once_is_one() -> None:
    structure = StructureFactory()
    found = together(
        *[lambda: claiming.submit(structure, position="x", address="moi@example.org")] * 3
    )
    assert all(isinstance(one, claiming.Kept) for one in found), found
    assert Claim.objects.count() == 1


def test_the_same_request_sent_twice_at_once_is_one() -> None:
    boss, person = MembershipFactory(administrator=True), UserFactory()
    together(*[lambda: requesting.ask_to_join(person, boss.structure)] * 3)
    assert JoinRequest.objects.count() == 1


def test_a_request_accepted_while_its_structure_is_merged_ends_in_the_kept_one() -> None:
    for _ in range(3):
        source, target = StructureFactory(), StructureFactory()
        request = JoinRequestFactory(structure=source)
        staff = UserFactory(moderator=True)
        together(
            lambda r=request, s=staff: requesting.accept_request(r.pk, by=s),
            lambda a=source, b=target, s=staff: merge(a, b, by=s),
        )
        request.refresh_from_db()
        source.refresh_from_db()
        assert source.merged_into == target
        # Whichever came first, nothing is left behind in the closed one.
        assert not Membership.objects.filter(structure=source).exists()
        assert request.structure == target


def test_two_merges_that_cross_end_in_one() -> None:
    first, second = StructureFactory(), StructureFactory()
    MembershipFactory(structure=first, role=Role.ADMINISTRATOR)
    found = together(
        lambda: merge(first, second, by=None),
        lambda: merge(second, first, by=None),
    )
    assert sum(isinstance(one, Structure) for one in found) == 1, found
    assert Structure.objects.filter(merged_into__isnull=False).count() == 1
