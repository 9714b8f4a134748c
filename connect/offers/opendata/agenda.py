"""Closing dates as a calendar file (RFC 5545), for the calendars that people already use."""

import datetime
from collections.abc import Sequence

from django.utils import timezone

from connect.common.french import NBSP
from connect.offers.catalogue.index import CatalogueIndex
from connect.offers.catalogue.rows import rows_of
from connect.offers.models import Offer
from connect.offers.opendata import publishing
from connect.offers.opendata.changes import last_changes
from connect.offers.opendata.feeds import summary_of

LONGEST_LINE = 75


def escaped(text: str) -> str:
    """A text as a value of a property: separators and line breaks escaped, no control character."""
    clean = publishing.xml_text(text).replace("\r\n", "\n").replace("\r", "\n")
    for mark in ("\\", ";", ","):
        clean = clean.replace(mark, f"\\{mark}")
    return clean.replace("\n", "\\n")


def folded(line: str) -> str:
    """A line cut every 75 bytes at most, never inside a character, each next part after a space."""
    parts: list[str] = []
    room, part = LONGEST_LINE, ""
    for character in line:
        size = len(character.encode())
        if size > room:
            parts.append(part)
            room, part = LONGEST_LINE - 1, ""
        part += character
        room -= size
    return "\r\n ".join([*parts, part])


def calendar(offers: Sequence[Offer], index: CatalogueIndex, title: str, root: str) -> str:
    """A calendar where each closing date is an event of one day that leaves people free.

    Args:
        offers: calls, in order.
        index: the catalogue, for labels.
        title: name of the calendar.
        root: scheme and host of absolute addresses.
    """
    changed = last_changes(offers)
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:-//{escaped(publishing.site_name())}//Appels//FR",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"X-WR-CALNAME:{escaped(title)}",
    ]
    for row in rows_of(offers, index):
        day = row.offer.closes_on
        if day is None:
            continue
        stamp = timezone.localtime(changed[row.offer.pk], datetime.UTC)
        lines += [
            "BEGIN:VEVENT",
            f"UID:{row.offer.reference}@{publishing.site_host()}",
            f"DTSTAMP:{stamp:%Y%m%dT%H%M%SZ}",
            f"DTSTART;VALUE=DATE:{day:%Y%m%d}",
            f"SUMMARY:{escaped(f'Clôture{NBSP}: {row.offer.title}')}",
            f"DESCRIPTION:{escaped(summary_of(row))}",
            f"URL:{root}{row.url}",
            "TRANSP:TRANSPARENT",
            "END:VEVENT",
        ]
    return "".join(f"{folded(line)}\r\n" for line in [*lines, "END:VCALENDAR"])
