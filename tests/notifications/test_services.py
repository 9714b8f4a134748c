"""Writing in the ledger, taking back, forgetting, deciding of doubts."""

import datetime
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django import DjangoCaptureOnCommitCallbacks

from connect.notifications import retention, sending, services, settling, tasks
from connect.notifications.enums import State
from connect.notifications.models import Notice
from connect.notifications.selectors import failed, uncertain
from connect.notifications.services import Letter, notify, notify_many, recipient_of, withdraw
from tests.accounts.factories import UserFactory
from tests.notifications.factories import NoticeFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("kinds")]
DAY = datetime.timedelta(days=1)


def test_one_thing_is_told_once_to_each() -> None:
    user, address = UserFactory(), "Quelquun@example.org "
    first = notify("test", key="chose:1", to=user, payload={"mot": "un"})
    assert first is not None and notify("test", key="chose:1", to=user) is None
    written = notify("test", key="chose:1", to=address)
    assert written is not None and written.address == "Quelquun@example.org"
    assert notify("test", key="chose:1", to="quelquun@EXAMPLE.org") is None
    assert notify("test", key="chose:2", to=user) and notify("test-demande", key="chose:1", to=user)
    # The digest says nothing of the address.
    assert "quelquun" not in written.recipient and len(written.recipient) == 64
    assert Notice.objects.count() == 4


def test_what_makes_no_sense_is_refused() -> None:
    with pytest.raises(LookupError):
        notify("inconnue", key="chose", to=UserFactory())
    for address in (
        "",
        "personne",
        "a@example.org\nBcc: b@example.org",
        "a" * 250 + "@example.org",
    ):
        with pytest.raises(ValidationError):
            notify("test", key="chose", to=address)
        with pytest.raises(ValidationError):
            notify_many("test", [Letter(key="chose", to=address)])
    assert not Notice.objects.exists()


def test_many_are_written_in_as_few_statements(
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    users = UserFactory.create_batch(6)
    later = timezone.now() + DAY
    notify("test", key="lettre", to=users[0], payload={"premier": True})
    counts = []
    for number in (1, 3, 6):
        letters = [Letter(key=f"lettre-{number}", to=one, due_at=later) for one in users[:number]]
        with CaptureQueriesContext(connection) as captured:
            assert notify_many("test", letters) == number
        counts.append(len(captured))
    assert counts == [1, 1, 1] and Notice.objects.filter(due_at=later).count() == 10
    assert notify_many("test", [Letter(key="lettre", to=one) for one in users]) == 6
    assert Notice.objects.filter(key="lettre").count() == 6
    assert Notice.objects.get(key="lettre", user=users[0]).payload == {"premier": True}
    assert notify_many("test", []) == 0


def test_the_sweep_is_woken_once_a_second_and_only_for_what_is_due(
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    woken: list[Any] = []
    monkeypatch.setattr(tasks.send_due, "apply_async", lambda **how: woken.append(how))
    user = UserFactory()
    with django_capture_on_commit_callbacks(execute=True):
        notify("test", key="plus-tard", to=user, due_at=timezone.now() + DAY)
    assert not woken
    with django_capture_on_commit_callbacks(execute=True):
        for number in range(5):
            notify("test", key=f"chose:{number}", to=user)
    assert len(woken) == 1


def test_what_was_not_sent_can_be_taken_back() -> None:
    sent = NoticeFactory(key="rappel", sent=True)
    waiting, other = NoticeFactory.create_batch(2, key="rappel")
    claimed, elsewhere = NoticeFactory(key="rappel", claimed=True), NoticeFactory(key="autre")
    assert withdraw("test", "rappel", to=other.user) == 1
    assert (withdraw("test", "rappel"), withdraw("test", "rappel")) == (1, 0)
    for row, state in (
        (sent, State.SENT),
        (waiting, State.DROPPED),
        (other, State.DROPPED),
        (claimed, State.CLAIMED),
        (elsewhere, State.WAITING),
    ):
        row.refresh_from_db()
        assert row.state == state
    assert waiting.reason == services.WITHDRAWN


def test_forgetting_erases_addresses_and_stops_what_waits() -> None:
    waiting = NoticeFactory(to_address=True, payload={"mot": "un"})
    claimed = NoticeFactory(to_address=True, claimed=True)
    kept = NoticeFactory(key=waiting.key)
    services.forget("test", [waiting.key, claimed.key])
    for row, state in ((waiting, State.DROPPED), (claimed, State.CLAIMED)):
        row.refresh_from_db()
        assert (row.state, row.address, row.payload) == (state, "", {})
    kept.refresh_from_db()
    assert kept.state == State.WAITING


def test_doubts_are_decided_by_a_person() -> None:
    fresh = NoticeFactory(claimed=True, claimed_at=timezone.now())
    again, held = NoticeFactory.create_batch(2, claimed=True, payload={"mot": "un"})
    assert set(Notice.objects.filter(uncertain())) == {again, held}
    assert not settling.send_again(fresh.pk) and not settling.hold_for_sent(fresh.pk)
    assert settling.send_again(again.pk) and settling.hold_for_sent(held.pk)
    assert not settling.hold_for_sent(again.pk) and not settling.hold_for_sent(held.pk)
    held.refresh_from_db()
    assert (held.state, held.sent_at, held.payload) == (State.SENT, held.claimed_at, {})
    assert sending.send_due() == 1
    again.refresh_from_db()
    assert again.state == State.SENT


def test_what_somebody_waited_for_and_was_refused_is_seen_or_sent_again() -> None:
    expired = timezone.now() - DAY
    quiet = NoticeFactory(state=State.REFUSED)
    seen, again = NoticeFactory.create_batch(
        2, kind="test-demande", state=State.REFUSED, expires_at=expired
    )
    assert set(Notice.objects.filter(failed())) == {seen, again}
    assert settling.mark_seen(seen.pk) and not settling.mark_seen(seen.pk)
    assert not settling.mark_seen(quiet.pk) and not settling.send_again(quiet.pk)
    assert settling.send_again(again.pk) and sending.send_due() == 1


def test_the_ledger_forgets_in_time() -> None:
    now = timezone.now()
    old, ancient = now - 91 * DAY, now - 401 * DAY
    gone = NoticeFactory(sent=True, sent_at=ancient)
    waiting = NoticeFactory(to_address=True, due_at=now + DAY)
    Notice.objects.filter(pk__in=[gone.pk, waiting.pk]).update(created_at=ancient)
    blanked = NoticeFactory(to_address=True, sent=True, sent_at=old, payload={"mot": "un"})
    dropped = NoticeFactory(to_address=True, state=State.DROPPED, due_at=old)
    kept = NoticeFactory(to_address=True, sent=True, sent_at=now - 89 * DAY, due_at=old)

    tasks.forget_old_notices()

    assert not Notice.objects.filter(pk=gone.pk).exists()
    for row in (blanked, dropped):
        row.refresh_from_db()
        assert (row.address, row.payload, row.subject) == ("", {}, "")
        # The digest stays: the same thing is not told again to the same person.
        assert notify("test", key=row.key, to="x@example.org") is not None
    for row in (waiting, kept):
        before = row.address
        row.refresh_from_db()
        assert row.address == before != ""
    assert retention.forget_old() == 0


def test_recipients_of_accounts_follow_the_account_not_the_address() -> None:
    user = UserFactory(email="avant@example.org")
    notify("test", key="chose", to=user)
    user.email = "apres@example.org"
    user.save()
    assert notify("test", key="chose", to=user) is None
    assert recipient_of(user) == f"user:{user.pk}"
