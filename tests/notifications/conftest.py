"""Two kinds of messages for the tests, and what their composing answers."""

import datetime
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import pytest

from connect.notifications.kinds import Kind, Mail, register, unregister
from connect.notifications.models import Notice

TEMPLATE = "offers/mails/report_answer"
CONTEXT = {
    "title": "Prêt d’honneur",
    "url": "",
    "corrected": True,
    "answer": "",
    "fault": "le lien",
}


def mail_of(notice: Notice) -> Mail:
    """A mail named after the row's key, so that each can be told from the others."""
    return Mail(subject=f"Au sujet de {notice.key}", template=TEMPLATE, context=CONTEXT)


@dataclass
class Kinds:
    """The two kinds.

    Attributes:
        compose: what composing does for a key; the mail by default.
        composed: the keys composed, in order.
    """

    compose: dict[str, Callable[[Notice], Mail | None]] = field(default_factory=dict)
    composed: list[str] = field(default_factory=list)

    def __call__(self, notice: Notice) -> Mail | None:
        """Compose a row."""
        self.composed.append(notice.key)
        return self.compose.get(notice.key, mail_of)(notice)


@pytest.fixture
def kinds() -> Iterator[Kinds]:
    """`test` may be refused; `test-demande` is essential, and useful for a day only."""
    made = Kinds()
    register(Kind(code="test", label="Essais", why="Vous suivez les essais.", compose=made))
    register(
        Kind(
            code="test-demande",
            label="Essais demandés",
            why="Vous l’avez demandé.",
            compose=made,
            essential=True,
            lifetime=datetime.timedelta(days=1),
        )
    )
    yield made
    unregister("test")
    unregister("test-demande")
