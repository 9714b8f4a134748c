"""Sockets that speak JSON: actions by name, errors with codes."""

import json
from collections.abc import Sequence
from typing import Any

import pytest

from connect.realtime.bus import bus
from connect.realtime.closing import Closing
from connect.realtime.json_consumer import Frame, JsonLiveConsumer, Mistake, action
from tests.realtime.sockets import Browser, closing_of, opened, play


class Thread(JsonLiveConsumer):
    """Says to both what one says, unless the thread is closed."""

    needs_person = False

    async def admit(self) -> int | None:
        return None

    def channels(self) -> Sequence[str]:
        return ("thread:1",)

    @action("thread.say")
    async def say(self, frame: Frame) -> None:
        if not isinstance(frame.get("text"), str):
            raise Mistake("thread.empty", "Écrivez un message.")
        bus().publish("thread:1", json.dumps({"text": frame["text"]}).encode())

    async def delivered(self, messages: list[tuple[str, bytes]]) -> None:
        for _, data in messages:
            await self.tell("thread.said", **json.loads(data))


class Wider(Thread):
    """Adds an action to those of another socket."""

    @action("thread.leave")
    async def leave(self, frame: Frame) -> None:
        await self.end(Closing.FORBIDDEN)


async def heard(browser: Browser) -> dict[str, Any]:
    frame: dict[str, Any] = json.loads(await browser.hear())
    return frame


def test_two_pages_talk_and_mistakes_are_told_to_their_author_only() -> None:
    """An action reaches both; what cannot be done is answered with its code, its reference, in French."""
    nested = "[" * 100_000
    cases: list[tuple[str, str, Any]] = [
        ('{"type": "thread.say", "ref": 7}', "thread.empty", 7),
        ('{"type": "thread.say", "ref": {"a": 1}}', "thread.empty", None),
        ('{"type": "thread.delete", "ref": "x"}', "action.unknown", "x"),
        ('{"type": "received"}', "action.unknown", None),
        ('{"type": "__init__"}', "action.unknown", None),
        ('{"type": ["thread.say"]}', "frame.unreadable", None),
        ("[]", "frame.unreadable", None),
        ("null", "frame.unreadable", None),
        ("{", "frame.unreadable", None),
        (nested, "frame.unreadable", None),
        ("9" * 5000, "frame.unreadable", None),
        ('{"text": "sans type"}', "frame.unreadable", None),
    ]

    class Large(Thread):
        max_frame = 200_000

    async def scene() -> None:
        first, second = await opened(Large), await opened(Thread)
        for frame, code, reference in cases:
            await first.say(frame)
            error = await heard(first)
            assert (error["type"], error["code"], error.get("ref")) == ("error", code, reference)
            assert error["message"].endswith(".")
        await first.say('{"type": "thread.say", "text": "été"}')
        for browser in (first, second):
            assert await heard(browser) == {"type": "thread.said", "text": "été"}
        for browser in (first, second):
            await browser.disconnect()

    play(scene)


def test_bytes_end_the_socket() -> None:
    """No page of ours sends any."""

    async def scene() -> None:
        browser = await opened(Thread)
        await browser.say(b"\x00\x01")
        assert await closing_of(browser) == Closing.UNREADABLE

    play(scene)


def test_actions_are_inherited_and_unique() -> None:
    """A socket that extends another answers its actions too; two methods for one type are a programmer's error."""

    async def scene() -> None:
        browser = await opened(Wider)
        await browser.say('{"type": "thread.say", "text": "a"}')
        assert (await heard(browser))["text"] == "a"
        await browser.say('{"type": "thread.leave"}')
        assert await closing_of(browser) == Closing.FORBIDDEN

    play(scene)

    async def one(self: Any, frame: Frame) -> None: ...
    async def two(self: Any, frame: Frame) -> None: ...

    with pytest.raises(TypeError, match="twice"):
        type("Double", (Thread,), {"one": action("a.b")(one), "two": action("a.b")(two)})
