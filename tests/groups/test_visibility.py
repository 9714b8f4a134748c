"""Private and archived groups leak nowhere: list, page, search, counts, addresses of their forms."""

from typing import Any

import pytest
from django.test import Client

from connect.groups import permissions
from connect.groups.models import Group
from connect.groups.selectors import groups_of, visible_to
from connect.search.services import index
from tests.accounts.factories import UserFactory
from tests.groups.factories import (
    GroupFactory,
    GroupInvitationFactory,
    GroupMembershipFactory,
    GroupRequestFactory,
)
from tests.harness.visitor import Visitor
from tests.taxonomy.factories import ThemeFactory

pytestmark = pytest.mark.django_db
SECRET = "Zorglub"


@pytest.fixture
def private() -> Group:
    """A private group with a theme of its own."""
    group = GroupFactory(private=True, name=f"Groupe {SECRET}", slug="zorglub")
    group.themes.add(ThemeFactory(label=f"Thème {SECRET}"))
    return group


def _client(user: Any = None) -> Client:
    client = Visitor(enforce_csrf_checks=False)
    if user is not None:
        client.force_login(user)
    return client


def test_who_knows_of_which_group(private: Group) -> None:
    shown, over = GroupFactory(), GroupFactory(archived=True)
    member = GroupMembershipFactory(group=private).user
    GroupMembershipFactory(group=over, user=member)
    gone = GroupMembershipFactory(group=private, ended_at=private.created_at).user
    asleep = GroupMembershipFactory(group=private, user__is_active=False).user
    invited = GroupInvitationFactory(group=private, address="invitee@example.org")
    asker = GroupRequestFactory(group=private).user
    assert set(visible_to(None)) == {shown}
    for user in (
        UserFactory(),
        gone,
        asleep,
        asker,
        UserFactory(email=invited.address),
        UserFactory(editor=True),
        UserFactory(publisher=True),
    ):
        assert set(visible_to(user)) == {shown}, user
    assert set(visible_to(member)) == {shown, private, over}
    assert set(groups_of(member)) == {private, over}
    for user in (UserFactory(moderator=True), UserFactory(administrator=True)):
        assert set(visible_to(user)) == {shown, private, over}
        assert not groups_of(user).exists()


def test_a_private_group_is_not_listed_nor_counted_nor_named(private: Group) -> None:
    GroupFactory(name="Groupe ouvert à voir")
    outsider = GroupMembershipFactory().user
    for client in (_client(), _client(outsider), _client(UserFactory(editor=True))):
        page = client.get("/groupes/").content.decode()
        assert "Groupe ouvert à voir" in page
        assert SECRET not in page
        filtered = client.get(f"/groupes/?theme={private.themes.get().code}").content.decode()
        assert SECRET not in filtered
    member = GroupMembershipFactory(group=private).user
    assert SECRET in _client(member).get("/groupes/").content.decode()


def test_every_address_of_a_private_group_is_as_if_it_did_not_exist(private: Group) -> None:
    membership = GroupMembershipFactory(group=private)
    request = GroupRequestFactory(group=private)
    invitation = GroupInvitationFactory(group=private)
    outsider, editor = _client(UserFactory()), _client(UserFactory(editor=True))
    for path, method in (
        ("", "get"),
        ("gerer/", "get"),
        ("rejoindre/", "post"),
        ("quitter/", "post"),
        ("retirer-ma-demande/", "post"),
        ("inviter/", "post"),
        (f"demandes/{request.pk}/", "post"),
        (f"membres/{membership.pk}/", "post"),
        (f"invitations/{invitation.pk}/annuler/", "post"),
    ):
        for client in (outsider, editor):
            answer = getattr(client, method)(f"/groupes/zorglub/{path}")
            absent = getattr(client, method)(f"/groupes/absent/{path}")
            assert answer.status_code == absent.status_code == 404, path
            assert SECRET not in answer.content.decode()
    assert _client().get("/groupes/zorglub/").status_code == 404
    # Somebody else's invitation does not exist either.
    answer = outsider.post(f"/compte/groupes/invitations/{invitation.pk}/", {"accept": "oui"})
    assert answer.status_code == 404


def test_the_search_never_finds_a_private_or_archived_group(private: Group) -> None:
    over = GroupFactory(archived=True, name="Groupe Zorglub clos", slug="clos")
    index("group", [private.pk, over.pk])
    member = _client(GroupMembershipFactory(group=private).user)
    for client in (_client(), member):
        assert (
            "/groupes/"
            not in client.get("/recherche/?q=zorglub")
            .content.decode()
            .split("<main")[1]
            .split("</main")[0]
        )
    # One that was open when it was indexed, and is private now.
    shown = GroupFactory(name="Groupe Zibeline", slug="zibeline")
    index("group", [shown.pk])
    assert "/groupes/zibeline/" in _client().get("/recherche/?q=zibeline").content.decode()
    Group.objects.filter(pk=shown.pk).update(openness="prive")
    assert "/groupes/zibeline/" not in _client().get("/recherche/?q=zibeline").content.decode()


def test_rights_of_members_leads_staff_and_others(private: Group) -> None:
    member = GroupMembershipFactory(group=private).user
    lead = GroupMembershipFactory(group=private, lead=True).user
    outsider, moderator = UserFactory(), UserFactory(moderator=True)
    assert [permissions.may_see(one, private) for one in (member, lead, outsider, moderator)] == [
        True, True, False, True,
    ]  # fmt: skip
    assert [permissions.may_manage(one, private) for one in (member, lead, outsider, moderator, None)] == [
        False, True, False, True, False,
    ]  # fmt: skip
    assert [permissions.may_see_members(one, private) for one in (member, outsider, moderator, None)] == [
        True, False, True, False,
    ]  # fmt: skip
    assert permissions.may_take_part(member, private)
    assert not permissions.may_take_part(moderator, private)
    assert not permissions.may_join(outsider, private)
    shown = GroupFactory()
    assert permissions.may_join(outsider, shown)
    assert not permissions.may_join(None, shown)
    private.archived_at = private.created_at
    assert not permissions.may_take_part(member, private)
