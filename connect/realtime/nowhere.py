"""Sockets whose address leads nowhere."""

from connect.realtime.closing import Closing
from connect.realtime.consumer import LiveConsumer


class NowhereConsumer(LiveConsumer):
    """Says to the browser that there is no such address (4404), rather than let it try again for ever."""

    needs_person = False

    async def admit(self) -> int | None:
        """Nobody."""
        return Closing.UNKNOWN
