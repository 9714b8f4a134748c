"""Ways into a group and out of it, with what may go wrong."""

import datetime
import threading
from collections.abc import Callable

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.utils import timezone

from connect.groups import inviting, services
from connect.groups.enums import Openness, Outcome, Role
from connect.groups.models import GroupInvitation, GroupMembership, GroupRequest
from connect.groups.selectors import leads_of, members_of
from connect.notifications.models import Notice
from tests.accounts.factories import UserFactory
from tests.groups.factories import (
    GroupFactory,
    GroupInvitationFactory,
    GroupMembershipFactory,
    GroupRequestFactory,
)
from tests.harness.visitor import Visitor

pytestmark = pytest.mark.django_db


def _visitor(user: object) -> Visitor:
    client = Visitor()
    client.force_login(user)  # type: ignore[arg-type]  # a factory's user
    return client


def test_an_open_group_is_joined_left_and_joined_again_with_its_history() -> None:
    group, user = GroupFactory(open=True), UserFactory()
    client = _visitor(user)
    for _ in range(2):
        client.get(group.get_absolute_url())
        assert client.post(f"/groupes/{group.slug}/rejoindre/").status_code == 302
        client.get(group.get_absolute_url())
        client.post(f"/groupes/{group.slug}/quitter/")
    assert not members_of(group).exists()
    assert GroupMembership.objects.filter(user=user, ended_at__isnull=False).count() == 2
    # Sent twice, it is one membership.
    services.join(group, user)
    services.join(group, user)
    assert members_of(group).count() == 1


def test_a_request_is_sent_once_accepted_and_told() -> None:
    group, asker = GroupFactory(), UserFactory()
    lead = GroupMembershipFactory(group=group, lead=True).user
    client = _visitor(asker)
    client.get(group.get_absolute_url())
    client.post(f"/groupes/{group.slug}/rejoindre/", {"message": "Bonjour"})
    services.ask(group, asker, "encore")
    asked = GroupRequest.objects.get()
    assert asked.message == "Bonjour"
    assert list(Notice.objects.filter(kind="groupe-demande").values_list("user", flat=True)) == [
        lead.pk
    ]
    desk = _visitor(lead)
    desk.get(f"/groupes/{group.slug}/gerer/")
    desk.post(f"/groupes/{group.slug}/demandes/{asked.pk}/", {"accept": "oui", "text": "Bienvenue"})
    asked.refresh_from_db()
    assert (asked.outcome, asked.answer, asked.answered_by) == (Outcome.ACCEPTED, "Bienvenue", lead)
    assert members_of(group).filter(user=asker).exists()
    assert Notice.objects.get(kind="groupe-reponse").user == asker
    # Somebody else answers too late: nothing changes.
    with pytest.raises(ValidationError):
        services.answer(asked, accept=False, by=lead)
    assert members_of(group).filter(user=asker).exists()
    assert services.ask(group, asker) is None


def test_a_declined_person_may_ask_again_and_take_it_back() -> None:
    asked = GroupRequestFactory()
    services.answer(asked, accept=False, by=UserFactory(), text="Plus tard")
    assert not members_of(asked.group).exists()
    again = services.ask(asked.group, asked.user)
    assert again is not None and again.pk != asked.pk
    client = _visitor(asked.user)
    client.get("/compte/groupes/")
    client.post(f"/groupes/{asked.group.slug}/retirer-ma-demande/")
    again.refresh_from_db()
    assert again.outcome == Outcome.WITHDRAWN
    with pytest.raises(ValidationError):
        services.answer(again, accept=True, by=UserFactory())


def test_a_request_taken_back_again_and_again_ends_by_being_refused() -> None:
    group, user = GroupFactory(), UserFactory()
    GroupMembershipFactory(group=group, lead=True)
    for _ in range(services.MOST_ASKED):
        services.ask(group, user)
        services.withdraw_request(group, user)
    with pytest.raises(ValidationError):
        services.ask(group, user)
    assert Notice.objects.filter(kind="groupe-demande").count() == services.MOST_ASKED


def test_each_openness_has_its_way_in_and_an_archived_group_none() -> None:
    user = UserFactory()
    refused: list[Callable[[], object]] = [
        lambda: services.join(GroupFactory(), user),
        lambda: services.join(GroupFactory(private=True), user),
        lambda: services.ask(GroupFactory(private=True), user),
        lambda: services.ask(GroupFactory(open=True), user),
        lambda: services.join(GroupFactory(open=True, archived=True), user),
        lambda: inviting.invite(GroupFactory(archived=True), "a@example.org", by=user),
        lambda: services.answer(
            GroupRequestFactory(group=GroupFactory(archived=True)), accept=True, by=user
        ),
    ]
    for act in refused:
        with pytest.raises(ValidationError):
            act()
    assert not GroupMembership.objects.exists()
    too_long = _visitor(user)
    group = GroupFactory()
    too_long.get(group.get_absolute_url())
    too_long.post(f"/groupes/{group.slug}/rejoindre/", {"message": "x" * 601})
    assert not GroupRequest.objects.filter(group=group).exists()


def test_the_last_lead_stays_until_another_is_named() -> None:
    group = GroupFactory()
    lead = GroupMembershipFactory(group=group, lead=True)
    other = GroupMembershipFactory(group=group)
    for act in (
        lambda: services.leave(group, lead.user),
        lambda: services.give_role(group, lead.pk, Role.MEMBER),
        lambda: services.remove(group, lead.pk),
    ):
        with pytest.raises(ValidationError):
            act()
    client = _visitor(lead.user)
    client.get(f"/groupes/{group.slug}/gerer/")
    client.post(f"/groupes/{group.slug}/membres/{other.pk}/", {"role": Role.DEPUTY})
    assert Notice.objects.get(kind="groupe-role").user == other.user
    client.get(group.get_absolute_url())
    client.post(f"/groupes/{group.slug}/quitter/")
    assert [one.user for one in leads_of(group)] == [other.user]
    with pytest.raises(ValidationError):
        services.give_role(group, lead.pk, Role.MEMBER)
    # A group that is over may be left by its last lead.
    group.archived_at = timezone.now()
    group.save()
    assert services.leave(group, other.user)


def test_members_manage_nothing_and_leads_manage_their_group_only() -> None:
    group, elsewhere = GroupFactory(), GroupRequestFactory()
    member = GroupMembershipFactory(group=group)
    lead = GroupMembershipFactory(group=group, lead=True)
    asked = GroupRequestFactory(group=group)
    raw = Visitor(enforce_csrf_checks=False)
    raw.force_login(member.user)
    for path in (f"demandes/{asked.pk}/", f"membres/{lead.pk}/", "inviter/"):
        answer = raw.post(f"/groupes/{group.slug}/{path}", {"accept": "oui", "role": "membre"})
        assert answer.status_code == 404
    assert raw.get(f"/groupes/{group.slug}/gerer/").status_code == 404
    raw.force_login(lead.user)
    other = GroupMembershipFactory(group=elsewhere.group)
    for path, data in (
        (f"demandes/{elsewhere.pk}/", {"accept": "oui"}),
        (f"membres/{other.pk}/", {"role": "retirer"}),
        (f"demandes/{asked.pk}/", {"accept": "peut-etre"}),
        (f"membres/{member.pk}/", {"role": "chef"}),
    ):
        assert raw.post(f"/groupes/{group.slug}/{path}", data).status_code == 404, path
    elsewhere.refresh_from_db()
    assert elsewhere.outcome == ""
    assert members_of(elsewhere.group).count() == 1


def test_an_invitation_is_for_one_address_and_one_use() -> None:
    group = GroupFactory(private=True)
    lead = GroupMembershipFactory(group=group, lead=True).user
    client = _visitor(lead)
    client.get(f"/groupes/{group.slug}/gerer/")
    for typed in (" Nouvelle@Example.org ", "nouvelle@example.org"):
        client.get(f"/groupes/{group.slug}/gerer/")
        client.post(f"/groupes/{group.slug}/inviter/", {"address": typed, "role": "suppleant"})
    invitation = GroupInvitation.objects.get()
    assert Notice.objects.get(kind="groupe-invitation").address == "nouvelle@example.org"
    with pytest.raises(ValidationError):
        inviting.answer_invitation(invitation.pk, UserFactory(), accept=True)
    invited = UserFactory(email="nouvelle@example.org")
    guest = _visitor(invited)
    assert group.name in guest.get("/compte/groupes/").content.decode()
    guest.post(f"/compte/groupes/invitations/{invitation.pk}/", {"accept": "oui"})
    assert members_of(group).get(user=invited).role == Role.DEPUTY
    with pytest.raises(ValidationError):
        inviting.answer_invitation(invitation.pk, invited, accept=True)
    # Already a member: nothing is sent, and the page says the same.
    assert inviting.invite(group, invited.email, by=lead) is None
    wrong = client.get(f"/groupes/{group.slug}/gerer/")
    wrong = client.post(
        f"/groupes/{group.slug}/inviter/", {"address": "pas une adresse", "role": "membre"}
    )
    assert wrong.status_code == 422


def test_invitations_end_are_taken_back_and_are_no_mailing() -> None:
    group = GroupFactory(private=True)
    user = UserFactory()
    ended = GroupInvitationFactory(group=group, address=user.email, expires_at=timezone.now())
    taken = GroupInvitationFactory(group=group, address="autre@example.org")
    assert inviting.withdraw_invitation(group, taken.pk)
    assert not inviting.withdraw_invitation(group, taken.pk)
    with pytest.raises(ValidationError):
        inviting.answer_invitation(ended.pk, user, accept=True)
    again = inviting.invite(group, user.email, by=user)
    assert again is not None and again.pk != ended.pk
    for number in range(inviting.MOST_A_DAY - 3):
        GroupInvitationFactory(group=group, address=f"n{number}@example.org")
    with pytest.raises(ValidationError):
        inviting.invite(group, "trop@example.org", by=user)


def test_old_invitations_and_answered_requests_are_forgotten() -> None:
    old = timezone.now() - datetime.timedelta(days=400)
    GroupInvitationFactory(expires_at=old)
    GroupInvitationFactory(outcome=Outcome.ACCEPTED, answered_at=old)
    GroupRequestFactory(outcome=Outcome.DECLINED, answered_at=old)
    kept = GroupInvitationFactory(), GroupRequestFactory()
    assert inviting.forget_old() == 3
    assert GroupInvitation.objects.get() == kept[0]
    assert GroupRequest.objects.get() == kept[1]


def _together(*acts: Callable[[], object]) -> list[str]:
    barrier, refused = threading.Barrier(len(acts)), []

    def work(act: Callable[[], object]) -> None:
        barrier.wait()
        try:
            act()
        except ValidationError as error:
            refused.append(error.messages[0])
        finally:
            connection.close()

    threads = [threading.Thread(target=work, args=(act,)) for act in acts]
    for one in threads:
        one.start()
    for one in threads:
        one.join(30)
    return refused


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_two_answers_at_once_are_one_answer() -> None:
    asked = GroupRequestFactory()
    leads = [GroupMembershipFactory(group=asked.group, lead=True).user for _ in range(2)]
    refused = _together(
        lambda: services.answer(asked, accept=True, by=leads[0]),
        lambda: services.answer(asked, accept=True, by=leads[1]),
    )
    assert refused == [services.SETTLED]
    assert members_of(asked.group).filter(user=asked.user).count() == 1
    # Two persons accepted at once are two members.
    others = [GroupRequestFactory(group=asked.group) for _ in range(2)]
    acts = [lambda one=one: services.answer(one, accept=True, by=leads[0]) for one in others]
    assert _together(*acts) == []
    assert members_of(asked.group).filter(role=Role.MEMBER).count() == 3


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_two_leads_who_leave_at_once_never_leave_a_group_without_lead() -> None:
    group = GroupFactory(openness=Openness.OPEN)
    leads = [GroupMembershipFactory(group=group, lead=True).user for _ in range(2)]
    acts = [lambda user=user: services.leave(group, user) for user in leads]
    assert _together(*acts) == [services.LAST_LEAD]
    assert leads_of(group).count() == 1
    # The same person who joins twice at once is one member.
    user = UserFactory()
    assert _together(*[lambda: services.join(group, user)] * 2) == []
    assert members_of(group).filter(user=user).count() == 1
