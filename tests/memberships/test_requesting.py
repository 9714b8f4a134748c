"""Requests to join: decided by the structure, by the chamber when it is silent or empty."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from connect.memberships import requesting
from connect.memberships.enums import Answer, Origin, Role
from connect.memberships.models import JoinRequest, Membership
from connect.notifications.models import Notice
from tests.accounts.factories import UserFactory
from tests.memberships.factories import JoinRequestFactory, MembershipFactory
from tests.structures.factories import StructureFactory

pytestmark = pytest.mark.django_db


def test_asking_tells_the_administrators_once() -> None:
    boss = MembershipFactory(administrator=True)
    MembershipFactory(structure=boss.structure)
    MembershipFactory(structure=boss.structure, administrator=True, user__is_active=False)
    person = UserFactory()

    first = requesting.ask_to_join(person, boss.structure, message=" Je suis\x00 là ")
    again = requesting.ask_to_join(person, boss.structure, message="Autre")

    assert first == again == JoinRequest.objects.get()
    assert first.message == "Je suis là"
    notice = Notice.objects.get()
    assert (notice.kind, notice.user) == ("demande-recue", boss.user)


def test_who_cannot_ask() -> None:
    mine = MembershipFactory()
    cases = [
        (mine.user, mine.structure),
        (UserFactory(), StructureFactory(private=True)),
        (UserFactory(), StructureFactory(private=True, merged_into=mine.structure)),
    ]
    for person, structure in cases:
        with pytest.raises(ValidationError):
            requesting.ask_to_join(person, structure)
    with pytest.raises(ValidationError):
        requesting.ask_to_join(UserFactory(), mine.structure, message="x" * 501)


def test_too_many_requests_at_once_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(requesting, "MOST_WAITING", 1)
    waiting = JoinRequestFactory()
    with pytest.raises(ValidationError, match="dix demandes"):
        requesting.ask_to_join(waiting.user, StructureFactory())


def test_accepting_makes_a_contributor_and_tells() -> None:
    boss = MembershipFactory(administrator=True)
    request = JoinRequestFactory(structure=boss.structure)

    requesting.accept_request(request.pk, by=boss.user)

    made = Membership.objects.get(user=request.user)
    assert (made.role, made.origin) == (Role.CONTRIBUTOR, Origin.REQUEST)
    assert Notice.objects.get().kind == "demande-decidee"
    assert requesting.accept_request(request.pk, by=boss.user) is None
    assert requesting.refuse_request(request.pk, by=boss.user, motive="Trop tard") is None
    request.refresh_from_db()
    assert (request.state, request.decided_by) == (Answer.ACCEPTED, boss.user)


def test_refusing_wants_a_motive_and_tells_it() -> None:
    boss = MembershipFactory(administrator=True)
    request = JoinRequestFactory(structure=boss.structure)
    for motive in ("", "  \x00 ", "x" * 501):
        with pytest.raises(ValidationError):
            requesting.refuse_request(request.pk, by=boss.user, motive=motive)
    requesting.refuse_request(request.pk, by=boss.user, motive="Nous ne vous connaissons pas.")
    request.refresh_from_db()
    assert (request.state, request.motive) == (Answer.REFUSED, "Nous ne vous connaissons pas.")
    assert not Membership.objects.filter(user=request.user).exists()


def test_only_this_structure_s_administrators_and_the_chamber_decide() -> None:
    boss = MembershipFactory(administrator=True)
    request = JoinRequestFactory(structure=boss.structure)
    member = MembershipFactory(structure=boss.structure)
    elsewhere = MembershipFactory(administrator=True)
    for person in (member.user, elsewhere.user, request.user, UserFactory(editor=True)):
        with pytest.raises(PermissionDenied):
            requesting.accept_request(request.pk, by=person)
        with pytest.raises(PermissionDenied):
            requesting.refuse_request(request.pk, by=person, motive="Non")
    staff = UserFactory(moderator=True)
    assert requesting.accept_request(request.pk, by=staff, role=Role.ADMINISTRATOR) is not None
    assert Membership.objects.get(user=request.user).role == Role.ADMINISTRATOR


def test_withdrawing_is_for_one_s_own() -> None:
    request = JoinRequestFactory()
    assert not requesting.withdraw(request.pk, UserFactory())
    assert requesting.withdraw(request.pk, request.user)
    assert not requesting.withdraw(request.pk, request.user)
    assert requesting.accept_request(request.pk, by=UserFactory(moderator=True)) is None


def test_the_chamber_decides_when_nobody_else_does() -> None:
    boss = MembershipFactory(administrator=True)
    JoinRequestFactory(structure=boss.structure)
    late = JoinRequestFactory(structure=boss.structure, old=True)
    orphan = JoinRequestFactory(structure=MembershipFactory().structure)
    JoinRequestFactory(old=True, state=Answer.REFUSED)
    JoinRequestFactory(user__is_active=False)
    assert list(requesting.for_the_chamber().order_by("pk")) == [late, orphan]
