"""The sweep: what is due leaves, each message at most once, whatever breaks."""

import datetime
import logging
import time
from collections import defaultdict, deque
from collections.abc import Iterable, Iterator
from contextlib import closing

from django.core.mail import EmailMessage
from django.db.models import Case, F, Value, When
from django.utils import timezone

from connect.notifications import drawing, wishes
from connect.notifications.delivering import SLOW_SECONDS, Line, Outcome, Verdict
from connect.notifications.enums import State
from connect.notifications.kinds import kind_of
from connect.notifications.models import Notice

log = logging.getLogger(__name__)

# Bounds of one sweep: how many rows it looks at, how many it tries, for how long, so that it ends before the next.
LOOKED_AT = 1_000
MOST_AT_ONCE = 200
MOST_SECONDS = 45.0
# Minutes before the next try, after one, two, three… tries; the last one stands for all that follow.
DELAYS = (1, 5, 15, 60, 120, 240)
# This many messages of which nobody knows whether they left, this recently: the server hangs up, sending waits.
MOST_UNKNOWN = 3
UNKNOWN_WITHIN = datetime.timedelta(minutes=10)
# A message that we cannot compose this many times is given up, and listed.
MOST_FAILURES = 6

TOO_LATE = "trop tard : il n’était plus utile"
NEVER_ACCEPTED = "le serveur de messagerie ne l’a pas accepté à temps"
ACCOUNT_CLOSED = "le compte est fermé"
NO_ADDRESS = "l’adresse est effacée"
NOT_WANTED = "ces messages ne sont plus souhaités"
NO_LONGER_STANDS = "ce qu’il annonçait n’est plus d’actualité, ou n’est plus visible"
UNKNOWN_KIND = "ce type de message n’existe plus"
NOT_COMPOSED = "une erreur de notre part a empêché de l’écrire"

# A row to try: its key and the domain it goes to.
Candidate = tuple[int, str]


class Dropped(Exception):
    """Raised when a message must not leave; its text is the reason, in French."""


def send_due() -> int:
    """Send what is due, the oldest first, each domain in its turn.

    A row is claimed by an update of its own, kept before the server hears of it: two workers never send one twice,
    and a worker that dies leaves a row that says so.

    Returns:
        How many left.
    """
    _expire(timezone.now())
    candidates = _due(timezone.now())
    if not candidates or _losing(timezone.now()):
        return 0
    ends_at = time.monotonic() + MOST_SECONDS
    with closing(Line()) as line:
        return _send_all(_in_turns(candidates), line, ends_at)


def _expire(now: datetime.datetime) -> None:
    tried = When(attempts__gt=0, then=Value(State.REFUSED.value))
    Notice.objects.filter(state=State.WAITING, expires_at__lte=now).update(
        reason=Case(When(attempts__gt=0, then=Value(NEVER_ACCEPTED)), default=Value(TOO_LATE)),
        state=Case(tried, default=Value(State.DROPPED.value)),
    )


def _due(now: datetime.datetime) -> list[Candidate]:
    waiting = Notice.objects.filter(state=State.WAITING, due_at__lte=now, expires_at__gt=now)
    rows = waiting.order_by("due_at", "pk").values_list("pk", "address", "user__email")
    return [
        (pk, (address or email or "").rpartition("@")[2].lower())
        for pk, address, email in rows[:LOOKED_AT]
    ]


def _losing(now: datetime.datetime) -> bool:
    """Whether the server has just hung up several times in the middle of a message."""
    recent = Notice.objects.filter(state=State.CLAIMED, claimed_at__gt=now - UNKNOWN_WITHIN)
    losing = recent.exclude(reason="").count() >= MOST_UNKNOWN
    if losing:
        log.warning("The mail server hangs up in the middle of messages: sending waits.")
    return losing


def _in_turns(candidates: Iterable[Candidate]) -> Iterator[Candidate]:
    """One of each domain, then one of each again, the oldest first within each."""
    queues: defaultdict[str, deque[Candidate]] = defaultdict(deque)
    for candidate in candidates:
        queues[candidate[1]].append(candidate)
    turn = list(queues.values())
    while turn:
        for queue in turn:
            yield queue.popleft()
        turn = [queue for queue in turn if queue]


def _send_all(candidates: Iterator[Candidate], line: Line, ends_at: float) -> int:
    """Try the candidates; a domain that is slow goes last, one that says « later » is left for the next sweeps."""
    sent = tried = 0
    slow: set[str] = set()
    stopped: set[str] = set()
    last: list[Candidate] = []
    left: defaultdict[str, list[int]] = defaultdict(list)

    def both() -> Iterator[Candidate]:
        for candidate in candidates:
            if candidate[1] in slow:
                last.append(candidate)
            else:
                yield candidate
        yield from last

    for pk, domain in both():
        if tried >= MOST_AT_ONCE or time.monotonic() > ends_at:
            break
        if domain in stopped:
            left[domain].append(pk)
            continue
        verdict = _send(pk, line)
        if verdict is None:
            continue
        tried += 1
        sent += verdict.outcome is Outcome.SENT
        if verdict.ours:
            break
        if verdict.seconds > SLOW_SECONDS:
            slow.add(domain)
        if verdict.outcome in {Outcome.LATER, Outcome.UNKNOWN} and domain in slow:
            stopped.add(domain)
    for pks in left.values():
        _put_off(pks)
    return sent


def _put_off(pks: list[int]) -> None:
    """Let the rest of a domain that hangs wait, so that it does not stand at the head of every sweep."""
    later = timezone.now() + datetime.timedelta(minutes=DELAYS[1])
    Notice.objects.filter(pk__in=pks, state=State.WAITING).update(due_at=later)


def _send(pk: int, line: Line) -> Verdict | None:
    """Try one row: check, draw, claim, hand over, write down.

    Returns:
        What the server said, `None` when there was nothing to send, or somebody else sends it.
    """
    found = Notice.objects.select_related("user").filter(pk=pk, state=State.WAITING)
    notice = found.order_by("pk").first()
    if notice is None:
        return None
    try:
        message = compose(notice)
    except Dropped as reason:
        _settle(notice, State.WAITING, state=State.DROPPED, reason=str(reason))
        return None
    except Exception:  # one kind at fault must not stop the others, whatever it raised
        log.exception("Notice %s of the kind %s cannot be composed.", notice.pk, notice.kind)
        _failed(notice)
        return None
    if not line.open():
        return Verdict(Outcome.LATER, ours=True)
    if not _claim(notice):
        return None
    verdict = line.hand_over(message)
    _write_down(notice, message, verdict)
    return verdict


def compose(notice: Notice) -> EmailMessage:
    """The message of a row as it stands now, once everything that could forbid it was asked.

    Raises:
        Dropped: with the reason, when it must not leave.
    """
    kind = kind_of(notice.kind)
    if kind is None:
        raise Dropped(UNKNOWN_KIND)
    if notice.user is not None and not notice.user.is_active:
        raise Dropped(ACCOUNT_CLOSED)
    address = notice.user.email if notice.user is not None else notice.address
    if not address:
        raise Dropped(NO_ADDRESS)
    if not kind.essential and wishes.is_refused(notice, address):
        raise Dropped(NOT_WANTED)
    mail = kind.compose(notice)
    if mail is None:
        raise Dropped(NO_LONGER_STANDS)
    return drawing.draw(notice, kind, mail, address=address)


def _claim(notice: Notice) -> bool:
    """Take a row, unless somebody took it, put it off or withdrew it meanwhile; kept at once."""
    now = timezone.now()
    mine = Notice.objects.filter(
        pk=notice.pk, state=State.WAITING, due_at__lte=now, expires_at__gt=now
    )
    notice.claimed_at, notice.attempts = now, notice.attempts + 1
    return bool(
        mine.update(state=State.CLAIMED, claimed_at=now, attempts=F("attempts") + 1, reason="")
    )


def _settle(notice: Notice, stood: State, **changes: object) -> None:
    Notice.objects.filter(pk=notice.pk, state=stood).update(**changes)


def delay_after(attempts: int) -> datetime.timedelta:
    """How long to wait after so many tries."""
    return datetime.timedelta(minutes=DELAYS[min(max(attempts, 1), len(DELAYS)) - 1])


def _failed(notice: Notice) -> None:
    attempts = notice.attempts + 1
    if attempts >= MOST_FAILURES:
        changes = {"state": State.REFUSED, "reason": NOT_COMPOSED, "attempts": attempts}
        _settle(notice, State.WAITING, **changes)
        return
    due = timezone.now() + delay_after(attempts)
    _settle(notice, State.WAITING, attempts=attempts, due_at=due, reason=NOT_COMPOSED)


def _write_down(notice: Notice, message: EmailMessage, verdict: Verdict) -> None:
    now = timezone.now()
    subject = message.subject[:200]
    if verdict.outcome is Outcome.SENT:
        # What it carried is of no more use, and may be a secret.
        done = {
            "state": State.SENT,
            "sent_at": now,
            "subject": subject,
            "reason": "",
            "payload": {},
        }
        _settle(notice, State.CLAIMED, **done)
    elif verdict.outcome is Outcome.REFUSED:
        reason = f"le serveur de messagerie l’a refusé ({verdict.said})"[:200]
        _settle(notice, State.CLAIMED, state=State.REFUSED, subject=subject, reason=reason)
    elif verdict.outcome is Outcome.LATER:
        due = now + delay_after(notice.attempts)
        reason = f"le serveur de messagerie demande d’attendre ({verdict.said})"[:200]
        again = {"state": State.WAITING, "claimed_at": None, "due_at": due, "reason": reason}
        _settle(notice, State.CLAIMED, **again)
    else:
        # It may have left: it stays claimed, and a person decides.
        log.warning("Nobody knows whether notice %s left: %s", notice.pk, verdict.said)
        _settle(notice, State.CLAIMED, subject=subject, reason=verdict.said[:200])
