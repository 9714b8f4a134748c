"""Feeds and calendar: well formed, complete, dated by what the public saw change."""

import datetime
import re
import xml.etree.ElementTree as ElementTree

import pytest
from django.test import Client
from django.utils import timezone
from wagtail.models import ModelLogEntry

from connect.common.clock import today
from connect.offers.models import Offer
from connect.offers.opendata import feeds
from connect.offers.opendata.agenda import escaped, folded
from connect.offers.services import save_offer
from tests.offers.factories import OfferFactory
from tests.offers.opendata.reading import body
from tests.taxonomy.factories import PhaseFactory

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"
FEEDS = ("/offres/nouveautes.atom", "/appels/clotures.atom")


def feed(client: Client, address: str) -> ElementTree.Element:
    """The root of a feed."""
    return ElementTree.fromstring(body(client, address))  # noqa: S314  # our own answer


def titles(root: ElementTree.Element) -> list[str]:
    """Titles of the entries, in order."""
    return [entry.findtext(f"{ATOM}title") or "" for entry in root.findall(f"{ATOM}entry")]


def moment(text: str | None) -> datetime.datetime:
    """A date of Atom: RFC 3339, with its zone."""
    read = datetime.datetime.fromisoformat(text or "")
    assert read.tzinfo is not None
    return read


def test_feeds_have_all_that_atom_requires(client: Client) -> None:
    OfferFactory(
        open_call=True,
        reference="AAP-1",
        title="<script>alert(1)</script> & co \x0b",
        summary="<b>gras</b> ]]> & fin",
    )
    for address in FEEDS:
        root = feed(client, f"{address}?q=%3Cb%3Ezzz")
        assert not root.findall(f"{ATOM}entry"), address
        assert moment(root.findtext(f"{ATOM}updated")).date() == today()
        root = feed(client, address)
        assert root.tag == f"{ATOM}feed"
        links = {one.get("rel"): one.get("href") for one in root.findall(f"{ATOM}link")}
        assert links == {
            "self": f"http://testserver{address}",
            "alternate": "http://testserver/offres/",
        }
        assert (root.findtext(f"{ATOM}id") or "").startswith("tag:")
        assert root.findtext(f"{ATOM}author/{ATOM}name") == "ESSor Connect"
        assert "Licence Ouverte" in (root.findtext(f"{ATOM}rights") or "")
        (entry,) = root.findall(f"{ATOM}entry")
        assert re.fullmatch(r"tag:[^,]+,2026:offre/AAP-1", entry.findtext(f"{ATOM}id") or "")
        assert entry.findtext(f"{ATOM}title") == "<script>alert(1)</script> & co "
        summary = entry.find(f"{ATOM}summary")
        assert summary is not None and summary.get("type") == "html"
        assert "&lt;b&gt;gras&lt;/b&gt;" in (summary.text or "")
        assert moment(entry.findtext(f"{ATOM}published")) <= moment(
            entry.findtext(f"{ATOM}updated")
        )
        link = entry.find(f"{ATOM}link")
        assert link is not None
        assert (link.get("href") or "").startswith("http://testserver/offres/AAP-1-")


def test_the_newest_come_first_and_fifty_at_most(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    phase = PhaseFactory(code="idee")
    day = datetime.timedelta(days=1)
    OfferFactory(title="ancienne", recorded_on=today() - 900 * day)
    OfferFactory(title="récente", recorded_on=today() - 2 * day, phases=[phase])
    OfferFactory(title="d’aujourd’hui")
    OfferFactory(title="autre étape", phases=[PhaseFactory(code="essor")])
    OfferFactory(closed_call=True, title="close")
    newest = titles(feed(client, "/offres/nouveautes.atom"))
    assert newest == ["autre étape", "d’aujourd’hui", "récente", "ancienne"]
    filtered = feed(client, "/offres/nouveautes.atom?phase=idee")
    assert titles(filtered) == ["d’aujourd’hui", "récente", "ancienne"]
    assert phase.label in (filtered.findtext(f"{ATOM}title") or "")
    assert filtered.findtext(f"{ATOM}id") != feed(client, FEEDS[0]).findtext(f"{ATOM}id")
    assert "close" in titles(feed(client, "/offres/nouveautes.atom?clos=1"))
    monkeypatch.setattr(feeds, "MOST_ENTRIES", 2)
    assert titles(feed(client, "/offres/nouveautes.atom")) == newest[:2]


def test_calls_come_by_closing_date_within_sixty_days(client: Client) -> None:
    for days in (59, 3, 60, 61, 20):
        OfferFactory(open_call=True, title=f"{days}", closes_on=today() + datetime.timedelta(days))
    OfferFactory(open_call=True, title="aujourd’hui", closes_on=today())
    OfferFactory(upcoming_call=True)
    OfferFactory(closed_call=True)
    OfferFactory()
    expected = ["aujourd’hui", "3", "20", "59", "60"]
    assert titles(feed(client, "/appels/clotures.atom")) == expected
    calendar = body(client, "/appels/clotures.ics").replace("\r\n ", "")
    assert re.findall(r"SUMMARY:Clôture\u00a0: (.*)\r\n", calendar) == expected
    # Closed calls do not close: asking for them too changes nothing here.
    assert titles(feed(client, "/appels/clotures.atom?clos=1")) == expected


def test_an_entry_is_dated_by_its_last_public_change(client: Client) -> None:
    offer: Offer = OfferFactory(recorded_on=datetime.date(2026, 1, 5))
    entries = ModelLogEntry.objects.filter(object_id=str(offer.pk))

    def updated() -> datetime.datetime:
        root = feed(client, "/offres/nouveautes.atom")
        return moment(root.findtext(f"{ATOM}entry/{ATOM}updated"))

    def dated(field: str, value: object, when: datetime.datetime) -> None:
        setattr(offer, field, value)
        save_offer(offer)
        entries.filter(pk=entries.order_by("-pk")[0].pk).update(timestamp=when)

    assert timezone.localtime(updated()).date() == datetime.date(2026, 1, 5)
    spring = datetime.datetime(2026, 4, 1, 12, tzinfo=datetime.UTC)
    dated("amount_max", 4000, spring)
    assert updated() == spring
    # A note of the staff, and saving without a change, are no news.
    dated("hidden_note", "appelée hier", spring + datetime.timedelta(days=30))
    save_offer(offer)
    assert updated() == spring


def test_a_calendar_is_read_line_by_line(client: Client) -> None:
    OfferFactory(
        open_call=True,
        reference="AAP-7",
        title="Prix ; virgule, barre \\ et é" * 4,
        summary="Deux\r\nlignes\rBEGIN:VEVENT",
    )
    text = body(client, "/appels/clotures.ics")
    assert text.startswith("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:")
    assert text.endswith("END:VCALENDAR\r\n")
    raw = text.encode().split(b"\r\n")
    assert all(len(line) <= 75 for line in raw)
    assert b"\n" not in b"".join(raw) and b"\r" not in b"".join(raw)
    whole = text.replace("\r\n ", "").split("\r\n")
    assert whole.count("BEGIN:VEVENT") == whole.count("END:VEVENT") == 1
    closes = today() + datetime.timedelta(days=30)
    assert f"DTSTART;VALUE=DATE:{closes:%Y%m%d}" in whole
    assert any(re.fullmatch(r"UID:AAP-7@.+", line) for line in whole)
    assert any(re.fullmatch(r"DTSTAMP:\d{8}T\d{6}Z", line) for line in whole)
    (summary,) = [line for line in whole if line.startswith("SUMMARY:")]
    assert "Prix \\; virgule\\, barre \\\\ et é" in summary


def test_folding_never_cuts_a_character() -> None:
    for text in ("", "a" * 75, "a" * 76, "é" * 200, "😀" * 60):
        lines = folded(text).split("\r\n")
        assert all(len(line.encode()) <= 75 for line in lines)
        assert "".join([lines[0], *(line[1:] for line in lines[1:])]) == text
    assert escaped("a\\n;b,c\nd") == "a\\\\n\\;b\\,c\\nd"
