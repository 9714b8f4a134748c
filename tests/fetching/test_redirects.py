"""Redirects are followed by us, one by one, each checked like the first address."""

import pytest

from connect.fetching import errors
from connect.fetching.pages import Page, fetch
from tests.fetching.hostile import HERE, HostileServer, Script


def to(location: str, status: str = "302 Found") -> Script:
    return lambda talk: talk.answer(status, f"Location: {location}")


def visit(server: HostileServer, path: str, names: dict[str, list[str]] | None = None) -> Page:
    return fetch(server.url(path), purpose="test", policy=server.policy(names), seconds=10)


def test_redirects_to_what_is_dangerous_are_not_followed(server: HostileServer) -> None:
    cases: dict[str, type[errors.FetchError]] = {
        "file:///etc/passwd": errors.SchemeRefused,
        "javascript:alert(1)": errors.SchemeRefused,
        "data:text/html,x": errors.SchemeRefused,
        "http://10.0.0.1/": errors.PrivateAddress,
        "http://[::1]/": errors.PrivateAddress,
        f"http://[::ffff:127.0.0.1]:{server.port}/": errors.PrivateAddress,
        "http://169.254.169.254/latest/meta-data/": errors.PrivateAddress,
        "http://2130706433/": errors.PrivateAddress,
        "http://0x7f000001/": errors.PrivateAddress,
        "http://0177.0.0.1/": errors.PrivateAddress,
        "http://127.0.0.1/": errors.PrivateAddress,
        "http://127.0.0.1:6379/": errors.PortRefused,
        f"http://localhost:{server.port}/": errors.PrivateAddress,
        "http://0.0.0.0/": errors.PrivateAddress,
        "//prive.fr/": errors.PrivateAddress,
        "http://moitie-prive.fr/": errors.PrivateAddress,
        f"http://moi:secret@site.test:{server.port}/": errors.CredentialsRefused,
        "http://": errors.TooManyRedirects,
        "http://[/": errors.BadAddress,
        "/" + "x" * 3000: errors.BadAddress,
    }
    names = {"prive.fr": ["10.1.2.3"], "moitie-prive.fr": ["93.184.216.34", "192.168.0.1"]}
    for number, (location, expected) in enumerate(cases.items()):
        server.scripts[f"/{number}"] = to(location)
        with pytest.raises(errors.FetchError) as caught:
            visit(server, f"/{number}", names)
        assert caught.type is expected, location
    assert len(server.asked) == len(cases)


def test_circles_and_long_chains_end(server: HostileServer) -> None:
    server.scripts["/self"] = to("/self#other")
    server.scripts["/a"], server.scripts["/b"] = to("/b"), to("/a")
    for number in range(10):
        server.scripts[f"/{number}"] = to(f"/{number + 1}")
    for path, requests in (("/self", 1), ("/a", 2), ("/0", 6)):
        server.asked.clear()
        with pytest.raises(errors.TooManyRedirects):
            visit(server, path)
        assert len(server.asked) == requests


def test_a_page_tells_the_way_it_was_reached(server: HostileServer) -> None:
    server.scripts |= {
        "/old": to("/new", "301 Moved Permanently"),
        "/new": to("/newer", "308 Permanent Redirect"),
        "/newer": lambda talk: talk.answer("200 OK", "Content-Type: Text/HTML; charset=utf-8", body=b"oui"),
        "/mixed": to("/old", "301 Moved Permanently"),
        "/today": to("/old"),
        "/then": to("/today", "301 Moved Permanently"),
    }  # fmt: skip
    page = visit(server, "/old")
    assert (page.status, page.body, page.complete) == (200, b"oui", True)
    assert page.content_type == "text/html"
    assert page.url == page.moved_to == server.url("/newer")
    assert [hop.status for hop in page.hops] == [301, 308]

    # What comes after a temporary redirect may change again: only the start of the chain is for good.
    assert visit(server, "/today").moved_to == ""
    assert visit(server, "/then").moved_to == server.url("/today")
    assert visit(server, "/newer").moved_to == ""


def test_a_name_that_turns_private_is_refused_at_that_moment(server: HostileServer) -> None:
    answers = [[HERE], ["10.0.0.1"]]
    asked: list[str] = []
    names: dict[str, list[str]] = {}
    policy = server.policy(names)

    def turning(name: str, seconds: float) -> object:
        asked.append(name)
        names[name] = answers[len(asked) - 1]
        return policy.resolve(name, seconds)

    server.scripts["/"] = to("/next")
    server.scripts["/next"] = lambda talk: talk.answer("200 OK")
    rebinding = type(policy)(
        ports=policy.ports,
        vouched=policy.vouched,
        reserved=True,
        resolve=turning,  # type: ignore[arg-type]  # gives what the real one gives
    )
    with pytest.raises(errors.PrivateAddress):
        fetch(server.url(), purpose="test", policy=rebinding)
    # Each request asked for the name once, and connected to the very address that was checked.
    assert asked == ["site.test", "site.test"]
    assert server.paths() == ["/"]


def test_cookies_and_secrets_do_not_travel(server: HostileServer) -> None:
    server.scripts["/"] = lambda talk: talk.answer(
        "302 Found", "Location: /next", "Set-Cookie: visitor=1"
    )
    server.scripts["/next"] = lambda talk: talk.answer("204 No Content")

    assert visit(server, "/").status == 204
    assert all("cookie" not in text.lower() for text in server.asked)
    for name in ("Cookie", "authorization", "HOST", "User-Agent"):
        with pytest.raises(ValueError, match="not the caller"):
            fetch(server.url(), purpose="test", policy=server.policy(), headers={name: "x"})
