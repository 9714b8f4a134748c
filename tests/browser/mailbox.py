"""The mails that the site under test has written, as a person would open them."""

import re
import time
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default as modern
from pathlib import Path
from urllib.parse import urlsplit

from tests.browser.conftest import DemoSite

# The ledger is swept every half minute.
PATIENCE = 60.0
LINK = re.compile(r"https?://\S+")


class Mailbox:
    """What one person received, from the moment it is opened on."""

    def __init__(self, site: DemoSite, address: str) -> None:
        """Leave aside what came before.

        Args:
            site: the site under test.
            address: whose mails.
        """
        self._folder = Path(site.env["VAR_ROOT"]) / "mail"
        self._address = address
        self._read = {path.name for path in self._found()}

    def _found(self) -> list[Path]:
        return sorted(self._folder.glob("*.eml"))

    def next(self, about: str) -> str:
        """The text of the next mail whose subject holds some words; waits for it.

        Args:
            about: part of the subject.

        Raises:
            AssertionError: when it does not come.
        """
        seen: list[str] = []
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            for path in self._found():
                if path.name in self._read:
                    continue
                mail = message_from_bytes(path.read_bytes(), policy=modern)
                if self._address not in str(mail["To"]):
                    continue
                self._read.add(path.name)
                seen.append(str(mail["Subject"]))
                if about.lower() in seen[-1].lower():
                    return text_of(mail)
            time.sleep(0.3)
        raise AssertionError(f"no mail about « {about} » to {self._address}; there came {seen}")


def text_of(mail: EmailMessage) -> str:
    """The plain text of a mail."""
    part = mail.get_body(("plain",))
    assert part is not None, "a mail has a text"
    return str(part.get_content())


def link_in(text: str, under: str) -> str:
    """The path of the first link of a mail that leads under a folder.

    Args:
        text: the mail.
        under: such as `/compte/`.

    Raises:
        AssertionError: when there is none.
    """
    for found in LINK.findall(text):
        path = urlsplit(found).path
        if path.startswith(under):
            return path
    raise AssertionError(f"no link to {under} in: {text}")


def code_in(text: str) -> str:
    """The code of six figures of a mail.

    Raises:
        AssertionError: when there is none.
    """
    found = re.search(r"\b(\d{3}) ?(\d{3})\b", text)
    assert found, text
    return found[1] + found[2]
