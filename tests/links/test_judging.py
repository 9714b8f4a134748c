"""What each answer means, in French."""

import pytest

from connect.fetching import errors
from connect.fetching.robots import RobotsBook
from connect.links.enums import LinkState
from connect.links.judging import REASONS, Finding, host_of, judge, of_error
from tests.fetching.hostile import HostileServer, Script


def to(location: str, status: str = "301 Moved Permanently") -> Script:
    return lambda talk: talk.answer(status, f"Location: {location}")


def saying(status: str) -> Script:
    return lambda talk: talk.answer(status)


def found(server: HostileServer, path: str, host: str = "site.test") -> Finding:
    return judge(server.url(path, host), policy=server.policy(), robots=RobotsBook("test"))


def test_answers_are_told_in_words(server: HostileServer) -> None:
    cases = {
        "200 OK": (LinkState.OK, ""),
        "204 No Content": (LinkState.OK, ""),
        "404 Not Found": (LinkState.DEAD, "Cette page répond «\u00a0introuvable\u00a0»"),
        "410 Gone": (LinkState.DEAD, "Cette page répond «\u00a0introuvable\u00a0»"),
        "400 Bad Request": (LinkState.DEAD, "Cette page répond par une erreur (400)"),
        "503 Unavailable": (LinkState.DEAD, "Ce site répond par une erreur (503)"),
        "403 Forbidden": (LinkState.UNKNOWN, "Ce site n’a pas voulu répondre à notre vérification (403)"),
        "429 Too Many": (LinkState.UNKNOWN, "Ce site n’a pas voulu répondre à notre vérification (429)"),
    }  # fmt: skip
    for status, expected in cases.items():
        server.scripts["/page"] = saying(status)
        finding = found(server, "/page")
        assert (finding.state, finding.reason) == expected
        assert finding.status_code == int(status[:3])
        assert not finding.doubtful


def test_pages_that_moved_propose_their_new_address(server: HostileServer) -> None:
    autre = server.url("/nouvelle", "autre-site.test")
    server.scripts |= {
        "/nouvelle": saying("200 OK"),
        "/fermee": saying("403 Forbidden"),
        "/ancienne": to("/nouvelle"),
        "/www": to(server.url("/nouvelle", "www.site.test")),
        "/partie": to(autre),
        "/partie-un-temps": to(autre, "302 Found"),
        "/un-temps": to("/nouvelle", "302 Found"),
        "/perdue": to("/rien"),
        "/vers-fermee": to("/fermee"),
    }
    moved = "Cette page a changé d’adresse"
    elsewhere = "Cette adresse mène ailleurs, sur le site autre-site.test"
    cases = {
        "/ancienne": (LinkState.MOVED, moved, server.url("/nouvelle")),
        "/ancienne#coin": (LinkState.MOVED, moved, server.url("/nouvelle#coin")),
        "/www": (LinkState.MOVED, moved, server.url("/nouvelle", "www.site.test")),
        "/partie": (LinkState.MOVED, elsewhere, autre),
        "/partie-un-temps": (LinkState.MOVED, elsewhere, autre),
        "/un-temps": (LinkState.OK, "", ""),
        "/perdue": (LinkState.DEAD, "Cette page répond «\u00a0introuvable\u00a0»", ""),
        "/vers-fermee": (
            LinkState.UNKNOWN, "Ce site n’a pas voulu répondre à notre vérification (403)", "",
        ),
    }  # fmt: skip
    for path, expected in cases.items():
        finding = found(server, path)
        assert (finding.state, finding.reason, finding.final_url) == expected, path


def test_dangers_are_told_wherever_they_are(server: HostileServer) -> None:
    cases = {
        "http://10.0.0.1/": "Cette adresse mène à un réseau privé",
        "http://2130706433/": "Cette adresse mène à un réseau privé",
        "javascript:alert(1)": "Cette adresse n’est pas celle d’une page web",
        "https://moi:secret@a.fr/": "Cette adresse contient un identifiant ou un mot de passe",
    }
    robots = RobotsBook("test")
    for url, reason in cases.items():
        direct = judge(url, policy=server.policy(), robots=robots)
        assert (direct.state, direct.reason) == (LinkState.DANGEROUS, reason)
        server.scripts["/page"] = to(url)
        finding = found(server, "/page")
        assert finding.state == LinkState.DANGEROUS
        assert finding.reason.startswith("Cette adresse renvoie vers ")


def test_what_is_not_asked_is_said_so(server: HostileServer) -> None:
    server.scripts["/robots.txt"] = lambda talk: talk.answer(
        "200 OK", body=b"User-agent: *\nDisallow: /prive"
    )
    refused = found(server, "/prive/page")
    assert (refused.state, refused.status_code) == (LinkState.ROBOTS, None)
    server.scripts["/robots.txt"] = saying("500 Broken")
    broken = found(server, "/page")
    assert broken.state == LinkState.ROBOTS
    assert "réessaierons" in broken.reason
    assert set(server.paths()) == {"/robots.txt"}

    from connect.fetching.policies import PUBLIC  # noqa: PLC0415  # the real one, for once

    for url, state in (
        ("https://structure.example.org/page", LinkState.RESERVED),
        ("https://rien.invalid/", LinkState.RESERVED),
        ("https://a.fr:8443/", LinkState.UNKNOWN),
        ("http://localhost/", LinkState.DANGEROUS),
    ):
        finding = judge(url, policy=PUBLIC, robots=RobotsBook("test"))
        assert (finding.state, bool(finding.reason)) == (state, True), url
        assert host_of(url) == ""


def test_every_failure_has_its_sentence(server: HostileServer) -> None:
    kinds = [errors.FetchError]
    leaves = []
    while kinds:
        kind = kinds.pop()
        below = kind.__subclasses__()
        kinds += below
        if not below:
            leaves.append(kind)
    for kind in leaves:
        finding = of_error(kind("https://a.fr/"))
        assert finding.reason and not finding.reason.endswith("."), kind
    assert len(leaves) > len(REASONS)

    told = {of_error(errors.TlsFailure("u", code=code)).reason for code in (0, 10, 62)}
    assert len(told) == 3
    assert of_error(errors.UnknownHost("u", certain=False)).doubtful
    assert not of_error(errors.UnknownHost("u")).doubtful


@pytest.mark.parametrize("script", ["hang", "reset"])
def test_a_site_that_does_not_answer_has_failed(
    server: HostileServer, script: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("connect.links.judging.VISIT_SECONDS", 0.5)
    server.scripts["/robots.txt"] = lambda talk: getattr(talk, script)()
    assert found(server, "/page").state == LinkState.DEAD
