"""What happens elsewhere in the product has open sockets looked at again, once it is committed."""

from collections.abc import Callable
from importlib import import_module

import pytest
from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest
from django.utils import timezone

from connect.accounts.erasing import erase
from connect.accounts.models import User
from connect.accounts.sessions import end_others
from connect.groups.enums import Role
from connect.groups.models import GroupMembership
from connect.groups.services import enter, give_role, hold, leave, save_group
from connect.realtime import services
from connect.realtime.bus import Bus
from tests.accounts.factories import OpenSessionFactory, UserFactory
from tests.groups.factories import GroupMembershipFactory
from tests.harness.visitor import Visitor

pytestmark = pytest.mark.django_db

Committing = Callable[..., object]


class Recorder:
    """Stands for the bus: remembers whom it was told about."""

    def __init__(self) -> None:
        self.told: list[str] = []

    def publish(self, channel: str, data: bytes) -> None:
        """Remember."""
        self.told.append(channel)


@pytest.fixture
def recorder(monkeypatch: pytest.MonkeyPatch) -> Recorder:
    """Everything that is published from here on."""
    made = Recorder()

    def bus() -> Bus | Recorder:
        return made

    monkeypatch.setattr(services, "bus", bus)
    return made


def sign_out(user: User) -> None:
    """As the page does."""
    visitor = Visitor()
    visitor.force_login(user)
    request = HttpRequest()
    request.session = import_module(settings.SESSION_ENGINE).SessionStore(
        visitor.session.session_key
    )
    request.user = user
    logout(request)


def end_sessions(user: User) -> None:
    """From another browser."""
    OpenSessionFactory(user=user)
    end_others(user, None)


def come_in(user: User) -> None:
    """Into a group where only reading was possible."""
    enter(hold(GroupMembershipFactory().group), user)


def change_role(user: User) -> None:
    """From member to lead."""
    held = GroupMembershipFactory(user=user)
    give_role(held.group, held.pk, Role.DEPUTY)


def go_away(user: User) -> None:
    """From a group, whose other members are told nothing."""
    held = GroupMembershipFactory(user=user)
    GroupMembershipFactory(group=held.group, role=Role.DEPUTY)
    leave(held.group, user)


def archive(user: User) -> None:
    """A group that the person belongs to."""
    held: GroupMembership = GroupMembershipFactory(user=user)
    group = held.group
    group.archived_at = timezone.now()
    save_group(group, {}, None)


def test_each_loss_of_right_is_told_about_that_person(
    recorder: Recorder, django_capture_on_commit_callbacks: Committing
) -> None:
    """Told once committed, not before, and about nobody else."""
    for change in (sign_out, end_sessions, erase, come_in, change_role, go_away, archive):
        user = UserFactory()
        recorder.told.clear()
        with django_capture_on_commit_callbacks(execute=True):
            change(user)
            assert recorder.told == [], change
        assert set(recorder.told) == {services.person_channel(user.pk)}, change


def test_an_account_changed_by_the_staff_is_told(
    client: Visitor, recorder: Recorder, django_capture_on_commit_callbacks: Committing
) -> None:
    """Whatever was changed on the management page: it may be the box « actif »."""
    user = UserFactory()
    client.force_login(UserFactory(superuser=True))
    page = f"/gestion/users/edit/{user.pk}/"
    assert client.get(page).status_code == 200
    form = {"email": user.email, "first_name": "Autre", "last_name": user.last_name}
    with django_capture_on_commit_callbacks(execute=True):
        assert client.post(page, form).status_code == 302
    user.refresh_from_db()
    assert not user.is_active
    assert services.person_channel(user.pk) in recorder.told
