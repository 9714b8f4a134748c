"""The demonstration accounts of the public, one for each role of the platform, and what each holds."""

from django.db.models import Count

from connect.accounts.models import User
from connect.demo.people import DemoPerson, create_persons
from connect.memberships.enums import Origin, Role
from connect.memberships.models import Membership, NetworkAnimator
from connect.offers.selectors import visible_to
from connect.structures.models import LocalNetwork, Structure

PUBLIC = (
    DemoPerson(
        role="utilisateur",
        label="Utilisateur avec compte",
        first_name="Utilisatrice",
        purpose="Un compte et rien d’autre\u00a0: profil, connexions, données, structure à rejoindre.",
    ),
    DemoPerson(
        role="contributeur",
        label="Contributeur de deux structures",
        first_name="Accompagnatrice",
        purpose="Tenir à jour les fiches de deux structures et proposer des corrections.",
    ),
    DemoPerson(
        role="responsable",
        label="Administrateur d’une structure",
        first_name="Responsable",
        purpose="Décider qui appartient à sa structure, inviter, retirer.",
    ),
    DemoPerson(
        role="animateur",
        label="Co-animateur d’un réseau local",
        first_name="Animatrice",
        purpose="Suivre les fiches des structures de son territoire, et d’aucun autre.",
    ),
)


def _structures() -> list[Structure]:
    """The three structures that have the most offers anybody can see: their sheets are worth a visit."""
    busiest = (
        visible_to(None)
        .order_by()
        .values("structure")
        .annotate(total=Count("pk"))
        .order_by("-total", "structure")[:3]
    )
    found = Structure.objects.in_bulk([row["structure"] for row in busiest])
    return [found[row["structure"]] for row in busiest]


def _join(user: User, structure: Structure, role: Role) -> None:
    if not Membership.objects.filter(user=user, structure=structure).exists():
        Membership.objects.create(user=user, structure=structure, role=role, origin=Origin.STAFF)


def load_public_persons(password: str = "") -> None:
    """Create the accounts that are missing with what they hold; what a person ended stays ended.

    Args:
        password: shared by all; without it they sign in by code only.
    """
    made = create_persons(PUBLIC, password)
    held = _structures()
    for structure in held[:2]:
        _join(made["contributeur"], structure, Role.CONTRIBUTOR)
    for structure in held[2:3]:
        _join(made["responsable"], structure, Role.ADMINISTRATOR)
    network = LocalNetwork.objects.order_by("pk").first()
    animator = made["animateur"]
    if network and not NetworkAnimator.objects.filter(user=animator).exists():
        NetworkAnimator.objects.create(user=animator, network=network)
