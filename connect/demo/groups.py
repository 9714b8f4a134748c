"""Groups of the demonstration: one of each openness, on subjects of the region, led by the staff's accounts."""

from dataclasses import dataclass

from django.db import transaction

from connect.accounts.enums import StaffRole
from connect.accounts.models import User
from connect.demo.people import address
from connect.groups.enums import Kind, Openness, Role
from connect.groups.models import Group, GroupMembership
from connect.groups.services import save_group
from connect.taxonomy.enums import Level
from connect.taxonomy.models import Territory, Theme

REGION = "52"


@dataclass(frozen=True)
class Told:
    """A group of the demonstration.

    Attributes:
        name: its name.
        kind: project or theme.
        openness: how one joins.
        purpose: what for.
        themes: codes of themes.
        people: role of the staff account, and what it is in the group.
    """

    name: str
    kind: Kind
    openness: Openness
    purpose: str
    themes: tuple[str, ...]
    people: tuple[tuple[StaffRole, Role], ...]


GROUPS = (
    Told(
        name="Accompagnement, financement, orientation",
        kind=Kind.PROJECT,
        openness=Openness.ON_REQUEST,
        purpose=(
            "Faire connaître les aides et les accompagnements qui existent dans la région, et les rendre plus faciles"
            " à trouver.\n\nLe groupe réunit des adhérents de la CRESS et des partenaires. Il se rencontre trois ou"
            " quatre fois par an. Entre deux rencontres, chacun peut contribuer. La participation est volontaire."
        ),
        themes=("financer", "accompagner"),
        people=(
            (StaffRole.ADMINISTRATOR, Role.ELECTED_LEAD),
            (StaffRole.MODERATOR, Role.STAFF_LEAD),
            (StaffRole.EDITOR, Role.DEPUTY),
            (StaffRole.PUBLISHER, Role.MEMBER),
        ),
    ),
    Told(
        name="Qualité de l’accompagnement",
        kind=Kind.THEME,
        openness=Openness.OPEN,
        purpose=(
            "Échanger entre personnes qui accompagnent des projets\u00a0: ce qui marche, ce qui bloque, ce qu’un"
            " accompagnement de qualité doit à la personne. Le groupe prépare un texte de référence commun."
        ),
        themes=("accompagner_qualite", "accompagner_posture"),
        people=((StaffRole.MODERATOR, Role.STAFF_LEAD), (StaffRole.EDITOR, Role.MEMBER)),
    ),
    Told(
        name="Suivi du prestataire de la plateforme",
        kind=Kind.PROJECT,
        openness=Openness.PRIVATE,
        purpose=(
            "Suivre le cahier des charges, la consultation et les livraisons du prestataire. Le groupe garde la trace"
            " des décisions et de ce que chacun a promis."
        ),
        themes=(),
        people=((StaffRole.ADMINISTRATOR, Role.ELECTED_LEAD), (StaffRole.MODERATOR, Role.STAFF_LEAD)),
    ),
)  # fmt: skip


@transaction.atomic
def load_groups() -> None:
    """Write the groups that are missing; what people changed since stays."""
    for told in GROUPS:
        if Group.objects.filter(name=told.name).exists():
            continue
        territory = Territory.objects.filter(level=Level.REGION, code=REGION).first()
        group = Group(
            name=told.name,
            kind=told.kind,
            openness=told.openness,
            purpose=told.purpose,
            territory=territory,
        )
        themes = Theme.objects.filter(code__in=told.themes).order_by("code")
        save_group(group, {"themes": list(themes)}, None)
        for staff, role in told.people:
            user = User.objects.filter(email=address(staff)).first()
            if user is not None:
                GroupMembership.objects.create(group=group, user=user, role=role)
