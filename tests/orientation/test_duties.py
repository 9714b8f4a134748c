"""What the orientation hands to the Monday page: questions, and needs that nothing met, by group."""

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from connect.accounts.enums import StaffRole
from connect.orientation import duties
from connect.orientation.models import UnmetNeed
from connect.taxonomy.enums import Level
from connect.upkeep.registry import AlreadyDone, sources_for
from tests.accounts.factories import UserFactory
from tests.offers.factories import OfferFactory
from tests.orientation.factories import InquiryFactory, UnmetNeedFactory
from tests.taxonomy.factories import NeedFactory, TerritoryFactory

pytestmark = pytest.mark.django_db


def _source(kind: str) -> "duties.DutySource":
    person = UserFactory(role=StaffRole.EDITOR, is_staff=True)
    return next(one for one in sources_for(person) if one.kind == kind)


def test_a_question_waits_is_answered_and_leaves_the_page() -> None:
    source, person = _source("questions"), UserFactory(role=StaffRole.EDITOR, is_staff=True)
    inquiry = InquiryFactory(text="Qui finance un four ?", answers={"qui": ["associations"]})
    InquiryFactory(answered=True)
    (duty,) = source.duties(10)
    assert (source.count(), duty.title, duty.verb.label) == (1, "Qui finance un four ?", "Répondre")
    assert ("Qui porte le projet", "Associations") in duty.details
    assert inquiry.email not in str(duty)
    source.act(person, duty.key, "repondre", {"reponse": "Le département."})
    assert source.count() == 0 and source.find(duty.key) is None
    with pytest.raises(AlreadyDone):
        source.act(person, duty.key, "repondre", {"reponse": "Encore."})
    with pytest.raises(AlreadyDone):
        source.act(person, "999999999999999999999", "classer", {})


def test_needs_come_by_group_and_are_seen_together() -> None:
    source, person = _source("besoins-sans-reponse"), UserFactory()
    NeedFactory(code="embaucher", label="Embaucher ou garder un emploi")
    mayenne = TerritoryFactory(level=Level.DEPARTMENT, code="53", name="Mayenne", parent=None)
    for _ in range(3):
        UnmetNeedFactory(
            needs=["embaucher"], department=mayenne, amount=4000, blocking="amount", near=5
        )
    UnmetNeedFactory(needs=["embaucher"])
    UnmetNeedFactory(needs=["embaucher"], department=mayenne, seen_at=timezone.now())
    assert source.count() == 2
    first, second = source.duties(10)
    assert first.title == "Embaucher ou garder un emploi"
    assert "3 fois" in first.reason and "Mayenne" in first.reason
    assert ("Ce qui écarte le plus d’offres", "montant") in first.details
    assert "lieu non précisé" in second.reason
    source.act(person, first.key, "vu", {})
    assert source.count() == 1
    assert UnmetNeed.objects.filter(seen_at__isnull=True).count() == 1
    with pytest.raises(AlreadyDone):
        source.act(person, first.key, "vu", {})


def test_statements_do_not_grow(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    questions, needs = _source("questions"), _source("besoins-sans-reponse")
    OfferFactory()
    for count in (1, 2):
        InquiryFactory.create_batch(count)
        for n in range(count):
            UnmetNeedFactory(needs=[f"besoin_{count}_{n}"])
        duties.current()
        for source in (questions, needs):
            with django_assert_num_queries(1):
                source.count()
        # The question or need, and for each row the stamp of the catalogue whose words it shows.
        with django_assert_num_queries(2):
            questions.duties(10)
        with django_assert_num_queries(2):
            needs.duties(10)


def test_only_those_who_write_offers_see_them() -> None:
    InquiryFactory()
    UnmetNeedFactory()
    for role in (StaffRole.PUBLISHER, None):
        person = UserFactory(role=role, is_staff=role is not None) if role else UserFactory()
        kinds = {one.kind for one in sources_for(person)}
        assert not kinds & {"questions", "besoins-sans-reponse"}, role
