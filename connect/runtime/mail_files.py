"""Mail written to files, for installations without a mail server."""

import secrets
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.message import EmailMessage
from django.utils import timezone


class EmailBackend(BaseEmailBackend):
    """Writes one `.eml` file per message into `EMAIL_FILE_PATH`, readable by its owner only."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Find the folder.

        Args:
            args: passed to Django's base.
            kwargs: passed to Django's base.
        """
        super().__init__(*args, **kwargs)
        self._folder = Path(settings.EMAIL_FILE_PATH)

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Write the messages.

        Args:
            email_messages: what to send.

        Returns:
            How many were written; those without a recipient are not.

        Raises:
            OSError: when the folder cannot be written to, unless asked to fail silently.
        """
        written = 0
        for message in email_messages:
            if not message.recipients():
                continue
            try:
                self._write(message)
            except OSError:
                if not self.fail_silently:
                    raise
            else:
                written += 1
        return written

    def _write(self, message: EmailMessage) -> None:
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        moment = timezone.now().strftime("%Y%m%dT%H%M%S%f")
        path = self._folder / f"{moment}-{secrets.token_hex(4)}.eml"
        # Moved once whole: who lists the folder never reads half a message.
        aside = path.with_suffix(".part")
        aside.touch(mode=0o600)
        aside.write_bytes(message.message().as_bytes())
        aside.rename(path)
