"""Visible offers that nobody verified for a year."""

import datetime

import pytest
from pytest_django import DjangoAssertNumQueries
from wagtail.log_actions import registry as log_registry

from connect.common.clock import today
from connect.offers.duties.stale import STALE
from connect.offers.enums import HiddenMotive, Status
from connect.upkeep.registry import AlreadyDone
from connect.upkeep.services import settle
from tests.accounts.factories import UserFactory
from tests.offers.factories import OfferFactory
from tests.structures.factories import StructureFactory

pytestmark = pytest.mark.django_db


def ago(days: int) -> datetime.date:
    return today() - datetime.timedelta(days=days)


def test_a_year_and_a_day_waits_since_yesterday() -> None:
    old = OfferFactory(verified_on=ago(366))
    never = OfferFactory(verified_on=None, recorded_on=ago(30))
    OfferFactory(verified_on=ago(365))
    OfferFactory(call=True, verified_on=ago(900))
    for trait in ("draft", "to_validate", "hidden", "archived"):
        OfferFactory(**{trait: True, "verified_on": ago(900)})

    duties = STALE.duties(20)

    assert [(one.key, one.since) for one in duties] == [
        (str(never.pk), ago(30)),
        (str(old.pk), ago(1)),
    ]
    assert duties[0].reason == "Personne n’a jamais vérifié cette fiche."
    assert STALE.count() == 2 and STALE.after is not None
    assert [one.key for one in STALE.after(ago(30), str(never.pk), 5)] == [str(old.pk)]
    assert [one.key for one in STALE.after(ago(1), "", 5)] == [str(old.pk)]


def test_it_says_how_to_ask_the_structure() -> None:
    structure = StructureFactory(email="structure@example.org", phone="02 40 00 00 00")
    OfferFactory(structure=structure, email="", link="javascript:alert(1)")

    (duty,) = STALE.duties(20)

    assert ("structure@example.org", "mailto:structure@example.org") in duty.links
    assert ("02 40 00 00 00", "tel:0240000000") in duty.links


def test_still_true_dates_the_verification_and_keeps_the_history() -> None:
    offer, person = OfferFactory(verified_on=ago(500)), UserFactory(moderator=True)

    settle(person, STALE.kind, str(offer.pk), "exacte", {})

    offer.refresh_from_db()
    assert (offer.verified_on, offer.status) == (today(), Status.VISIBLE)
    last = log_registry.get_logs_for_instance(offer).first()
    assert last.user == person
    assert [change["field"] for change in last.data["changes"]] == ["verified_on"]
    with pytest.raises(AlreadyDone):
        settle(person, STALE.kind, str(offer.pk), "exacte", {})


def test_the_other_answers() -> None:
    uncertain, archived = OfferFactory.create_batch(2, verified_on=ago(500))
    person = UserFactory(moderator=True)

    settle(person, STALE.kind, str(uncertain.pk), "attente", {})
    settle(person, STALE.kind, str(archived.pk), "archiver", {})

    uncertain.refresh_from_db()
    archived.refresh_from_db()
    assert (uncertain.status, uncertain.hidden_motive) == (Status.HIDDEN, HiddenMotive.UNCERTAIN)
    assert archived.status == Status.ARCHIVED
    assert STALE.count() == 0 and not STALE.may(UserFactory(editor=True))


def test_statements_do_not_grow(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    structure = StructureFactory()
    for number in (1, 3):
        OfferFactory.create_batch(number, structure=structure)
        with django_assert_num_queries(2):
            assert len(STALE.duties(20)) == STALE.count()
