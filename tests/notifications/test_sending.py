"""The sweep: once, later, not at all, and why."""

import datetime
import smtplib
from typing import Any

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from connect.notifications import sending
from connect.notifications.enums import State
from connect.notifications.models import Notice
from connect.notifications.services import recipient_of
from tests.accounts.factories import UserFactory
from tests.notifications.conftest import Kinds
from tests.notifications.factories import NoticeFactory, PreferenceFactory, SuppressionFactory

pytestmark = pytest.mark.django_db
HOUR = datetime.timedelta(hours=1)
DAY = datetime.timedelta(days=1)


def recipients() -> list[str]:
    """Whom the mails sent so far are for."""
    return [one.to[0] for one in mail.outbox]


def test_what_is_due_leaves_once_the_oldest_first(kinds: Kinds) -> None:
    now = timezone.now()
    later = NoticeFactory(due_at=now + HOUR)
    second = NoticeFactory(due_at=now - HOUR, payload={"code": "123456"})
    first = NoticeFactory(to_address=True, due_at=now - 2 * HOUR)

    assert (sending.send_due(), sending.send_due()) == (2, 0)

    assert recipients() == [first.address, second.user.email]
    assert [one.subject for one in mail.outbox] == [
        f"Au sujet de {one.key}" for one in (first, second)
    ]
    second.refresh_from_db()
    assert (second.state, second.subject) == (State.SENT, f"Au sujet de {second.key}")
    assert second.sent_at and second.attempts == 1
    # What it carried may be a secret: it goes with the mail.
    assert second.payload == {}
    later.refresh_from_db()
    assert later.state == State.WAITING


def test_what_must_not_leave_says_why(kinds: Kinds) -> None:
    closed, refused = UserFactory(is_active=False), PreferenceFactory().user
    suppressed = UserFactory()
    SuppressionFactory(recipient=recipient_of(suppressed.email))
    gone = NoticeFactory()
    kinds.compose[gone.key] = lambda notice: None
    cases = {
        sending.ACCOUNT_CLOSED: NoticeFactory(user=closed),
        sending.NOT_WANTED: NoticeFactory(user=refused),
        sending.NO_LONGER_STANDS: gone,
        sending.NO_ADDRESS: NoticeFactory(user=None, address=""),
        sending.UNKNOWN_KIND: NoticeFactory(kind="disparu"),
        sending.TOO_LATE: NoticeFactory(expires_at=timezone.now() - HOUR),
    }
    by_address = NoticeFactory(user=suppressed)
    # A letter to the bare address of somebody who said no with their account is refused too.
    by_account = NoticeFactory(user=None, address=refused.email.upper())

    assert sending.send_due() == 0 and not mail.outbox

    for reason, notice in (
        *cases.items(),
        *((sending.NOT_WANTED, n) for n in (by_address, by_account)),
    ):
        notice.refresh_from_db()
        assert (notice.state, notice.reason) == (State.DROPPED, reason)
    # Refused and out of time, nothing was composed for nobody.
    assert kinds.composed == [gone.key]


def test_essential_messages_leave_whatever_the_preferences(kinds: Kinds) -> None:
    user = PreferenceFactory(kind="test-demande").user
    SuppressionFactory(recipient=recipient_of(user.email), kind="test-demande")
    NoticeFactory(kind="test-demande", user=user)
    assert sending.send_due() == 1 and recipients() == [user.email]


def test_one_kind_at_fault_stops_nobody_and_is_given_up_in_time(
    kinds: Kinds, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(notice: Notice) -> Any:
        raise RuntimeError("broken")

    faulty, fine = NoticeFactory(key="faulty"), NoticeFactory(key="fine")
    kinds.compose["faulty"] = fail

    assert sending.send_due() == 1 and recipients() == [fine.user.email]
    assert "faulty" not in caplog.text and f"Notice {faulty.pk}" in caplog.text
    faulty.refresh_from_db()
    assert (faulty.state, faulty.attempts) == (State.WAITING, 1)
    assert faulty.due_at > timezone.now()

    waits = []
    for _ in range(sending.MOST_FAILURES):
        Notice.objects.filter(state=State.WAITING).update(due_at=timezone.now())
        sending.send_due()
        faulty.refresh_from_db()
        waits.append(faulty.due_at - timezone.now())
    assert waits[0] < waits[1] < waits[2]
    assert (faulty.state, faulty.reason) == (State.REFUSED, sending.NOT_COMPOSED)
    assert faulty.attempts == sending.MOST_FAILURES


def test_a_refusal_for_now_waits_longer_each_time_and_ends_with_the_window(
    kinds: Kinds, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*args: Any, **kwargs: Any) -> int:
        raise smtplib.SMTPDataError(451, b"greylisted\r\ncome back")

    notice = NoticeFactory()
    with monkeypatch.context() as patched:
        patched.setattr(EmailBackend, "send_messages", fail)
        waits = []
        for _ in range(7):
            Notice.objects.update(due_at=timezone.now())
            assert sending.send_due() == 0
            notice.refresh_from_db()
            assert notice.state == State.WAITING and notice.claimed_at is None
            waits.append(round((notice.due_at - timezone.now()).total_seconds() / 60))
    assert waits == [1, 5, 15, 60, 120, 240, 240]
    assert "451 greylisted come back" in notice.reason
    Notice.objects.update(expires_at=timezone.now() - HOUR)
    assert sending.send_due() == 0
    notice.refresh_from_db()
    # Tried and never accepted: it is told as a failure, not as something useless.
    assert (notice.state, notice.reason) == (State.REFUSED, sending.NEVER_ACCEPTED)


def test_a_clock_stopped_for_a_day_loses_nothing_that_is_still_useful(kinds: Kinds) -> None:
    yesterday = timezone.now() - DAY - HOUR
    useful = NoticeFactory.create_batch(3, due_at=yesterday)
    NoticeFactory(kind="test-demande", due_at=yesterday, expires_at=yesterday + DAY)
    assert [sending.send_due() for _ in range(2)] == [3, 0]
    assert recipients() == [one.user.email for one in useful]


def test_two_messages_of_one_domain_do_not_hold_up_the_others(
    kinds: Kinds, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sending, "MOST_AT_ONCE", 4)
    now = timezone.now()
    for n in range(6):
        address = f"{n}@nombreux.example.org"
        NoticeFactory(user=None, address=address, due_at=now - HOUR)
    NoticeFactory(user=None, address="seule@example.org", due_at=now)
    assert sending.send_due() == 4
    assert recipients()[:2] == ["0@nombreux.example.org", "seule@example.org"]
    assert sending.send_due() == 3 and len(set(recipients())) == 7


def test_statements_for_each_mail_are_few_and_constant(kinds: Kinds) -> None:
    counts = []
    for batch in (1, 3, 6):
        NoticeFactory.create_batch(batch)
        NoticeFactory.create_batch(batch, to_address=True)
        with CaptureQueriesContext(
            connection,
        ) as captured:
            assert sending.send_due() == 2 * batch
        counts.append(len(captured))
    # The late ones, the due ones, the state of the server; then five statements a mail.
    assert counts == [3 + 5 * 2, 3 + 5 * 6, 3 + 5 * 12]
    with CaptureQueriesContext(connection) as captured:
        assert sending.send_due() == 0
    assert len(captured) == 2


def test_a_window_may_close_between_the_look_and_the_claim(
    kinds: Kinds, monkeypatch: pytest.MonkeyPatch
) -> None:
    notice = NoticeFactory()

    def withdrawn_meanwhile(row: Notice) -> Any:
        Notice.objects.filter(pk=row.pk).update(state=State.DROPPED, reason="retiré")
        return Kinds()(row)

    kinds.compose[notice.key] = withdrawn_meanwhile
    assert sending.send_due() == 0 and not mail.outbox
    notice.refresh_from_db()
    assert notice.reason == "retiré"
