"""What groups keep about a person: copied whole, erased without leaving others with holes."""

import json

import pytest

from connect.accounts.privacy import holdings
from connect.groups.models import GroupInvitation, GroupMembership, GroupRequest
from tests.accounts.factories import UserFactory
from tests.groups.factories import (
    GroupFactory,
    GroupInvitationFactory,
    GroupMembershipFactory,
    GroupRequestFactory,
)

pytestmark = pytest.mark.django_db
OURS = ("groupes", "demandes-de-groupe", "invitations-de-groupe")


def test_the_copy_holds_what_is_about_the_person_and_nothing_of_others() -> None:
    user, other = UserFactory(), UserFactory()
    group = GroupFactory(name="Groupe copié")
    GroupMembershipFactory(group=group, user=user, ended_at=group.created_at)
    GroupMembershipFactory(group=group, user=user)
    GroupRequestFactory(group=group, user=user, message="mon message")
    GroupInvitationFactory(group=group, address=user.email)
    GroupInvitationFactory(group=group, address="tiers@example.org", invited_by=user)
    GroupRequestFactory(group=group, user=other, message="message d’autrui")
    GroupInvitationFactory(address=other.email)
    ours = {one.key: one for one in holdings() if one.key in OURS}
    rows = {key: list(ours[key].export(user)) for key in OURS}
    text = json.dumps(rows, ensure_ascii=False)
    assert [len(rows[key]) for key in OURS] == [2, 1, 2]
    assert "mon message" in text and "Groupe copié" in text
    assert "autrui" not in text and "tiers@example.org" not in text


def test_erasing_ends_memberships_and_removes_what_was_written() -> None:
    user = UserFactory()
    membership = GroupMembershipFactory(user=user)
    GroupRequestFactory(user=user)
    GroupInvitationFactory(address=user.email)
    sent = GroupInvitationFactory(invited_by=user)
    kept = GroupRequestFactory()
    for one in holdings():
        if one.key in OURS:
            one.erase(user)
    assert GroupMembership.objects.get(pk=membership.pk).ended_at is not None
    assert GroupRequest.objects.get() == kept
    assert GroupInvitation.objects.get() == sent
    sent.refresh_from_db()
    assert sent.invited_by is None and sent.outcome == "retiree"
