"""Addresses are read strictly; what is dangerous is refused before any network is touched."""

import ipaddress

import pytest

from connect.fetching import errors
from connect.fetching.addresses import follow, read, site_of
from connect.fetching.guarding import is_public

REFUSED = {
    errors.SchemeRefused: [
        "javascript:alert(1)", "JavaScript:alert(1)", "data:text/html,x", "file:///etc/passwd", "ftp://a.fr/",
        "mailto:a@example.org", "gopher://a.fr/", "//a.fr/", "/page", "page", "", "blob:https://a.fr/1",
    ],
    errors.CredentialsRefused: [
        "https://moi@a.fr/", "https://moi:secret@a.fr/", "https://a.fr@b.fr/", "https://@a.fr/",
    ],
    errors.PortRefused: ["https://a.fr:8443/", "http://a.fr:22/", "http://a.fr:0/", "http://127.0.0.1:11211/"],
    errors.PrivateAddress: [
        "http://localhost/", "http://a.localhost/", "http://LOCALHOST./", "http://intranet/", "http://nas.local/",
        "http://metadata.google.internal/", "http://box.home.arpa/",
        # Disguises of 127.0.0.1: decimal, hexadecimal, octal, short, mixed, wide digits, wide dots.
        "http://2130706433/", "http://0x7f000001/", "http://0x7f.0.0.1/", "http://0177.0.0.1/", "http://127.1/",
        "http://017700000001/", "http://0x7f.1/", "http://1.0x/", "http://127.0.0.1.1/", "http://256.1.1.1/",
        "http://①②⑦.1/", "http://0x7F.0.0x0.1/",
    ],
    errors.ReservedName: [
        "https://example.org/", "https://www.example.com/a", "https://a.b.example.net./", "https://a.test/",
        "https://rien.invalid/", "https://a.example/", "https://abc.onion/", "https://EXAMPLE.ORG/",
    ],
    errors.BadAddress: [
        "https://", "https:///page", "http:a.fr", "https://a..fr/", "https://-a.fr/", "https://a.fr:port/",
        "https://a.fr:99999/", "https://a fr/", "https://a.fr/un\nmot", "https://a.fr/\x00", "java\nscript:alert(1)",
        "https://[::1/", "https://[fe80::1%25eth0]/", "https://a.fr\\b.fr/", "https://a%2efr/", "https://a.fr/\u202e",
        f"https://{'a' * 64}.fr/", f"https://{'a.' * 130}fr/", "https://a.fr/" + "x" * 3000, " https://a.fr/",
        "https://é\u200b.fr/", "https://xn--\ud800.fr/", "https://*.fr/", "https://[zz]/", "https://\u2488.fr/",
    ],
}  # fmt: skip


def test_dangerous_and_malformed_addresses_are_refused_for_what_they_are() -> None:
    for expected, urls in REFUSED.items():
        for url in urls:
            with pytest.raises(errors.Refused) as caught:
                read(url)
            assert caught.type is expected, f"{url!r}: {caught.type.__name__}"


def test_wide_digits_are_read_as_browsers_read_them() -> None:
    assert read("http://１２７.０.０.１/").host == "127.0.0.1"
    assert read("http://127。0。0。1/").ip == ipaddress.ip_address("127.0.0.1")


def test_good_addresses_become_what_is_sent() -> None:
    cases = {
        "https://a.fr": "https://a.fr/",
        "HTTP://Www.A.FR.:80/x?y=1#z": "http://www.a.fr/x?y=1",
        "https://économie-solidaire.fr/aidé?q=é": (
            "https://xn--conomie-solidaire-9sb.fr/aid%C3%A9?q=%C3%A9"
        ),
        "https://a_b.fr/%C3%A9/%/a%20b": "https://a_b.fr/%C3%A9/%/a%20b",
        "https://a.fr?x": "https://a.fr/?x",
        "https://[2606:4700::1111]/": "https://[2606:4700::1111]/",
        "https://1.1.1.1:443/": "https://1.1.1.1/",
    }
    for url, expected in cases.items():
        assert read(url).url == expected
    assert read("http://a.fr:8080/", ports=frozenset({8080})).authority == "a.fr:8080"


def test_redirects_are_joined_then_read_like_any_address() -> None:
    here = read("https://a.fr/dossier/page?x=1")
    joined = {
        "autre": "https://a.fr/dossier/autre",
        "/autre": "https://a.fr/autre",
        "//b.fr/": "https://b.fr/",
        "?y=2": "https://a.fr/dossier/page?y=2",
        " un mot ": "https://a.fr/dossier/un%20mot",
        "http://b.fr/": "http://b.fr/",
        "file:///etc/passwd": "file:///etc/passwd",
    }
    for location, expected in joined.items():
        assert follow(here, location) == expected
    with pytest.raises(errors.BadAddress):
        follow(here, "http://[::1")


def test_sites_are_told_apart() -> None:
    same = {
        ("www.ess.fr", "ess.fr"),
        ("a.b.ess.fr", "c.ess.fr"),
        ("www.ess.asso.fr", "ess.asso.fr"),
    }
    other = {("ess.fr", "tess.fr"), ("ess.asso.fr", "autre.asso.fr"), ("ess.fr", "ess.org")}

    assert all(site_of(one) == site_of(two) for one, two in same)
    assert not any(site_of(one) == site_of(two) for one, two in other)


def test_only_the_public_internet_is_public() -> None:
    private = """
        0.0.0.0 0.1.2.3 10.0.0.1 100.64.0.1 100.100.100.200 127.0.0.1 127.255.255.254 169.254.169.254 172.16.0.1
        192.0.0.192 192.0.2.1 192.88.99.1 192.168.1.1 198.18.0.1 198.51.100.1 203.0.113.1 224.0.1.1 239.1.1.1
        240.0.0.1 255.255.255.255 168.63.129.16
        :: ::1 ::7f00:1 ::8.8.8.8 ::ffff:127.0.0.1 ::ffff:10.0.0.1 ::ffff:169.254.169.254 64:ff9b::7f00:1
        64:ff9b::a9fe:a9fe 64:ff9b:1::1 100::1 2001::1 2001:db8::1 2002:7f00:1:: 2002:a00:1:: 3fff::1 5f00::1
        fc00::1 fd00:ec2::254 fe80::1 fec0::1 ff02::1 ff0e::1
    """.split()
    public = """
        1.1.1.1 8.8.8.8 93.184.216.34 2606:4700::1111 2a01:e0a::1 ::ffff:8.8.8.8 64:ff9b::808:808 2002:808:808::1
    """.split()

    assert [text for text in private if is_public(ipaddress.ip_address(text))] == []
    assert [text for text in public if not is_public(ipaddress.ip_address(text))] == []
