"""Answers by mail to those who reported an error: never twice, later when the mail server is down."""

import smtplib
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.template.loader import render_to_string
from django.utils import timezone

from connect.offers.enums import ReportOutcome
from connect.offers.models import ErrorReport, Offer
from connect.offers.reporting import fault_label
from connect.offers.selectors import visible_to
from connect.structures.selectors import visible_to as structures_visible_to

# How many answers one sweep sends, so that it ends well before the next.
SENT_AT_ONCE = 50


def send_answers() -> int:
    """Send the answers that wait, each claimed before it is handed over so that none is sent twice.

    A server that is down, or that refuses for now, only delays. When the connection breaks in the middle nobody can
    tell whether the mail left: it stays claimed and unsent, and is not tried again.

    Returns:
        How many were sent.
    """
    waiting = ErrorReport.objects.filter(
        mail_wanted=True, mail_claimed_at__isnull=True, answered_at__isnull=False
    ).exclude(address="")
    pks = list(waiting.order_by("answered_at", "pk").values_list("pk", flat=True)[:SENT_AT_ONCE])
    if not pks:
        return 0
    server = get_connection()
    # Refused here, nothing is claimed yet: the next sweep tries again.
    server.open()
    try:
        return sum(_send(pk, server) for pk in pks)
    finally:
        server.close()


def _send(pk: int, server: Any) -> bool:
    mine = ErrorReport.objects.filter(pk=pk, mail_wanted=True, mail_claimed_at__isnull=True)
    if not mine.update(mail_claimed_at=timezone.now()):
        return False
    report = ErrorReport.objects.select_related("offer", "structure").get(pk=pk)
    message = _message(report)
    message.connection = server
    try:
        message.send()
    except smtplib.SMTPResponseException as refusal:
        if not 400 <= refusal.smtp_code < 500:
            raise
        # « Not now », said before anything was taken: it may be tried again.
        ErrorReport.objects.filter(pk=pk).update(mail_claimed_at=None)
        return False
    ErrorReport.objects.filter(pk=pk).update(mail_sent_at=timezone.now())
    return True


def _message(report: ErrorReport) -> EmailMessage:
    subject = report.subject
    shown = visible_to(None) if isinstance(subject, Offer) else structures_visible_to(None)
    seen = shown.filter(pk=subject.pk)
    context = {
        "title": subject.title if isinstance(subject, Offer) else subject.name,
        "url": settings.WAGTAILADMIN_BASE_URL + subject.get_absolute_url() if seen.exists() else "",
        "corrected": report.outcome == ReportOutcome.CORRECTED,
        "report": report,
        "fault": fault_label(report).lower(),
        "site": settings.WAGTAIL_SITE_NAME,
    }
    domain = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].strip("<> ")
    return EmailMessage(
        subject=f"Votre signalement sur {settings.WAGTAIL_SITE_NAME}",
        body=render_to_string("offers/report_answer.txt", context),
        to=[report.address],
        headers={"Message-ID": f"<error-report-{report.pk}@{domain}>"},
    )
