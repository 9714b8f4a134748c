"""The line to the mail server: one connection for a batch, and what the server said of each message."""

import enum
import logging
import smtplib
import time
from dataclasses import dataclass, replace
from typing import Any

from django.core.mail import EmailMessage, get_connection

log = logging.getLogger(__name__)

# Seconds that one answer of the server may take, and the last one, after which nobody can tell what became of the mail.
ANSWER_SECONDS = 20
LAST_ANSWER_SECONDS = 60
# A server that hangs up this often in one batch, before it took anything or in the middle, is left in peace.
MOST_HANG_UPS = 4
# A message that takes longer than this holds up the others: its domain waits for its turn at the end.
SLOW_SECONDS = 4.0


class Outcome(enum.Enum):
    """What became of a message."""

    SENT = "sent"
    LATER = "later"
    REFUSED = "refused"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Verdict:
    """What the server said.

    Attributes:
        outcome: what became of the message.
        said: the server's own words, or ours, in one line.
        seconds: how long it took.
        ours: whether the refusal is about us and not about the recipient: the rest would be refused too.
    """

    outcome: Outcome
    said: str = ""
    seconds: float = 0.0
    ours: bool = False


class Line:
    """A connection to the mail server, opened when it is first needed and again after it broke."""

    def __init__(self) -> None:
        self._server: Any = None
        self._watched = False
        self._began = False
        # Messages taken by this connection; connections that ended badly.
        self._taken = 0
        self._hang_ups = 0

    def open(self) -> bool:
        """Whether the server can be spoken to now."""
        if self._server is not None:
            return True
        if self._hang_ups >= MOST_HANG_UPS:
            return False
        server = get_connection(timeout=ANSWER_SECONDS)
        try:
            server.open()
        except OSError as error:
            # smtplib's own errors are OSErrors too: wrong password, no TLS, no greeting.
            log.warning("The mail server cannot be reached: %s", type(error).__name__)
            return False
        self._server, self._taken = server, 0
        self._watch(getattr(server, "connection", None))
        return True

    def _watch(self, smtp: object) -> None:
        """Remember when the text of a message begins to leave: before that, a break loses nothing."""
        self._watched = isinstance(smtp, smtplib.SMTP)
        if not isinstance(smtp, smtplib.SMTP):
            return
        data = smtp.data

        def watched(msg: Any) -> tuple[int, bytes]:
            self._began = True
            if smtp.sock is not None:
                smtp.sock.settimeout(LAST_ANSWER_SECONDS)
            answer = data(msg)
            if smtp.sock is not None:
                smtp.sock.settimeout(ANSWER_SECONDS)
            return answer

        # The one moment at which the standard library says nothing.
        smtp.data = watched  # type: ignore[method-assign]  # it is not a subclass: the connection is Django's

    def hand_over(self, message: EmailMessage) -> Verdict:
        """Give one message to the server; `open` must have answered yes just before."""
        began_at = time.monotonic()
        worn = self._taken > 0
        verdict = self._try(message)
        if verdict.outcome is Outcome.LATER and worn and self._server is None and self.open():
            # Servers end a connection that served enough: nothing was said of this message yet.
            verdict = self._try(message)
        return replace(verdict, seconds=time.monotonic() - began_at)

    def _try(self, message: EmailMessage) -> Verdict:
        self._began = False
        message.connection = self._server
        try:
            message.send()
        except smtplib.SMTPRecipientsRefused as refusal:
            code, text = next(iter(refusal.recipients.values()))
            outcome, said = _read(code, text)
        except smtplib.SMTPSenderRefused as refusal:
            outcome, said = _read(refusal.smtp_code, refusal.smtp_error)
            if refusal.smtp_code != _TOO_BIG:
                # It refuses us, not them: a wrong setting must not cost every message.
                self._break()
                return Verdict(Outcome.LATER, said, ours=True)
        except smtplib.SMTPResponseException as refusal:
            outcome, said = _read(refusal.smtp_code, refusal.smtp_error)
        except OSError as error:
            self._break()
            outcome, said = self._after_break(error), type(error).__name__
        except ValueError as error:
            # Not an address or a header that a mail can carry; nothing left.
            outcome, said = Outcome.REFUSED, type(error).__name__
        else:
            outcome, said = Outcome.SENT, ""
            self._taken += 1
        return Verdict(outcome, said)

    def _after_break(self, error: OSError) -> Outcome:
        if isinstance(error, smtplib.SMTPNotSupportedError):
            return Outcome.REFUSED
        if self._watched:
            return Outcome.UNKNOWN if self._began else Outcome.LATER
        # A backend that is no server, such as files, writes a message whole or not at all.
        return Outcome.UNKNOWN if isinstance(error, smtplib.SMTPException) else Outcome.LATER

    def _break(self) -> None:
        server, self._server = self._server, None
        self._hang_ups += self._began or not self._taken
        try:
            server.close()
        except OSError:
            log.info("The mail server had already hung up.")

    def close(self) -> None:
        """Say goodbye."""
        if self._server is not None:
            self._break()


_TOO_BIG = 552


def _read(code: int, text: bytes | str) -> tuple[Outcome, str]:
    words = text.decode("utf-8", "replace") if isinstance(text, bytes) else str(text)
    said = f"{code} {' '.join(words.split())}"
    return (Outcome.LATER if 400 <= code < 500 else Outcome.REFUSED), said
