"""The Monday page: what memberships hand to the chamber, and what its answers do."""

from collections.abc import Callable

import pytest
from django.core.exceptions import PermissionDenied
from pytest_django import DjangoAssertNumQueries

from connect.accounts.models import User
from connect.memberships.duties.claims import CLAIMS
from connect.memberships.duties.domains import DOMAINS
from connect.memberships.duties.orphans import ORPHANS
from connect.memberships.duties.requests import REQUESTS
from connect.memberships.enums import Answer, ClaimState, Role
from connect.memberships.models import Claim, Invitation, Membership
from connect.structures.models import Structure
from connect.upkeep.registry import AlreadyDone, Duty, DutySource
from connect.upkeep.services import AnswerRefused, settle
from tests.accounts.factories import UserFactory
from tests.memberships.factories import (
    ClaimFactory,
    JoinRequestFactory,
    MembershipDeedFactory,
    MembershipFactory,
    StructureDomainFactory,
)
from tests.structures.factories import StructureFactory

pytestmark = pytest.mark.django_db

Make = Callable[[], object]


@pytest.fixture
def staff() -> User:
    """Somebody who validates."""
    person: User = UserFactory(moderator=True)
    return person


def only(source: DutySource) -> Duty:
    (duty,) = source.duties(10)
    return duty


def answer(staff: User, source: DutySource, duty: Duty, code: str, **typed: str) -> None:
    sent = {f"reponse-{name}": value for name, value in typed.items()}
    settle(staff, source.kind, duty.key, code, sent)


def test_each_source_costs_the_same_with_one_and_three(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    cases: list[tuple[DutySource, list[Make], int]] = [
        (CLAIMS, [ClaimFactory, lambda: ClaimFactory(known=True)], 3),
        (REQUESTS, [JoinRequestFactory], 1),
        (DOMAINS, [lambda: StructureDomainFactory(state=Answer.WAITING)], 1),
        (ORPHANS, [lambda: MembershipDeedFactory(orphaned=True)], 1),
    ]
    for source, makers, statements in cases:
        for count in (1, 2):
            for _ in range(count):
                for make in makers:
                    make()
            with django_assert_num_queries(statements):
                duties = source.duties(20)
            with django_assert_num_queries(1):
                assert source.count() == len(duties)
        assert [one.key for one in duties] == sorted((one.key for one in duties), key=int)
        assert source.after is not None
        rest = source.after(duties[0].since, duties[0].key, 20)
        assert [one.key for one in rest] == [one.key for one in duties[1:]]
        assert source.find(duties[0].key) == duties[0]
        for odd in ("", "x", "99999999999999999999", "-1", "٣"):
            assert source.find(odd) is None


def test_only_the_validation_team_sees_them() -> None:
    for source in (CLAIMS, REQUESTS, DOMAINS, ORPHANS):
        for person in (UserFactory(), UserFactory(editor=True), UserFactory(publisher=True)):
            assert not source.may(person)
            with pytest.raises(PermissionDenied):
                settle(person, source.kind, "1", "accepter", {})


def test_a_claim_says_what_it_may_double_private_ones_included(staff: User) -> None:
    claim = ClaimFactory(name="L’Écluse")
    hidden = StructureFactory(name="l'ecluse", private=True, commune_name=claim.commune.name)
    StructureFactory(
        name="l'ecluse", private=True, commune_name=claim.commune.name, merged_into=hidden
    )

    duty = only(CLAIMS)

    assert duty.verb.code == "relier" and "déjà" in duty.reason
    assert dict(duty.details)["Se ressemblent"].count("ecluse") == 1
    answer(staff, CLAIMS, duty, "relier", reference=hidden.reference, role=Role.CONTRIBUTOR)
    assert Membership.objects.get().structure == hidden
    with pytest.raises(AlreadyDone):
        answer(staff, CLAIMS, duty, "relier", reference=hidden.reference, role=Role.CONTRIBUTOR)


def test_a_claim_is_added_shown_or_refused(staff: User) -> None:
    ClaimFactory()
    duty = only(CLAIMS)
    assert duty.verb.code == "ajouter"
    answer(staff, CLAIMS, duty, "ajouter", role=Role.ADMINISTRATOR, public="oui")
    assert Structure.objects.get().is_public
    known = ClaimFactory(known=True)
    MembershipFactory(structure=known.structure, administrator=True)
    duty = only(CLAIMS)
    assert duty.verb.code == "accepter" and "déjà un administrateur" in duty.reason
    with pytest.raises(AnswerRefused):
        answer(staff, CLAIMS, duty, "refuser", motive="")
    answer(staff, CLAIMS, duty, "refuser", motive="Voyez avec eux.")
    assert Claim.objects.get(pk=known.pk).state == ClaimState.REFUSED
    assert not CLAIMS.count()


def test_an_unknown_reference_is_refused_in_words(staff: User) -> None:
    ClaimFactory()
    with pytest.raises(AnswerRefused) as refusal:
        answer(staff, CLAIMS, only(CLAIMS), "relier", reference="STR-9999", role=Role.CONTRIBUTOR)
    assert "STR-012" in str(refusal.value.form.errors)


def test_requests_come_when_nobody_else_answers(staff: User) -> None:
    boss = MembershipFactory(administrator=True)
    JoinRequestFactory(structure=boss.structure)
    assert not REQUESTS.count()
    late = JoinRequestFactory(structure=boss.structure, old=True)
    assert "dix jours" in only(REQUESTS).reason
    # Titles of what was settled are kept for a year.
    assert str(late.user) not in only(REQUESTS).title
    assert str(late.user) in str(only(REQUESTS).details)
    answer(staff, REQUESTS, only(REQUESTS), "accepter", role=Role.CONTRIBUTOR)
    assert Membership.objects.get(user=late.user).role == Role.CONTRIBUTOR
    orphan = JoinRequestFactory()
    assert "pas d’administrateur" in only(REQUESTS).reason
    answer(staff, REQUESTS, only(REQUESTS), "refuser", motive="Inconnu de la structure.")
    orphan.refresh_from_db()
    assert orphan.state == Answer.REFUSED


def test_domains_are_confirmed_or_refused(staff: User) -> None:
    known = StructureDomainFactory(
        state=Answer.WAITING,
        domain="coop.example.org",
        structure__website="https://www.coop.example.org/",
    )
    assert "aussi celui de son site" in only(DOMAINS).reason
    answer(staff, DOMAINS, only(DOMAINS), "confirmer")
    known.refresh_from_db()
    assert known.state == Answer.ACCEPTED
    other = StructureDomainFactory(state=Answer.WAITING)
    assert "vérifiez-le" in only(DOMAINS).reason
    answer(staff, DOMAINS, only(DOMAINS), "refuser")
    other.refresh_from_db()
    assert other.state == Answer.REFUSED


def test_a_structure_without_administrator_gets_one_invited_or_is_left(staff: User) -> None:
    first = MembershipDeedFactory(orphaned=True)
    last = MembershipDeedFactory(orphaned=True, structure=first.structure)
    held = MembershipFactory(administrator=True)
    MembershipDeedFactory(orphaned=True, structure=held.structure)
    duty = only(ORPHANS)
    assert duty.key == str(last.pk)
    with pytest.raises(AnswerRefused):
        answer(staff, ORPHANS, duty, "inviter", address="x")
    answer(staff, ORPHANS, duty, "inviter", address="a@example.org")
    assert Invitation.objects.get().role == Role.ADMINISTRATOR
    assert not ORPHANS.count()
    Invitation.objects.update(state=Answer.WITHDRAWN)
    answer(staff, ORPHANS, only(ORPHANS), "laisser")
    assert not ORPHANS.count()
