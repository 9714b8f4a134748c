"""The sweep against a real mail server that is down, slow, refuses half, or hangs up."""

import datetime
from collections import Counter
from collections.abc import Iterator

import pytest
from django.utils import timezone
from pytest_django import Settings

from connect.notifications import delivering, sending, settling
from connect.notifications.drawing import message_id
from connect.notifications.enums import State
from connect.notifications.models import Notice
from connect.notifications.selectors import uncertain
from tests.notifications.factories import NoticeFactory
from tests.notifications.smtp import HANG_UP, OK, MailServer, Plan, after, closed_port, serving

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("kinds")]


@pytest.fixture
def server(settings: Settings) -> Iterator[MailServer]:
    """A server, and the product set to use it."""
    with serving() as made:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", made.port
        settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
        settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
        yield made


def states() -> Counter[str]:
    """How many rows are in each state."""
    return Counter(Notice.objects.values_list("state", flat=True))


def an_hour_passes() -> None:
    """What waits is due, what was claimed was claimed long ago."""
    now = timezone.now()
    Notice.objects.filter(state=State.WAITING).update(due_at=now - datetime.timedelta(seconds=1))
    Notice.objects.filter(state=State.CLAIMED).update(
        claimed_at=now - datetime.timedelta(minutes=61)
    )


def test_a_whole_mail_travels_on_one_connection(server: MailServer) -> None:
    first, second = NoticeFactory.create_batch(2)
    assert sending.send_due() == 2 and server.connections == 1
    recipient, message = server.accepted[0]
    assert recipient == message["To"] == first.user.email
    assert message["Message-ID"] == message_id(first)
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    text, html = message.get_body(("plain",)), message.get_body(("html",))
    assert text is not None and "Prêt d’honneur" in text.get_content()
    assert html is not None and '<html lang="fr"' in html.get_content()


def test_a_server_that_is_down_delays_everything_and_loses_nothing(
    server: MailServer, settings: Settings
) -> None:
    NoticeFactory.create_batch(3)
    settings.EMAIL_PORT = closed_port()
    for _ in range(5):
        assert sending.send_due() == 0
    # Nothing was tried: it costs no message one of its tries.
    assert states() == {State.WAITING: 3} and not Notice.objects.exclude(attempts=0).exists()
    settings.EMAIL_PORT = server.port
    assert (sending.send_due(), sending.send_due()) == (3, 0)
    assert len(server.accepted) == 3


def test_a_server_that_refuses_half_gets_the_other_half_later_each_exactly_once(
    server: MailServer,
) -> None:
    notices = NoticeFactory.create_batch(6)
    addresses = [one.user.email for one in notices]
    # Half are put off at their address, then at the end of their text.
    server.plan = Plan(
        on_recipient=lambda to: "451 later" if addresses.index(to) % 3 == 0 else OK,
        on_text=lambda to: "452 full" if addresses.index(to) % 3 == 1 else OK,
    )
    assert sending.send_due() == 2 and states() == {State.SENT: 2, State.WAITING: 4}
    assert sending.send_due() == 0
    server.plan = Plan()
    an_hour_passes()
    assert (sending.send_due(), sending.send_due()) == (4, 0)
    assert Counter(to for to, _ in server.accepted) == dict.fromkeys(addresses, 1)


def test_an_address_refused_for_good_is_never_tried_again(server: MailServer) -> None:
    refused, fine = NoticeFactory.create_batch(2)
    server.plan = Plan(
        on_recipient=lambda to: "550 no such user" if to == refused.user.email else OK
    )
    assert sending.send_due() == 1
    refused.refresh_from_db()
    assert refused.state == State.REFUSED and "550 no such user" in refused.reason
    server.plan = Plan()
    an_hour_passes()
    assert sending.send_due() == 0 and [to for to, _ in server.accepted] == [fine.user.email]


def test_a_server_that_refuses_us_costs_no_message(server: MailServer) -> None:
    NoticeFactory.create_batch(3)
    server.plan = Plan(on_sender=lambda sender: "530 authentication required")
    assert sending.send_due() == 0
    assert states() == {State.WAITING: 3}
    server.plan = Plan()
    an_hour_passes()
    assert sending.send_due() == 3


def test_a_server_that_hangs_up_before_or_after_its_answer_leaves_a_doubt_to_a_person(
    server: MailServer,
) -> None:
    before, after_it, fine = NoticeFactory.create_batch(3)
    server.plan = Plan(
        on_text=lambda to: HANG_UP if to == before.user.email else OK,
        after_text=lambda to: HANG_UP if to == after_it.user.email else "",
    )
    # Its « 250 » came before it hung up: that one left.
    assert sending.send_due() == 2
    assert states() == {State.CLAIMED: 1, State.SENT: 2}
    server.plan = Plan()
    assert not Notice.objects.filter(uncertain()).exists()
    an_hour_passes()
    assert sending.send_due() == 0 and server.seen.count(before.user.email) == 1
    (doubt,) = Notice.objects.filter(uncertain())
    assert doubt == before and doubt.subject

    identifier = message_id(doubt)
    assert settling.send_again(doubt.pk) and not settling.send_again(doubt.pk)
    assert sending.send_due() == 1
    assert [m["Message-ID"] for to, m in server.accepted if to == before.user.email] == [identifier]
    assert fine.user.email in server.seen


def test_a_line_that_breaks_before_the_text_is_simply_tried_again(server: MailServer) -> None:
    broken, fine = NoticeFactory.create_batch(2)
    server.plan = Plan(on_recipient=lambda to: HANG_UP if to == broken.user.email else OK)
    assert sending.send_due() == 1 and states() == {State.SENT: 1, State.WAITING: 1}
    server.plan = Plan()
    an_hour_passes()
    assert sending.send_due() == 1
    assert sorted(server.seen) == sorted([broken.user.email, fine.user.email])


def test_a_slow_domain_goes_last_and_one_that_hangs_waits(
    server: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(delivering, "ANSWER_SECONDS", 0.4)
    monkeypatch.setattr(delivering, "SLOW_SECONDS", 0.2)
    monkeypatch.setattr(sending, "SLOW_SECONDS", 0.2)
    now = timezone.now()
    hanging = [
        NoticeFactory(user=None, address=f"{n}@pend.example.org", due_at=now) for n in range(5)
    ]
    slow = [NoticeFactory(user=None, address=f"{n}@lent.example.org", due_at=now) for n in range(2)]
    quick = NoticeFactory.create_batch(3)

    def reply(to: str) -> str:
        pause = 0.8 if "pend" in to else 0.25 if "lent" in to else 0
        return after(pause)(to)

    server.plan = Plan(on_recipient=reply)
    assert sending.send_due() == 5
    order = [to for to, _ in server.accepted]
    assert order[0] == slow[0].address and order[-1] == slow[1].address
    assert set(order[1:-1]) == {one.user.email for one in quick}
    # One was tried, the others of its domain did not wait for as many time-outs.
    tried = Notice.objects.filter(pk__in=[one.pk for one in hanging], attempts__gt=0)
    assert tried.count() == 1 and states()[State.WAITING] == 5
    assert sending.send_due() == 0
    server.plan = Plan()
    an_hour_passes()
    assert sending.send_due() == 5 and len(server.accepted) == len(set(server.seen)) == 10


def test_an_answer_that_never_comes_after_the_text_is_a_doubt(
    server: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(delivering, "LAST_ANSWER_SECONDS", 0.3)
    NoticeFactory()
    server.plan = Plan(on_text=after(0.6))
    assert sending.send_due() == 0 and states() == {State.CLAIMED: 1}
    an_hour_passes()
    assert sending.send_due() == 0 and len(server.seen) == 1


def test_a_server_that_ends_connections_often_gets_everything_at_once(server: MailServer) -> None:
    NoticeFactory.create_batch(8)
    served: list[str] = []

    def tired(sender: str) -> str:
        served.append(sender)
        return "421 too many" if len(served) % 3 == 0 else OK

    server.plan = Plan(on_sender=tired)
    assert sending.send_due() == 8 and server.connections == 4


def test_a_server_that_always_hangs_up_is_left_in_peace(server: MailServer) -> None:
    NoticeFactory.create_batch(12)
    server.plan = Plan(on_text=lambda to: HANG_UP)
    for _ in range(5):
        sending.send_due()
    lost = states()[State.CLAIMED]
    assert lost == delivering.MOST_HANG_UPS
    # Later it is asked again, and what was not handed over leaves.
    server.plan = Plan()
    an_hour_passes()
    assert sending.send_due() == 12 - lost
