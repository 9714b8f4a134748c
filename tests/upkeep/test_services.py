"""A duty is settled once, by who may, and the log is written with the act or not at all."""

import datetime
import threading
from collections.abc import Mapping
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.utils import timezone

from connect.accounts.models import User
from connect.upkeep import services
from connect.upkeep.models import Deed
from connect.upkeep.registry import AlreadyDone, DutySource
from connect.upkeep.services import AnswerRefused, settle
from tests.accounts.factories import UserFactory
from tests.upkeep.conftest import Register
from tests.upkeep.desk import DAY, DO, LEAVE, Desk
from tests.upkeep.factories import DeedFactory

pytestmark = pytest.mark.django_db


def sent(**typed: str) -> Mapping[str, str]:
    return {f"reponse-{name}": value for name, value in typed.items()}


def test_settling_does_it_and_says_who(desk: Register) -> None:
    one = desk(waiting={"7": DAY})
    person = UserFactory(moderator=True, first_name="Une", last_name="personne")

    deed = settle(person, "choses", "7", DO.code, {})

    assert one.done == [("7", "faire", {})] and not one.waiting
    assert (deed.title, deed.past, deed.sentence) == ("Chose 7", "faite", "La chose 7 est réglée.")
    assert (deed.by, deed.by_name, deed.kind, deed.key) == (person, "Une personne", "choses", "7")
    person.delete()
    deed.refresh_from_db()
    assert deed.by is None and deed.by_name == "Une personne"


def test_answers_reach_the_source_as_clean_text(desk: Register) -> None:
    one = desk(waiting={"7": DAY})
    typed = sent(
        why="  Parce\x00 que\r\n ", when="2026-04-01", page="https://example.org/a", sort="b"
    )

    settle(UserFactory(), "choses", "7", LEAVE.code, typed)

    (_, _, received) = one.done[0]
    assert received == {
        "why": "Parce que",
        "when": "2026-04-01",
        "page": "https://example.org/a",
        "sort": "b",
    }


def test_answers_that_do_not_do_are_refused_and_nothing_is_done(desk: Register) -> None:
    one = desk(waiting={"7": DAY})
    wrong = {
        "why": [sent(sort="a"), sent(why="x" * 301, sort="a"), sent(why="non", sort="a")],
        "when": [sent(why="a", when="31/02/2026", sort="a"), sent(why="a", when="x", sort="a")],
        "page": [sent(why="a", page=page, sort="a") for page in ("javascript:x", "http://a@b.c")],
        "sort": [sent(why="a", sort="c"), sent(why="a")],
    }
    for field, cases in wrong.items():
        for typed in cases:
            with pytest.raises(AnswerRefused) as refusal:
                settle(UserFactory(), "choses", "7", LEAVE.code, typed)
            assert field in refusal.value.form.errors, (field, typed)
    assert "Et encore ceci." in str(_refusal("non").form.non_field_errors())
    assert not one.done and not Deed.objects.exists()


def _refusal(why: str) -> AnswerRefused:
    try:
        settle(UserFactory(), "choses", "7", LEAVE.code, sent(why=why, sort="a"))
    except AnswerRefused as refusal:
        return refusal
    raise AssertionError("It was accepted.")


def test_who_may_not_settle_a_kind_learns_nothing_of_it(desk: Register) -> None:
    one = desk("reservee", staff_only=True, waiting={"7": DAY})
    for kind, key in (("reservee", "7"), ("reservee", "absente"), ("inconnue", "7")):
        with pytest.raises(PermissionDenied) as refusal:
            settle(UserFactory(editor=True), kind, key, DO.code, {})
        assert str(refusal.value).startswith("Cette action est réservée")
    assert one.waiting and not Deed.objects.exists()


def test_what_no_longer_stands_is_already_done(desk: Register) -> None:
    desk(waiting={"7": DAY})
    for key, code in (("8", DO.code), ("7", "inconnu")):
        with pytest.raises(AlreadyDone):
            settle(UserFactory(), "choses", key, code, {})
    assert not Deed.objects.exists()


def test_an_act_that_fails_leaves_no_trace(desk: Register, monkeypatch: pytest.MonkeyPatch) -> None:
    one = desk(waiting={"7": DAY})

    def fail(self: Desk, user: Any, key: str, code: str, typed: Mapping[str, str]) -> str:
        DeedFactory(title="Écrit à moitié")
        raise RuntimeError

    monkeypatch.setattr(DutySource, "act", property(lambda _: fail.__get__(one)), raising=False)
    with pytest.raises(RuntimeError), transaction.atomic():
        settle(UserFactory(), "choses", "7", DO.code, {})

    assert not Deed.objects.exists()


def test_old_deeds_are_forgotten() -> None:
    old = timezone.now() - services.KEPT
    DeedFactory(at=old - datetime.timedelta(minutes=1))
    kept = DeedFactory(at=old + datetime.timedelta(minutes=1))

    assert services.forget_old_deeds() == 1
    assert list(Deed.objects.order_by("pk")) == [kept]


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_two_persons_at_once_settle_it_once(desk: Register) -> None:
    one = desk(waiting={"7": DAY}, seconds=0.5)
    people = [UserFactory(moderator=True), UserFactory(moderator=True)]
    start, outcomes = threading.Barrier(2), []

    def press(person: User) -> None:
        try:
            start.wait(10)
            settle(person, "choses", "7", DO.code, {})
            outcomes.append("done")
        except AlreadyDone:
            outcomes.append("already")
        finally:
            connection.close()

    threads = [threading.Thread(target=press, args=[person]) for person in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)

    assert sorted(outcomes) == ["already", "done"]
    assert len(one.done) == Deed.objects.count() == 1
