"""What a process of sockets does last: what it was given is stored, and its connections are closed."""

import asyncio

from asgiref.sync import sync_to_async
from django.db import connections

from connect.coedit.committing import committer
from connect.runtime.page_handler import threads


async def let_go() -> None:
    """Store the updates that wait, then close the connections of the threads of this process."""
    await committer().close()
    await sync_to_async(connections.close_all)()
    await asyncio.to_thread(threads.end)
