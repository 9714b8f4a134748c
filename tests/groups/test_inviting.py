"""Invitations of groups: whose they are, how many leave, to which address."""

import pytest
from django.core.exceptions import ValidationError

from connect.accounts.addresses import normal_address
from connect.groups import inviting, services
from connect.groups.enums import Role
from connect.groups.models import GroupInvitation
from connect.groups.selectors import members_of, sent_invitations
from connect.notifications.models import Notice
from tests.accounts.factories import UserFactory
from tests.groups.factories import GroupFactory, GroupMembershipFactory
from tests.harness.visitor import Visitor

pytestmark = pytest.mark.django_db


def test_whoever_leads_no_more_has_no_invitation_left() -> None:
    verbs = {
        "left": lambda one: services.leave(one.group, one.user),
        "removed": lambda one: services.remove(one.group, one.pk),
        "lowered": lambda one: services.give_role(one.group, one.pk, Role.MEMBER),
    }
    for way, lose in verbs.items():
        lead = GroupMembershipFactory(lead=True)
        stays = GroupMembershipFactory(group=lead.group, lead=True)
        second = UserFactory()
        theirs = inviting.invite(lead.group, second.email, by=lead.user, role=Role.DEPUTY)
        kept = inviting.invite(lead.group, "reste@example.org", by=stays.user)
        lose(lead)
        assert theirs is not None and kept is not None
        with pytest.raises(ValidationError):
            inviting.answer_invitation(theirs.pk, second, accept=True)
        assert not members_of(lead.group).filter(user=second).exists(), way
        kept.refresh_from_db()
        assert kept.outcome == "", way
    # Lowered to another role that leads, nothing is lost.
    lead = GroupMembershipFactory(lead=True)
    kept = inviting.invite(lead.group, "reste@example.org", by=lead.user)
    services.give_role(lead.group, lead.pk, Role.DEPUTY)
    assert kept is not None and kept.outcome == ""
    assert sent_invitations(lead.group).get() == kept


def test_a_role_that_leads_is_given_by_who_still_may() -> None:
    guest, member = UserFactory(), UserFactory()
    group = GroupFactory()
    lead = GroupMembershipFactory(group=group, lead=True).user
    high = inviting.invite(group, guest.email, by=lead, role=Role.DEPUTY)
    plain = inviting.invite(group, member.email, by=lead)
    assert high is not None and plain is not None
    lead.is_active = False
    lead.save()
    with pytest.raises(ValidationError, match="plus valable"):
        inviting.answer_invitation(high.pk, guest, accept=True)
    assert inviting.answer_invitation(plain.pk, member, accept=True) is not None
    assert inviting.answer_invitation(high.pk, guest, accept=False) is None


def test_taking_back_and_inviting_again_does_not_pester() -> None:
    lead = GroupMembershipFactory(lead=True)
    for _ in range(inviting.MOST_TO_ONE):
        sent = inviting.invite(lead.group, "a@example.org", by=lead.user)
        assert sent is not None
        assert inviting.invite(lead.group, "a@example.org", by=lead.user) == sent
        inviting.withdraw_invitation(lead.group, sent.pk)
    with pytest.raises(ValidationError, match="fois cette adresse"):
        inviting.invite(lead.group, "A@example.org", by=lead.user)
    assert Notice.objects.filter(kind="groupe-invitation").count() == inviting.MOST_TO_ONE
    assert inviting.invite(lead.group, "b@example.org", by=lead.user) is not None


def test_an_address_with_an_accented_domain_is_one_and_the_same() -> None:
    lead = GroupMembershipFactory(lead=True)
    client = Visitor()
    client.force_login(lead.user)
    client.get(f"/groupes/{lead.group.slug}/gerer/")
    client.post(
        f"/groupes/{lead.group.slug}/inviter/",
        {"address": "Une.Personne@École.example.org", "role": "membre"},
    )
    person = UserFactory(email=normal_address("une.personne@école.example.org"))
    invitation = GroupInvitation.objects.get()
    assert inviting.answer_invitation(invitation.pk, person, accept=True) is not None
    with pytest.raises(ValidationError):
        inviting.invite(lead.group, "prénom@example.org", by=lead.user)
