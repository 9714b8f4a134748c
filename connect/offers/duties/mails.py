"""Mails that were interrupted, of which nobody knows whether they left, and answers that were refused."""

from collections.abc import Mapping
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.db.models import QuerySet
from django.db.models.functions import Coalesce, TruncDate

from connect.notifications import settling
from connect.notifications.enums import State
from connect.notifications.kinds import kind_of
from connect.notifications.models import Notice
from connect.notifications.permissions import may_settle
from connect.notifications.selectors import failed, uncertain
from connect.notifications.telling import moment_long
from connect.offers.duties.deciding import present
from connect.offers.duties.queues import Queue
from connect.upkeep.registry import AlreadyDone, Duty, DutySource, Verb

SEND_AGAIN = Verb(code="renvoyer", label="Renvoyer", past="message renvoyé")
HOLD_FOR_SENT = Verb(code="partie", label="Tenir pour envoyé", past="message tenu pour envoyé")
SEEN = Verb(code="vu", label="Vu", past="refus vu")
INTERRUPTED = (
    "L’envoi a été interrompu : le message est peut-être arrivé. Nous ne le renvoyons pas de nous-mêmes, "
    "pour ne pas écrire deux fois."
)
REFUSED = "La personne attend cette réponse, et le message n’a pas pu lui être remis."


def _waiting() -> QuerySet[Any]:
    stuck = Notice.objects.filter(uncertain() | failed()).select_related("user")
    return stuck.annotate(since=TruncDate(Coalesce("claimed_at", "due_at")))


def _duty(notice: Any) -> Duty:
    kind = kind_of(notice.kind)
    label = kind.label if kind else notice.kind
    interrupted = notice.state == State.CLAIMED
    address = notice.user.email if notice.user else notice.address
    handed = moment_long(notice.claimed_at) if notice.claimed_at else ""
    return Duty(
        key=str(notice.pk),
        title=notice.subject or label,
        url="",
        reason=INTERRUPTED if interrupted else REFUSED,
        since=notice.since,
        verb=SEND_AGAIN if interrupted else SEEN,
        others=(HOLD_FOR_SENT,) if interrupted else (SEND_AGAIN,),
        details=present(
            ("Pour", address),
            ("Nature", label),
            ("Remis au serveur", handed),
            ("Ce que nous en savons", notice.reason),
        ),
    )


def _act(user: AbstractBaseUser, key: str, code: str, typed: Mapping[str, str]) -> str:
    pk = QUEUE.locked(key).pk
    done, sentence = {
        SEND_AGAIN.code: (settling.send_again, "Le message repart dans quelques minutes."),
        HOLD_FOR_SENT.code: (settling.hold_for_sent, "Le message est tenu pour envoyé."),
        SEEN.code: (settling.mark_seen, "Le refus est noté ; rien ne repart."),
    }[code]
    if not done(pk):
        raise AlreadyDone
    return sentence


QUEUE = Queue(_waiting, _duty)
MAILS = DutySource(
    kind="messages-a-decider",
    label="Messages interrompus ou refusés",
    help="Décidez s’il faut renvoyer ce qui n’est peut-être pas arrivé.",
    may=may_settle,
    count=QUEUE.count,
    duties=QUEUE.oldest,
    after=QUEUE.after,
    find=QUEUE.find,
    act=_act,
    order=15,
)
