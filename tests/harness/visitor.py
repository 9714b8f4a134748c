"""A test client that meets the same CSRF check as a browser."""

import re
import time
from typing import Any

from django.test import Client

TOKEN = re.compile(
    rb"name=[\"']csrfmiddlewaretoken[\"'] value=[\"']([A-Za-z0-9]+)[\"']"
    rb"|X-CSRFToken(?:&quot;|\"): *(?:&quot;|\")([A-Za-z0-9]+)"
)


class Visitor(Client):
    """Sends back the token of the page it last looked at, and only that one.

    A view that writes is refused (403) to a test which has not first shown the form that leads to it,
    and so is a form that lacks its token.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Enforce the check.

        Args:
            args: passed to Django's client.
            kwargs: passed to Django's client.
        """
        kwargs.setdefault("enforce_csrf_checks", True)
        super().__init__(*args, **kwargs)
        self._token = ""

    def force_login(self, user: Any, backend: str | None = None, *, factors: int = 2) -> None:
        """Sign somebody in without any form, as if they had just given both factors.

        Args:
            user: who.
            backend: passed to Django.
            factors: 1 leaves the second factor out, as after a code or a password alone; the staff are stopped then.
        """
        super().force_login(user, backend)
        session = self.session
        methods = [{"method": "code", "at": time.time()}]
        if factors > 1:
            methods.append({"method": "mfa", "at": time.time(), "type": "totp"})
        session["account_authentication_methods"] = methods
        session["account_authentication_methods_user"] = str(user.pk)
        session.save()

    def request(self, **request: Any) -> Any:
        """Send a request, with the token seen, and remember the one shown in the answer.

        Args:
            request: the WSGI environment to add to.
        """
        if request.get("REQUEST_METHOD") not in {"GET", "HEAD"} and self._token:
            request.setdefault("HTTP_X_CSRFTOKEN", self._token)
        response = super().request(**request)
        if not response.streaming and (seen := TOKEN.search(response.content)):
            self._token = (seen[1] or seen[2]).decode()
        return response
