"""What the duties about offers share: where to look, how to reach the structure, how a decision is taken."""

from collections.abc import Mapping
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.urls import reverse
from django.utils.text import Truncator, capfirst

from connect.common.french import quoted
from connect.offers import permissions, services
from connect.offers.enums import HiddenMotive, Kind, Status
from connect.offers.models import Offer
from connect.structures.models import Structure
from connect.upkeep.registry import AlreadyDone, Question, Verb

SHORT = 240

HIDE = Verb(
    code="masquer",
    label="Masquer",
    past="masquée",
    questions=(
        Question(
            name="motive", label="Motif", kind="choice", choices=tuple(HiddenMotive.choices)
        ),
        Question(
            name="note", label="Précision", required=False, help="Demandée pour « Autre motif »."
        ),
    ),
)  # fmt: skip


def may_validate(user: AbstractBaseUser) -> bool:
    """Whether the person decides what the public sees."""
    return permissions.may_set_status(user, Status.VISIBLE)


def edit_url(offer: Offer) -> str:
    """Where the offer is written."""
    return reverse("appels:edit" if offer.kind == Kind.CALL else "offres:edit", args=[offer.pk])


def short(text: str) -> str:
    """The beginning of a long text."""
    return Truncator(text).chars(SHORT)


def present(*pairs: tuple[str, str]) -> tuple[tuple[str, str], ...]:
    """The pairs that say something."""
    return tuple(pair for pair in pairs if pair[1])


def contacts(offer: Offer) -> tuple[tuple[str, str], ...]:
    """The page of the offer, and how to ask the structure that proposes it."""
    structure = offer.structure
    email, phone = offer.email or structure.email, offer.phone or structure.phone
    return present(
        ("Page de l’offre", offer.link),
        *reach(email, phone),
        ("Site de la structure", "" if offer.link else structure.website),
    )


def reach(email: str, phone: str) -> tuple[tuple[str, str], ...]:
    """A mail address and a telephone number as addresses to open."""
    return (
        (email, f"mailto:{email}" if email else ""),
        (phone, f"tel:{''.join(phone.split())}" if phone else ""),
    )


def structure_contacts(structure: Structure) -> tuple[tuple[str, str], ...]:
    """How to reach a structure."""
    return present(
        *reach(structure.email, structure.phone), ("Site de la structure", structure.website)
    )


def decide(
    offer: Offer, status: Status, user: AbstractBaseUser, *, motive: str = "", note: str = ""
) -> None:
    """Bring an offer to a state.

    Raises:
        AlreadyDone: when it is already there.
        PermissionDenied: when the person may not decide this.
        ValidationError: in words that name the fault of the sheet.
    """
    try:
        if not services.change_status([offer], status, by=user, motive=motive, note=note):
            raise AlreadyDone
    except ValidationError as error:
        raise in_words(error) from error


def hide(offer: Offer, user: AbstractBaseUser, typed: Mapping[str, str]) -> str:
    """Hide an offer for the motive typed; returns the sentence of what was done.

    Raises:
        ValidationError: when the motive says nothing by itself and no precision was given.
    """
    motive, note = typed["motive"], typed["note"]
    if motive == HiddenMotive.OTHER and not note:
        raise ValidationError({"note": "Précisez le motif en quelques mots."})
    decide(offer, Status.HIDDEN, user, motive=motive, note=note)
    return f"Masquée : {HiddenMotive(motive).label}."


def in_words(error: ValidationError) -> ValidationError:
    """The faults of a sheet in one sentence: its fields are not on the Monday page."""
    if not hasattr(error, "error_dict"):
        return error
    said = []
    for name, faults in error.error_dict.items():
        words = " ".join(message for fault in faults for message in fault.messages)
        said.append(words if name == NON_FIELD_ERRORS else f"{_label(name)} : {words}")
    return ValidationError(f"La fiche est à corriger d’abord. {' '.join(said)}")


def _label(name: str) -> str:
    field: Any = Offer._meta.get_field(name)
    return quoted(capfirst(str(field.verbose_name)))
