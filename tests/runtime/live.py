"""What a served site lets a person do at once: helpers for tests with real processes."""

import json
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from contextlib import ExitStack
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.utils import timezone
from pycrdt import Doc, XmlElement, XmlFragment, XmlText
from wagtail.models import Page

from connect.accounts.models import User
from connect.coedit import frames
from connect.coedit.models import CoeditUpdate
from tests.accounts.factories import UserFactory
from tests.groups.factories import GroupMembershipFactory
from tests.realtime.sockets import session_of
from tests.runtime.sockets import Socket, socket
from toolbox.services import create_sheet
from toolbox.starting import list_under

TOKEN = "t" * 32


class _Stay(urllib.request.HTTPRedirectHandler):
    """Follows no redirect: the page that it leads to is not what is looked at."""

    def redirect_request(self, *_: Any) -> None:
        return None


class Person:
    """Somebody who writes a sheet, signed in with a browser."""

    def __init__(self, url: str) -> None:
        """Make the person and the sheet, in the database of the suite.

        Args:
            url: of the process that answers pages.
        """
        self.url = url
        membership = GroupMembershipFactory(user=UserFactory())
        user: User = membership.user
        list_under(Page.objects.get(depth=2))
        self.sheet = int(create_sheet(membership.group, "Une fiche", user).pk)
        self.session = session_of(user)

    def ask(self, path: str, body: bytes | None = None) -> tuple[int, bytes]:
        """Ask for a page: status and content; status 0 when nobody answers.

        Args:
            path: what is asked.
            body: of a POST.
        """
        session = f"{settings.SESSION_COOKIE_NAME}={self.session}"
        cookies = f"{session}; {settings.CSRF_COOKIE_NAME}={TOKEN}"
        request = urllib.request.Request(
            self.url + path, data=body, headers={"Cookie": cookies, "X-CSRFToken": TOKEN}
        )
        if body is not None:
            request.add_header("Content-Type", "application/octet-stream")
        try:
            with urllib.request.build_opener(_Stay).open(request, timeout=10) as response:
                return response.status, response.read()
        except urllib.error.HTTPError as error:
            return error.code, error.read()
        except OSError:
            return 0, b""

    def entry(self) -> tuple[int, dict[str, Any]]:
        """How to enter the sheet: status and content. A database that is busy is asked again, as pages do."""
        deadline = time.monotonic() + 30
        while True:
            status, told = self.ask(f"/coedit/fiche/{self.sheet}/")
            if status not in {0, 503} or time.monotonic() > deadline:
                return status, json.loads(told or "{}")
            time.sleep(0.5)

    def parts(self) -> dict[str, str]:
        """What `/readyz` says of each part."""
        told = json.loads(self.ask("/readyz")[1])["parts"]
        return {name: part["state"] for name, part in told.items()}

    def open(self, stack: ExitStack, addresses: list[str]) -> list[Socket]:
        """A socket by each address, in step with the text.

        Args:
            stack: closes them.
            addresses: host and port of processes.
        """
        status, told = self.entry()
        assert status == 200, told
        path = told["socket"]
        opened = [stack.enter_context(socket(one, path, self.session)) for one in addresses]
        for one in opened:
            one.enter()
        return opened


def everything_is_heard(person: Person, first: Socket, second: Socket) -> None:
    """What a socket, a page and a job publish reaches both sockets.

    Args:
        person: who holds both.
        first: in step.
        second: likewise.
    """
    written = paragraph("par un direct")
    first.send(frames.sync(frames.UPDATE, written))
    assert second.update() == written
    assert first.stored() == 1
    # From a page (mode lent).
    written = paragraph("par une page")
    body = frames.block(frames.sync(frames.UPDATE, written))
    assert person.ask(person.entry()[1]["slow"], body)[0] == 200
    assert first.update() == second.update() == written
    # From a job: the writing looks paused, the clock finds it.
    CoeditUpdate.objects.update(created_at=timezone.now() - timedelta(minutes=1))
    assert first.notice()["type"] == second.notice()["type"] == "document.version"


def paragraph(text: str) -> bytes:
    """An update that adds one."""
    doc: Doc[Any] = Doc()
    body = doc.get("body", type=XmlFragment)
    body.children.append(XmlElement("paragraph")).children.append(XmlText(text))
    return bytes(doc.get_update())


def wait_until(told: Callable[[], bool], seconds: float = 30) -> None:
    """Wait until something is so.

    Args:
        told: whether it is.
        seconds: after which it never will be.
    """
    deadline = time.monotonic() + seconds
    while not told():
        assert time.monotonic() < deadline
        time.sleep(0.1)
