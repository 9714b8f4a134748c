"""Invitations: one button, once, for as long as it stands."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from connect.accounts.erasing import erase
from connect.memberships import inviting, services
from connect.memberships.enums import Answer, Origin, Role
from connect.memberships.models import Invitation, Membership
from connect.notifications.kinds import kind_of
from connect.notifications.models import Notice
from tests.accounts.factories import UserFactory
from tests.memberships.factories import InvitationFactory, MembershipFactory
from tests.structures.factories import StructureFactory

pytestmark = pytest.mark.django_db


def link(invitation: Invitation) -> str:
    token = inviting.link_of(invitation)
    assert token is not None
    return token


def test_inviting_writes_one_mail_and_keeps_no_secret() -> None:
    boss = MembershipFactory(administrator=True)

    sent = inviting.invite(
        "  Une.Personne@Example.ORG ", boss.structure, Role.CONTRIBUTOR, by=boss.user
    )
    again = inviting.invite(
        "une.personne@example.org", boss.structure, Role.ADMINISTRATOR, by=boss.user
    )

    row = Invitation.objects.get()
    assert (row.address, row.role) == ("une.personne@example.org", Role.ADMINISTRATOR)
    assert sent.is_new and not again.is_new
    notice = Notice.objects.get()
    assert (notice.kind, notice.address) == ("invitation", "une.personne@example.org")
    token = link(row)
    assert len(token) == 64
    stored = {str(value) for value in Invitation.objects.values().get().values()}
    assert token not in stored and token not in str(notice.payload)
    assert inviting.invitation_of(token) == row


def test_who_invites_is_an_administrator_or_the_chamber() -> None:
    boss = MembershipFactory(administrator=True)
    member = MembershipFactory(structure=boss.structure)
    elsewhere = MembershipFactory(administrator=True)
    for person in (
        member.user,
        elsewhere.user,
        UserFactory(editor=True),
        UserFactory(publisher=True),
    ):
        with pytest.raises(PermissionDenied):
            inviting.invite("a@example.org", boss.structure, Role.CONTRIBUTOR, by=person)
    moderator = UserFactory(moderator=True)
    assert inviting.invite("a@example.org", boss.structure, Role.CONTRIBUTOR, by=moderator).is_new


def test_addresses_that_cannot_be_invited() -> None:
    boss = MembershipFactory(administrator=True)
    for typed in (
        "",
        "pas une adresse",
        "a@b",
        f"{'x' * 260}@example.org",
        boss.user.email.upper(),
    ):
        with pytest.raises(ValidationError):
            inviting.invite(typed, boss.structure, Role.CONTRIBUTOR, by=boss.user)
    merged = StructureFactory(private=True, merged_into=boss.structure)
    with pytest.raises(ValidationError):
        inviting.invite("a@example.org", merged, Role.CONTRIBUTOR, by=UserFactory(moderator=True))
    assert not Invitation.objects.exists()


def test_a_flood_of_invitations_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inviting, "MOST_WAITING", 2)
    boss = MembershipFactory(administrator=True)
    for name in "ab":
        inviting.invite(f"{name}@example.org", boss.structure, Role.CONTRIBUTOR, by=boss.user)
    with pytest.raises(ValidationError, match="Trop d’invitations"):
        inviting.invite("c@example.org", boss.structure, Role.CONTRIBUTOR, by=boss.user)


def test_accepting_works_once() -> None:
    invitation = InvitationFactory(role=Role.ADMINISTRATOR, invited_by__moderator=True)
    token, person = link(invitation), UserFactory()

    membership = inviting.accept(token, person)

    assert membership is not None
    assert (membership.user, membership.role) == (person, Role.ADMINISTRATOR)
    assert membership.origin == Origin.INVITATION
    assert inviting.accept(token, UserFactory()) is None
    assert inviting.invitation_of(token) is None
    assert Membership.objects.count() == 1
    invitation.refresh_from_db()
    assert (invitation.state, invitation.accepted_by) == (Answer.ACCEPTED, person)


def test_a_link_that_lapsed_was_withdrawn_or_never_was_opens_nothing() -> None:
    boss = MembershipFactory(administrator=True)
    lapsed = InvitationFactory(lapsed=True)
    withdrawn = InvitationFactory(structure=boss.structure)
    inviting.revoke(withdrawn.pk, boss.structure, by=boss.user)
    merged = InvitationFactory(structure__is_public=False, structure__merged_into=boss.structure)
    for token in (link(lapsed), link(withdrawn), link(merged), "0" * 64, "", "é", "x" * 5000):
        assert inviting.invitation_of(token) is None
        assert inviting.accept(token, UserFactory()) is None
    assert Membership.objects.count() == 1


def test_resending_replaces_the_link_and_stops_at_five() -> None:
    boss = MembershipFactory(administrator=True)
    invitation = InvitationFactory(structure=boss.structure, lapsed=True)
    old = link(invitation)

    inviting.resend(invitation.pk, boss.structure, by=boss.user)

    invitation.refresh_from_db()
    assert inviting.invitation_of(old) is None
    assert inviting.invitation_of(link(invitation)) == invitation
    assert invitation.expires_at > timezone.now() + datetime.timedelta(days=13)
    for _ in range(3):
        inviting.resend(invitation.pk, boss.structure, by=boss.user)
    with pytest.raises(ValidationError, match="5 fois"):
        inviting.resend(invitation.pk, boss.structure, by=boss.user)
    assert Notice.objects.count() == 4


def test_inviting_again_after_a_lapse_sends_again() -> None:
    boss = MembershipFactory(administrator=True)
    lapsed = InvitationFactory(structure=boss.structure, lapsed=True, address="a@example.org")
    sent = inviting.invite("a@example.org", boss.structure, Role.CONTRIBUTOR, by=boss.user)
    assert sent.is_new and sent.invitation == lapsed
    assert Notice.objects.get().key == f"invitation:{lapsed.pk}:2"


def test_invitations_of_other_structures_are_out_of_reach() -> None:
    boss = MembershipFactory(administrator=True)
    other = InvitationFactory()
    assert inviting.resend(other.pk, boss.structure, by=boss.user) is None
    assert inviting.revoke(other.pk, boss.structure, by=boss.user) is None
    for verb in (inviting.resend, inviting.revoke):
        with pytest.raises(PermissionDenied):
            verb(other.pk, other.structure, by=boss.user)
    assert inviting.invitation_of(link(other)) == other


def test_a_right_withdrawn_before_the_press_is_gone() -> None:
    boss = MembershipFactory(administrator=True)
    services.leave(boss.user, boss.structure, even_last=True)
    with pytest.raises(PermissionDenied):
        inviting.invite("a@example.org", boss.structure, Role.CONTRIBUTOR, by=boss.user)


def test_whoever_loses_the_right_to_invite_loses_their_invitations() -> None:
    staff = UserFactory(moderator=True)

    def lose(way: str) -> Invitation:
        boss = MembershipFactory(administrator=True)
        other = MembershipFactory(structure=boss.structure, administrator=True)
        theirs = inviting.invite(
            f"autre-{way}@example.org", boss.structure, Role.ADMINISTRATOR, by=boss.user
        )
        kept = inviting.invite("reste@example.org", boss.structure, Role.CONTRIBUTOR, by=other.user)
        verbs = {
            "left": lambda: services.leave(boss.user, boss.structure),
            "removed": lambda: services.remove(boss.pk, boss.structure, by=other.user),
            "demoted": lambda: services.change_role(
                boss.pk, boss.structure, Role.CONTRIBUTOR, by=other.user
            ),
            "ended": lambda: services.end_by_staff(boss, by=staff),
            "lowered": lambda: services.set_role_by_staff(boss, Role.CONTRIBUTOR, by=staff),
            "erased": lambda: erase(boss.user),
        }
        verbs[way]()
        assert inviting.invitation_of(link(kept.invitation)) is not None, way
        return theirs.invitation

    for way in ("left", "removed", "demoted", "ended", "lowered", "erased"):
        invitation = lose(way)
        assert inviting.accept(link(invitation), UserFactory()) is None, way
        invitation.refresh_from_db()
        assert invitation.state == Answer.WITHDRAWN and invitation.decided_at is not None, way


def test_an_invitation_to_administer_needs_an_inviter_who_still_may() -> None:
    boss = MembershipFactory(administrator=True)
    wait = {
        role: inviting.invite(f"{role}@example.org", boss.structure, role, by=boss.user).invitation
        for role in Role
    }
    notice = Notice.objects.get(address=f"{Role.ADMINISTRATOR}@example.org")
    boss.user.is_active = False
    boss.user.save()

    assert inviting.accept(link(wait[Role.ADMINISTRATOR]), UserFactory()) is None
    kind = kind_of("invitation")
    assert kind is not None and kind.compose(notice) is None
    assert inviting.accept(link(wait[Role.CONTRIBUTOR]), UserFactory()) is not None


def test_withdrawing_and_inviting_again_does_not_pester() -> None:
    boss = MembershipFactory(administrator=True)

    def again(address: str) -> None:
        sent = inviting.invite(address, boss.structure, Role.CONTRIBUTOR, by=boss.user)
        inviting.revoke(sent.invitation.pk, boss.structure, by=boss.user)

    for _ in range(inviting.MOST_SENDINGS - 1):
        again("a@example.org")
    last = inviting.invite("A@example.org", boss.structure, Role.CONTRIBUTOR, by=boss.user)
    with pytest.raises(ValidationError, match="5 fois"):
        inviting.resend(last.invitation.pk, boss.structure, by=boss.user)
    inviting.revoke(last.invitation.pk, boss.structure, by=boss.user)
    with pytest.raises(ValidationError, match="5 fois"):
        again("a@example.org")
    assert Notice.objects.filter(address="a@example.org").count() == inviting.MOST_SENDINGS
    again("b@example.org")
    Invitation.objects.update(invited_at=timezone.now() - inviting.KEPT)
    again("a@example.org")


def test_a_day_has_an_end_though_invitations_are_withdrawn(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inviting, "MOST_A_DAY", 2)
    boss, other = MembershipFactory(administrator=True), MembershipFactory(administrator=True)
    for name in "ab":
        sent = inviting.invite(
            f"{name}@example.org", boss.structure, Role.CONTRIBUTOR, by=boss.user
        )
        inviting.revoke(sent.invitation.pk, boss.structure, by=boss.user)
    with pytest.raises(ValidationError, match="en un jour"):
        inviting.invite("c@example.org", boss.structure, Role.CONTRIBUTOR, by=boss.user)
    inviting.invite("c@example.org", other.structure, Role.CONTRIBUTOR, by=other.user)
    Invitation.objects.update(invited_at=timezone.now() - inviting.DAY)
    inviting.invite("c@example.org", boss.structure, Role.CONTRIBUTOR, by=boss.user)


def test_what_came_to_nothing_is_forgotten() -> None:
    long_ago = timezone.now() - inviting.KEPT - datetime.timedelta(days=1)
    InvitationFactory(expires_at=long_ago)
    InvitationFactory(state=Answer.WITHDRAWN, decided_at=long_ago)
    kept = [
        InvitationFactory(lapsed=True),
        InvitationFactory(state=Answer.ACCEPTED, decided_at=long_ago),
    ]
    assert inviting.forget() == 2
    assert set(Invitation.objects.order_by("pk")) == set(kept)
