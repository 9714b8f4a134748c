"""What every socket does: it admits, hears, bounds, looks again and ends."""

import asyncio
from collections.abc import Sequence
from typing import Any

import pytest
from channels.db import database_sync_to_async
from django.contrib.auth.models import Group
from django.contrib.sessions.models import Session
from django.utils import timezone

from connect.accounts.models import User
from connect.realtime.bus import bus
from connect.realtime.closing import Closing
from connect.realtime.consumer import LiveConsumer
from connect.realtime.services import person_channel
from tests.accounts.factories import UserFactory
from tests.realtime.sockets import closing_of, opened, play, session_of

pytestmark = pytest.mark.django_db


class Room(LiveConsumer):
    """Says to everybody what anybody says; only members of the group « cercle » may enter."""

    max_frame = 1000
    left: list[int] = []

    async def admit(self) -> int | None:
        return None if await database_sync_to_async(self._member)() else Closing.FORBIDDEN

    def _member(self) -> bool:
        return self.person is not None and self.person.groups.filter(name="cercle").exists()

    def channels(self) -> Sequence[str]:
        return ("room:1",)

    async def opened(self) -> None:
        await self.send(text_data="welcome")

    async def received(self, data: bytes | str) -> None:
        if data == b"fault":
            raise LookupError("a secret text")
        if data == b"look":
            await self.recheck()
        bus().publish("room:1", data if isinstance(data, bytes) else data.encode())

    async def delivered(self, messages: list[tuple[str, bytes]]) -> None:
        for _, data in messages:
            await self.send(bytes_data=data)

    async def gone(self) -> None:
        assert self.person
        self.left.append(self.person.pk)


@pytest.fixture
def members() -> list[User]:
    """Two persons who may enter."""
    circle = Group.objects.create(name="cercle")
    made = UserFactory.create_batch(2)
    for user in made:
        user.groups.add(circle)
    return made


async def two(members: list[User], room: type[LiveConsumer] = Room) -> list[Any]:
    """The open sockets of both, past their welcome."""
    made = []
    for user in members:
        key = await database_sync_to_async(session_of)(user)
        socket = await opened(room, key)
        assert await socket.hear() == "welcome"
        made.append(socket)
    return made


def test_what_one_says_reaches_both_and_leaving_is_told_once(members: list[User]) -> None:
    """Text and bytes go through; `gone` is called for each socket that had opened."""

    async def scene() -> None:
        Room.left = []
        first, second = await two(members)
        await first.say("un")
        await second.say(b"deux")
        for socket in (first, second):
            assert {await socket.hear(), await socket.hear()} == {b"un", b"deux"}
        await first.disconnect()
        assert Room.left == [members[0].pk]
        await second.say(b"seul")
        assert await second.hear() == b"seul"
        await second.disconnect()

    play(scene)


def test_who_may_not_enter_learns_why(members: list[User]) -> None:
    """A refusal comes after the socket is accepted, so that the browser learns its code."""

    async def refused(key: str) -> Closing:
        return await closing_of(await opened(Room, key))

    async def scene() -> None:
        user = members[0]
        one_factor = await database_sync_to_async(session_of)(
            await database_sync_to_async(UserFactory)(editor=True), factors=1
        )
        stranger = await database_sync_to_async(session_of)(
            await database_sync_to_async(UserFactory)()
        )
        assert await refused("") == Closing.SIGNED_OUT
        assert await refused("0" * 32) == Closing.SIGNED_OUT
        assert await refused("é/../" * 50) == Closing.SIGNED_OUT
        assert await refused(one_factor) == Closing.SIGNED_OUT
        assert await refused(stranger) == Closing.FORBIDDEN
        expired = await database_sync_to_async(session_of)(user)
        await Session.objects.filter(pk=expired).aupdate(expire_date=timezone.now())
        assert await refused(expired) == Closing.SIGNED_OUT

    play(scene)


def test_what_ends_the_right_ends_the_socket_of_that_person_only(members: list[User]) -> None:
    """Session ended, account closed, password changed, right lost: told on the person's channel, the other goes on."""

    def sessions_end(user: User) -> None:
        Session.objects.all().delete()

    def account_closes(user: User) -> None:
        User.objects.filter(pk=user.pk).update(is_active=False)

    def password_changes(user: User) -> None:
        user.set_password("another-password")
        user.save()

    def right_is_lost(user: User) -> None:
        user.groups.clear()

    cases = [
        (right_is_lost, Closing.FORBIDDEN),
        (password_changes, Closing.SIGNED_OUT),
        (account_closes, Closing.SIGNED_OUT),
        (sessions_end, Closing.SIGNED_OUT),
    ]

    async def scene() -> None:
        for change, code in cases:
            victim = await database_sync_to_async(UserFactory)()
            await victim.groups.aadd(await Group.objects.aget(name="cercle"))
            first, second = await two([victim, members[1]])
            await database_sync_to_async(change)(victim)
            bus().publish(person_channel(victim.pk), b"recheck")
            assert await closing_of(first) == code, change
            bus().publish("room:1", b"still")
            assert await second.hear() == b"still"
            await second.disconnect()

    play(scene)


def test_rights_are_looked_at_again_by_the_clock_and_on_demand(members: list[User]) -> None:
    """Nobody said anything, and the socket still ends."""

    class Watchful(Room):
        recheck_seconds = 0.05

    async def scene() -> None:
        first, second = await two(members, Watchful)
        await members[0].groups.aclear()
        assert await closing_of(first) == Closing.FORBIDDEN
        await second.disconnect()
        (asking,) = await two(members[1:])
        await members[1].groups.aclear()
        await asking.say(b"look")
        assert await closing_of(asking) == Closing.FORBIDDEN

    play(scene)


def test_sizes_rates_and_life_are_bounded(members: list[User]) -> None:
    """Each bound has its code, and the other person's socket goes on."""

    class Hasty(Room):
        frames_allowed = (3, 5)

    class Heavy(Room):
        bytes_allowed = (1500, 10)

    class Short(Room):
        lifetime = 0.05

    cases: list[tuple[type[Room], list[bytes], Closing]] = [
        (Room, [b"x" * 1001], Closing.TOO_LARGE),
        (Hasty, [b"x"] * 4, Closing.TOO_FAST),
        (Heavy, [b"x" * 800] * 2, Closing.TOO_FAST),
        (Short, [], Closing.EXPIRED),
        (Room, [b"fault"], Closing.FAULT),
    ]

    async def scene() -> None:
        for room, frames, code in cases:
            (first,), (second,) = await two(members[:1], room), await two(members[1:])
            for frame in frames:
                await first.say(frame)
            assert await closing_of(first) == code, room
            bus().publish("room:1", b"end")
            while await second.hear() != b"end":
                pass
            await second.disconnect()

    play(scene)


def test_one_person_holds_so_many_sockets(members: list[User]) -> None:
    """One more is refused; once another is closed it may open, and nobody else is concerned."""

    class Few(Room):
        most_sockets = 2

    async def scene() -> None:
        for _ in range(2):
            held = await two([members[0]] * 2, Few)
            key = await database_sync_to_async(session_of)(members[0])
            assert await closing_of(await opened(Few, key)) == Closing.TOO_FAST
            (other,) = await two(members[1:], Few)
            for socket in (*held, other):
                await socket.disconnect()

    play(scene)


def test_a_fault_is_logged_without_what_was_written(
    members: list[User], caplog: pytest.LogCaptureFixture
) -> None:
    """Where and what, never the text, never the session."""

    async def scene() -> None:
        (socket,) = await two(members[:1])
        await socket.say(b"fault")
        assert await closing_of(socket) == Closing.FAULT

    play(scene)
    assert "Room failed: LookupError" in caplog.text
    assert "secret" not in caplog.text


def test_a_slow_reader_is_sent_away_and_delays_nobody(members: list[User]) -> None:
    """Its messages are dropped once too many wait; the other receives all of them meanwhile."""

    class Slow(Room):
        gate: asyncio.Event

        async def delivered(self, messages: list[tuple[str, bytes]]) -> None:
            await self.gate.wait()

    async def scene() -> None:
        Slow.gate = asyncio.Event()
        (slow,), (quick,) = await two(members[:1], Slow), await two(members[1:])
        for number in range(1200):
            bus().publish("room:1", b"%d" % number)
            if number % 100 == 0:
                await asyncio.sleep(0)
        received = [await quick.hear() for _ in range(1200)]
        assert received == [b"%d" % number for number in range(1200)]
        Slow.gate.set()
        assert await closing_of(slow) == Closing.EXPIRED
        await quick.disconnect()

    play(scene)
