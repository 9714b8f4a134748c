"""The messages of groups: what they say, and when they no longer leave."""

import datetime
from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone

from connect.groups import inviting, services
from connect.groups.enums import Role
from connect.notifications.enums import State
from connect.notifications.models import Notice
from connect.notifications.sending import send_due
from tests.accounts.factories import UserFactory
from tests.groups.factories import (
    GroupFactory,
    GroupMembershipFactory,
    GroupRequestFactory,
)

pytestmark = pytest.mark.django_db


def _words(mail: Any) -> str:
    """Both parts of a mail, on one line."""
    return " ".join(f"{mail.subject} {mail.body} {mail.alternatives[0][0]}".split()).replace(
        "\xa0", " "
    )


def _state(kind: str) -> str:
    return str(Notice.objects.get(kind=kind).state)


def test_each_message_says_what_happened_and_where_to_go(mailoutbox: list[Any]) -> None:
    group = GroupFactory(name="Groupe vélo")
    lead = GroupMembershipFactory(group=group, lead=True)
    asker = UserFactory(first_name="Jeanne", last_name="d’un essai")
    asked = services.ask(group, asker, "Je suis <b>là</b>")
    assert asked is not None
    send_due()
    told = _words(mailoutbox[0])
    assert mailoutbox[0].to == [lead.user.email]
    assert "Jeanne d’un essai demande à rejoindre" in told
    assert "/groupes/groupe-essai" in told and "/gerer/" in told
    assert "<b>" not in mailoutbox[0].alternatives[0][0].split("<blockquote>")[1]
    assert asker.email not in told
    services.answer(asked, accept=True, by=lead.user, text="Bienvenue à vous")
    inviting.invite(group, "personne@example.org", by=lead.user)
    services.give_role(group, group.memberships.get(user=asker).pk, Role.DEPUTY)
    send_due()
    answered, invited, named = sorted(mailoutbox[1:], key=lambda mail: mail.subject.split()[1])
    by_recipient = {tuple(one.to): _words(one) for one in (invited,)}
    texts = [_words(one) for one in (answered, invited, named)]
    assert any("Vous avez rejoint" in one and "Bienvenue à vous" in one for one in texts)
    assert any("Vous êtes invité dans le groupe « Groupe vélo »" in one for one in texts)
    assert any("référent suppléant du groupe" in one for one in texts)
    assert len(mailoutbox) == 4 and by_recipient


def test_a_declined_person_is_told_without_a_link(mailoutbox: list[Any]) -> None:
    asked = GroupRequestFactory()
    services.answer(asked, accept=False, by=UserFactory())
    send_due()
    told = _words(mailoutbox[0])
    assert "n’ont pas retenu votre demande" in told
    assert "Ouvrir la page du groupe" not in told


@pytest.mark.parametrize(
    ("kind", "undo"),
    [
        ("groupe-demande", lambda group, user: services.withdraw_request(group, user)),
        (
            "groupe-demande",
            lambda group, user: group.memberships.update(role=Role.MEMBER),
        ),
        (
            "groupe-demande",
            lambda group, user: type(group).objects.update(archived_at=timezone.now()),
        ),
    ],
)
def test_a_request_taken_back_or_a_right_lost_is_not_told(
    kind: str, undo: Callable[[Any, Any], object], mailoutbox: list[Any]
) -> None:
    group = GroupFactory()
    GroupMembershipFactory(group=group, lead=True)
    asker = UserFactory()
    services.ask(group, asker)
    undo(group, asker)
    send_due()
    assert not mailoutbox
    assert _state(kind) == State.DROPPED


def test_an_invitation_taken_back_or_a_role_lost_is_not_told(mailoutbox: list[Any]) -> None:
    group = GroupFactory(private=True)
    lead = GroupMembershipFactory(group=group, lead=True)
    member = GroupMembershipFactory(group=group)
    invitation = inviting.invite(group, "personne@example.org", by=lead.user)
    assert invitation is not None
    inviting.withdraw_invitation(group, invitation.pk)
    services.give_role(group, member.pk, Role.DEPUTY)
    services.leave(group, member.user)
    send_due()
    assert not mailoutbox
    late = inviting.invite(group, "autre@example.org", by=lead.user)
    assert late is not None
    late.expires_at = timezone.now() - datetime.timedelta(minutes=1)
    late.save()
    send_due()
    assert not mailoutbox
