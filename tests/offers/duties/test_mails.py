"""Interrupted and refused mails on the Monday page."""

import pytest
from django.core import mail
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from connect.notifications.enums import State
from connect.notifications.models import Notice
from connect.notifications.sending import send_due
from connect.offers import reporting
from connect.offers.duties.mails import MAILS
from connect.offers.enums import ReportOutcome
from connect.upkeep.models import Deed
from connect.upkeep.registry import AlreadyDone
from connect.upkeep.services import settle
from tests.accounts.factories import UserFactory
from tests.notifications.factories import NoticeFactory
from tests.offers.factories import ErrorReportFactory

pytestmark = pytest.mark.django_db
HERS = "lectrice@example.org"


def answered(**changes: object) -> Notice:
    """The row of an answer to a report."""
    report = ErrorReportFactory(address=HERS)
    reporting.settle_report(report, ReportOutcome.CORRECTED)
    row = Notice.objects.filter(key=reporting.key_of(report.pk))
    row.update(**changes)
    return row.get()


def interrupted() -> Notice:
    """A row handed over two hours ago, of which nothing was heard."""
    claimed = NoticeFactory.build(claimed=True, user=None, address=HERS)
    return answered(state=State.CLAIMED, claimed_at=claimed.claimed_at, subject="Votre signalement")


def press(notice: Notice, code: str) -> str:
    """What the page says once a verb was pressed."""
    return settle(UserFactory(editor=True), MAILS.kind, str(notice.pk), code, {}).sentence


def test_what_nobody_knows_is_decided_in_place() -> None:
    again, held = interrupted(), interrupted()
    answered()
    duties = MAILS.duties(20)
    assert [one.key for one in duties] == [str(again.pk), str(held.pk)] and MAILS.count() == 2
    assert duties[0].title == "Votre signalement" and ("Pour", HERS) in duties[0].details
    assert duties[0].since == timezone.localdate(again.claimed_at)
    assert MAILS.after is not None and len(MAILS.after(duties[0].since, duties[0].key, 9)) == 1

    assert press(again, "renvoyer") == "Le message repart dans quelques minutes."
    assert press(held, "partie") == "Le message est tenu pour envoyé."
    for notice in (again, held):
        with pytest.raises(AlreadyDone):
            press(notice, "renvoyer")
    assert send_due() == 2 and len(mail.outbox) == 2
    assert MAILS.count() == 0
    # What was decided stays told for a year, and says nothing of the person.
    assert Deed.objects.count() == 2 and not Deed.objects.filter(title__contains="@").exists()


def test_an_awaited_answer_that_was_refused_is_seen_or_sent_again() -> None:
    seen = answered(state=State.REFUSED, reason="le serveur de messagerie l’a refusé (550 no)")
    again = answered(state=State.REFUSED)
    NoticeFactory(state=State.REFUSED)
    first, _ = MAILS.duties(20)
    assert MAILS.count() == 2 and first.verb.label == "Vu"
    assert any("550 no" in value for _, value in first.details)
    press(seen, "vu")
    press(again, "renvoyer")
    assert MAILS.count() == 0 and send_due() == 1


def test_only_those_who_answer_persons_decide() -> None:
    interrupted()
    assert MAILS.may(UserFactory(editor=True)) and MAILS.may(UserFactory(moderator=True))
    assert not MAILS.may(UserFactory(publisher=True)) and not MAILS.may(UserFactory())
    assert MAILS.find("abc") is None and MAILS.find("9" * 30) is None


def test_statements_do_not_grow(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    for number in (1, 3):
        for _ in range(number):
            interrupted()
        NoticeFactory.create_batch(number, claimed=True)
        with django_assert_num_queries(2):
            assert len(MAILS.duties(20)) == MAILS.count()
