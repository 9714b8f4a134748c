"""Group commit: what arrives together is committed together; a database that is away loses nothing it said it had."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from django.db import connection
from django.db.utils import OperationalError

from connect.accounts.models import User
from connect.coedit import committing, services
from connect.coedit.committing import Outcome, committer
from connect.coedit.draft import Draft
from connect.coedit.log import Entry
from connect.coedit.log import store as stored_for_real
from connect.coedit.models import CoeditDocument, CoeditUpdate
from connect.coedit.writing import seed
from tests.coedit.conftest import OWNER
from tests.coedit.notebook import SHAPE, paragraph

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)

Scene = Callable[[Callable[[], Awaitable[None]]], None]


def entry(document: CoeditDocument, author: User, text: str, pk: int = 0) -> Entry:
    data = seed(Draft(bodies={"body": (paragraph(text),)}), SHAPE)
    return Entry(document=pk or document.pk, epoch=document.epoch, data=data, author=author.pk)


def test_updates_that_come_during_a_commit_share_the_next(
    writers: list[User], scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    document = services.open_document("essai", OWNER)
    groups: list[int] = []

    def store(entries: list[Entry]) -> list[int]:
        groups.append(len(entries))
        return stored_for_real(entries)

    monkeypatch.setattr(committing, "store", store)
    outcomes: list[Outcome] = []

    async def act() -> None:
        for number in range(40):
            committer().append(entry(document, writers[0], f"{number}"), outcomes.append)
            if number == 0:
                await asyncio.sleep(0)
        assert outcomes == []
        await committer().flush()

    scene(act)
    assert outcomes == [Outcome.STORED] * 40
    assert sum(groups) == 40
    assert len(groups) <= 3
    assert CoeditUpdate.objects.count() == 40


def test_a_database_away_for_a_moment_is_waited_for(
    writers: list[User], scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    document = services.open_document("essai", OWNER)
    monkeypatch.setattr(committing, "RETRIES", (0.01, 0.01))
    tries: list[int] = []

    def store(entries: list[Entry]) -> list[int]:
        tries.append(len(entries))
        if len(tries) < 3:
            raise OperationalError("database is locked")
        return stored_for_real(entries)

    monkeypatch.setattr(committing, "store", store)
    outcomes: list[Outcome] = []

    async def act() -> None:
        committer().append(entry(document, writers[0], "patient"), outcomes.append)
        await committer().flush()

    scene(act)
    assert outcomes == [Outcome.STORED]
    assert CoeditUpdate.objects.count() == 1


def test_a_database_that_stays_away_is_told_and_nothing_is_called_stored(
    writers: list[User], scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    document = services.open_document("essai", OWNER)
    monkeypatch.setattr(committing, "RETRIES", (0.01,))

    def store(entries: Any) -> list[int]:
        raise OperationalError("the server closed the connection")

    monkeypatch.setattr(committing, "store", store)
    outcomes: list[Outcome] = []

    async def act() -> None:
        for number in range(6):
            committer().append(entry(document, writers[0], f"{number}"), outcomes.append)
        await committer().flush()

    scene(act)
    assert outcomes == [Outcome.BUSY] * 6
    assert not CoeditUpdate.objects.exists()


def test_one_entry_that_cannot_be_stored_holds_no_other_back(
    writers: list[User], scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    document = services.open_document("essai", OWNER)
    monkeypatch.setattr(committing, "RETRIES", ())
    gone = User(pk=999_999)
    outcomes: list[Outcome] = []

    async def act() -> None:
        for author in (writers[0], gone, writers[1]):
            committer().append(entry(document, author, "texte"), outcomes.append)
        committer().append(entry(document, writers[0], "ailleurs", pk=10**6), outcomes.append)
        await committer().flush()

    scene(act)
    assert outcomes == [Outcome.STORED, Outcome.BUSY, Outcome.STORED, Outcome.EPOCH_OVER]
    assert CoeditUpdate.objects.count() == 2
    assert connection.is_usable()
