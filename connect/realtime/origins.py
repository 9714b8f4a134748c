"""Sockets are opened by the site's own pages only: browsers send cookies with them whatever page asks."""

from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.http.request import split_domain_port, validate_host

from connect.realtime.closing import Closing

Receive = Callable[[], Awaitable[dict[str, Any]]]
Send = Callable[[dict[str, Any]], Awaitable[None]]


class SameOriginOnly:
    """Refuses, before anything is read, a socket asked for by a page of another site, or by no page at all."""

    def __init__(
        self, application: Callable[[dict[str, Any], Receive, Send], Awaitable[None]]
    ) -> None:
        """Keep what to call.

        Args:
            application: the ASGI application of the sockets.
        """
        self._application = application

    async def __call__(self, scope: dict[str, Any], receive: Receive, send: Send) -> None:
        """Pass the socket on, or refuse it (the browser is told 403).

        Args:
            scope: the ASGI connection.
            receive: gives the events of the socket.
            send: takes what goes to the browser.
        """
        headers = {name: value.decode("latin-1") for name, value in scope.get("headers", ())}
        if same_origin(headers.get(b"origin", ""), headers.get(b"host", "")):
            await self._application(scope, receive, send)
        else:
            await receive()
            await send({"type": "websocket.close", "code": int(Closing.FORBIDDEN)})


def same_origin(origin: str, host: str) -> bool:
    """Whether a page belongs to the site, by the rule that Django applies to forms.

    Args:
        origin: what the browser says of the page, such as `https://essor.example.org`.
        host: the name that was asked, as the proxy passes it on.
    """
    if origin in settings.CSRF_TRUSTED_ORIGINS:
        return True
    name, _ = split_domain_port(host)
    if not name or not validate_host(name, settings.ALLOWED_HOSTS):
        return False
    try:
        asked = urlsplit(origin)
    except ValueError:
        return False
    return asked.scheme in {"http", "https"} and asked.netloc.lower() == host.lower()
