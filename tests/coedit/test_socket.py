"""Two pages on one document: what one writes reaches the other, is stored, and comes back to whoever joins."""

from collections.abc import Awaitable, Callable

import pytest
from channels.db import database_sync_to_async
from pycrdt import XmlFragment

from connect.accounts.models import User
from connect.coedit import frames, schema, services
from connect.coedit.committing import Outcome
from connect.coedit.consumers import CoeditConsumer
from connect.coedit.frames import State
from connect.coedit.models import CoeditDocument, CoeditPresence, CoeditUpdate
from connect.realtime.closing import Closing
from connect.routing import websocket_application
from tests.accounts.factories import UserFactory
from tests.coedit.conftest import OWNER
from tests.coedit.notebook import Notebook
from tests.coedit.pen import CLIENT, Pen, plain_text_update
from tests.realtime.sockets import Browser, closing_of, session_of

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)

Scene = Callable[[Callable[[], Awaitable[None]]], None]
ORIGIN = (b"origin", b"http://localhost"), (b"host", b"localhost")


UNKNOWN_TYPE = b"\x01\x01\x07\x00\x07\x01\x04body\x0f\x00"


def address(document: CoeditDocument, version: int = schema.VERSION) -> str:
    """Where the socket of a document is."""
    return f"/ws/coedit/essai/{document.owner_id}/{document.epoch}/{version}/"


async def at(path: str, session: str) -> Pen:
    """A page whose socket was accepted."""
    browser = Browser(websocket_application, session, path, headers=list(ORIGIN))
    assert await browser.connect()
    return Pen(browser)


def test_what_one_writes_reaches_the_other_and_whoever_joins(
    writers: list[User], scene: Scene
) -> None:
    document = services.open_document("essai", OWNER)
    sessions = [session_of(user) for user in writers]

    async def act() -> None:
        ada, bob = [await (await at(address(document), key)).enter() for key in sessions]
        assert ada.reads() == bob.reads() == ["Début"]
        await ada.write("de la première")
        await bob.write("de la seconde")
        for pen in (ada, bob):
            while len(pen.reads()) < 3:
                await pen.hear()
            await pen.settle()
        assert ada.reads() == bob.reads()
        late = await (await at(address(document), sessions[0])).enter()
        assert late.reads() == ada.reads()
        for pen in (ada, bob, late):
            await pen.browser.disconnect()

    scene(act)
    assert CoeditUpdate.objects.count() == 2
    assert {row.author_id for row in CoeditUpdate.objects.order_by("pk")} == {
        user.pk for user in writers
    }


def test_a_relayed_update_is_counted_only_once_it_is_committed(
    writers: list[User], scene: Scene
) -> None:
    document = services.open_document("essai", OWNER)
    session = session_of(writers[0])

    async def act() -> None:
        pen = await (await at(address(document), session)).enter()
        for number in range(20):
            await pen.write(f"ligne {number}")
        await pen.send(b"\x00\x00")
        pen.sent -= 1  # The empty update is counted on neither side.
        await pen.settle()
        assert pen.stored == 20
        assert await CoeditUpdate.objects.acount() == 20
        await pen.browser.disconnect()

    scene(act)


def test_presence_tells_the_name_that_we_know_and_ends_with_the_socket(
    writers: list[User], scene: Scene
) -> None:
    document = services.open_document("essai", OWNER)
    sessions = [session_of(user) for user in writers]

    async def act() -> None:
        ada, bob = [await (await at(address(document), key)).enter() for key in sessions]
        place = {"type": None, "tname": "body", "item": {"client": 5, "clock": 3}, "assoc": 0}
        cursor = {"anchor": place, "head": place, "evil": 1}
        await ada.be_here(user={"name": "Quelqu’un d’autre"}, cursor=cursor, more="x")
        while not bob.others:
            await bob.hear()
        told = bob.others[CLIENT].value
        assert told
        assert told["user"]["name"] == writers[0].shown_name
        kept = {"tname": "body", "item": {"client": 5, "clock": 3}, "assoc": 0}
        assert told["cursor"] == {"anchor": kept, "head": kept}
        assert set(told) == {"user", "cursor"}
        # A state of another client than one’s own goes nowhere.
        await ada.browser.say(frames.presence([State(CLIENT + 5, 1, {"user": "faux"})]))
        late = await (await at(address(document), sessions[1])).enter()
        while not late.others:
            await late.hear()
        assert set(late.others) == {CLIENT}
        assert await CoeditPresence.objects.acount() == 3
        await ada.browser.disconnect()
        while bob.others:
            await bob.hear()
        assert ada.heard.get(frames.PRESENCE) is None
        for pen in (bob, late):
            await pen.browser.disconnect()

    scene(act)
    assert not CoeditPresence.objects.exists()


def test_bad_frames_end_the_socket_and_store_nothing(writers: list[User], scene: Scene) -> None:
    document = services.open_document("essai", OWNER)
    session = session_of(writers[0])
    bad: list[tuple[bytes | str, Closing]] = [
        ("{}", Closing.UNREADABLE),
        (b"", Closing.UNREADABLE),
        (b"\x63\x00", Closing.UNREADABLE),
        (b"\x00\x02\x05ab", Closing.UNREADABLE),
        (b"\x00\x02\x02ab", Closing.UNREADABLE),
        (b"\x00\x07\x00", Closing.UNREADABLE),
        (b"\x00\x00" + b"\xff" * 30, Closing.UNREADABLE),
        (frames.sync(frames.UPDATE, b"\x01\x02\x03\x04"), Closing.UNREADABLE),
        # A type that the server’s library knows and browsers do not: once stored, no page would open again.
        (frames.sync(frames.UPDATE, UNKNOWN_TYPE), Closing.UNREADABLE),
        (b"\x01\x02\x01\x01", Closing.UNREADABLE),
        (b"\x01\x06\x01\x05\x01\x02{]", Closing.UNREADABLE),
        (b"\x01\x07\x01\x05\x01\x03NaN", Closing.UNREADABLE),
        (frames.sync(frames.UPDATE, b"x" * (1024 * 1024)), Closing.TOO_LARGE),
    ]

    async def act() -> None:
        for frame, code in bad:
            pen = await (await at(address(document), session)).enter()
            await pen.browser.say(frame)
            assert await closing_of(pen.browser) == code, frame[:20]
        fresh = await at(address(document), session)
        await fresh.browser.say(b"\x00\x00\x03\xff\xff\xff")
        assert await closing_of(fresh.browser) == Closing.UNREADABLE

    scene(act)
    assert not CoeditUpdate.objects.exists()


def test_nobody_enters_without_the_right_the_epoch_and_the_schema(
    notebook: Notebook, writers: list[User], scene: Scene
) -> None:
    document = services.open_document("essai", OWNER)
    stranger = session_of(UserFactory())
    writer = session_of(writers[0])
    path = address(document)
    elsewhere = path.replace(str(document.epoch), "00000000-0000-4000-8000-000000000000")
    cases = [
        (path, "", Closing.SIGNED_OUT),
        (path, "x" * 32, Closing.SIGNED_OUT),
        (path, stranger, Closing.UNKNOWN),
        (path.replace("essai", "autre"), writer, Closing.UNKNOWN),
        (path.replace(f"/{OWNER}/", "/999/"), writer, Closing.UNKNOWN),
        (elsewhere, writer, Closing.OUTDATED),
        (address(document, schema.VERSION + 1), writer, Closing.OUTDATED),
    ]

    async def act() -> None:
        for where, session, code in cases:
            pen = await at(where, session)
            assert await closing_of(pen.browser) == code, where

    scene(act)


def test_a_right_that_is_withdrawn_ends_the_socket_at_once(
    notebook: Notebook, writers: list[User], scene: Scene
) -> None:
    document = services.open_document("essai", OWNER)
    sessions = [session_of(user) for user in writers]

    async def act() -> None:
        ada, bob = [await (await at(address(document), key)).enter() for key in sessions]
        notebook.writers.discard(writers[0].pk)
        notebook.writers.discard(writers[1].pk)
        notebook.readers.add(writers[1].pk)
        await database_sync_to_async(services.recheck)("essai", OWNER)
        assert await closing_of(ada.browser) == Closing.FORBIDDEN
        while not bob.notices:
            await bob.hear()
        assert bob.notices == [{"type": "document.rights", "may_write": False}]
        await bob.write("en trop")
        while len(bob.notices) < 2:
            await bob.hear()
        assert bob.notices[1] == {"type": "error.readonly"}
        await bob.browser.disconnect()

    scene(act)
    assert not CoeditUpdate.objects.exists()


def test_a_text_replaced_from_outside_begins_another_epoch(
    notebook: Notebook, writers: list[User], scene: Scene
) -> None:
    document = services.open_document("essai", OWNER)
    session = session_of(writers[0])

    async def act() -> None:
        pen = await (await at(address(document), session)).enter()
        await pen.write("pas encore dans une version")
        await pen.settle()
        notebook.outside += 1
        await database_sync_to_async(services.renew)("essai", OWNER)
        assert await closing_of(pen.browser) == Closing.OUTDATED

    scene(act)
    renewed = CoeditDocument.objects.get()
    assert renewed.epoch != document.epoch
    assert not CoeditUpdate.objects.exists()
    # What nobody had kept is in the history.
    (_, draft, by, reason) = notebook.saved[0]
    assert [node.plain for node in draft.bodies["body"]] == [
        "Début",
        "pas encore dans une version",
    ]
    assert (by, str(reason)) == ([writers[0].pk], "ecart")


def test_what_the_document_does_not_know_is_kept_and_harmless(
    writers: list[User], scene: Scene
) -> None:
    document = services.open_document("essai", OWNER)
    session = session_of(writers[0])

    async def act() -> None:
        pen = await (await at(address(document), session)).enter()
        await pen.send(plain_text_update("rien à voir"))
        await pen.settle()
        await pen.browser.disconnect()

    scene(act)
    assert services.current_draft("essai", OWNER).lines["title"] == "Carnet"


def test_coming_back_stores_nothing_that_is_there_already(
    writers: list[User], scene: Scene
) -> None:
    document = services.open_document("essai", OWNER)
    session = session_of(writers[0])

    async def act() -> None:
        pen = await (await at(address(document), session)).enter()
        await pen.write("à effacer")
        before = pen.doc.get_state()
        body = pen.doc.get("body", type=XmlFragment)
        del body.children[1]
        await pen.send(pen.doc.get_update(before))
        await pen.settle()
        await pen.browser.disconnect()
        again = Pen((await at(address(document), session)).browser, pen.doc)
        await again.enter()
        await again.settle()
        # All that was ever deleted was sent again, and counted, and not stored twice.
        assert again.sent == again.stored == 1
        await again.browser.disconnect()
        # What was written while away is stored.
        again.put("hors ligne")
        third = await Pen((await at(address(document), session)).browser, again.doc).enter()
        await third.settle()
        await third.browser.disconnect()

    scene(act)
    assert CoeditUpdate.objects.count() == 3
    body = services.current_draft("essai", OWNER).bodies["body"]
    assert [node.plain for node in body] == ["Début", "hors ligne"]


def test_a_text_that_outgrows_its_bound_is_refused(
    writers: list[User], scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    document = services.open_document("essai", OWNER)
    session = session_of(writers[0])
    monkeypatch.setattr("connect.coedit.consumers.MOST_BYTES", document.size + 300)

    async def act() -> None:
        pen = await (await at(address(document), session)).enter()
        await pen.write("court")
        await pen.settle()
        await pen.write("long " * 100)
        assert await closing_of(pen.browser) == Closing.TOO_LARGE

    scene(act)
    assert CoeditUpdate.objects.count() == 1


def test_nothing_is_counted_after_an_update_that_was_not_stored(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    socket = CoeditConsumer()
    monkeypatch.setattr(socket, "_spawn", lambda work: work.close())
    for outcome in (Outcome.STORED, Outcome.BUSY, Outcome.STORED):
        socket._told(outcome)
    assert socket._stored == 1
