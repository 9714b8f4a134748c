"""Checks of three links of the demonstration, invented: its addresses are examples, which nobody asks."""

import datetime
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from connect.common.french import quoted
from connect.links.enums import LinkState
from connect.links.judging import host_of
from connect.links.models import LinkCheck, hash_of
from connect.offers.models import Offer
from connect.structures.models import Structure

# The real round would find out that these are examples: it is kept from seeing them while the demonstration lasts.
UNSEEN_FOR = datetime.timedelta(days=3650)
# What the real round may have written before the demonstration was loaded.
UNTOLD = (LinkState.UNKNOWN, LinkState.RESERVED)


@dataclass(frozen=True)
class Told:
    """What would have been found of a link.

    Attributes:
        reference: of the offer, or of the structure, that shows it.
        state: dead or moved.
        reason: as `connect.links.judging` words it.
        days_ago: for how long.
        status_code: what the site would have answered, if anything.
        final_path: where the page would have moved, on the same site.
    """

    reference: str
    state: LinkState
    reason: str
    days_ago: int
    status_code: int | None = None
    final_path: str = ""


CHECKS = (
    Told("FIN-010", LinkState.DEAD, f"Cette page répond {quoted('introuvable')}", 20, 404),
    Told(
        "FIN-002", LinkState.MOVED, "Cette page a changé d’adresse", 13, 200,
        "/aides/patrimoine/pret-de-demarrage",
    ),
    Told("STR-028", LinkState.DEAD, "Le certificat de sécurité de ce site est périmé", 6),
)  # fmt: skip


@transaction.atomic
def load_link_checks() -> None:
    """Write the checks that are missing, of addresses that nobody has corrected since they were imported."""
    for told in CHECKS:
        url = _untouched(told.reference)
        check = LinkCheck.objects.filter(url_hash=hash_of(url)).first()
        if url and (check is None or check.state in UNTOLD):
            _write(told, url)


def _untouched(reference: str) -> str:
    """The address shipped with an offer or a structure, empty once somebody changed it."""
    offer = Offer.objects.filter(reference=reference).first()
    structure = Structure.objects.filter(reference=reference).first()
    if offer is not None:
        return offer.link if offer.link == offer.imported_values.get("link") else ""
    if structure is not None:
        shipped = structure.imported_values.get("website")
        return structure.website if structure.website == shipped else ""
    return ""


def _write(told: Told, url: str) -> None:
    now = timezone.now()
    first = now - datetime.timedelta(days=told.days_ago)
    dead = told.state == LinkState.DEAD
    site = "/".join(url.split("/")[:3])
    found = {
        "url": url,
        "host": host_of(url),
        "state": told.state,
        "state_since": timezone.localdate(first),
        "status_code": told.status_code,
        "final_url": f"{site}{told.final_path}" if told.final_path else "",
        "reason": told.reason,
        "failures": 2 + told.days_ago // 7 if dead else 0,
        "first_failed_at": first if dead else None,
        "checked_at": now - datetime.timedelta(hours=9),
        "next_check_at": now + UNSEEN_FOR,
    }
    LinkCheck.objects.update_or_create(url_hash=hash_of(url), defaults=found)
