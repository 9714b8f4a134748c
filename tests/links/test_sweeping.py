"""A round is polite, bounded, and can be lost."""

import datetime
import socket
import threading
from collections.abc import Callable

import pytest
from celery import current_app
from django.conf import settings
from django.db import connection
from django.utils import timezone

from connect.links import sweeping, tasks
from connect.links.enums import LinkState
from connect.links.models import LinkCheck, LinkHost
from connect.links.sweeping import Pace, sweep
from tests.fetching.hostile import HostileServer, Talk
from tests.links.factories import LinkCheckFactory, LinkHostFactory

QUICK = Pace(rest=0.0)


def fine(talk: Talk) -> None:
    talk.answer("200 OK")


def check_at(
    server: HostileServer, path: str, host: str = "site.test", **fields: object
) -> LinkCheck:
    check: LinkCheck = LinkCheckFactory(url=server.url(path, host), host=host, **fields)
    return check


def states() -> list[str]:
    return list(LinkCheck.objects.order_by("pk").values_list("state", flat=True))


@pytest.mark.django_db
def test_what_is_due_is_seen_once_and_the_rest_left(server: HostileServer) -> None:
    server.scripts["/a"] = fine
    check_at(server, "/a")
    check_at(server, "/b")
    LinkCheckFactory(fine=True)
    LinkCheckFactory(url="javascript:alert(1)")
    LinkCheckFactory(url="http://192.168.1.1/")
    LinkCheckFactory(url="https://a.example.org/")

    found = sweep(policy=server.policy(), pace=QUICK)

    assert found.seen == 5
    # The policy of this test lets names of examples be asked: this one leads nowhere.
    assert states()[:5] == ["ok", "inconnu", "ok", "dangereux", "dangereux"]
    assert server.paths() == ["/robots.txt", "/a", "/b"]
    assert sweep(policy=server.policy(), pace=QUICK).seen == 0
    assert LinkHost.objects.get(host="site.test").busy_until is None


@pytest.mark.django_db
def test_names_of_examples_are_never_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    def asked(*args: object, **kwargs: object) -> object:
        raise AssertionError("the network was asked")

    monkeypatch.setattr(socket, "getaddrinfo", asked)
    monkeypatch.setattr(socket.socket, "connect", asked)
    for url in (
        "https://a.example.org/",
        "https://b.test/",
        "http://c.invalid/",
        "https://example.com",
    ):
        LinkCheckFactory(url=url)

    tasks.check_links()

    assert states() == [LinkState.RESERVED] * 4
    assert all("exemples" in check.reason for check in LinkCheck.objects.order_by("pk"))


@pytest.mark.django_db
def test_a_host_rests_between_two_visits(
    server: HostileServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    waits: list[float] = []
    ahead = datetime.timedelta()
    real = timezone.now

    def sleep(seconds: float) -> None:
        nonlocal ahead
        waits.append(seconds)
        ahead += datetime.timedelta(seconds=seconds)

    monkeypatch.setattr(sweeping.time, "sleep", sleep)
    monkeypatch.setattr(timezone, "now", lambda: real() + ahead)
    server.scripts["/robots.txt"] = lambda talk: talk.answer(
        "200 OK", body=b"User-agent: *\nCrawl-delay: 20"
    )
    for number in range(3):
        check_at(server, f"/{number}")
    check_at(server, "/other", "autre.test")
    sweep(policy=server.policy(), pace=Pace(rest=2.0))

    # One host is visited while the other rests; then each visit waits for what robots.txt asks.
    assert server.paths() == ["/robots.txt", "/0", "/robots.txt", "/other", "/1", "/2"]
    long = [round(wait) for wait in waits if wait > 1]
    assert long == [20, 20]


@pytest.mark.django_db
def test_a_round_has_bounds(server: HostileServer) -> None:
    for number in range(4):
        check_at(server, f"/{number}", f"hote-{number}.test")
    assert sweep(policy=server.policy(), pace=Pace(rest=0.0, visits=2)).seen == 2
    assert sweep(policy=server.policy(), pace=Pace(rest=0.0, seconds=-1.0)).seen == 0
    # A rest that does not fit in what is left is not waited for.
    assert sweep(policy=server.policy(), pace=Pace(rest=60.0, seconds=5.0)).seen == 2


@pytest.mark.django_db
def test_a_host_that_another_worker_visits_is_left_to_it(server: HostileServer) -> None:
    soon = timezone.now() + datetime.timedelta(minutes=1)
    for field in ("busy_until", "not_before"):
        LinkHostFactory(host=f"{field}.test", **{field: soon})
        check_at(server, "/", f"{field}.test")
    assert sweep(policy=server.policy(), pace=QUICK).seen == 0
    assert server.asked == []

    # A worker that died frees its host in time.
    LinkHost.objects.update(
        busy_until=timezone.now() - datetime.timedelta(seconds=1), not_before=None
    )
    assert sweep(policy=server.policy(), pace=QUICK).seen == 2


@pytest.mark.django_db
def test_a_network_that_is_down_condemns_nobody(server: HostileServer) -> None:
    server.scripts["/page"] = fine
    policy = server.policy()

    def down(name: str, seconds: float) -> object:
        if name == "site.test":
            return policy.resolve(name, seconds)
        raise socket.gaierror(socket.EAI_AGAIN, "try again")

    ours = type(policy)(ports=policy.ports, vouched=policy.vouched, reserved=True, resolve=down)  # type: ignore[arg-type]  # gives what the real one gives
    for number in range(5):
        check_at(server, "/page", f"hote-{number}.test")
    found = sweep(policy=ours, pace=Pace(rest=0.0, silence=3))
    assert (found.seen, len(found.doubtful)) == (0, 3)
    assert set(LinkCheck.objects.order_by("pk").values_list("failures", flat=True)) == {0}

    # As soon as somebody answers, the others' silence is theirs; who answered last time is asked first.
    check_at(server, "/page", "site.test", state=LinkState.OK)
    assert sweep(policy=ours, pace=Pace(rest=0.0, silence=1)).seen == 6
    assert sorted(LinkCheck.objects.order_by("pk").values_list("failures", flat=True)) == [
        0,
        1,
        1,
        1,
        1,
        1,
    ]


@pytest.mark.django_db
def test_a_visit_that_breaks_frees_its_host(
    server: HostileServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    check_at(server, "/")

    def broken(*args: object, **kwargs: object) -> object:
        raise RuntimeError("broken")

    monkeypatch.setattr(sweeping, "judge", broken)
    with pytest.raises(RuntimeError):
        sweep(policy=server.policy(), pace=QUICK)
    assert LinkHost.objects.get().busy_until is None
    assert LinkCheck.objects.get().checked_at is None


def test_the_jobs_are_scheduled_at_night() -> None:
    scheduled = {
        entry["task"]: entry["schedule"] for entry in settings.CELERY_BEAT_SCHEDULE.values()
    }
    for task in (tasks.sync_links, tasks.check_links):
        assert task.name in current_app.tasks
        assert max(scheduled[task.name].hour) < 6


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_two_rounds_at_once_see_each_address_once(server: HostileServer) -> None:
    for number in range(30):
        check_at(server, f"/{number}", f"hote-{number % 10}.test")

    def run(act: Callable[[], object]) -> None:
        try:
            act()
        finally:
            connection.close()

    threads = [
        threading.Thread(target=run, args=(lambda: sweep(policy=server.policy(), pace=QUICK),))
        for _ in range(3)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
        assert not thread.is_alive()
    sweep(policy=server.policy(), pace=QUICK)

    pages = [path for path in server.paths() if path != "/robots.txt"]
    assert sorted(pages) == sorted(f"/{number}" for number in range(30))
