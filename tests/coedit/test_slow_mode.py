"""The same document by plain requests: nothing but updates is ever saved, and nothing that is acknowledged is lost."""

from typing import Any

import pytest
from django.db import transaction
from django.db.utils import OperationalError
from django.test import Client
from django.urls import reverse
from pycrdt import Doc, XmlElement, XmlFragment, XmlText
from pytest_django import DjangoAssertNumQueries

from connect.accounts.models import User
from connect.coedit import frames, schema, services
from connect.coedit.frames import Reader, State
from connect.coedit.models import CoeditDocument, CoeditPresence, CoeditUpdate
from connect.coedit.views import MOST_REQUESTS
from tests.accounts.factories import UserFactory
from tests.coedit.conftest import OWNER
from tests.coedit.notebook import Notebook
from tests.harness.visitor import Visitor

pytestmark = pytest.mark.django_db


class SlowPen:
    """A page in slow mode."""

    def __init__(self, client: Client, document: CoeditDocument, number: int = 1) -> None:
        self.client, self.number = client, number
        self.address = reverse(
            "coedit_slow", args=["essai", document.owner_id, document.epoch, schema.VERSION]
        )
        self.doc: Doc[Any] = Doc()
        self.head = ""
        self.waiting: list[bytes] = []
        self.others: list[dict[str, Any]] = []

    def write(self, text: str) -> None:
        """Add a paragraph, to be sent with the next request."""
        before = self.doc.get_state()
        body = self.doc.get("body", type=XmlFragment)
        with self.doc.transaction():
            body.children.append(XmlElement("paragraph")).children.append(XmlText(text))
        self.waiting.append(self.doc.get_update(before))

    def post(self, body: bytes) -> Any:
        """Send bytes as they are."""
        return self.client.post(
            self.address, body, "application/octet-stream", headers={"Coedit-Head": self.head}
        )

    def turn(self) -> Any:
        """Send what waits, take what is lacking."""
        sent = [frames.sync(frames.STEP_1, self.doc.get_state())]
        sent += [frames.sync(frames.UPDATE, update) for update in self.waiting]
        sent.append(frames.presence([State(self.number, 1, {"cursor": 1})]))
        response = self.post(b"".join(frames.block(frame) for frame in sent))
        if response.status_code == 200:
            self._take(response.content)
            self.head = response.headers["Coedit-Head"]
        return response

    def _take(self, body: bytes) -> None:
        for data in frames.split(body, 99):
            reader = Reader(data)
            kind = reader.number()
            if kind == frames.STORED:
                self.waiting = self.waiting[reader.number() :]
            elif kind == frames.PRESENCE:
                states = frames.read_states(reader.block())
                self.others = [dict(state.value or {})["user"] for state in states]
            elif kind == frames.SYNC and reader.number() == frames.STEP_2:
                self.doc.apply_update(reader.block())

    def reads(self) -> list[str]:
        """The paragraphs that it sees."""
        body = self.doc.get("body", type=XmlFragment)
        return ["".join(str(text) for text in child.children) for child in body.children]


@pytest.fixture
def document(notebook: Notebook) -> CoeditDocument:
    """The working copy of the one owner."""
    return services.open_document("essai", OWNER)


def page_of(user: User, document: CoeditDocument, number: int = 1) -> SlowPen:
    """The page of somebody; these requests carry no form, so the token comes as a header in real pages."""
    client = Visitor(enforce_csrf_checks=False)
    client.force_login(user)
    return SlowPen(client, document, number)


def test_two_pages_converge_and_see_each_other(
    writers: list[User], document: CoeditDocument
) -> None:
    ada, bob = (page_of(user, document, n) for n, user in enumerate(writers, 1))
    ada.write("avant même d’avoir lu")
    assert ada.turn().status_code == 200
    assert not ada.waiting
    bob.turn()
    bob.write("à son tour")
    bob.turn()
    ada.turn()

    assert (
        sorted(ada.reads())
        == sorted(bob.reads())
        == ["Début", "avant même d’avoir lu", "à son tour"]
    )
    assert [other["name"] for other in ada.others] == [writers[1].shown_name]
    assert CoeditPresence.objects.filter(slow=True).count() == 2


def test_nothing_new_costs_the_same_few_statements_whatever_the_text(
    writers: list[User],
    document: CoeditDocument,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    page = page_of(writers[0], document)
    page.turn()
    with django_assert_num_queries(10):
        page.turn()
    for number in range(3):
        page.write(f"ligne {number}")
    page.turn()
    with django_assert_num_queries(10):
        page.turn()


def test_each_refusal_has_its_status_its_code_and_a_sentence(
    notebook: Notebook, writers: list[User], document: CoeditDocument
) -> None:
    page = page_of(writers[0], document)
    page.turn()
    page.write("à ne pas perdre")
    good = page.address
    other = "00000000-0000-4000-8000-000000000000"
    bad_update = frames.block(frames.sync(frames.UPDATE, b"\x01\x02\x03"))
    cases: list[tuple[str, bytes, int, str]] = [
        (good, b"\xff\xff", 400, "unreadable"),
        (good, bad_update, 400, "unreadable"),
        (good, frames.block(b"\x63"), 400, "unreadable"),
        (good, frames.block(b"\x00\x00\x03\xff\xff\xff"), 400, "unreadable"),
        (good, frames.block(b"\x03") * 201, 400, "unreadable"),
        (good, b"\x00" * (1024 * 1024 + 1), 413, "too_large"),
        (good.replace(str(document.epoch), other), b"", 409, "outdated"),
        (good.replace(f"/{schema.VERSION}/lent", "/9/lent"), b"", 409, "outdated"),
        (good.replace("essai", "autre"), b"", 404, "unknown"),
    ]
    for page.address, body, status, code in cases:
        page.head = ""
        response = page.post(body)
        assert (response.status_code, response.json()["error"]) == (status, code)
        assert response.json()["message"].endswith(".")
    assert not CoeditUpdate.objects.exists()

    page.address = good
    notebook.writers.clear()
    assert page.turn().status_code == 404
    notebook.readers.add(writers[0].pk)
    refused = page.turn()
    assert (refused.status_code, refused.json()["error"]) == (403, "readonly")
    assert not CoeditUpdate.objects.exists()
    notebook.writers.add(writers[0].pk)
    page.turn()
    assert not page.waiting


def test_a_stranger_and_a_visitor_learn_nothing(document: CoeditDocument) -> None:
    stranger = page_of(UserFactory(), document)
    assert stranger.turn().status_code == 404
    entry = reverse("coedit_entry", args=["essai", OWNER])
    assert stranger.client.get(entry).status_code == 404
    assert str(document.epoch) not in stranger.client.get(entry).content.decode()
    for visitor in (Client().get(entry), Client().post(stranger.address)):
        assert (visitor.status_code, visitor.json()["error"]) == (401, "signed_out")


def test_a_page_learns_how_to_enter(writers: list[User], document: CoeditDocument) -> None:
    page = page_of(writers[0], document)
    told = page.client.get(reverse("coedit_entry", args=["essai", OWNER])).json()

    assert told["slow"] == page.address
    assert told["socket"] == f"/ws/coedit/essai/{OWNER}/{document.epoch}/{schema.VERSION}/"
    assert told["may_write"] is True
    assert told["person"]["name"] == writers[0].shown_name
    assert told["person"]["color"].startswith("#")
    assert len(told["person"]["color"]) == 7


def test_a_form_of_another_site_cannot_write(writers: list[User], document: CoeditDocument) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(writers[0])
    assert SlowPen(client, document).turn().status_code == 403


def test_a_database_that_is_locked_says_so_and_nothing_is_acknowledged(
    writers: list[User], document: CoeditDocument, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = page_of(writers[0], document)
    page.turn()
    page.write("attend son tour")

    def locked(*args: Any, **kwargs: Any) -> None:
        raise OperationalError("database is locked")

    with monkeypatch.context() as patched, transaction.atomic():
        patched.setattr("connect.coedit.log.CoeditUpdate.objects.bulk_create", locked)
        busy = page.turn()
    assert (busy.status_code, busy.json()["error"]) == (503, "busy")
    assert busy.headers["Retry-After"]
    assert page.waiting
    page.turn()
    assert not page.waiting
    assert CoeditUpdate.objects.count() == 1


def test_one_page_cannot_ask_without_end(writers: list[User], document: CoeditDocument) -> None:
    page = page_of(writers[0], document)
    statuses = {page.post(b"").status_code for _ in range(MOST_REQUESTS)}
    assert statuses == {200}
    assert page.post(b"").status_code == 429


def test_a_page_that_leaves_is_gone_for_the_others(
    writers: list[User], document: CoeditDocument
) -> None:
    page = page_of(writers[0], document)
    page.turn()
    assert services.writers_of("essai", OWNER) == [writers[0]]
    page.post(frames.block(frames.presence([State(1, 2, None)])))
    assert services.writers_of("essai", OWNER) == []
