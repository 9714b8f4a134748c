"""Who may open a socket at all, and what an address that leads nowhere answers."""

from django.test import override_settings

from connect.realtime.closing import Closing
from connect.realtime.origins import same_origin
from connect.routing import websocket_application
from tests.realtime.sockets import Browser, closing_of, play


@override_settings(
    ALLOWED_HOSTS=["essor.example.org", ".chambre.example", "localhost"],
    CSRF_TRUSTED_ORIGINS=["https://essor.example.org:8443"],
)
def test_only_the_pages_of_the_site_open_sockets() -> None:
    """Scheme, name and port are those that were asked; what cannot be read is refused."""
    own = [
        ("https://essor.example.org", "essor.example.org"),
        ("https://ESSOR.example.org", "essor.example.org"),
        ("http://localhost:8000", "localhost:8000"),
        ("https://a.chambre.example", "a.chambre.example"),
        ("https://essor.example.org:8443", "essor.example.org"),
    ]
    others = [
        ("", "essor.example.org"),
        ("null", "essor.example.org"),
        ("https://evil.example", "essor.example.org"),
        ("https://evil.example", "evil.example"),
        ("https://essor.example.org.evil.example", "essor.example.org"),
        ("https://a.chambre.example", "b.chambre.example"),
        ("http://localhost:9000", "localhost:8000"),
        ("file://essor.example.org", "essor.example.org"),
        ("https://[1", "essor.example.org"),
        ("https://essor.example.org", ""),
        ("https://essor.example.org@evil.example", "essor.example.org"),
    ]
    assert [pair for pair in own if not same_origin(*pair)] == []
    assert [pair for pair in others if same_origin(*pair)] == []


def test_the_routing_refuses_other_sites_and_answers_every_address() -> None:
    """Another site is refused before the socket opens; an address that leads nowhere says so once it is open."""

    def browser(origin: bytes) -> Browser:
        headers = [(b"host", b"localhost:8000"), (b"origin", origin)]
        return Browser(websocket_application, path="/ws/nowhere/", headers=headers)

    async def scene() -> None:
        stranger = browser(b"https://evil.example")
        assert not await stranger.connect()
        own = browser(b"http://localhost:8000")
        assert await own.connect()
        assert await closing_of(own) == Closing.UNKNOWN

    with override_settings(ALLOWED_HOSTS=["localhost"]):
        play(scene)
