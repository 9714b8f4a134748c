"""Makes the links of « Toujours exact », finds who holds one, withdraws them."""

import datetime
from collections.abc import Iterable

from django.conf import settings
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from connect.common.clock import today
from connect.outreach.models import ExactLink, Target
from connect.outreach.receiving import all_holders
from connect.outreach.secrets import digest, new_nonce, secret_of

VALID_DAYS = 60
# A link is forgotten this long after its last day.
KEPT_DAYS = 90
LONGEST_SECRET = 100


def make_links(targets: Iterable[Target]) -> list[ExactLink]:
    """Make one link for each structure asked, for its receiver of today.

    Args:
        targets: saved targets that have a receiver.
    """
    last = today() + datetime.timedelta(days=VALID_DAYS)
    made = []
    for target in targets:
        nonce = new_nonce()
        made.append(
            ExactLink(
                target=target,
                recipient=target.recipient,
                nonce=nonce,
                digest=digest(secret_of(nonce)),
                expires_on=last,
            )
        )
    return ExactLink.objects.bulk_create(made)


def address_of(link: ExactLink) -> str:
    """The whole address that is mailed."""
    return settings.WAGTAILADMIN_BASE_URL + reverse("exact", args=[secret_of(link.nonce)])


def working() -> Q:
    """Condition of a link that still works today."""
    return Q(revoked_at__isnull=True, expires_on__gte=today())


def links_for(targets: Iterable[Target]) -> dict[int, ExactLink]:
    """The last working link of each target, made for its receiver of now; one statement."""
    held = {one.pk: one.recipient for one in targets}
    found: dict[int, ExactLink] = {}
    for link in ExactLink.objects.filter(working(), target__in=held).order_by("made_at", "pk"):
        if link.recipient == held[link.target_id]:
            found[link.target_id] = link
    return found


def find(secret: str) -> ExactLink | None:
    """The link that a secret opens, `None` when it is guessed, ended, withdrawn, or when its receiver changed."""
    if len(secret) > LONGEST_SECRET:
        return None
    rows = ExactLink.objects.filter(working(), digest=digest(secret))
    link = rows.select_related(
        "target__campaign", "target__structure__entity", "target__user"
    ).first()
    return link if link is not None and still_receives(link) else None


def still_receives(link: ExactLink) -> bool:
    """Whether whoever was mailed still receives for the structure."""
    structure = link.target.structure_id
    if structure is None:
        return False
    return link.recipient in all_holders([structure])[structure]


def revoke(links: Iterable[ExactLink]) -> int:
    """Withdraw links; returns how many were working."""
    keys = [one.pk for one in links]
    return ExactLink.objects.filter(working(), pk__in=keys).update(revoked_at=timezone.now())


def forget_old_links() -> int:
    """Delete links that ended long ago; returns how many."""
    old = today() - datetime.timedelta(days=KEPT_DAYS)
    return ExactLink.objects.filter(expires_on__lt=old).delete()[0]
