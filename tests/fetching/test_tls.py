"""Secure connections are trusted for the name that was asked, or not at all."""

import pytest

from connect.fetching import errors
from connect.fetching.pages import fetch
from tests.fetching.hostile import HostileServer

EXPIRED, SELF_SIGNED, OTHER_NAME = 10, 18, 62


def failure(
    server: HostileServer, *, host: str = "site.test", trusting: str = ""
) -> errors.FetchError:
    with pytest.raises(errors.FetchError) as caught:
        fetch(
            server.url(host=host),
            purpose="test",
            policy=server.policy(trusting=trusting),
            seconds=10,
        )
    return caught.value


def test_certificates_that_nobody_should_trust() -> None:
    cases = (
        ("valid.pem", "site.test", "", SELF_SIGNED),
        ("valid.pem", "autre.test", "valid.pem", OTHER_NAME),
        ("valid.pem", "127.0.0.1", "valid.pem", 64),
        ("expired.pem", "site.test", "expired.pem", EXPIRED),
    )
    for certificate, host, trusting, code in cases:
        with HostileServer(certificate=certificate) as server:
            error = failure(server, host=host, trusting=trusting)
        assert isinstance(error, errors.TlsFailure), (certificate, host)
        assert error.code == code
        assert server.asked == []


def test_a_certificate_of_the_right_name_is_trusted() -> None:
    with HostileServer(certificate="valid.pem") as server:
        server.scripts["/"] = lambda talk: talk.answer("200 OK", body=b"oui")
        page = fetch(
            server.url(), purpose="test", policy=server.policy(trusting="valid.pem"), seconds=10
        )
    assert page.body == b"oui"


def test_what_does_not_speak_tls() -> None:
    # One server speaks first, and wrongly; the other waits for the end of a request that never comes.
    cases = (
        (b"HTTP/1.1 400 Bad Request\r\n\r\n", 10.0, errors.TlsFailure),
        (b"", 0.5, errors.TooSlow),
    )
    for greeting, seconds, expected in cases:
        with HostileServer(greeting=greeting) as server:
            secure = server.url().replace("http:", "https:")
            with pytest.raises(errors.Unreachable) as caught:
                fetch(secure, purpose="test", policy=server.policy(), seconds=seconds)
        assert caught.type is expected
