"""The demonstration accounts of the public, one for each role of the platform, and what each holds."""

from django.db.models import Count

from connect.accounts.models import User
from connect.demo.people import DemoPerson, create_persons
from connect.groups.enums import Role as GroupRole
from connect.groups.models import Group, GroupMembership
from connect.memberships.enums import Origin, Role
from connect.memberships.models import Membership, NetworkAnimator
from connect.offers.selectors import visible_to
from connect.structures.models import LocalNetwork, Structure
from connect.structures.selectors import visible_to as structures_seen

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
        role="animateur_local",
        label="Co-animateur d’un réseau local",
        first_name="Animatrice",
        purpose="Suivre les fiches des structures de son territoire, et d’aucun autre.",
    ),
    DemoPerson(
        role="financeur",
        label="Contributeur d’une structure qui finance",
        first_name="Financeur",
        purpose="Tenir à jour des financements et des appels à projets.",
    ),
    DemoPerson(
        role="accompagnateur",
        label="Contributeur d’une structure qui accompagne",
        first_name="Accompagnateur",
        purpose="Tenir à jour des accompagnements.",
    ),
    DemoPerson(
        role="accueil",
        label="Contributeur d’une structure qui accueille et oriente",
        first_name="Chargée d’accueil",
        purpose="Répondre pour quelqu’un, et tenir la fiche d’une structure sans offre.",
    ),
    DemoPerson(
        role="membre_connect",
        label="Acteur-ressource, membre d’ESSor Connect",
        first_name="Actrice-ressource",
        purpose="Demander à rejoindre un groupe, choisir ses messages.",
    ),
    DemoPerson(
        role="expert",
        label="Expert de l’annuaire",
        first_name="Expert",
        purpose="Un compte\u00a0; l’annuaire des experts viendra.",
    ),
    DemoPerson(
        role="membre_groupe",
        label="Membre d’un groupe projet",
        first_name="Membre",
        purpose="Lire la page d’un groupe et qui en fait partie.",
    ),
    DemoPerson(
        role="referent_administrateur",
        label="Référent administrateur d’un groupe",
        first_name="Référente élue",
        purpose="Accepter des demandes, inviter, donner des rôles dans un groupe.",
    ),
    DemoPerson(
        role="referent_salarie",
        label="Référent salarié d’un groupe",
        first_name="Référent salarié",
        purpose="Animer un groupe au quotidien.",
    ),
)
IN_A_GROUP = {
    "membre_groupe": GroupRole.MEMBER,
    "referent_administrateur": GroupRole.ELECTED_LEAD,
    "referent_salarie": GroupRole.STAFF_LEAD,
}
# What a structure does, by the person who acts for one.
OF_A_KIND = {
    "financeur": "is_funder",
    "accompagnateur": "is_accompanier",
    "accueil": "is_orienter",
}


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


def _one_that(does: str, others: list[int]) -> Structure | None:
    """The first structure with this activity and no other, which nobody else of the demonstration holds."""
    wanted = {kind: kind == does for kind in OF_A_KIND.values()}
    return structures_seen(None).filter(**wanted).exclude(pk__in=others).order_by("pk").first()


def _enter_a_group(made: dict[str, User]) -> None:
    group = Group.objects.filter(archived_at__isnull=True).order_by("pk").first()
    for role, place in IN_A_GROUP.items():
        known = GroupMembership.objects.filter(user=made[role])
        if group is not None and not known.exists():
            GroupMembership.objects.create(group=group, user=made[role], role=place)


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
    for role, does in OF_A_KIND.items():
        found = _one_that(does, [one.pk for one in held])
        if found is not None:
            _join(made[role], found, Role.CONTRIBUTOR)
    _enter_a_group(made)
    network = LocalNetwork.objects.order_by("pk").first()
    animator = made["animateur_local"]
    if network and not NetworkAnimator.objects.filter(user=animator).exists():
        NetworkAnimator.objects.create(user=animator, network=network)
