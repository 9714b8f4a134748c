"""Every hostile answer ends, within its bounds, in the right error."""

import gzip
import time

import pytest

from connect.fetching import errors
from connect.fetching.pages import Page, fetch
from tests.fetching.hostile import HostileServer, Script, Talk, after, repeating

# The time allowed to each visit, and what it may really take on a busy machine.
SECONDS, GENEROUS = 1.0, 10.0
OK = b"HTTP/1.1 200 OK\r\n"


def visit(server: HostileServer, url: str, seconds: float = SECONDS) -> Page:
    return fetch(url, purpose="test", policy=server.policy(), seconds=seconds, max_bytes=100_000)


def outcome(server: HostileServer, url: str, seconds: float = SECONDS) -> type[errors.FetchError]:
    """What a visit ends in, which it must within a generous bound."""
    start = time.monotonic()
    with pytest.raises(errors.FetchError) as caught:
        visit(server, url, seconds)
    assert time.monotonic() - start < GENEROUS, url
    return caught.type


def header_flood(talk: Talk) -> None:
    talk.send(OK)
    talk.repeat(b"X-Header: %s\r\n" % (b"x" * 500))


def many_interim_answers(talk: Talk) -> None:
    talk.repeat(b"HTTP/1.1 103 Early Hints\r\n\r\n" * 100)


def gzip_bomb(talk: Talk) -> None:
    talk.answer("200 OK", "Content-Encoding: gzip", body=gzip.compress(b"\0" * 50_000_000))


def empty_gzip_for_ever(talk: Talk) -> None:
    talk.send(OK + b"Content-Encoding: gzip\r\n\r\n" + gzip.compress(b"")[:10])
    # Stored blocks without content: they unpack to nothing, for ever.
    talk.repeat(b"\x00\x00\x00\xff\xff" * 1000)


def endless_chunks(talk: Talk) -> None:
    talk.send(OK + b"Transfer-Encoding: chunked\r\n\r\n")
    talk.repeat(b"400\r\n" + b"x" * 1024 + b"\r\n")


def endless_chunk_extension(talk: Talk) -> None:
    talk.send(OK + b"Transfer-Encoding: chunked\r\n\r\n1;")
    talk.repeat(b"x" * 1000)


CASES: list[tuple[str, Script, type[errors.FetchError]]] = [
    ("slow drip of the headers", repeating(OK[:1], pause=0.05), errors.TooSlow),
    (
        "slow drip of one long header",
        after(OK + b"X: ", repeating(b"x", pause=0.05)),
        errors.TooSlow,
    ),
    (
        "slow drip of the body",
        after(OK + b"Content-Length: 5000\r\n\r\n", repeating(b"x", pause=0.05)),
        errors.TooSlow,
    ),
    ("no answer at all", Talk.hang, errors.TooSlow),
    (
        "half an answer, then silence",
        after(OK + b"Content-Length: 10\r\n\r\nabc", Talk.hang),
        errors.TooSlow,
    ),
    ("endless body", after(OK + b"\r\n", repeating(b"x" * 9000)), errors.TooBig),
    ("endless chunks", endless_chunks, errors.TooBig),
    ("endless chunk extension", endless_chunk_extension, errors.BadAnswer),
    ("gzip bomb", gzip_bomb, errors.TooBig),
    ("gzip that unpacks to nothing, for ever", empty_gzip_for_ever, errors.TooBig),
    (
        "gzip that is not",
        lambda t: t.answer("200 OK", "Content-Encoding: gzip", body=b"not gzip"),
        errors.BadAnswer,
    ),
    (
        "packed in a way we did not ask for",
        lambda t: t.answer("200 OK", "Content-Encoding: br", body=b"abc"),
        errors.BadAnswer,
    ),
    ("flood of headers", header_flood, errors.BadAnswer),
    ("flood of interim answers", many_interim_answers, errors.TooBig),
    (
        "body shorter than announced",
        lambda t: t.send(OK + b"Content-Length: 100\r\n\r\nabc"),
        errors.BadAnswer,
    ),
    (
        "two lengths that differ",
        lambda t: t.send(OK + b"Content-Length: 3\r\nContent-Length: 4\r\n\r\nabcd"),
        errors.BadAnswer,
    ),
    ("negative length", lambda t: t.send(OK + b"Content-Length: -1\r\n\r\n"), errors.BadAnswer),
    ("not HTTP", lambda t: t.send(b"SSH-2.0-OpenSSH_9.6\r\n"), errors.BadAnswer),
    ("binary noise", lambda t: t.send(bytes(range(256)) * 50), errors.BadAnswer),
    ("HTTP/0.9", lambda t: t.send(b"<html>hello</html>\r\n\r\n"), errors.BadAnswer),
    ("closed without a word", lambda t: t.connection.close(), errors.BadAnswer),
    ("a protocol we did not ask for", lambda t: t.send(b"HTTP/1.1 101 Switching\r\n\r\n"), errors.BadAnswer),
    ("an unknown status", lambda t: t.answer("999 Strange"), errors.BadAnswer),
    ("connection cut", Talk.reset, errors.ConnectionFailed),
    (
        "cut in the middle of the body",
        after(OK + b"Content-Length: 9\r\n\r\nabc", Talk.reset),
        errors.ConnectionFailed,
    ),
    ("redirect without address", lambda t: t.answer("302 Found"), errors.BadAnswer),
]  # fmt: skip


def test_every_hostile_answer_ends_in_its_error(server: HostileServer) -> None:
    for number, (name, script, expected) in enumerate(CASES):
        path = f"/{number}"
        server.scripts[path] = script
        # What ends by itself is given time: only what drips or hangs may run out of it.
        seconds = SECONDS if expected is errors.TooSlow else GENEROUS
        assert outcome(server, server.url(path), seconds) is expected, name


def test_a_large_page_can_be_cut_instead_of_refused(server: HostileServer) -> None:
    server.scripts["/endless"] = after(OK + b"\r\n", repeating(b"ab" * 5000))
    server.scripts["/bomb"] = gzip_bomb
    server.scripts["/drip"] = CASES[2][1]
    policy = server.policy()

    def read(path: str, most: int) -> Page:
        return fetch(
            server.url(path),
            purpose="test",
            policy=policy,
            seconds=GENEROUS,
            max_bytes=most,
            cut=True,
        )

    for path, start in (("/endless", b"ababab"), ("/bomb", b"\0" * 6)):
        page = read(path, 1000)
        assert (page.status, len(page.body), page.complete) == (200, 1000, False)
        assert page.body.startswith(start)
    # The headers alone: a body that never comes is not waited for.
    assert read("/drip", 0).body == b""


def test_nothing_listens_there(server: HostileServer) -> None:
    with HostileServer() as other:
        gone = other.port
    policy = server.policy()
    closed = type(policy)(
        ports=frozenset({gone}),
        vouched=frozenset({("127.0.0.1", gone)}),
        reserved=True,
        resolve=policy.resolve,
    )
    with pytest.raises(errors.ConnectionFailed) as caught:
        fetch(f"http://site.test:{gone}/", purpose="test", policy=closed)
    # A firewall of ours would answer the same.
    assert not caught.value.certain


def test_a_resolver_that_hangs_or_knows_nothing(server: HostileServer) -> None:
    assert outcome(server, f"http://inconnu.fr:{server.port}/") is errors.UnknownHost
    assert server.asked == []
