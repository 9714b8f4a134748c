"""What awaits an answer about structures in the demonstration: a request, an invitation, a domain, two claims."""

from django.db import transaction

from connect.accounts.models import User
from connect.memberships import claiming, domains, inviting, requesting
from connect.memberships.claiming import Described
from connect.memberships.enums import Role
from connect.memberships.models import Claim, Invitation, JoinRequest, Membership, StructureDomain
from connect.memberships.selectors import administered
from connect.structures.finding import host_of
from connect.structures.models import Structure
from connect.structures.selectors import visible_to
from connect.taxonomy.enums import Level
from connect.taxonomy.models import Territory

NEW = "La Fabrique des communs"
COLLEAGUE, CANDIDATE = "collegue@example.org", "candidate@example.org"


def _person(role: str) -> User | None:
    return User.objects.filter(email=f"{role}@example.org").first()


@transaction.atomic
def load_belonging() -> None:
    """Write what is missing; what somebody answered stays answered."""
    boss, visitor = _person("responsable"), _person("utilisateur")
    mine = Membership.objects.filter(
        user=boss, role=Role.ADMINISTRATOR, ended_at__isnull=True
    ).select_related("structure")
    held = mine.order_by("pk").first()
    if boss is not None and held is not None:
        _around(held.structure, boss, visitor)
    if not Claim.objects.exists():
        _claims(visitor)


def _around(structure: Structure, boss: User, visitor: User | None) -> None:
    if visitor is not None and not JoinRequest.objects.filter(user=visitor).exists():
        requesting.ask_to_join(
            visitor, structure, message="Je suis bénévole ici depuis deux ans et je tiens le site."
        )
    if not Invitation.objects.filter(structure=structure).exists():
        inviting.invite(COLLEAGUE, structure, Role.CONTRIBUTOR, by=boss)
    host = host_of(structure.website)
    if host and not StructureDomain.objects.filter(structure=structure).exists():
        domains.ask_domain(structure, host, by=boss)


def _claims(visitor: User | None) -> None:
    commune = Territory.objects.filter(level=Level.COMMUNE, code="44109").first()
    described = Described(
        name=NEW,
        nature="association",
        commune=commune,
        description="Un lieu partagé où des associations mettent en commun locaux, outils et comptabilité.",
    )
    kept = claiming.submit(described, position="coordinatrice", address=CANDIDATE)
    claiming.confirm(claiming.link_of(kept.claim) or "")
    free = visible_to(None).exclude(administered()).order_by("reference").first()
    if visitor is not None and free is not None:
        claiming.submit(free, position="chargée de développement", user=visitor)
