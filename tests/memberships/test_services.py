"""Entering, leaving, changing role: rights follow at once, history stays, nobody is left alone by mistake."""

import pytest
from django.core.exceptions import ValidationError

from connect.memberships import services
from connect.memberships.enums import Answer, Deed, Origin, Role
from connect.memberships.models import Membership, MembershipDeed
from connect.memberships.permissions import may_administer, may_contribute
from connect.memberships.selectors import administrators_of, members_of, structures_of
from connect.memberships.services import LastAdministrator, NotAdministrator
from connect.notifications.models import Notice
from tests.accounts.factories import UserFactory
from tests.memberships.factories import InvitationFactory, JoinRequestFactory, MembershipFactory
from tests.structures.factories import LocalNetworkFactory, StructureFactory

pytestmark = pytest.mark.django_db


def deeds() -> list[tuple[str, str, bool]]:
    found = MembershipDeed.objects.order_by("pk")
    return [(one.deed, one.role, one.orphaned) for one in found]


def test_entering_twice_keeps_one_membership_and_the_higher_role() -> None:
    person, structure = UserFactory(), StructureFactory()

    first = services.enter(person, structure, Role.CONTRIBUTOR, Origin.REQUEST)
    again = services.enter(person, structure, Role.ADMINISTRATOR, Origin.INVITATION)
    lower = services.enter(person, structure, Role.CONTRIBUTOR, Origin.DOMAIN)

    assert (first.is_new, again.is_new, lower.is_new) == (True, True, False)
    standing = Membership.objects.get()
    assert (standing.role, standing.origin) == (Role.ADMINISTRATOR, Origin.REQUEST)
    assert deeds() == [
        (Deed.JOINED, Role.CONTRIBUTOR, False),
        (Deed.ROLE_CHANGED, Role.ADMINISTRATOR, False),
    ]


def test_entering_settles_what_waited_between_the_two_only() -> None:
    person, structure = UserFactory(), StructureFactory()
    request = JoinRequestFactory(user=person, structure=structure)
    elsewhere = JoinRequestFactory(user=person)
    invitation = InvitationFactory(address=person.email, structure=structure)
    other = InvitationFactory(structure=structure)

    services.enter(person, structure, Role.CONTRIBUTOR, Origin.STAFF)

    for row in (request, elsewhere, invitation, other):
        row.refresh_from_db()
    assert request.state == invitation.state == Answer.ACCEPTED
    assert elsewhere.state == other.state == Answer.WAITING


def test_nobody_enters_a_merged_structure_nor_with_a_closed_account() -> None:
    kept = StructureFactory()
    merged = StructureFactory(private=True, merged_into=kept)
    with pytest.raises(ValidationError):
        services.enter(UserFactory(), merged, Role.CONTRIBUTOR, Origin.STAFF)
    with pytest.raises(ValidationError):
        services.enter(UserFactory(is_active=False), kept, Role.CONTRIBUTOR, Origin.STAFF)
    assert not Membership.objects.exists()


def test_leaving_ends_rights_at_once_and_keeps_history() -> None:
    mine = MembershipFactory()
    assert may_contribute(mine.user, mine.structure)

    services.leave(mine.user, mine.structure)

    assert not may_contribute(mine.user, mine.structure)
    assert not structures_of(mine.user).exists()
    mine.refresh_from_db()
    assert mine.ended_at is not None
    assert deeds() == [(Deed.LEFT, Role.CONTRIBUTOR, False)]
    assert services.leave(mine.user, mine.structure) is None
    again = services.enter(mine.user, mine.structure, Role.CONTRIBUTOR, Origin.INVITATION)
    assert again.is_new and Membership.objects.count() == 2


def test_the_last_administrator_leaves_only_by_saying_so() -> None:
    last = MembershipFactory(administrator=True)
    MembershipFactory(structure=last.structure)
    # One whose account is closed administers nothing any more.
    MembershipFactory(structure=last.structure, administrator=True, user__is_active=False)

    with pytest.raises(LastAdministrator):
        services.leave(last.user, last.structure)
    assert may_administer(last.user, last.structure)
    services.leave(last.user, last.structure, even_last=True)

    assert not administrators_of(last.structure).exists()
    assert deeds() == [(Deed.LEFT, Role.ADMINISTRATOR, True)]


def test_only_administrators_of_this_very_structure_decide() -> None:
    target = MembershipFactory()
    colleague = MembershipFactory(structure=target.structure)
    elsewhere = MembershipFactory(administrator=True)
    former = MembershipFactory(structure=target.structure, administrator=True)
    services.leave(former.user, former.structure, even_last=True)
    for person in (colleague.user, elsewhere.user, former.user, UserFactory(editor=True)):
        with pytest.raises(NotAdministrator):
            services.remove(target.pk, target.structure, by=person)
        with pytest.raises(NotAdministrator):
            services.change_role(target.pk, target.structure, Role.ADMINISTRATOR, by=person)
    # The administrator of another structure cannot name a membership of this one as theirs.
    assert services.remove(target.pk, elsewhere.structure, by=elsewhere.user) is None
    target.refresh_from_db()
    assert target.ended_at is None and target.role == Role.CONTRIBUTOR


def test_removing_tells_the_person_and_never_oneself() -> None:
    boss = MembershipFactory(administrator=True)
    target = MembershipFactory(structure=boss.structure)
    with pytest.raises(ValidationError):
        services.remove(boss.pk, boss.structure, by=boss.user)

    services.remove(target.pk, boss.structure, by=boss.user)

    assert services.remove(target.pk, boss.structure, by=boss.user) is None
    assert [one.user for one in members_of(boss.structure)] == [boss.user]
    notice = Notice.objects.get()
    assert (notice.kind, notice.user) == ("rattachement-change", target.user)


def test_the_last_administrator_keeps_the_role() -> None:
    boss = MembershipFactory(administrator=True)
    with pytest.raises(LastAdministrator):
        services.change_role(boss.pk, boss.structure, Role.CONTRIBUTOR, by=boss.user)
    second = MembershipFactory(structure=boss.structure)
    services.change_role(second.pk, boss.structure, Role.ADMINISTRATOR, by=boss.user)
    services.change_role(boss.pk, boss.structure, Role.CONTRIBUTOR, by=boss.user)
    assert list(administrators_of(boss.structure)) == [second.user]
    # One tells others, not oneself.
    assert [one.user for one in Notice.objects.order_by("pk")] == [second.user]


def test_the_chamber_ends_and_changes_whatever_is_left() -> None:
    staff = UserFactory(moderator=True)
    one = MembershipFactory(administrator=True)
    services.set_role_by_staff(one, Role.CONTRIBUTOR, by=staff)
    other = MembershipFactory(administrator=True)
    services.end_by_staff(other, by=staff)
    assert services.end_by_staff(other, by=staff) is None
    assert deeds() == [
        (Deed.ROLE_CHANGED, Role.CONTRIBUTOR, True),
        (Deed.REMOVED, Role.ADMINISTRATOR, True),
    ]
    assert Notice.objects.count() == 2


def test_animation_begins_once_and_ends() -> None:
    network, person = LocalNetworkFactory(), UserFactory()
    animator = services.start_animation(person, network)
    with pytest.raises(ValidationError):
        services.start_animation(person, network)
    services.end_animation(animator)
    assert services.start_animation(person, network).pk != animator.pk
