"""The history of a sheet, for the members of its structure: who, when, which field before and after."""

import datetime
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.text import capfirst
from wagtail.log_actions import registry as log_registry

from connect.accounts.selectors import staff
from connect.common.french import day_long
from connect.contributions.deciding import PROPOSED
from connect.contributions.enums import Subject
from connect.contributions.sheets.questions import questions_of
from connect.memberships.models import Membership
from connect.offers.models import Offer
from connect.structures.models import Structure

MOST_SHOWN = 100
CHAMBER = "La CRESS"
NO_ACCOUNT = "Une personne de la structure, sans compte"
CONFIRMED = "vérification"
"""Label under which the offers' `confirm_exact` says how a sheet was confirmed."""
# What members may read besides the questions of their sheet; notes between staff are not theirs.
_ALSO = frozenset({"status", "verified_on", "structure", "kind", "all_sectors", "entity"})
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


@dataclass(frozen=True)
class Step:
    """One field before and after."""

    label: str
    before: str
    after: str


@dataclass(frozen=True)
class Event:
    """One line of the history.

    Attributes:
        at: when.
        who: whose change it is.
        accepted: whether the chamber accepted what a member wrote.
        steps: the fields.
        made: whether the sheet was made then.
    """

    at: datetime.datetime
    who: str
    accepted: bool
    steps: tuple[Step, ...]
    made: bool


def history_of(sheet: Offer | Structure) -> list[Event]:
    """The latest events, the most recent first; a constant number of statements."""
    shown = _shown(sheet)
    entries = log_registry.get_logs_for_instance(sheet).select_related("user")
    latest = list(entries.order_by("-timestamp", "-pk")[: 2 * MOST_SHOWN])
    latest.reverse()
    structure = sheet.structure if isinstance(sheet, Offer) else sheet
    members = _members(structure, latest)
    events: list[Event] = []
    author = ""
    for entry in latest:
        if entry.action == PROPOSED:
            author = entry.user.shown_name if entry.user else "Un membre de la structure"
            continue
        steps = tuple(
            Step(capfirst(str(change["label"])), _told(change["before"]), _told(change["after"]))
            for change in entry.data.get("changes") or ()
            if change["field"] in shown
        )
        made = entry.action == "wagtail.create"
        if steps or made:
            who = author or _who(entry, members)
            events.append(Event(entry.timestamp, who, bool(author), steps, made))
        author = ""
    events.reverse()
    return events[:MOST_SHOWN]


def _who(entry: Any, members: Mapping[int, str]) -> str:
    """Whose change it is: a member, somebody who confirmed from a link without an account, or the chamber."""
    confirmed = any(change["label"] == CONFIRMED for change in entry.data.get("changes") or ())
    if entry.user_id is None and confirmed:
        return NO_ACCOUNT
    return members.get(entry.user_id, CHAMBER)


def _shown(sheet: Offer | Structure) -> frozenset[str]:
    subject = sheet.kind if isinstance(sheet, Offer) else Subject.STRUCTURE
    asked = {question.name for question in questions_of(subject)}
    return _ALSO | asked | {"commune_name", "department", "epci", "is_public"}


def _told(value: object) -> str:
    """A value of the log, its dates in full."""
    text = str(value)
    return day_long(datetime.date.fromisoformat(text)) if _DAY.fullmatch(text) else text


def _members(structure: Structure, entries: Iterable[Any]) -> dict[int, str]:
    """Names of those who acted for the structure; everybody else is the chamber."""
    users = {entry.user_id for entry in entries if entry.user_id}
    rows = Membership.objects.filter(structure=structure, user_id__in=users).exclude(
        user__in=staff()
    )
    return {row.user_id: row.user.shown_name for row in rows.select_related("user").order_by("pk")}
