"""What the chamber decides of a « référencement »: accept, link to a structure of the directory, or refuse."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from connect.accounts.models import User
from connect.accounts.services import person_of_confirmed_address
from connect.common.clock import today
from connect.common.sanitising import plain_text
from connect.memberships.claiming import held_for_decision
from connect.memberships.enums import ClaimState, Origin, Role
from connect.memberships.models import Claim
from connect.memberships.permissions import may_check_claims
from connect.memberships.services import enter
from connect.notifications.services import notify
from connect.structures.directory import add_structure
from connect.structures.finding import same_structure
from connect.structures.models import LocalNetwork, Structure

LONGEST_MOTIVE = 1000


def _held(pk: int, by: User) -> Claim | None:
    if not may_check_claims(by):
        raise PermissionDenied("Seule l’équipe de validation décide d’un référencement.")
    return held_for_decision(pk)


@transaction.atomic
def accept(
    pk: int, *, by: User, role: str = Role.ADMINISTRATOR, public: bool = False
) -> Claim | None:
    """Make the person a member; a structure that the directory does not have is added first.

    Of two claims of one new structure, the second joins what the first had added.

    Args:
        pk: the claim.
        by: who decides.
        role: what the person becomes.
        public: whether an added structure is shown at once; otherwise it waits until the chamber shows it.

    Returns:
        The claim, `None` when it was decided meanwhile.

    Raises:
        PermissionDenied: for who does not check claims.
        ValidationError: when the structure was merged away, or the account is closed.
    """
    claim = _held(pk, by)
    if claim is None:
        return None
    if claim.structure is None:
        claim.structure = same_structure(claim.name, claim.commune) or _added(claim, by, public)
    return _accepted(claim, claim.structure, by, role)


@transaction.atomic
def link(pk: int, reference: str, *, by: User, role: str = Role.ADMINISTRATOR) -> Claim | None:
    """Make the person a member of a structure of the directory, which is what they meant.

    Args:
        pk: the claim.
        reference: of the structure: STR-012.
        by: who decides.
        role: what the person becomes.

    Returns:
        The claim, `None` when it was decided meanwhile.

    Raises:
        PermissionDenied: for who does not check claims.
        ValidationError: when there is no such structure.
    """
    claim = _held(pk, by)
    if claim is None:
        return None
    found = Structure.objects.filter(reference__iexact=reference.strip()).first()
    if found is None or found.merged_into_id is not None:
        raise ValidationError(
            {"reference": "Aucune structure n’a cette référence ; elle s’écrit comme STR-012."}
        )
    claim.structure = found
    return _accepted(claim, found, by, role)


@transaction.atomic
def refuse(pk: int, *, by: User, motive: str) -> Claim | None:
    """Refuse, and mail the motive.

    Returns:
        The claim, `None` when it was decided meanwhile.

    Raises:
        PermissionDenied: for who does not check claims.
        ValidationError: without a motive.
    """
    motive = plain_text(motive)
    if not motive or len(motive) > LONGEST_MOTIVE:
        raise ValidationError({"motive": "Dites pourquoi en 1 000 caractères au plus."})
    claim = _held(pk, by)
    if claim is None:
        return None
    claim.motive = motive
    _decided(claim, ClaimState.REFUSED, by)
    notify("referencement-decide", key=f"claim:{claim.pk}", to=claim.user or claim.address)
    return claim


def _accepted(claim: Claim, structure: Structure, by: User, role: str) -> Claim:
    # The address was confirmed by mail: whoever holds it has, or is given, an account.
    person = claim.user or person_of_confirmed_address(claim.address)
    entry = enter(person, structure, role, Origin.CLAIM, by=by)
    claim.user = person
    _decided(claim, ClaimState.ACCEPTED, by)
    notify("referencement-decide", key=f"claim:{claim.pk}", to=entry.membership.user)
    return claim


def _decided(claim: Claim, state: ClaimState, by: User) -> None:
    claim.state, claim.decided_at, claim.decided_by = state, timezone.now(), by
    claim.save()


def _added(claim: Claim, by: User, public: bool) -> Structure:
    commune = claim.commune
    grounds = [commune.pk, commune.epci_id, commune.parent_id] if commune is not None else []
    networks = LocalNetwork.objects.filter(territory_id__in=[pk for pk in grounds if pk])
    found = list(networks.order_by("pk")[:2])
    structure = Structure(
        name=claim.name,
        nature=claim.nature,
        description=claim.description,
        website=claim.website,
        email=claim.email,
        commune=commune,
        commune_name=commune.name if commune else "",
        epci=commune.epci if commune else None,
        department=commune.parent if commune else None,
        # With several networks on one territory, a person chooses.
        local_network=found[0] if len(found) == 1 else None,
        is_public=public,
        referenced_on=today(),
        verified_on=today() if public else None,
    )
    return add_structure(structure, by=by)
