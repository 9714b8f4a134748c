"""Questions asked to the chamber: kept, answered by mail, then parted from the address they came with."""

import datetime

from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from connect.common.sanitising import plain_text
from connect.notifications.services import forget, notify
from connect.offers import permissions
from connect.orientation.answers import Answers
from connect.orientation.models import Inquiry, UnmetNeed
from connect.orientation.places import area_of
from connect.orientation.recording import codes_of, note_if_unmet

LONGEST_QUESTION = 2_000
LONGEST_REPLY = 5_000
# The same question sent again within this time is the same form sent twice.
SAME_FORM = datetime.timedelta(minutes=15)
# A need noted this recently with the same answers is the one the question is about.
SAME_VISIT = datetime.timedelta(hours=24)
KEPT_ADDRESS = datetime.timedelta(days=90)
LONGEST_WAIT = datetime.timedelta(days=180)
# Kind of the answer in the ledger, and what its key says of the question.
REPLY_KIND = "reponse-question"
_KEY = "question:"


def key_of(inquiry_pk: int) -> str:
    """What the ledger calls a question."""
    return f"{_KEY}{inquiry_pk}"


def inquiry_of_key(key: str) -> int:
    """The question that a key of the ledger is about, 0 for another key."""
    number = key.removeprefix(_KEY)
    return int(number) if number.isascii() and number.isdigit() else 0


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


@transaction.atomic
def reply(pk: int, *, by: AbstractBaseUser, text: str) -> Inquiry | None:
    """Write the answer; the ledger sends it.

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
    notify(REPLY_KIND, key=key_of(inquiry.pk), to=inquiry.email)
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
def erase_addresses() -> int:
    """Part the questions answered, put away or forgotten long ago from the address they came with, here and there.

    Returns:
        How many addresses were erased.
    """
    now = timezone.now()
    limit = now - KEPT_ADDRESS
    done = Q(answered_at__lt=limit) | Q(closed_at__lt=limit)
    over = Inquiry.objects.filter(done).exclude(email="").order_by("pk")
    pks = list(over.values_list("pk", flat=True))
    forget(REPLY_KIND, [key_of(pk) for pk in pks])
    erased = Inquiry.objects.filter(pk__in=pks).update(email="")
    # Nobody answered for half a year: the person no longer waits, and an answer would find no address.
    forgotten = Inquiry.objects.filter(waiting(), asked_at__lt=now - LONGEST_WAIT)
    return erased + forgotten.update(email="", closed_at=now)
