"""The base of sockets that speak JSON: `{"type": "namespace.action", …}` both ways, errors with codes."""

import json
from collections.abc import Awaitable, Callable
from typing import Any, ClassVar

from connect.realtime.closing import Closing, Refused
from connect.realtime.consumer import LiveConsumer

Frame = dict[str, Any]
Handler = Callable[[Any, Frame], Awaitable[None]]

LONGEST_NAME = 60


class Mistake(Exception):
    """Raised by an action that cannot be done: the person is told, and the socket goes on."""

    def __init__(self, code: str, message: str) -> None:
        """Keep both.

        Args:
            code: for the page, such as `topic.closed`.
            message: for the person, in French.
        """
        super().__init__(code)
        self.code = code
        self.message = message


def action(name: str) -> Callable[[Handler], Handler]:
    """Mark the method that answers frames of a type.

    Args:
        name: `namespace.action`.
    """

    def marked(method: Handler) -> Handler:
        method.answers = name  # type: ignore[attr-defined]  # read when the class is made
        return method

    return marked


class JsonLiveConsumer(LiveConsumer):
    """A socket whose frames are named; subclasses mark their methods with `action`.

    A frame may carry `ref`, a short text or a number: the error that answers it carries it back.
    """

    _actions: ClassVar[dict[str, Handler]] = {}

    def __init_subclass__(cls, **rest: Any) -> None:
        """Gather the actions of the class and of those it extends.

        Args:
            rest: passed on.

        Raises:
            TypeError: when two methods answer the same type.
        """
        super().__init_subclass__(**rest)
        own: dict[str, Handler] = {}
        for method in vars(cls).values():
            if name := getattr(method, "answers", ""):
                if name in own:
                    raise TypeError(f"{cls.__name__} answers « {name} » twice")
                own[name] = method
        cls._actions = {**cls._actions, **own}

    async def received(self, data: bytes | str) -> None:
        """Find the action that a frame names, and do it.

        Args:
            data: as the browser sent it.

        Raises:
            Refused: for bytes, which no page of ours sends here.
        """
        if isinstance(data, bytes):
            raise Refused(Closing.UNREADABLE)
        frame = _read(data)
        if frame is None:
            await self.fail("frame.unreadable", "Ce message n’a pas pu être lu.")
            return
        method = self._actions.get(frame["type"])
        if method is None:
            await self.fail("action.unknown", "Cette action n’existe pas.", frame)
            return
        try:
            await method(self, frame)
        except Mistake as mistake:
            await self.fail(mistake.code, mistake.message, frame)

    async def tell(self, kind: str, **content: Any) -> None:
        """Send a frame.

        Args:
            kind: `namespace.action`.
            content: the rest, as JSON can hold it.
        """
        await self.send(text_data=json.dumps({"type": kind, **content}, ensure_ascii=False))

    async def fail(self, code: str, message: str, frame: Frame | None = None) -> None:
        """Tell that something was not done.

        Args:
            code: for the page.
            message: for the person, in French.
            frame: what is answered, if it could be read.
        """
        reference = (frame or {}).get("ref")
        known = isinstance(reference, str | int) and len(str(reference)) <= LONGEST_NAME
        await self.tell(
            "error", code=code, message=message, **({"ref": reference} if known else {})
        )


def _read(data: str) -> Frame | None:
    """A frame, or `None` when it is not an object that names its type."""
    try:
        frame = json.loads(data)
    except (ValueError, RecursionError):
        return None
    if not isinstance(frame, dict):
        return None
    kind = frame.get("type")
    return frame if isinstance(kind, str) and len(kind) <= LONGEST_NAME else None
