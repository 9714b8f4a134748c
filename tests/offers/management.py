"""What the tests of the management pages share: sign-ins and forms sent as a browser sends them."""

from html.parser import HTMLParser
from typing import Any

from connect.accounts.enums import StaffRole
from connect.accounts.models import User
from tests.accounts.factories import UserFactory
from tests.harness.visitor import Visitor


class _FormReader(HTMLParser):
    """Reads the fields of the edit form with the values a browser would send."""

    def __init__(self) -> None:
        super().__init__()
        self.data: dict[str, list[str]] = {}
        self._select = ""
        self._area = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        name, value = given.get("name") or "", given.get("value") or ""
        if tag == "input" and name:
            if given.get("type") in {"checkbox", "radio"}:
                if "checked" not in given:
                    return
                value = value or "on"
            self.data.setdefault(name, []).append(value)
        elif tag == "textarea" and name:
            self._area = name
            self.data[name] = [""]
        elif tag == "select":
            self._select = name
        elif tag == "option" and self._select and "selected" in given:
            self.data.setdefault(self._select, []).append(value)

    def handle_endtag(self, tag: str) -> None:
        if tag == "select":
            self._select = ""
        elif tag == "textarea":
            self._area = ""

    def handle_data(self, data: str) -> None:
        if self._area:
            self.data[self._area][0] += data


def signed_in(role: StaffRole, client: Visitor) -> User:
    """A person of a role, signed in with both factors; tests/accounts walks through the doors themselves."""
    person: User = UserFactory(role=role, is_staff=True)
    client.force_login(person)
    return person


def form_of(client: Visitor, url: str, holding: str = "") -> dict[str, Any]:
    """The fields of the form at an address, as a browser would send them back untouched.

    Args:
        client: who asks.
        url: the address.
        holding: a text of the form wanted, where a page has several.
    """
    answer = client.get(url)
    assert answer.status_code == 200, answer.status_code
    text = answer.content.decode()
    start = (
        text.rindex("<form", 0, text.index(holding)) if holding else text.index("data-edit-form")
    )
    text = text[start:]
    reader = _FormReader()
    reader.feed(text[: text.index("</form>")])
    reader.data.pop("csrfmiddlewaretoken", None)
    return reader.data
