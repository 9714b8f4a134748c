"""The state of a message in plain words, for the person it is for."""

import datetime
from dataclasses import dataclass

from django.utils import timezone

from connect.common import french
from connect.notifications.enums import State
from connect.notifications.kinds import kind_of
from connect.notifications.models import Notice
from connect.notifications.selectors import is_uncertain

GONE = "Message d’une rubrique qui n’existe plus"


@dataclass(frozen=True)
class Told:
    """One message as « Mes mails » shows it.

    Attributes:
        subject: what the mail is called, or its kind while it is not written.
        kind: what it is, empty when `subject` already says it.
        state: one or two words.
        tone: `sent`, `waiting`, `dropped` or `failed`, for the mark.
        sentence: at what hour, when to come, or why not; it follows the state.
        why: why the person gets it.
        moment: its date.
    """

    subject: str
    kind: str
    state: str
    tone: str
    sentence: str
    why: str
    moment: datetime.datetime


def hour_of(moment: datetime.datetime) -> str:
    """An hour in Paris: « 10 h 05 »."""
    here = timezone.localtime(moment)
    return f"{here.hour}{french.NBSP}h{french.NBSP}{here.minute:02d}"


def moment_long(moment: datetime.datetime) -> str:
    """A date and an hour in Paris: « 3 décembre 2026 à 10 h 05 »."""
    return f"{french.day_long(timezone.localdate(moment))} à {hour_of(moment)}"


def tell(notice: Notice) -> Told:
    """What to say of a message to the person it is for."""
    kind = kind_of(notice.kind)
    label = kind.label if kind else GONE
    state, tone, sentence = _standing(notice)
    return Told(
        subject=notice.subject or label,
        kind=label if notice.subject else "",
        state=state,
        tone=tone,
        sentence=sentence,
        why=kind.why if kind else "",
        moment=notice.sent_at or notice.due_at,
    )


def _standing(notice: Notice) -> tuple[str, str, str]:
    if notice.state == State.SENT:
        return "Envoyé", "sent", f"à {hour_of(notice.sent_at or notice.due_at)}"
    if notice.state == State.DROPPED:
        return "Non envoyé", "dropped", notice.reason
    if notice.state == State.REFUSED:
        return "Non remis", "failed", "votre messagerie, ou la nôtre, l’a refusé"
    if notice.state == State.CLAIMED:
        if is_uncertain(notice):
            words = "il est peut-être arrivé ; l’équipe décide s’il faut le renvoyer"
            return "Envoi interrompu", "failed", words
        return "En cours d’envoi", "waiting", "il part en ce moment"
    if notice.due_at > timezone.now():
        return "En attente", "waiting", f"il partira à partir du {moment_long(notice.due_at)}"
    return "En attente", "waiting", "il part dans quelques minutes"
