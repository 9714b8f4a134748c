"""Reads of what is known of addresses."""

from collections.abc import Iterable

from django.db.models import Q, QuerySet

from connect.common.clock import today
from connect.links.enums import REPORTED
from connect.links.models import LinkCheck, hash_of


def reported() -> QuerySet[LinkCheck]:
    """Addresses that a person should look at: dead, dangerous or moved, and not judged good for now.

    Join on the address that things show now (`link__in=reported().values("url")`): a link that was corrected
    is then reported no longer, at once.
    """
    kept = Q(kept_until__gte=today())
    return LinkCheck.objects.filter(~kept | Q(kept_until=None), state__in=REPORTED)


def by_address(urls: Iterable[str]) -> dict[str, LinkCheck]:
    """What is known of these addresses, in one statement."""
    hashes = {hash_of(url) for url in urls}
    return {
        check.url: check for check in LinkCheck.objects.filter(url_hash__in=hashes).order_by("pk")
    }
