"""Several workers and writers at once, on PostgreSQL."""

import threading
from collections.abc import Callable

import pytest
from django.core import mail
from django.db import transaction

from connect.notifications import sending, services, settling
from connect.notifications.enums import State
from connect.notifications.models import Notice
from tests.accounts.factories import UserFactory
from tests.harness.concurrency import together
from tests.notifications.factories import NoticeFactory

pytestmark = [
    pytest.mark.postgres,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
    pytest.mark.usefixtures("kinds"),
]


def test_two_workers_send_each_message_once() -> None:
    NoticeFactory.create_batch(20)
    totals = together(*[sending.send_due] * 4)
    assert sum(int(str(one)) for one in totals) == 20 == len(mail.outbox)
    assert len({one.to[0] for one in mail.outbox}) == 20
    assert set(Notice.objects.values_list("state", "attempts")) == {(State.SENT, 1)}


def test_several_writers_of_one_thing_write_it_once() -> None:
    user = UserFactory()

    def write() -> bool:
        with transaction.atomic():
            done = services.notify("test", key="chose:1", to=user) is not None
            # The caller's transaction still works.
            services.notify("test", key=f"chose:{threading.get_ident()}", to=user)
            return done

    assert sorted(map(str, together(*[write] * 4))) == ["False", "False", "False", "True"]
    assert Notice.objects.filter(key="chose:1").count() == 1 and Notice.objects.count() == 5


def test_writers_of_the_same_many_never_wait_in_a_circle() -> None:
    users = UserFactory.create_batch(30)
    letters = [services.Letter(key="lettre", to=one) for one in users]

    def write(order: list[services.Letter]) -> Callable[[], object]:
        def inside() -> int:
            with transaction.atomic():
                return services.notify_many("test", order)

        return inside

    answers = together(write(letters), write(letters[::-1]), write(letters[10:] + letters[:10]))
    assert answers == [30, 30, 30] and Notice.objects.count() == 30


def test_a_withdrawal_and_a_sending_agree() -> None:
    for one in range(10):
        NoticeFactory(key=f"chose:{one}")
    withdrawn, sent = together(
        lambda: sum(services.withdraw("test", f"chose:{one}") for one in range(9, -1, -1)),
        sending.send_due,
    )
    assert int(str(withdrawn)) + int(str(sent)) == 10
    assert len(mail.outbox) == sent == Notice.objects.filter(state=State.SENT).count()


def test_two_persons_send_again_once() -> None:
    notice = NoticeFactory(claimed=True)
    answers = together(
        lambda: settling.send_again(notice.pk),
        lambda: settling.send_again(notice.pk),
        lambda: settling.hold_for_sent(notice.pk),
    )
    assert sorted(map(str, answers)) == ["False", "False", "True"]
