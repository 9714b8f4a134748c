"""Counts of searches: by day and words, never by whom, robots left out."""

import datetime
import threading

import pytest
from django.db import connection
from django.test import RequestFactory

from connect.common.clock import today
from connect.search import tallying
from connect.search.models import SearchTally
from tests.search.factories import SearchTallyFactory

BROWSER = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
SITE = SearchTally.Place.SITE


def _tally(text: str, results: int = 0, agent: str = BROWSER) -> None:
    request = RequestFactory(headers={"User-Agent": agent}).get("/recherche/")
    tallying.tally(request, text, SITE, results)


@pytest.mark.django_db
def test_the_same_words_are_one_row_a_day_whatever_their_writing() -> None:
    for text in ("Vélo  école", "velo ecole", " VÉLO école "):
        _tally(text, results=2)
    row = SearchTally.objects.get()
    assert (row.words, row.count, row.results, row.day) == ("velo ecole", 3, 2, today())


@pytest.mark.django_db
def test_robots_empty_words_and_what_is_about_a_person_are_not_counted() -> None:
    for agent in ("", "Googlebot/2.1", "curl/8", "python-httpx/0.28", "HeadlessChrome/120"):
        _tally("culture", agent=agent)
    for text in ("", "   ", "\u200b", "jeanne@example.org", "06 12 34 56 78", "0612345678"):
        _tally(text)
    assert not SearchTally.objects.exists()
    _tally("mot " * 60)
    assert len(SearchTally.objects.get().words) <= 80


@pytest.mark.django_db
def test_one_visitor_cannot_fill_the_table() -> None:
    for number in range(tallying.MOST_COUNTED + 5):
        _tally(f"mot{number}")
    assert SearchTally.objects.count() == tallying.MOST_COUNTED


@pytest.mark.django_db
def test_words_typed_once_are_not_listed() -> None:
    for words, times in (("dupont", 1), ("velo", 2)):
        for _ in range(times):
            _tally(words)
    assert [row["words"] for row in tallying.fruitless(today())] == ["velo"]


@pytest.mark.django_db
def test_old_counts_are_forgotten() -> None:
    SearchTallyFactory(day=today() - datetime.timedelta(days=401))
    kept = SearchTallyFactory(day=today() - datetime.timedelta(days=399))
    assert tallying.forget_old() == 1
    assert SearchTally.objects.get() == kept


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_two_processes_counting_at_once_lose_nothing() -> None:
    barrier = threading.Barrier(4)

    def work() -> None:
        barrier.wait()
        try:
            for _ in range(10):
                _tally("culture")
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _ in range(4)]
    for one in threads:
        one.start()
    for one in threads:
        one.join(30)
    assert SearchTally.objects.get().count == 40
