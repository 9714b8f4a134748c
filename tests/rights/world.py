"""A small world with something to hide in each room, and one person for each role."""

from dataclasses import dataclass, field

from wagtail.models import Page

from connect.accounts.models import User
from connect.coedit import schema
from connect.coedit import services as coedit
from connect.coedit.draft import Draft
from connect.groups.enums import Role as GroupRole
from connect.groups.models import Group
from connect.memberships.inviting import PURPOSE
from connect.memberships.secrets_of_links import token_of
from connect.outreach.secrets import secret_of
from connect.structures.models import Structure
from tests.accounts.factories import UserFactory
from tests.contributions.factories import ProposalFactory
from tests.groups.factories import (
    GroupFactory,
    GroupInvitationFactory,
    GroupMembershipFactory,
    GroupRequestFactory,
)
from tests.harness.visitor import Visitor
from tests.memberships.factories import (
    ClaimFactory,
    InvitationFactory,
    JoinRequestFactory,
    MembershipFactory,
    NetworkAnimatorFactory,
    StructureDomainFactory,
)
from tests.notifications.factories import NoticeFactory
from tests.offers.factories import ErrorReportFactory, OfferFactory
from tests.orientation.factories import InquiryFactory, PlanFactory
from tests.outreach.factories import ExactLinkFactory, TargetFactory
from tests.structures.factories import LocalNetworkFactory, StructureFactory
from tests.taxonomy.factories import TerritoryFactory
from tests.toolbox.factories import SheetPageFactory
from toolbox import services as sheets
from toolbox.documents import KIND

# What stands in an address where nothing in particular is asked for; « 1 » for all the rest.
DEFAULTS = {"reference": "FIN-1", "external_id": "FIN-1", "section": "offres", "year": "2026"}
PLATFORM = ("utilisateur", "membre_connect", "expert")
STAFF = {
    "redaction": "editor",
    "validateur": "moderator",
    "diffusion": "publisher",
    "administrateur": "administrator",
}
WRITERS = ("contributeur", "administrateur_structure", "animateur_local")
DECIDERS = ("validateur", "administrateur")
CATALOGUE = ("redaction", "validateur", "administrateur")


@dataclass
class World:
    """What stands in the database.

    Attributes:
        people: who has each role; nobody for a visitor.
        values: what may stand in an address, by the name used in the table.
        secrets: words that only some roles may read, anywhere.
    """

    people: dict[str, User] = field(default_factory=dict)
    values: dict[str, str] = field(default_factory=dict)
    secrets: dict[str, frozenset[str]] = field(default_factory=dict)

    def sign_in(self, visitor: Visitor, role: str) -> None:
        """Make sure that a visitor is still signed in as a role, whatever the last page did."""
        if role not in self.people:
            return
        if visitor.session.get("_auth_user_id") != str(self.people[role].pk):
            visitor.force_login(self.people[role])

    def hide(self, word: str, *readers: str) -> str:
        """Note a word that only these roles may read.

        Returns:
            The word.
        """
        self.secrets[word] = frozenset(readers)
        return word


def build() -> World:
    """The whole world; its two structures are far from each other."""
    world = World()
    here, there = (
        TerritoryFactory(department=True, code=code, name=name)
        for code, name in (("53", "Mayenne"), ("85", "Vendée"))
    )
    ours = StructureFactory(name="Ateliers du Centre", department=here, email="a@example.org")
    theirs = StructureFactory(name="Ateliers du Sud", department=there, email="b@example.org")
    home = Page.objects.filter(depth=2).order_by("pk").first()
    world.values["absent"] = "999999"
    world.values["page-accueil"] = str(home.pk if home else 1)
    world.values |= {
        "structure": ours.reference,
        "adresse-structure": ours.slug,
        "entite": ours.entity.slug,
    }
    _people(world, ours, theirs)
    for code, place in (("animateur_local", here), ("animateur_ailleurs", there)):
        NetworkAnimatorFactory(
            user=world.people[code], network=LocalNetworkFactory(territory=place)
        )
    _catalogue(world, ours, theirs)
    _members(world, ours)
    _groups(world)
    _sheets(world)
    _mails(world, ours)
    _orientation(world)
    return world


def _people(world: World, ours: Structure, theirs: Structure) -> None:
    for role in (
        *PLATFORM, "contributeur", "administrateur_structure", "contributeur_ailleurs", "membre_groupe",
        "referent_administrateur", "referent_salarie", "animateur_local", "animateur_ailleurs",
    ):  # fmt: skip
        world.people[role] = UserFactory(email=f"{role}@example.org", first_name="", last_name="")
    for role, trait in STAFF.items():
        world.people[role] = UserFactory(email=f"{role}@example.org", **{trait: True})
    MembershipFactory(user=world.people["contributeur"], structure=ours)
    MembershipFactory(
        user=world.people["administrateur_structure"], structure=ours, administrator=True
    )
    MembershipFactory(user=world.people["contributeur_ailleurs"], structure=theirs)


def _catalogue(world: World, ours: Structure, theirs: Structure) -> None:
    shown = OfferFactory(structure=ours, title="Aide visible")
    mine = world.hide("Zwanzig", *WRITERS, *CATALOGUE)
    hidden = OfferFactory(structure=ours, title=f"Aide {mine}", hidden=True)
    other = world.hide("Kumquat", "contributeur_ailleurs", "animateur_ailleurs", *CATALOGUE)
    OfferFactory(structure=theirs, title=f"Aide {other}", draft=True)
    private = world.hide("Yttrium", *CATALOGUE)
    secret = StructureFactory(name=f"Maison {private}", private=True)
    OfferFactory(structure=secret, title=f"Aide {private}")
    said = world.hide("Wolfram", *CATALOGUE)
    ErrorReportFactory(offer=shown, sentence=f"Le montant est faux {said}")
    typed = world.hide("Xylophone", *WRITERS, *CATALOGUE)
    proposal = ProposalFactory(
        author=world.people["contributeur"],
        offer=shown,
        changes={"title": f"Aide {typed}"},
        submitted=True,
    )
    drafted = world.hide("Quokka", "contributeur")
    draft = ProposalFactory(
        author=world.people["contributeur"], offer=hidden, changes={"title": f"Aide {drafted}"}
    )
    world.values |= {
        "offre": shown.reference,
        "adresse-offre": shown.slug,
        "offre-masquee": hidden.reference,
        "structure-privee": secret.slug,
        "proposition": str(proposal.pk),
        "brouillon": str(draft.pk),
    }


def _members(world: World, ours: Structure) -> None:
    asked = world.hide("Jabiru", "administrateur_structure", *CATALOGUE)
    request = JoinRequestFactory(structure=ours, message=f"Je suis la trésorière {asked}")
    invited = world.hide("invitee-oryx@example.org", "administrateur_structure", *CATALOGUE)
    invitation = InvitationFactory(structure=ours, address=invited)
    claimed = world.hide("candidate-gnou@example.org", *DECIDERS)
    ClaimFactory(address=claimed)
    domain = StructureDomainFactory(structure=ours)
    membership = ours.memberships.get(user=world.people["contributeur"])
    world.values |= {
        "demande": str(request.pk),
        "invitation-a": str(invitation.pk),
        "lien-invitation": token_of(PURPOSE, invitation.seed),
        "domaine": str(domain.pk),
        "membre": str(membership.pk),
    }


def _groups(world: World) -> None:
    inside = ("membre_groupe", "referent_administrateur", "referent_salarie", *DECIDERS)
    name = world.hide("Vervaine", *inside)
    group = GroupFactory(name=f"Groupe {name}", slug="groupe-prive", private=True)
    roles = {
        "membre_groupe": GroupRole.MEMBER,
        "referent_administrateur": GroupRole.ELECTED_LEAD,
        "referent_salarie": GroupRole.STAFF_LEAD,
    }
    made = {
        code: GroupMembershipFactory(group=group, user=world.people[code], role=role)
        for code, role in roles.items()
    }
    said = world.hide("Uraeus", "referent_administrateur", "referent_salarie", *DECIDERS)
    request = GroupRequestFactory(group=group, message=f"Je viens pour {said}")
    invitation = GroupInvitationFactory(group=group)
    world.values |= {
        "groupe": group.slug,
        "groupe-ouvert": GroupFactory(name="Groupe ouvert", open=True).slug,
        "demande-groupe": str(request.pk),
        "membre-de-groupe": str(made["membre_groupe"].pk),
        "invitation-groupe": str(invitation.pk),
    }


def _sheets(world: World) -> None:
    """A published sheet of the private group that is written anew, and one that was never published."""
    readers = ("membre_groupe", "referent_administrateur", "referent_salarie", *CATALOGUE)
    typed, drafted = world.hide("Pangolin", *readers), world.hide("Ornithorynque", *readers)
    member = world.people["membre_groupe"]
    group = Group.objects.get(slug="groupe-prive")
    page = SheetPageFactory(title="Fiche publique", slug="fiche-publique", group=group)
    SheetPageFactory(title=f"Fiche {drafted}", slug="fiche-brouillon", group=group, draft=True)
    coedit.replace_text(
        KIND, page.pk, Draft({"title": f"Fiche {typed}", "summary": "Écrite à nouveau"}), member
    )
    sheets.submit(page, member)
    document = coedit.open_document(KIND, page.pk)
    world.values |= {
        "fiche": str(page.pk),
        "version-de-fiche": str(page.versions.get(reason="soumission").pk),
        "sorte-de-texte": KIND,
        "epoque": str(document.epoch),
        "schema": str(schema.VERSION),
    }


def _mails(world: World, ours: Structure) -> None:
    subject = world.hide("Tamarin", "utilisateur", *CATALOGUE)
    NoticeFactory(user=world.people["utilisateur"], sent=True, subject=f"Au sujet de {subject}")
    target = TargetFactory(structure=ours, sent=True)
    link = ExactLinkFactory(target=target)
    world.values |= {"lien-exact": secret_of(link.nonce), "relance": str(target.campaign.pk)}


def _orientation(world: World) -> None:
    asked = world.hide("Salicorne", *CATALOGUE)
    InquiryFactory(text=f"Qui aide pour {asked} ?")
    PlanFactory(reading="lire-un-plan-de-papier", managing="gerer-un-plan-de-papier")
    world.values |= {"plan": "lire-un-plan-de-papier", "plan-gerer": "gerer-un-plan-de-papier"}
