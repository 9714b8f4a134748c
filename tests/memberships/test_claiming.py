"""« Se référencer »: kept once, confirmed by a press, decided by the chamber."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from connect.accounts.models import User
from connect.memberships import claiming, deciding
from connect.memberships.claiming import Described
from connect.memberships.enums import ClaimState, Origin, Role
from connect.memberships.models import Claim, Membership
from connect.notifications.models import Notice
from connect.structures.models import Structure
from tests.accounts.factories import UserFactory
from tests.memberships.factories import ClaimFactory, MembershipFactory
from tests.structures.factories import LocalNetworkFactory, StructureFactory
from tests.taxonomy.factories import TerritoryFactory

pytestmark = pytest.mark.django_db


def described(name: str = "Les Ateliers du Val", **fields: object) -> Described:
    return Described(name=name, commune=TerritoryFactory(code="44109", name="Nantes"), **fields)  # type: ignore[arg-type]  # plain text


def test_without_account_the_address_is_confirmed_first() -> None:
    kept = claiming.submit(described(), position="présidente", address="Moi@Example.org")

    claim = kept.claim
    assert (claim.state, claim.address) == (ClaimState.UNCONFIRMED, "moi@example.org")
    assert Notice.objects.get().address == "moi@example.org"
    token = claiming.link_of(claim)
    assert token is not None and claiming.claim_of(token) == claim
    assert deciding.accept(claim.pk, by=UserFactory(moderator=True)) is None
    first, again = claiming.confirm(token), claiming.confirm(token)
    assert first == again == claim
    claim.refresh_from_db()
    assert claim.state == ClaimState.WAITING


def test_with_an_account_it_goes_straight_to_the_chamber() -> None:
    person = UserFactory()
    kept = claiming.submit(StructureFactory(), position="trésorier", user=person)
    assert (kept.claim.state, kept.claim.address) == (ClaimState.WAITING, person.email)
    assert not Notice.objects.exists()


def test_the_same_claim_twice_is_one() -> None:
    structure, person = StructureFactory(), UserFactory()
    for _ in range(2):
        claiming.submit(structure, position="x", user=person)
        claiming.submit(described(), position="x", address="moi@example.org")
    # Written otherwise, it is the same name in the same place.
    claiming.submit(described("LES ATELIERS DU VAL"), position="y", address="MOI@example.org")
    assert Claim.objects.count() == 2
    mine = Claim.objects.get(address="moi@example.org")
    assert (mine.name, mine.position) == ("LES ATELIERS DU VAL", "y")
    # What the chamber may be reading does not change under its eyes.
    claiming.submit(structure, position="autre", user=person)
    assert Claim.objects.get(user=person).position == "x"


def test_sending_again_replaces_the_link_and_ends() -> None:
    first = claiming.submit(described(), position="x", address="moi@example.org").claim
    old = claiming.link_of(first)
    for _ in range(6):
        claiming.submit(described(), position="x", address="moi@example.org")
    assert Notice.objects.count() == claiming.MOST_SENDINGS
    assert old is not None and claiming.claim_of(old) is None


def test_new_names_do_not_fill_the_letter_box_of_an_address() -> None:
    def claim(name: str, address: str = "moi@example.org") -> Claim:
        return claiming.submit(described(name), position="x", address=address).claim

    for number in range(claiming.MOST_UNCONFIRMED):
        first = claim(f"Structure {number}")
    for _ in range(2):
        with pytest.raises(ValidationError, match="ouvrez d’abord"):
            claim("Encore une")
    # One that waits may be sent again, another address is not concerned, and a confirmed one frees its place.
    claim("Structure 0")
    claim("Encore une", address="autre@example.org")
    token = claiming.link_of(first)
    assert token is not None
    claiming.confirm(token)
    claim("Encore une")
    assert Notice.objects.filter(address="moi@example.org").count() == claiming.MOST_UNCONFIRMED + 2


def test_one_person_does_not_fill_the_desk_of_the_chamber() -> None:
    person = UserFactory()
    for number in range(claiming.MOST_OPEN):
        claiming.submit(described(f"Structure {number}"), position="x", user=person)
    with pytest.raises(ValidationError, match="Trop de demandes"):
        claiming.submit(described("Encore une"), position="x", user=person)
    claiming.submit(described("Structure 0"), position="x", user=person)
    claiming.submit(described("Encore une"), position="x", user=UserFactory())
    assert Claim.objects.filter(user=person).count() == claiming.MOST_OPEN


def test_what_cannot_be_claimed() -> None:
    mine = MembershipFactory()
    cases: list[tuple[Structure, dict[str, object]]] = [
        (StructureFactory(private=True), {"address": "a@example.org"}),
        (mine.structure, {"user": mine.user}),
        (StructureFactory(), {"address": "pas une adresse"}),
    ]
    for structure, who in cases:
        with pytest.raises(ValidationError):
            claiming.submit(structure, position="x", **who)  # type: ignore[arg-type]  # a mapping of both
    with pytest.raises(ValidationError):
        claiming.submit(described("x" * 201), position="x", address="a@example.org")
    assert not Claim.objects.exists()


def test_a_link_lapses() -> None:
    claim = ClaimFactory(unconfirmed=True, made_at=timezone.now() - claiming.VALID)
    token = claiming.link_of(claim)
    assert token is not None
    assert claiming.claim_of(token) is None and claiming.confirm(token) is None
    assert claiming.confirm("x") is None


def test_accepting_adds_the_structure_privately_with_its_administrator() -> None:
    commune = TerritoryFactory()
    network = LocalNetworkFactory(territory=commune.parent)
    claim = ClaimFactory(commune=commune, website="https://exemple.fr", email="contact@exemple.fr")
    staff = UserFactory(moderator=True)

    assert deciding.accept(claim.pk, by=staff) is not None

    made = Structure.objects.get()
    assert (made.name, made.is_public, made.commune) == (claim.name, False, commune)
    assert (made.department, made.local_network) == (commune.parent, network)
    assert made.reference.startswith("STR-") and made.entity.name == claim.name
    person = User.objects.get(email=claim.address)
    member = Membership.objects.get()
    assert (member.user, member.role, member.origin) == (person, Role.ADMINISTRATOR, Origin.CLAIM)
    assert Notice.objects.get().user == person
    assert deciding.accept(claim.pk, by=staff) is None


def test_accepting_may_show_it_at_once_and_give_a_lower_role() -> None:
    claim = ClaimFactory()
    deciding.accept(claim.pk, by=UserFactory(moderator=True), role=Role.CONTRIBUTOR, public=True)
    assert Structure.objects.get().is_public
    assert Membership.objects.get().role == Role.CONTRIBUTOR


def test_two_claims_of_one_new_structure_add_it_once() -> None:
    commune = TerritoryFactory()
    first = ClaimFactory(name="L’Écluse", commune=commune)
    second = ClaimFactory(name="l'ecluse", commune=commune)
    elsewhere = ClaimFactory(name="L’Écluse", commune=TerritoryFactory())
    staff = UserFactory(moderator=True)
    for claim in (first, second, elsewhere):
        deciding.accept(claim.pk, by=staff)
    assert Structure.objects.count() == 2
    assert Membership.objects.filter(structure__commune=commune).count() == 2


def test_linking_to_a_structure_of_the_directory() -> None:
    claim, structure = ClaimFactory(), StructureFactory(reference="STR-012")
    merged = StructureFactory(private=True, merged_into=structure)
    staff = UserFactory(moderator=True)
    for wrong in ("STR-999", "", merged.reference):
        with pytest.raises(ValidationError):
            deciding.link(claim.pk, wrong, by=staff)
    deciding.link(claim.pk, " str-012 ", by=staff)
    assert Membership.objects.get().structure == structure
    assert Structure.objects.count() == 2


def test_refusing_wants_a_motive_and_mails_it() -> None:
    claim = ClaimFactory(known=True)
    staff = UserFactory(moderator=True)
    with pytest.raises(ValidationError):
        deciding.refuse(claim.pk, by=staff, motive=" ")
    deciding.refuse(claim.pk, by=staff, motive="La structure ne vous connaît pas.")
    assert Notice.objects.get().address == claim.address
    assert not Membership.objects.exists() and not User.objects.filter(email=claim.address).exists()


def test_only_the_validation_team_decides() -> None:
    claim = ClaimFactory()
    boss = MembershipFactory(administrator=True)
    for person in (UserFactory(), UserFactory(editor=True), UserFactory(publisher=True), boss.user):
        for act in (
            lambda by: deciding.accept(claim.pk, by=by),
            lambda by: deciding.link(claim.pk, boss.structure.reference, by=by),
            lambda by: deciding.refuse(claim.pk, by=by, motive="Non"),
        ):
            with pytest.raises(PermissionDenied):
                act(person)
    claim.refresh_from_db()
    assert claim.state == ClaimState.WAITING


def test_a_closed_account_is_not_let_in() -> None:
    claim = ClaimFactory(known=True, user=UserFactory(is_active=False))
    with pytest.raises(ValidationError):
        deciding.accept(claim.pk, by=UserFactory(moderator=True))


def test_withdrawing_is_for_one_s_own_and_before_the_decision() -> None:
    mine = ClaimFactory(known=True, user=UserFactory())
    assert not claiming.withdraw(mine.pk, UserFactory())
    decided = ClaimFactory(known=True, user=mine.user, state=ClaimState.REFUSED)
    assert not claiming.withdraw(decided.pk, mine.user)
    assert claiming.withdraw(mine.pk, mine.user)


def test_strangers_are_forgotten() -> None:
    long_ago = timezone.now() - datetime.timedelta(days=100)
    ClaimFactory(unconfirmed=True, made_at=long_ago)
    fresh = ClaimFactory(unconfirmed=True)
    refused = ClaimFactory(state=ClaimState.REFUSED, decided_at=long_ago)
    mine = ClaimFactory(state=ClaimState.REFUSED, decided_at=long_ago, user=UserFactory())
    assert claiming.forget() == (1, 1)
    refused.refresh_from_db()
    mine.refresh_from_db()
    assert refused.address == "" and mine.address
    assert Claim.objects.filter(pk=fresh.pk).exists()
