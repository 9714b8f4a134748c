"""What tests of documents share."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator

import pytest

from connect.accounts.models import User
from connect.coedit.committing import committer
from connect.coedit.draft import Draft
from tests.accounts.factories import UserFactory
from tests.coedit.notebook import Notebook, paragraph
from tests.realtime.sockets import play

OWNER = 7


@pytest.fixture
def notebook() -> Iterator[Notebook]:
    """The kind « essai », with one owner."""
    made = Notebook(
        owners={OWNER: Draft(lines={"title": "Carnet"}, bodies={"body": (paragraph("Début"),)})}
    )
    made.register()
    yield made
    made.unregister()


@pytest.fixture
def writers(notebook: Notebook) -> list[User]:
    """Two persons who may write."""
    made = UserFactory.create_batch(2)
    notebook.writers = {user.pk for user in made}
    return made


@pytest.fixture
def scene() -> Callable[[Callable[[], Awaitable[None]]], None]:
    """Runs a scene of sockets, and lets go of its database connection at the end."""

    def run(act: Callable[[], Awaitable[None]]) -> None:
        async def whole() -> None:
            try:
                async with asyncio.timeout(30):
                    await act()
            finally:
                await committer().close()

        play(whole)

    return run
