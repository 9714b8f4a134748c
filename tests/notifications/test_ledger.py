"""The ledger in the management pages: who sees it, what it finds, at what cost."""

import datetime

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from connect.accounts.enums import StaffRole
from connect.notifications.enums import State
from connect.notifications.models import Notice
from tests.accounts.factories import UserFactory
from tests.harness.visitor import Visitor
from tests.notifications.factories import NoticeFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("kinds")]
PAGE = "/gestion/messages/"
DAY = datetime.timedelta(days=1)


def read_as(client: Visitor, role: StaffRole | None) -> int:
    """The status of the page for somebody of a role."""
    client.force_login(UserFactory(role=role, is_staff=role is not None))
    return int(client.get(PAGE).status_code)


def test_only_those_who_answer_persons_see_addresses(client: Visitor) -> None:
    notice = NoticeFactory(to_address=True)
    assert client.get(PAGE).status_code == 302
    for role in (StaffRole.EDITOR, StaffRole.MODERATOR, StaffRole.ADMINISTRATOR):
        assert read_as(client, role) == 200, role
        assert notice.address in client.get(PAGE).content.decode()
        assert client.post(PAGE).status_code in {403, 405}
    for role in (StaffRole.PUBLISHER, None):
        assert read_as(client, role) != 200, role
        for address in (PAGE, f"{PAGE}results/"):
            assert notice.address not in client.get(address).content.decode()


def test_filters_find_what_is_looked_for(client: Visitor) -> None:
    client.force_login(UserFactory(moderator=True))
    rows = {
        "waiting": NoticeFactory(key="a", user__last_name="Durand"),
        "sent": NoticeFactory(key="b", sent=True, subject="Bonjour", to_address=True),
        "doubt": NoticeFactory(key="c", claimed=True, kind="test-demande"),
        "failed": NoticeFactory(key="d", state=State.REFUSED, reason="550 inconnu"),
        "erased": NoticeFactory(key="e", sent=True, to_address=True),
    }
    erased = rows["erased"].address
    Notice.objects.filter(pk=rows["erased"].pk).update(address="")
    Notice.objects.filter(pk=rows["failed"].pk).update(due_at=timezone.now() - 40 * DAY)
    day = timezone.localdate().isoformat()
    cases = [
        ({"state": "attend"}, {"waiting"}),
        ({"state": "incertain"}, {"doubt"}),
        ({"state": "refuse"}, {"failed"}),
        ({"kind": "test-demande"}, {"doubt"}),
        ({"recipient": "durand"}, {"waiting"}),
        ({"recipient": rows["sent"].address.upper()}, {"sent"}),
        # Its digest finds the row of an address that is no longer kept.
        ({"recipient": erased}, {"erased"}),
        ({"due_at_from": day, "state": "refuse"}, set()),
        ({"recipient": "personne de tel"}, set()),
        ({"state": "forgé", "kind": "forgé", "due_at_from": "forgé"}, set(rows)),
    ]
    for asked, expected in cases:
        page = client.get(PAGE, asked)
        found = {one.key for one in page.context["object_list"]}
        assert found == {rows[name].key for name in expected}, asked
    page = client.get(PAGE).content.decode()
    assert "550 inconnu" in page and "Incertain" in page and "adresse effacée" in page
    # Addresses of persons are not for files.
    assert not client.get(PAGE, {"export": "csv"}).get("Content-Disposition")


def test_statements_do_not_grow(
    client: Visitor, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client.force_login(UserFactory(moderator=True))
    client.get(PAGE)
    for number in (1, 3):
        NoticeFactory.create_batch(number)
        NoticeFactory.create_batch(number, to_address=True, claimed=True)
        with django_assert_num_queries(STATEMENTS):
            client.get(PAGE)


STATEMENTS = 12
