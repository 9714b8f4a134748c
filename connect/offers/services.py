"""Verbs that change the catalogue: each checks, does, keeps the history and refreshes what shows offers."""

import secrets
from collections.abc import Collection, Iterable, Mapping

from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models, transaction

from connect.common import history
from connect.common.clock import today
from connect.offers import permissions
from connect.offers.enums import Kind, Status
from connect.offers.models import CatalogueChange, CatalogueStamp, Offer
from connect.search import services as search

BOOKKEEPING = ("imported_values", "created_at", "slug")
# Beyond this many offers, reading the whole catalogue again costs less than following them one by one.
MANY = 500
# How many versions a process may lag behind and still follow offer by offer.
KEPT_CHANGES = 1000
PREFIXES = {Kind.FUNDING: "FIN", Kind.ACCOMPANIMENT: "ACC", Kind.CALL: "AAP"}


def refresh_catalogue(offer_ids: Collection[int] | None) -> None:
    """Have every process read these offers again, and the search index follow.

    Args:
        offer_ids: the offers touched; `None` when labels or mappings changed and all must be read again.
    """
    with transaction.atomic():
        stamp = CatalogueStamp.objects.select_for_update().first()
        stamp = stamp or CatalogueStamp.objects.get_or_create(pk=1)[0]
        stamp.version += 1
        stamp.token = secrets.token_hex(16)
        stamp.save()
        everything = offer_ids is None or len(offer_ids) > MANY
        touched: Iterable[int | None] = [None] if everything else offer_ids or ()
        CatalogueChange.objects.bulk_create(
            CatalogueChange(version=stamp.version, token=stamp.token, offer_id=pk) for pk in touched
        )
        if offer_ids is not None:
            search.index("offer", offer_ids)
        if stamp.version % KEPT_CHANGES == 0:
            CatalogueChange.objects.filter(version__lt=stamp.version - KEPT_CHANGES).delete()


def next_reference(kind: str) -> str:
    """The next free reference of a kind: FIN-164, ACC-181, AAP-182."""
    prefix = PREFIXES[Kind(kind)]
    taken = Offer.objects.filter(reference__startswith=f"{prefix}-").values_list(
        "reference", flat=True
    )
    numbers = [int(tail) for tail in (ref.partition("-")[2] for ref in taken) if tail.isdigit()]
    return f"{prefix}-{max(numbers, default=0) + 1:03d}"


@transaction.atomic
def save_offer(
    offer: Offer,
    *,
    links: Mapping[str, Collection[models.Model]] | None = None,
    by: AbstractBaseUser | None = None,
    refresh: bool = True,
    constraints: bool = True,
) -> list[history.Change]:
    """Save an offer with its vocabularies, keep its history and refresh the catalogue.

    Args:
        offer: new (a reference is given when it has none) or edited.
        links: many-to-many fields to set, by name.
        by: the person who edits, `None` for an import.
        refresh: `False` for a bulk import, which calls `refresh_catalogue` itself at its end.
        constraints: `False` leaves them to the database alone, twice as fast on many rows.

    Raises:
        ValidationError: when a field or a rule of the kind is not respected.
        IntegrityError: when the database refuses the row, with `constraints=False`.
    """
    links = links or {}
    stored = None
    if offer.pk:
        stored = Offer.objects.select_for_update(of=("self",)).get(pk=offer.pk)
    elif not offer.reference:
        offer.reference = next_reference(offer.kind)
    _check_kind(offer, links)
    offer.full_clean(validate_constraints=constraints)
    changes = history.changes_of(offer, stored, links, ignored=BOOKKEEPING)
    offer.save()
    for name, targets in links.items():
        getattr(offer, name).set(targets)
    if changes:
        history.record(offer, "wagtail.create" if stored is None else "wagtail.edit", changes, by)
        if refresh:
            refresh_catalogue([offer.pk])
    return changes


def _check_kind(offer: Offer, links: Mapping[str, Collection[models.Model]]) -> None:
    if links.get("accompaniment_types") and offer.kind != Kind.ACCOMPANIMENT:
        raise ValidationError(
            {"accompaniment_types": "Seul un accompagnement a des types d’accompagnement."}
        )
    if links.get("sectors") and offer.all_sectors:
        raise ValidationError(
            {"sectors": "« Tous secteurs » ne se combine pas avec une liste de secteurs."}
        )


@transaction.atomic
def change_status(
    offers: Iterable[Offer],
    status: Status,
    *,
    by: AbstractBaseUser,
    motive: str = "",
    note: str = "",
) -> int:
    """Bring offers to a state; validating also dates the verification.

    Args:
        offers: the offers; those already in that state are left alone.
        status: the state wanted.
        by: the person who decides.
        motive: required to hide.
        note: what to add to the motive.

    Returns:
        How many offers changed.

    Raises:
        PermissionDenied: when the person may not decide this.
        ValidationError: when a motive is missing.
    """
    if not permissions.may_set_status(by, status):
        raise PermissionDenied("Seule l’équipe de validation peut prendre cette décision.")
    if status == Status.HIDDEN and not motive:
        raise ValidationError("Pour masquer une offre, choisissez un motif.")
    asked = {offer.pk: offer for offer in offers}
    # Read again and locked in one order: two decisions at once wait for each other instead of crossing,
    # and what someone else has just saved is not written over.
    locked = Offer.objects.select_for_update(of=("self",)).filter(pk__in=asked).order_by("pk")
    changed = []
    for offer in locked:
        if (offer.status, offer.hidden_motive, offer.hidden_note) != (status, motive, note):
            offer.status, offer.hidden_motive, offer.hidden_note = status, motive, note
            if status == Status.VISIBLE:
                offer.verified_on = today()
            save_offer(offer, by=by, refresh=False)
            changed.append(offer.pk)
        asked[offer.pk].refresh_from_db(
            fields=["status", "hidden_motive", "hidden_note", "verified_on"]
        )
    if changed:
        refresh_catalogue(changed)
    return len(changed)


@transaction.atomic
def confirm_exact(offer: Offer, *, by: AbstractBaseUser | None = None, how: str = "") -> bool:
    """Date the verification of an offer that somebody who knows it says is still true; nothing else changes.

    Args:
        offer: the offer, brought up to date.
        by: the person who confirms, `None` for somebody without account.
        how: how it was confirmed, for the history, such as « confirmé par la structure ».

    Returns:
        Whether the offer is still shown to the public, and was therefore dated; the same day twice counts once.
    """
    locked = (
        Offer.objects.select_for_update(of=("self",)).select_related("structure").get(pk=offer.pk)
    )
    if locked.status != Status.VISIBLE or not locked.structure.is_public:
        return False
    day = today()
    if locked.verified_on != day:
        before = "" if locked.verified_on is None else str(locked.verified_on)
        changes = [history.Change("verified_on", "vérifiée le", before, str(day))]
        if how:
            changes.append(history.Change("verified_on", "vérification", "", how))
        # The rest of the sheet is not judged here: a fault elsewhere must not refuse what is confirmed.
        locked.verified_on = day
        locked.save(update_fields=["verified_on", "updated_at"])
        history.record(locked, "wagtail.edit", changes, by)
        refresh_catalogue([locked.pk])
    offer.verified_on = day
    return True
