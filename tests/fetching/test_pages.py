"""What is sent, and what a page says of itself."""

import gzip
import socket
import threading

import pytest
from pytest_django import Settings

from connect.fetching import errors, resolving
from connect.fetching.pages import fetch
from connect.fetching.policies import PUBLIC
from tests.fetching.hostile import HostileServer


def test_we_say_who_we_are_and_what_for(server: HostileServer, settings: Settings) -> None:
    settings.WAGTAILADMIN_BASE_URL = "https://essor.example.org"
    fetch(
        server.url("/é?a=b"),
        purpose="feeds",
        policy=server.policy(),
        headers={"Accept": "application/atom+xml"},
        etag='"abc"',
        last_modified="Mon, 02 Nov 2026 08:00:00 GMT",
    )

    lines = server.asked[0].split("\r\n")
    assert lines[0] == "GET /%C3%A9?a=b HTTP/1.1"
    for line in (
        f"Host: site.test:{server.port}",
        "User-Agent: ESSorConnect (+https://essor.example.org; feeds)",
        "Accept: application/atom+xml",
        'If-None-Match: "abc"',
        "If-Modified-Since: Mon, 02 Nov 2026 08:00:00 GMT",
        "Accept-Encoding: gzip",
        "Connection: close",
    ):
        assert lines.count(line) == 1, line


def test_packed_pages_are_unpacked_and_unchanged_ones_said_so(server: HostileServer) -> None:
    server.scripts["/feed"] = lambda talk: talk.answer(
        "200 OK", 'ETag: "v2"', "Last-Modified: hier", "Content-Encoding: gzip",
        body=gzip.compress("déjà".encode()),
    )  # fmt: skip
    server.scripts["/same"] = lambda talk: talk.send(
        b'HTTP/1.1 304 Not Modified\r\nETag: "v2"\r\n\r\n'
    )
    feed, same = (
        fetch(server.url(path), purpose="test", policy=server.policy())
        for path in ("/feed", "/same")
    )

    assert feed.body.decode() == "déjà"
    assert (feed.etag, feed.last_modified, feed.complete) == ('"v2"', "hier", True)
    assert (same.status, same.etag, same.body) == (304, '"v2"', b"")


def test_errors_of_the_site_are_answers(server: HostileServer) -> None:
    for status in (200, 404, 410, 429, 500, 503):
        server.scripts["/"] = lambda talk, code=status: talk.answer(f"{code} Said")  # type: ignore[misc]  # a default binds the loop's value
        assert fetch(server.url(), purpose="test", policy=server.policy()).status == status


def test_proxies_of_the_environment_are_left_aside(
    server: HostileServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")

    assert fetch(server.url(), purpose="test", policy=server.policy()).status == 404


def test_the_public_policy_reaches_nothing_of_this_machine(server: HostileServer) -> None:
    urls = {
        f"http://127.0.0.1:{server.port}/": errors.PortRefused,
        "http://127.0.0.1/": errors.PrivateAddress,
        "http://[::1]/": errors.PrivateAddress,
        "http://localhost/": errors.PrivateAddress,
        "http://exemple.test/": errors.ReservedName,
    }
    for url, expected in urls.items():
        with pytest.raises(errors.FetchError) as caught:
            fetch(url, purpose="test", policy=PUBLIC)
        assert caught.type is expected, url
    assert server.asked == []


def test_a_resolver_that_hangs_is_left_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    release = threading.Event()
    monkeypatch.setattr(socket, "getaddrinfo", lambda *args, **kwargs: release.wait(10) and [])
    with pytest.raises(errors.TooSlow) as caught:
        fetch("https://lent.fr/", purpose="test", seconds=0.3)
    assert not caught.value.certain
    release.set()


def test_the_systems_resolver_is_heard(monkeypatch: pytest.MonkeyPatch) -> None:
    def entries(*texts: str) -> object:
        return lambda *args, **kwargs: [(0, 0, 0, "", (text, 0)) for text in texts]

    monkeypatch.setattr(socket, "getaddrinfo", entries("10.0.0.1", "fe80::1%eth0", "10.0.0.1"))
    assert [str(ip) for ip in resolving.ask_system("a.fr", 5)] == ["10.0.0.1", "fe80::1"]

    # The name does not exist; or nobody could tell, which may be our own fault.
    for code, certain in ((socket.EAI_NONAME, True), (socket.EAI_AGAIN, False)):

        def unknown(*args: object, code: int = code, **kwargs: object) -> object:
            raise socket.gaierror(code, "no")

        monkeypatch.setattr(socket, "getaddrinfo", unknown)
        with pytest.raises(errors.UnknownHost) as caught:
            fetch("https://inconnu.fr/", purpose="test")
        assert caught.value.certain is certain
