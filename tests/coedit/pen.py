"""A client of the protocol, written from its page alone: a Yjs document and what it has yet to see stored."""

import json
from dataclasses import dataclass, field
from typing import Any

from pycrdt import Doc, Text, XmlElement, XmlFragment, XmlText

from connect.coedit import frames
from connect.coedit.frames import Reader, State
from tests.realtime.sockets import Browser

CLIENT = 1000


@dataclass
class Pen:
    """One page on a document.

    Attributes:
        browser: its end of the socket.
        doc: what it sees.
        sent: updates sent on this socket.
        stored: how many of them the server says are stored.
        notices: what it was told.
        others: the presence of the others, by client.
        heard: how many frames came, by kind.
    """

    browser: Browser
    doc: "Doc[Any]" = field(default_factory=Doc)
    sent: int = 0
    stored: int = 0
    synced: bool = False
    answered: bool = False
    notices: list[dict[str, Any]] = field(default_factory=list)
    others: dict[int, State] = field(default_factory=dict)
    heard: dict[int, int] = field(default_factory=dict)

    async def enter(self) -> "Pen":
        """Ask for the text, and wait for it."""
        await self.ask()
        while not (self.synced and self.answered):
            await self.hear()
        return self

    async def ask(self) -> None:
        """Ask for what is lacking."""
        self.synced = False
        await self.browser.say(frames.sync(frames.STEP_1, self.doc.get_state()))

    async def write(self, text: str, root: str = "body") -> bytes:
        """Add a paragraph, and send it."""
        before = self.doc.get_state()
        self.put(text, root)
        update = self.doc.get_update(before)
        await self.send(update)
        return update

    def put(self, text: str, root: str = "body") -> None:
        """Add a paragraph, sending nothing."""
        fragment: XmlFragment = self.doc.get(root, type=XmlFragment)
        with self.doc.transaction():
            added = fragment.children.append(XmlElement("paragraph"))
            added.children.append(XmlText(text))

    async def send(self, update: bytes) -> None:
        """Send an update."""
        self.sent += 1
        await self.browser.say(frames.sync(frames.UPDATE, update))

    async def be_here(self, client: int = CLIENT, **value: Any) -> None:
        """Tell one's presence."""
        await self.browser.say(frames.presence([State(client, 1, value)]))

    async def hear(self, timeout: float = 5) -> None:
        """Take one frame."""
        await self.take(await self.browser.hear(timeout))

    async def take(self, data: bytes) -> None:
        """Do what a frame says."""
        reader = Reader(data)
        kind = reader.number()
        self.heard[kind] = self.heard.get(kind, 0) + 1
        if kind == frames.SYNC:
            step, body = reader.number(), reader.block()
            if step == frames.STEP_1:
                lacking = self.doc.get_update(body)
                if lacking != b"\x00\x00":
                    self.sent += 1
                await self.browser.say(frames.sync(frames.STEP_2, lacking))
                self.answered = True
            else:
                self.doc.apply_update(body)
                self.synced = self.synced or step == frames.STEP_2
        elif kind == frames.PRESENCE:
            for state in frames.read_states(reader.block()):
                if state.value is None:
                    self.others.pop(state.client, None)
                else:
                    self.others[state.client] = state
        elif kind == frames.STORED:
            self.stored = reader.number()
        else:
            self.notices.append(json.loads(reader.block()))

    async def settle(self, timeout: float = 5) -> None:
        """Wait until all that was sent is stored."""
        while self.stored < self.sent:
            await self.hear(timeout)

    def reads(self, root: str = "body") -> list[str]:
        """The paragraphs that it sees."""
        fragment: XmlFragment = self.doc.get(root, type=XmlFragment)
        return ["".join(str(text) for text in child.children) for child in fragment.children]


def plain_text_update(text: str) -> bytes:
    """An update that writes in a root of another kind than the document's."""
    doc: Doc[Any] = Doc()
    doc["other"] = Text(text)
    return doc.get_update()
