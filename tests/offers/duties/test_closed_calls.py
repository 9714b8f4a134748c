"""Calls closed for two weeks: the next edition prepared, or none."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from pytest_django import DjangoAssertNumQueries

from connect.common.clock import today
from connect.offers.duties.closed_calls import CLOSED_CALLS, a_year_later, next_closing
from connect.offers.enums import Kind, Status
from connect.offers.models import Offer
from connect.offers.services import save_offer
from connect.upkeep.registry import AlreadyDone
from connect.upkeep.services import AnswerRefused, settle
from tests.accounts.factories import UserFactory
from tests.harness.visitor import Visitor
from tests.offers.factories import LINKS, OfferFactory
from tests.structures.factories import StructureFactory
from tests.taxonomy.factories import PhaseFactory, SectorFactory, TerritoryFactory

pytestmark = pytest.mark.django_db


def ago(days: int) -> datetime.date:
    return today() - datetime.timedelta(days=days)


def call(days: int, **given: object) -> Offer:
    made: Offer = OfferFactory(call=True, opens_on=ago(days + 40), closes_on=ago(days), **given)
    return made


def test_two_weeks_after_the_closing() -> None:
    waiting = call(14)
    call(13)
    followed = call(60)
    OfferFactory(call=True, draft=True, previous_edition=followed)
    for trait in ("draft", "to_validate", "hidden", "archived"):
        call(60, **{trait: True})
    OfferFactory(verified_on=ago(900))

    (duty,) = CLOSED_CALLS.duties(20)

    assert (duty.key, duty.since) == (str(waiting.pk), today())
    assert CLOSED_CALLS.count() == 1
    assert duty.verb.questions[0].initial == a_year_later(ago(14)).isoformat()


def test_the_date_proposed_is_still_to_come() -> None:
    assert next_closing(ago(1)) == a_year_later(ago(1))
    assert next_closing(ago(1000)) > today()
    assert a_year_later(datetime.date(2028, 2, 29)) == datetime.date(2029, 2, 28)
    assert a_year_later(datetime.date(2028, 2, 29), 4) == datetime.date(2032, 2, 29)


def prepare(offer: Offer, closing: datetime.date | str) -> Offer:
    data = {"reponse-closing": str(closing)}
    person = UserFactory(moderator=True)
    deed = settle(person, CLOSED_CALLS.kind, str(offer.pk), "suivante", data)
    draft = Offer.objects.order_by("-pk").first()
    assert draft is not None and draft.reference in deed.sentence
    assert deed.url == f"/gestion/appels/edit/{draft.pk}/"
    return draft


def test_the_next_edition_is_a_draft_with_all_its_words() -> None:
    links = {
        "phases": [PhaseFactory(), PhaseFactory()],
        "sectors": [SectorFactory()],
        "territories": [TerritoryFactory(department=True)],
    }
    old = call(
        20, amount_max=5000, verified_on=ago(30), conditions="Être une association.",
        imported_values={"title": "x"}, **links,
    )  # fmt: skip

    draft = prepare(old, next_closing(ago(20)))

    assert (draft.kind, draft.status, draft.previous_edition) == (Kind.CALL, Status.DRAFT, old)
    assert draft.reference != old.reference and draft.reference.startswith("AAP-")
    assert (draft.opens_on, draft.closes_on) == (a_year_later(ago(60)), a_year_later(ago(20)))
    assert (draft.title, draft.amount_max, draft.conditions) == (old.title, 5000, old.conditions)
    assert (draft.verified_on, draft.recorded_on, draft.imported_values) == (None, today(), {})
    for name in LINKS:
        expected = sorted(one.pk for one in links.get(name, []))
        assert sorted(getattr(draft, name).values_list("pk", flat=True).order_by()) == expected
    old.refresh_from_db()
    assert old.status == Status.VISIBLE and CLOSED_CALLS.count() == 0
    with pytest.raises(AlreadyDone):
        prepare(old, a_year_later(today()))


def test_another_date_moves_the_opening_as_much() -> None:
    old = call(20)
    draft = prepare(old, next_closing(ago(20)) + datetime.timedelta(10))
    assert draft.opens_on == a_year_later(ago(60)) + datetime.timedelta(10)


def test_a_date_that_has_passed_or_is_none_is_refused() -> None:
    old = call(20)
    for closing in (today(), ago(3), "", "le 3 mars", "2027-02-30"):
        with pytest.raises(AnswerRefused) as refusal:
            prepare(old, closing)
        assert "closing" in refusal.value.form.errors
    assert Offer.objects.count() == 1


def test_no_next_edition_archives() -> None:
    old = call(20)
    settle(UserFactory(moderator=True), CLOSED_CALLS.kind, str(old.pk), "sans-suite", {})
    old.refresh_from_db()
    assert old.status == Status.ARCHIVED and CLOSED_CALLS.count() == 0
    assert not CLOSED_CALLS.may(UserFactory(editor=True))


def test_only_calls_have_editions_and_none_follows_itself() -> None:
    old, funding = call(20), OfferFactory()
    funding.previous_edition = old
    with pytest.raises(ValidationError, match="Seul un appel"):
        save_offer(funding)
    with pytest.raises(IntegrityError), transaction.atomic():
        Offer.objects.filter(pk=old.pk).update(previous_edition=old)
    following = OfferFactory(call=True, previous_edition=old)
    old.delete()
    following.refresh_from_db()
    assert following.previous_edition is None


def test_staff_choose_the_previous_edition(client: Visitor) -> None:
    old, funding = call(20, title="L’édition passée"), OfferFactory()
    new = OfferFactory(call=True)
    client.force_login(UserFactory(moderator=True))
    address = f"/gestion/appels/edit/{new.pk}/"
    assert "Édition précédente" in client.get(address).content.decode()
    fields = {
        "title": new.title, "structure": new.structure_id, "closes_on": str(new.closes_on), "opens_on": "",
    }  # fmt: skip

    for wrong in (funding.pk, new.pk):
        page = client.post(address, {**fields, "previous_edition": wrong}).content.decode()
        assert "Choisissez un appel à projets, autre que celui-ci." in page
    assert client.post(address, {**fields, "previous_edition": old.pk}).status_code == 302

    new.refresh_from_db()
    assert new.previous_edition == old


def test_statements_do_not_grow(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    structure = StructureFactory()
    for number in (1, 3):
        for _ in range(number):
            call(20, structure=structure)
        with django_assert_num_queries(2):
            assert len(CLOSED_CALLS.duties(20)) == CLOSED_CALLS.count()
