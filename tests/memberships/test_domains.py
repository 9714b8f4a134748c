"""Domains: the very one, confirmed, of nobody else; look-alikes stay different."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from connect.memberships import domains, services
from connect.memberships.enums import Answer, Origin, Role
from connect.memberships.models import Membership, StructureDomain
from connect.notifications.models import Notice
from tests.accounts.factories import UserFactory
from tests.memberships.factories import MembershipFactory, StructureDomainFactory
from tests.structures.factories import StructureFactory

pytestmark = pytest.mark.django_db

# « соор » in Cyrillic letters: reads « coop ».
LOOKALIKE = "\u0441\u043e\u043e\u0440.example.org"


def test_domains_are_compared_as_machines_do() -> None:
    cases = {
        "Coop.Example.ORG": "coop.example.org",
        " @coop.example.org. ": "coop.example.org",
        "une.personne@coop.example.org": "coop.example.org",
        "écoop.example.org": "xn--coop-9oa.example.org",
    }
    for typed, kept in cases.items():
        assert domains.normalised(typed) == kept, typed
    assert domains.normalised(LOOKALIKE) != "coop.example.org"
    assert domains.normalised(LOOKALIKE).startswith("xn--")
    assert "xn--" in domains.readable(domains.normalised(LOOKALIKE))
    assert domains.readable("coop.example.org") == "coop.example.org"


def test_what_is_no_domain_is_refused() -> None:
    for typed in (
        "",
        "@",
        "localhost",
        "exemple",
        "a b.fr",
        "http://x.fr/",
        "x" * 300 + ".fr",
        "[127.0.0.1]",
        "a..fr",
    ):
        with pytest.raises(ValidationError):
            domains.normalised(typed)


def test_asking_is_for_administrators_and_never_for_a_public_provider() -> None:
    boss = MembershipFactory(administrator=True)
    for typed in ("gmail.com", "Orange.FR", "moi@laposte.net"):
        with pytest.raises(ValidationError, match="à tout le monde"):
            domains.ask_domain(boss.structure, typed, by=boss.user)
    member = MembershipFactory(structure=boss.structure)
    for person in (member.user, UserFactory(), UserFactory(editor=True)):
        with pytest.raises(PermissionDenied):
            domains.ask_domain(boss.structure, "coop.example.org", by=person)
    first = domains.ask_domain(boss.structure, "coop.example.org", by=boss.user)
    assert domains.ask_domain(boss.structure, "COOP.example.org", by=boss.user) == first
    assert StructureDomain.objects.get().state == Answer.WAITING


def test_the_chamber_confirms_once_and_the_asker_is_told() -> None:
    asked = StructureDomainFactory(state=Answer.WAITING)
    with pytest.raises(PermissionDenied):
        domains.decide_domain(asked.pk, by=UserFactory(editor=True), confirmed=True)
    staff = UserFactory(moderator=True)
    assert domains.decide_domain(asked.pk, by=staff, confirmed=False) is not None
    assert domains.decide_domain(asked.pk, by=staff, confirmed=True) is None
    assert Notice.objects.get().kind == "domaine-decide"
    boss = MembershipFactory(administrator=True, structure=asked.structure)
    with pytest.raises(ValidationError, match="déjà refusé"):
        domains.ask_domain(asked.structure, asked.domain, by=boss.user)


def test_only_the_very_domain_of_the_address_opens() -> None:
    structure = StructureFactory()
    StructureDomainFactory(structure=structure, domain="coop.example.org")
    StructureDomainFactory(domain="gmail.com")
    StructureDomainFactory(domain="attend.example.org", state=Answer.WAITING)
    StructureDomainFactory(domain="non.example.org", state=Answer.REFUSED)
    StructureDomainFactory(domain="cachee.example.org", structure=StructureFactory(private=True))
    shut = (
        "a@sub.coop.example.org", "a@example.org", "a@xcoop.example.org", "a@gmail.com", "a@attend.example.org",
        "a@non.example.org", "a@cachee.example.org", f"a@{domains.normalised(LOOKALIKE)}",
    )  # fmt: skip
    for address in shut:
        person = UserFactory(email=address)
        assert not domains.open_to(person).exists(), address
        with pytest.raises(PermissionDenied):
            domains.join_by_domain(person, structure)
    closed = UserFactory(email="c@coop.example.org", is_active=False)
    assert not domains.open_to(closed).exists()
    assert list(domains.open_to(UserFactory(email="b@coop.example.org"))) == [structure]


def test_joining_by_the_address_is_told_to_the_administrators() -> None:
    boss = MembershipFactory(administrator=True)
    domain = StructureDomainFactory(structure=boss.structure, domain="coop.example.org")
    person = UserFactory(email="b@coop.example.org")

    made = domains.join_by_domain(person, boss.structure)

    assert (made.role, made.origin) == (Role.CONTRIBUTOR, Origin.DOMAIN)
    assert [(one.kind, one.user) for one in Notice.objects.all()] == [
        ("arrivee-domaine", boss.user)
    ]
    assert not domains.open_to(person).exists()
    assert domains.withdraw_domain(domain.pk, boss.structure, by=boss.user)
    assert not domains.withdraw_domain(domain.pk, boss.structure, by=boss.user)
    assert Membership.objects.filter(user=person, ended_at__isnull=True).exists()
    assert not domains.open_to(UserFactory(email="d@coop.example.org")).exists()
    with pytest.raises(PermissionDenied):
        domains.withdraw_domain(domain.pk, boss.structure, by=person)
    # Asked again, it goes back to the chamber.
    assert (
        domains.ask_domain(boss.structure, "coop.example.org", by=boss.user).state == Answer.WAITING
    )


def test_whoever_was_taken_out_does_not_come_back_by_their_address() -> None:
    boss = MembershipFactory(administrator=True)
    structure = boss.structure
    StructureDomainFactory(structure=structure, domain="coop.example.org")
    person = UserFactory(email="b@coop.example.org")
    ended = (
        lambda pk: services.remove(pk, structure, by=boss.user),
        lambda pk: services.end_by_staff(
            Membership.objects.get(pk=pk), by=UserFactory(moderator=True)
        ),
    )
    for take_out in ended:
        # Let in by somebody and gone by themselves, they may come back by the door.
        services.enter(person, structure, Role.CONTRIBUTOR, Origin.REQUEST)
        services.leave(person, structure)
        assert list(domains.open_to(person)) == [structure]
        member = domains.join_by_domain(person, structure)
        take_out(member.pk)
        assert not domains.open_to(person).exists()
        with pytest.raises(PermissionDenied):
            domains.join_by_domain(person, structure)
    assert list(domains.open_to(UserFactory(email="c@coop.example.org"))) == [structure]
