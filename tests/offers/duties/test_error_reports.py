"""Errors reported, settled by staff, answered by mail once, addresses forgotten."""

import datetime

import pytest
from django.core import mail
from django.db import IntegrityError, transaction
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from connect.notifications.models import Notice
from connect.notifications.sending import send_due
from connect.offers import reporting, tasks
from connect.offers.duties.error_reports import ERROR_REPORTS
from connect.offers.enums import ReportedFault, ReportOutcome
from connect.offers.models import ErrorReport
from connect.upkeep.services import settle
from tests.accounts.factories import UserFactory
from tests.offers.factories import ErrorReportFactory, OfferFactory
from tests.structures.factories import StructureFactory

pytestmark = pytest.mark.django_db
HERS = "lectrice@example.org"


def close(report: ErrorReport, code: str, answer: str = "") -> str:
    data = {"reponse-answer": answer}
    return settle(UserFactory(editor=True), ERROR_REPORTS.kind, str(report.pk), code, data).sentence


def test_what_waits_says_what_is_wrong_and_no_address() -> None:
    hidden = OfferFactory(hidden=True, title="Aide au vélo")
    first = ErrorReportFactory(
        offer=hidden, address=HERS, reported_at=timezone.now() - datetime.timedelta(days=3)
    )
    about = ErrorReportFactory(of_structure=True, fault=ReportedFault.GONE)
    ErrorReportFactory(outcome=ReportOutcome.CORRECTED, answered_at=timezone.now())

    duties = ERROR_REPORTS.duties(20)

    assert [one.key for one in duties] == [str(first.pk), str(about.pk)]
    assert duties[0].since == timezone.localdate(first.reported_at)
    assert duties[0].title == "Aide au vélo" and HERS not in str(duties)
    assert duties[0].url == f"/gestion/offres/edit/{hidden.pk}/"
    assert duties[1].reason == "Une personne signale une erreur : la structure n’existe plus."
    assert duties[1].url == f"/gestion/structures/edit/{about.structure_id}/"
    assert ERROR_REPORTS.count() == 2 and ERROR_REPORTS.may(UserFactory(editor=True))
    assert not ERROR_REPORTS.may(UserFactory(publisher=True))


def test_a_report_is_about_one_thing() -> None:
    for about in (
        {"offer": None, "structure": None},
        {"offer": OfferFactory(), "structure": StructureFactory()},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            ErrorReportFactory(**about)


def test_corrected_is_told_to_who_left_an_address() -> None:
    offer = OfferFactory(title="Prêt & <b>don</b>")
    report = ErrorReportFactory(offer=offer, address=HERS)

    assert (
        close(report, "corrigee", "Le lien est le bon.")
        == "Erreur corrigée ; la réponse part par courriel."
    )
    assert (send_due(), send_due()) == (1, 0)

    (message,) = mail.outbox
    assert message.to == [HERS] and offer.title not in message.subject
    assert "« Prêt & <b>don</b> »" in message.body and "Le lien est le bon." in message.body
    assert offer.get_absolute_url() in message.body and "Nous l’avons corrigée" in message.body
    ((html, kind),) = message.alternatives
    assert kind == "text/html" and "Prêt &amp; &lt;b&gt;don&lt;/b&gt;" in html
    # The answer was asked for: there is nothing to unsubscribe from.
    assert "List-Unsubscribe" not in message.extra_headers and "Ne plus recevoir" not in html
    report.refresh_from_db()
    assert report.outcome == ReportOutcome.CORRECTED


def test_who_is_written_to_and_what_about() -> None:
    silent = ErrorReportFactory()
    spam = ErrorReportFactory(address="victime@example.org")
    explained = ErrorReportFactory(address=HERS, offer=OfferFactory(hidden=True))
    close(silent, "corrigee", "Fait.")
    assert close(spam, "sans-suite") == "Signalement sans suite."
    close(explained, "sans-suite", "Le montant était juste.")

    assert Notice.objects.count() == 1 == send_due()

    (message,) = mail.outbox
    assert message.to == [HERS] and "Le montant était juste." in message.body
    # A sheet that is no longer shown has no address to give.
    assert "La fiche :" not in message.body and "nous ne l’avons pas changée" in message.body


def test_an_answer_is_drawn_from_the_sheet_as_it_is_when_it_leaves() -> None:
    offer = OfferFactory(title="Avant")
    told, gone = ErrorReportFactory.create_batch(2, offer=offer, address=HERS)
    close(told, "corrigee")
    close(gone, "corrigee")
    type(offer).objects.filter(pk=offer.pk).update(title="Après")
    gone.delete()

    assert send_due() == 1

    assert "« Après »" in mail.outbox[0].body
    assert Notice.objects.filter(state="sans-objet").count() == 1


def test_addresses_are_forgotten_after_ninety_days() -> None:
    old = timezone.now() - reporting.ADDRESS_KEPT
    gone = ErrorReportFactory(address=HERS, reported_at=old - datetime.timedelta(minutes=1))
    close(gone, "corrigee")
    kept = ErrorReportFactory(address=HERS, reported_at=old + datetime.timedelta(minutes=1))

    tasks.forget_reporters()

    assert ErrorReport.objects.get(pk=gone.pk).address == ""
    assert ErrorReport.objects.get(pk=kept.pk).address == HERS
    assert not Notice.objects.exclude(address="").exists()
    assert send_due() == 0 and not mail.outbox
    assert reporting.forget_addresses() == 0


def test_statements_do_not_grow(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    offer, structure = OfferFactory(), StructureFactory()
    for number in (1, 3):
        ErrorReportFactory.create_batch(number, offer=offer)
        ErrorReportFactory.create_batch(number, offer=None, structure=structure)
        with django_assert_num_queries(2):
            assert len(ERROR_REPORTS.duties(20)) == ERROR_REPORTS.count()
