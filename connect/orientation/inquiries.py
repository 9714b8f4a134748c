"""Questions asked to the chamber: kept, answered by mail, then parted from the address they came with."""

import datetime
import logging
from email.utils import make_msgid
from smtplib import SMTPException, SMTPResponseException
from typing import Any

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.mail import EmailMessage, get_connection
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from connect.common.sanitising import plain_text
from connect.offers import permissions
from connect.orientation.answers import Answers
from connect.orientation.models import Inquiry, UnmetNeed
from connect.orientation.places import area_of
from connect.orientation.recording import codes_of, note_if_unmet

log = logging.getLogger(__name__)

LONGEST_QUESTION = 2_000
LONGEST_REPLY = 5_000
# The same question sent again within this time is the same form sent twice.
SAME_FORM = datetime.timedelta(minutes=15)
# A need noted this recently with the same answers is the one the question is about.
SAME_VISIT = datetime.timedelta(hours=24)
KEPT_ADDRESS = datetime.timedelta(days=90)
# Sending takes seconds: what was claimed this long ago and never confirmed may or may not have left.
UNCERTAIN_AFTER = datetime.timedelta(hours=1)
MOST_AT_ONCE = 50
LONGEST_WAIT = datetime.timedelta(days=180)


@transaction.atomic
def ask(*, text: str, email: str, answers: Answers) -> Inquiry:
    """Keep a question with the answers it comes after; the same one twice is kept once.

    Args:
        text: the question, `LONGEST_QUESTION` characters at most.
        email: where to answer.
        answers: what was answered to the questionnaire, kept as codes.

    Raises:
        ValidationError: when the question is empty or too long, or the address is not one.
    """
    now = timezone.now()
    text = plain_text(text)
    if not text or len(text) > LONGEST_QUESTION:
        raise ValidationError({"text": "Écrivez votre question en 2 000 signes au plus."})
    twice = Inquiry.objects.filter(text=text, email=email, asked_at__gte=now - SAME_FORM)
    if found := twice.order_by("-pk").first():
        return found
    inquiry = Inquiry(text=text, email=email, answers=codes_of(answers))
    inquiry.full_clean()
    inquiry.unmet_need = _need_behind(answers, now) or note_if_unmet(answers)
    inquiry.save()
    return inquiry


def _need_behind(answers: Answers, now: datetime.datetime) -> UnmetNeed | None:
    area = area_of(answers.place)
    recent = UnmetNeed.objects.filter(
        noted_at__gte=now - SAME_VISIT,
        phase=answers.phase,
        amount=answers.amount,
        department=area.department,
        epci=area.epci,
    ).order_by("-noted_at", "-pk")
    same = (list(answers.needs), list(answers.sectors))
    return next((one for one in recent[:50] if (one.needs, one.sectors) == same), None)


def _may_reply(user: AbstractBaseUser) -> None:
    if not permissions.may_edit(user):
        raise PermissionDenied("Seule l’équipe peut répondre aux questions.")


def _waiting(pk: int) -> Inquiry | None:
    found = Inquiry.objects.select_for_update(of=("self",)).filter(waiting(), pk=pk)
    return found.order_by("pk").first()


def waiting() -> Q:
    """Condition of a question that nobody answered or put away."""
    return Q(answered_at__isnull=True, closed_at__isnull=True)


def uncertain(now: datetime.datetime | None = None) -> Q:
    """Condition of an answer of which nobody knows whether it left."""
    limit = (now or timezone.now()) - UNCERTAIN_AFTER
    return Q(answered_at__isnull=False, mail_sent_at__isnull=True, mail_claimed_at__lt=limit)


@transaction.atomic
def reply(pk: int, *, by: AbstractBaseUser, text: str) -> Inquiry | None:
    """Write the answer; the mail leaves at the next sweep.

    Returns:
        The question, `None` when somebody answered or put it away meanwhile.

    Raises:
        PermissionDenied: when the person is not of the team.
        ValidationError: when the answer is empty or too long.
    """
    _may_reply(by)
    text = plain_text(text)
    if not text or len(text) > LONGEST_REPLY:
        raise ValidationError("Écrivez votre réponse en 5 000 signes au plus.")
    inquiry = _waiting(pk)
    if inquiry is None:
        return None
    inquiry.answer, inquiry.answered_at = text, timezone.now()
    inquiry.answered_by_id = by.pk
    inquiry.save()
    return inquiry


@transaction.atomic
def close(pk: int, *, by: AbstractBaseUser) -> Inquiry | None:
    """Put a question away without an answer: an advertisement, a question already answered by telephone.

    Returns:
        The question, `None` when somebody answered or put it away meanwhile.

    Raises:
        PermissionDenied: when the person is not of the team.
    """
    _may_reply(by)
    inquiry = _waiting(pk)
    if inquiry is not None:
        inquiry.closed_at = timezone.now()
        inquiry.save()
    return inquiry


@transaction.atomic
def settle_uncertain(pk: int, *, by: AbstractBaseUser, send_again: bool) -> Inquiry | None:
    """Decide of an answer that may or may not have left: send it again, or hold it for sent.

    Raises:
        PermissionDenied: when the person is not of the team.
    """
    _may_reply(by)
    found = Inquiry.objects.select_for_update(of=("self",)).filter(uncertain(), pk=pk)
    inquiry = found.order_by("pk").first()
    if inquiry is not None:
        if send_again:
            inquiry.mail_claimed_at = None
        else:
            inquiry.mail_sent_at = timezone.now()
        inquiry.save()
    return inquiry


def send_replies() -> int:
    """Send the answers that wait. Each is claimed before it is sent, so that two workers never send it twice.

    Returns:
        How many left.
    """
    ready = Inquiry.objects.filter(
        answered_at__isnull=False, mail_claimed_at__isnull=True, mail_sent_at__isnull=True
    ).exclude(email="")
    pks = list(ready.order_by("answered_at", "pk").values_list("pk", flat=True)[:MOST_AT_ONCE])
    if not pks:
        return 0
    server = get_connection()
    try:
        # Refused here, nothing is claimed yet: the next sweep tries again.
        server.open()
    except (SMTPException, OSError) as error:
        log.warning("The mail server cannot be reached: %s", type(error).__name__)
        return 0
    sent = 0
    try:
        for pk in pks:
            claimed = ready.filter(pk=pk).update(mail_claimed_at=timezone.now())
            if claimed and _send(Inquiry.objects.get(pk=pk), server):
                sent += 1
    finally:
        server.close()
    return sent


def _send(inquiry: Inquiry, server: Any) -> bool:
    message = _mail(inquiry)
    message.connection = server
    try:
        message.send()
    except (SMTPException, OSError) as error:
        log.warning("The answer to inquiry %s did not leave: %s", inquiry.pk, type(error).__name__)
        if isinstance(error, SMTPResponseException) and 400 <= error.smtp_code < 500:
            # « Not now », said before anything was taken: it may be tried again.
            Inquiry.objects.filter(pk=inquiry.pk).update(mail_claimed_at=None)
        # Anything else is refused for good, or may have left: it stays claimed, and a person decides.
        return False
    Inquiry.objects.filter(pk=inquiry.pk).update(mail_sent_at=timezone.now())
    return True


def _mail(inquiry: Inquiry) -> EmailMessage:
    asked = timezone.localtime(inquiry.asked_at)
    quoted = "\n".join(f"> {line}" for line in inquiry.text.splitlines())
    body = (
        f"Bonjour,\n\n{inquiry.answer}\n\n"
        f"Votre question du {asked:%d/%m/%Y} :\n{quoted}\n\n"
        "Votre adresse n’a servi qu’à cette réponse : nous l’effaçons dans 90 jours.\n"
    )
    domain = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].strip(">") or "localhost"
    return EmailMessage(
        subject="Réponse à votre question",
        body=body,
        to=[inquiry.email],
        headers={"Message-ID": make_msgid(f"inquiry-{inquiry.pk}", domain)},
    )


def erase_addresses() -> int:
    """Part the questions answered, put away or forgotten long ago from the address they came with.

    Returns:
        How many addresses were erased.
    """
    now = timezone.now()
    limit = now - KEPT_ADDRESS
    done = Q(answered_at__lt=limit) | Q(closed_at__lt=limit)
    erased = Inquiry.objects.filter(done).exclude(email="").update(email="")
    # Nobody answered for half a year: the person no longer waits, and an answer would find no address.
    forgotten = Inquiry.objects.filter(waiting(), asked_at__lt=now - LONGEST_WAIT)
    return erased + forgotten.update(email="", closed_at=now)
