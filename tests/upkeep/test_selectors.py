"""The kinds merged, page after page; the log of the week."""

import datetime

import pytest

from connect.common.clock import today
from connect.upkeep import registry, selectors
from connect.upkeep.selectors import Place, oldest, read_place
from tests.upkeep.conftest import Register
from tests.upkeep.desk import DAY, Desk, days
from tests.upkeep.factories import DeedFactory


def read_all(desks: list[Desk], size: int) -> list[str]:
    """Every row, page after page, the place going through an address each time."""
    sources = [registry._sources[one.kind] for one in desks]
    place, seen = None, []
    for _ in range(60):
        rows, following = oldest(sources, place, size)
        seen += [f"{row.source.kind}{row.duty.key}" for row in rows]
        if following is None:
            return seen
        place = read_place(str(following))
        assert place == following
    raise AssertionError("The pages never end.")


def test_pages_give_every_row_once_oldest_first(desk: Register) -> None:
    for keyed in (True, False):
        for size in (1, 2, 3, 7, 40):
            a = desk(f"a{keyed}{size}", keyed=keyed)
            b = desk(f"b{keyed}{size}", keyed=keyed)
            c = desk(f"c{keyed}{size}", keyed=True)
            # Many of the same day, and keys whose text order is not theirs.
            a.waiting = {str(n): DAY for n in (9, 10, 2)} | {"x~y": DAY + datetime.timedelta(3)}
            b.waiting = dict(zip("pqrs", days(4), strict=True)) | {"z": DAY}
            c.waiting = {"u": DAY, "v": DAY + datetime.timedelta(1)}
            expected = sorted(
                ((duty.since, rank) for rank, one in enumerate((a, b, c)) for duty in one.sorted())
            )
            got = read_all([a, b, c], size)

            assert len(got) == len(set(got)) == len(expected) == 11
            assert [one[0] for one in got] == ["abc"[rank] for _, rank in expected]


def test_a_row_settled_meanwhile_loses_no_other(desk: Register) -> None:
    for keyed in (True, False):
        one = desk(f"k{keyed}", keyed=keyed, waiting=dict(zip("abcd", days(4), strict=True)))
        source = registry._sources[one.kind]
        rows, place = oldest([source], None, 2)
        assert [row.duty.key for row in rows] == ["a", "b"]
        del one.waiting["a"], one.waiting["b"]

        rows, end = oldest([source], place, 2)

        assert [row.duty.key for row in rows] == ["c", "d"] and end is None


def test_a_page_reads_no_more_than_it_shows(desk: Register) -> None:
    one = desk(waiting={str(n): day for n, day in enumerate(days(50))})
    oldest([registry._sources["choses"]], None, 20)

    assert one.asked == [21]


def test_a_place_that_makes_no_sense_is_left_aside() -> None:
    for text in (
        "", "~", "2026-03-02", "2026-13-02~1~a~b", "2026-03-02~-1~a~b", "2026-03-02~²~a~b", "9999-12-31~1~a~b",
        "2026-03-02~999999~a~b", "2026-03-02~1~a", "2026-03-02~1~a~" + "b" * 300,
    ):  # fmt: skip
        assert read_place(text) is None, text
    assert read_place("2026-03-02~20~kind~a~b") == Place(DAY, "kind", "a~b", 20)


def test_rows_of_different_duties_have_different_anchors() -> None:
    keys = ["a:b", "a-b", "a b", "a/b", "é", ""]

    assert len({selectors.row_id("k", key) for key in keys}) == len(keys)


@pytest.mark.django_db
def test_the_log_holds_this_week_and_the_kinds_of_the_person() -> None:
    before = selectors.monday() - datetime.timedelta(seconds=1)
    DeedFactory(at=before, title="La semaine dernière")
    DeedFactory(at=selectors.monday(), title="Lundi", key="7")
    DeedFactory(kind="secrets", title="Offre cachée")
    DeedFactory(title="À l’instant", by_name="Une autre personne")
    assert selectors.monday().astimezone().date() <= today()

    shown = selectors.done_this_week(["offres-a-valider"])

    assert [deed.title for deed in shown] == ["À l’instant", "Lundi"]
    assert selectors.done_by_person(["offres-a-valider"]) == [
        ("Modératrice démo", 1),
        ("Une autre personne", 1),
    ]
    last = selectors.last_deed("offres-a-valider", "7")
    assert last is not None and last.title == "Lundi"
    assert selectors.last_deed("secrets", "7") is None
