"""Fills the bench's database: persons with open sessions, sheets of a group, texts of known sizes.

Run through `bench.coedit.fill` in a process of its own; prints where everything is, as JSON.
"""

import json
from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from pycrdt import Doc, XmlElement, XmlFragment, XmlText

from connect.accounts.models import User
from connect.coedit import crdt, folding, log, services
from connect.coedit.draft import Draft, Node
from connect.coedit.models import CoeditDocument
from connect.coedit.views import addresses_of
from connect.groups.enums import Kind, Openness
from connect.groups.models import Group, GroupMembership
from connect.home.services import create_root_pages
from toolbox.documents import KIND
from toolbox.services import create_sheet

PERSONS, TEAM, FLOOD = 101, 20, 80
LARGE, KEYS, TAIL = 200_000, 10_000, 150
SENTENCE = "Le groupe écrit ensemble une fiche utile aux personnes qui accompagnent des projets. "


def session_of(user: User) -> str:
    """An open session of a person."""
    store = SessionStore()
    store[SESSION_KEY] = str(user.pk)
    store[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    store[HASH_SESSION_KEY] = user.get_session_auth_hash()
    store.create()
    return str(store.session_key)


def large_draft() -> Draft:
    """A sheet of about 200 kB, with headings and lists."""
    blocks: list[Node] = []
    length = number = 0
    while length < LARGE:
        number += 1
        text = SENTENCE * 6
        kind, attrs = ("heading", {"level": 2}) if number % 8 == 1 else ("paragraph", {})
        said = f"Partie {number}" if kind == "heading" else text
        blocks.append(Node(kind, {"id": f"n{number}", **attrs}, (Node("text", text=said),)))
        length += len(said.encode())
    return Draft(
        lines={"title": "Une longue fiche", "summary": SENTENCE}, bodies={"body": tuple(blocks)}
    )


def typed(document: CoeditDocument, pieces: Iterator[str]) -> list[bytes]:
    """The updates of a person who types, one for each piece."""
    doc = crdt.load([bytes(document.snapshot)])
    body: XmlFragment = doc.get("body", type=XmlFragment)
    with doc.transaction():
        text = body.children.append(XmlElement("paragraph")).children.append(XmlText(""))
    updates, seen = [], Doc().get_state()
    for piece in pieces:
        with doc.transaction():
            text.insert(len(text), piece)
        updates.append(doc.get_update(seen))
        seen = doc.get_state()
    return updates


def store(document: CoeditDocument, updates: list[bytes], author: int) -> None:
    """Put updates into the log, folded as the jobs do, the last ones left in the tail."""
    tail = min(TAIL, len(updates) // 2)
    for start in range(0, len(updates) - tail, 1000):
        log.store_one(document, updates[start : min(start + 1000, len(updates) - tail)], author)
        folding.fold(document.pk)
    log.store_one(document, updates[-tail:], author)


def main() -> None:
    """Make everything and print it."""
    create_root_pages("Bench")
    group = Group.objects.create(
        name="Banc", slug="banc", kind=Kind.THEME, openness=Openness.OPEN, purpose="Mesurer."
    )
    persons = [
        User.objects.create(email=f"banc-{n}@example.org", first_name="Banc", last_name=str(n))
        for n in range(PERSONS)
    ]
    for person in persons:
        GroupMembership.objects.create(group=group, user=person)
    by = persons[0]

    def sheet(title: str) -> tuple[int, CoeditDocument]:
        page = create_sheet(group, title, by)
        return page.pk, services.open_document(KIND, page.pk)

    def told(made: tuple[int, CoeditDocument]) -> dict[str, Any]:
        return {"pk": made[0], "path": addresses_of(made[1])["socket"]}

    large, many, few = sheet("Longue"), sheet("Dix mille frappes"), sheet("Dix frappes")
    services.replace_text(KIND, large[0], large_draft(), by)
    folding.fold(large[1].pk)
    said = (SENTENCE * (KEYS // len(SENTENCE) + 1))[:KEYS]
    store(many[1], typed(many[1], iter(said)), by.pk)
    store(few[1], typed(few[1], (said[n : n + 1000] for n in range(0, KEYS, 1000))), by.pk)
    answer = {
        "cookie": settings.SESSION_COOKIE_NAME,
        "sessions": [session_of(person) for person in persons],
        "flood": [told(sheet(f"Fiche {n}")) for n in range(FLOOD)],
        "large": told(large),
        "many": told(many),
        "few": told(few),
    }
    print(json.dumps(answer))
