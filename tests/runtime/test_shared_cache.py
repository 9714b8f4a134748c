"""The cache of several processes: a real Redis, killed and back."""

import logging
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.core.cache import caches
from redis import Redis

from connect.runtime import shared_cache
from connect.runtime.shared_cache import SharedCache
from tests.realtime.redis_server import Server

pytestmark = pytest.mark.redis


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    """A Redis of this test alone."""
    shared_cache._Rest.until = shared_cache._Rest.complained_at = 0.0
    with Server(tmp_path) as made:
        yield made
    shared_cache._Rest.until = 0.0


def cache_of(server: Server, prefix: str = "one") -> SharedCache:
    """One thread's cache, as Django makes it."""
    params = {"KEY_PREFIX": prefix, "OPTIONS": {"MAX_ENTRIES": 100}}
    return SharedCache(server.url, params)


def test_processes_share_it_and_counts_are_whole(server: Server) -> None:
    """What one wrote, the other reads; eight threads that count together lose nothing."""
    one, two = cache_of(server), cache_of(server)
    assert one.add("who", {"name": "Léa"}, 60)
    assert not two.add("who", "nobody", 60)
    assert two.get("who") == {"name": "Léa"}
    assert two.get_or_set("salt", lambda: "made once", 60) == one.get("salt")
    one.set("count", 0, 60)

    def count() -> None:
        mine = cache_of(server)
        for _ in range(50):
            mine.incr("count")

    threads = [threading.Thread(target=count) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert two.get("count") == 400
    with pytest.raises(ValueError, match="not found"):
        one.incr("unknown")
    one.set_many({"a": 1, "b": 2})
    assert two.get_many(["a", "b", "c"]) == {"a": 1, "b": 2}
    two.delete_many(["a"])
    assert (one.has_key("a"), one.touch("b", 5), one.delete("b")) == (False, True, True)


def test_clearing_leaves_the_rest_of_the_server(server: Server) -> None:
    """The queue of jobs lives on the same server, and so may another site."""
    ours, theirs = cache_of(server), cache_of(server, "other")
    ours.set_many({str(number): number for number in range(2500)})
    theirs.set("kept", 1)
    with Redis.from_url(server.url) as direct:
        direct.lpush("queue", "job")
        ours.clear()
        assert ours.get("7") is None
        assert theirs.get("kept") == 1
        assert direct.llen("queue") == 1


def test_while_the_server_is_away_each_process_counts_for_itself(
    server: Server, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No page fails or waits, no bound is lifted, one line is logged; then the server is used again."""
    monkeypatch.setattr(shared_cache, "REST_SECONDS", 0.2)
    cache = cache_of(server)
    cache.set("before", 1)
    server.kill()
    began = time.monotonic()
    with caplog.at_level(logging.ERROR):
        assert cache.get("before", "unknown") == "unknown"
        assert cache.add("count", 1, 60)
        assert not cache.add("count", 1, 60)
        assert [cache.incr("count") for _ in range(3)] == [2, 3, 4]
        cache.clear()
    assert time.monotonic() - began < 1
    assert [record.levelname for record in caplog.records] == ["ERROR"]
    assert "secret" not in caplog.text
    server.start()
    time.sleep(0.25)
    cache.set("after", 1)
    assert cache_of(server).get("after") == 1


def test_the_settings_name_it() -> None:
    """Both caches of the product are shared, apart from each other."""
    names = {name: caches[name].key_prefix for name in settings.CACHES}
    assert all(isinstance(caches[name], SharedCache) for name in names)
    assert len(set(names.values())) == len(names) == 2
    assert all(prefix.startswith(settings.REDIS_PREFIX) for prefix in names.values())
