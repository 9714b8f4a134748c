"""What sites ask of robots is respected, and their robots.txt bounded like any page."""

import time

import pytest

from connect.fetching import errors
from connect.fetching.addresses import read
from connect.fetching.pages import Page, fetch
from connect.fetching.robots import LONGEST_DELAY, RobotsBook, relevant
from tests.fetching.hostile import HostileServer, Script, Talk


def saying(text: str | bytes, status: str = "200 OK") -> Script:
    body = text.encode() if isinstance(text, str) else text
    return lambda talk: talk.answer(status, body=body)


def visit(server: HostileServer, book: RobotsBook, path: str = "/page", **bounds: float) -> Page:
    return fetch(
        server.url(path), purpose="test", policy=server.policy(), robots=book, seconds=bounds.get("seconds", 10)
    )  # fmt: skip


def test_rules_decide_page_by_page_and_are_asked_once(server: HostileServer) -> None:
    server.scripts["/robots.txt"] = saying(
        "User-agent: *\nDisallow: /prive\n\nUser-agent: autre\nDisallow: /\n"
        "User-agent: ESSorConnect/2.0 # us\nDisallow: /prive*secret$\nAllow: /\n"
    )
    book = RobotsBook("test")
    assert visit(server, book).status == 404
    assert visit(server, book, "/prive/page").status == 404
    with pytest.raises(errors.RobotsRefused):
        visit(server, book, "/prive/tres-secret")
    assert server.paths() == ["/robots.txt", "/page", "/prive/page"]


def test_rules_are_asked_before_each_redirect(server: HostileServer) -> None:
    server.scripts["/robots.txt"] = saying("User-agent: *\nDisallow: /prive")
    server.scripts["/page"] = lambda talk: talk.answer("301 Moved", "Location: /prive")
    with pytest.raises(errors.RobotsRefused):
        visit(server, RobotsBook("test"))
    assert server.paths() == ["/robots.txt", "/page"]


def test_rules_are_asked_again_when_they_are_old(server: HostileServer) -> None:
    clock = [0.0]
    book = RobotsBook("test", clock=lambda: clock[0])
    for now in (0.0, 3000.0, 4000.0):
        clock[0] = now
        visit(server, book)
    assert server.paths().count("/robots.txt") == 2


def test_a_robots_file_in_error_keeps_us_away(server: HostileServer) -> None:
    noise: Script = lambda talk: talk.send(b"noise\r\n\r\n")  # noqa: E731  # a script like the others
    redirect: Script = lambda talk: talk.answer("302 Found", "Location: http://10.0.0.1/")  # noqa: E731  # as above
    circle: Script = lambda talk: talk.answer("302 Found", "Location: /robots.txt")  # noqa: E731  # as above
    for script in (
        saying("", "500 Broken"),
        saying("", "503 Later"),
        saying("", "429 Wait"),
        noise,
        redirect,
        circle,
    ):
        server.scripts["/robots.txt"] = script
        book = RobotsBook("test")
        for _ in range(2):
            with pytest.raises(errors.RobotsUnavailable):
                visit(server, book)
    assert set(server.paths()) == {"/robots.txt"}
    assert len(server.asked) == 6


def test_a_site_without_robots_file_allows_everything(server: HostileServer) -> None:
    for status in ("404 Not Found", "403 Forbidden", "410 Gone"):
        server.scripts["/robots.txt"] = saying("User-agent: *\nDisallow: /", status)
        assert visit(server, RobotsBook("test")).status == 404
    server.scripts["/robots.txt"] = saying(b"\xff\xfe\x00 nonsense \xe9")
    assert visit(server, RobotsBook("test")).status == 404


def test_a_site_that_is_gone_is_told_so_rather_than_refused(server: HostileServer) -> None:
    server.scripts["/robots.txt"] = Talk.hang
    with pytest.raises(errors.TooSlow):
        visit(server, RobotsBook("test"), seconds=0.5)
    server.scripts["/robots.txt"] = Talk.reset
    with pytest.raises(errors.ConnectionFailed):
        visit(server, RobotsBook("test"))
    book = RobotsBook("test")
    for url, expected in (
        (f"http://inconnu.fr:{server.port}/", errors.UnknownHost),
        ("http://10.0.0.1/", errors.PrivateAddress),
    ):
        with pytest.raises(expected):
            fetch(url, purpose="test", policy=server.policy(), robots=book)
    assert set(server.paths()) == {"/robots.txt"}


def test_an_endless_robots_file_is_cut_and_obeyed(server: HostileServer) -> None:
    def endless(talk: Talk) -> None:
        talk.send(b"HTTP/1.1 200 OK\r\n\r\nUser-agent: *\nDisallow: /prive\n")
        talk.repeat(b"# rien\n" * 1000)

    server.scripts["/robots.txt"] = endless
    book = RobotsBook("test")
    assert visit(server, book).status == 404
    with pytest.raises(errors.RobotsRefused):
        visit(server, book, "/prive")


def test_a_robots_file_made_to_be_slow_is_not(server: HostileServer) -> None:
    names = "".join(f"User-agent: robot-{number}\n" for number in range(9000))
    rules = "".join(f"Disallow: /{'*a' * 200}{number}$\n" for number in range(900))
    server.scripts["/robots.txt"] = saying(names + "User-agent: *\n" + rules)
    start = time.monotonic()
    assert visit(server, RobotsBook("test"), "/" + "a" * 1500).status == 404
    assert time.monotonic() - start < 10

    assert relevant(names).count("\n") == 0
    assert relevant("\ufeffUser-agent: a\nUser-agent: *\nUser-agent: b\nSitemap: x\nDisallow: /\n").split("\n") == [
        "User-agent: others", "User-agent: *", "Disallow: /",
    ]  # fmt: skip


def test_delays_are_respected_within_reason(server: HostileServer) -> None:
    address = read(server.url(), ports=frozenset({server.port}), reserved=True)
    for asked, expected in (
        ("7", 7.0),
        ("0.1", 2.0),
        ("86400", LONGEST_DELAY),
        ("inf", 2.0),
        ("soon", 2.0),
    ):
        server.scripts["/robots.txt"] = saying(f"User-agent: *\nCrawl-delay: {asked}\n")
        book = RobotsBook("test")
        assert book.delay(address, least=2.0) == 2.0
        visit(server, book)
        assert book.delay(address, least=2.0) == expected, asked
