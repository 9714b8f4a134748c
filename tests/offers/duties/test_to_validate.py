"""Offers that wait for validation, settled on the Monday page."""

import datetime
import threading
from typing import Any

import pytest
from django.db import connection
from pytest_django import DjangoAssertNumQueries

from connect.common.clock import today
from connect.offers.duties.to_validate import TO_VALIDATE, key_of
from connect.offers.enums import HiddenMotive, Status
from connect.offers.models import Offer
from connect.offers.selectors import visible_to
from connect.offers.services import save_offer
from connect.upkeep.models import Deed
from connect.upkeep.registry import AlreadyDone
from connect.upkeep.services import AnswerRefused, settle
from tests.accounts.factories import UserFactory
from tests.offers.factories import OfferFactory
from tests.structures.factories import StructureFactory

pytestmark = pytest.mark.django_db
KIND = TO_VALIDATE.kind


def shown(offer: Offer) -> str:
    """The key of the duty of an offer, as a page opened now holds it."""
    return key_of(Offer.objects.get(pk=offer.pk))


def decide(offer: Offer, code: str, **typed: str) -> str:
    """Settle the duty of an offer, as who validates."""
    data = {f"reponse-{name}": value for name, value in typed.items()}
    return settle(UserFactory(moderator=True), KIND, shown(offer), code, data).sentence


def test_what_waits_and_nothing_else() -> None:
    waiting = OfferFactory(to_validate=True, recorded_on=datetime.date(2026, 1, 5))
    call = OfferFactory(to_validate=True, call=True)
    private = OfferFactory(to_validate=True, of_private_structure=True)
    for trait in ("draft", "hidden", "archived"):
        OfferFactory(**{trait: True})
    OfferFactory()

    duties = TO_VALIDATE.duties(20)

    assert [one.key for one in duties] == [shown(one) for one in (waiting, call, private)]
    assert [one.since for one in duties] == [datetime.date(2026, 1, 5), today(), today()]
    assert TO_VALIDATE.count() == 3 and len(TO_VALIDATE.duties(1)) == 1
    assert "Cet appel attend d’être relu " in duties[1].reason
    assert duties[0].url == f"/gestion/offres/edit/{waiting.pk}/"
    assert duties[1].url == f"/gestion/appels/edit/{call.pk}/"


def test_the_next_ones_follow_a_place() -> None:
    day = datetime.date(2026, 1, 5)
    offers = [OfferFactory(to_validate=True, recorded_on=day) for _ in range(3)]
    later = OfferFactory(to_validate=True, recorded_on=day + datetime.timedelta(1))
    assert TO_VALIDATE.after is not None

    def keys(since: datetime.date, key: str, limit: int = 9) -> list[str]:
        assert TO_VALIDATE.after is not None
        return [one.key for one in TO_VALIDATE.after(since, key, limit)]

    assert keys(day, shown(offers[0])) == [shown(one) for one in (*offers[1:], later)]
    assert keys(day, "") == [shown(one) for one in (*offers, later)]
    assert keys(day, "", 2) == [shown(one) for one in offers[:2]]
    assert keys(later.recorded_on, shown(later)) == []
    for nonsense in ("é", "²", "-1", "1" * 30, "1; DROP"):
        assert TO_VALIDATE.find(nonsense) is None
        assert len(keys(day, nonsense)) == 4


def test_validating_shows_it_to_the_public() -> None:
    offer = OfferFactory(to_validate=True)

    assert decide(offer, "valider").startswith("Visible du public")

    assert visible_to(None).get(pk=offer.pk).verified_on == today()
    assert TO_VALIDATE.count() == 0
    with pytest.raises(AlreadyDone):
        decide(offer, "valider")


def test_a_sheet_written_since_the_page_was_opened_is_not_validated_unread() -> None:
    offer = OfferFactory(to_validate=True)
    key, person = shown(offer), UserFactory(moderator=True)
    offer.summary = "Un autre texte."
    save_offer(offer)

    assert TO_VALIDATE.find(key) is None and TO_VALIDATE.find(str(offer.pk)) is None
    for code in ("valider", "brouillon", "masquer"):
        with pytest.raises(AlreadyDone):
            settle(person, KIND, key, code, {})
    assert Offer.objects.get(pk=offer.pk).status == Status.TO_VALIDATE
    assert decide(offer, "valider").startswith("Visible du public")


def test_the_other_answers() -> None:
    back, hidden = OfferFactory.create_batch(2, to_validate=True)

    decide(back, "brouillon")
    for typed in (
        {"motive": "", "note": ""},
        {"motive": "inconnu", "note": ""},
        {"motive": HiddenMotive.OTHER, "note": ""},
    ):
        with pytest.raises(AnswerRefused):
            decide(hidden, "masquer", **typed)
    decide(hidden, "masquer", motive=HiddenMotive.OTHER, note="Vue avec la structure")

    back.refresh_from_db()
    hidden.refresh_from_db()
    assert back.status == Status.DRAFT
    assert (hidden.status, hidden.hidden_motive, hidden.hidden_note) == (
        Status.HIDDEN,
        HiddenMotive.OTHER,
        "Vue avec la structure",
    )


def test_a_sheet_that_breaks_its_rules_says_which() -> None:
    offer = OfferFactory(to_validate=True)
    Offer.objects.filter(pk=offer.pk).update(title="", link="pas une adresse")

    with pytest.raises(AnswerRefused) as refusal:
        decide(offer, "valider")

    said = str(refusal.value.form.non_field_errors())
    assert (
        "La fiche est à corriger d’abord." in said
        and "Intitulé" in said
        and "Page de l’offre" in said
    )
    assert Offer.objects.get(pk=offer.pk).status == Status.TO_VALIDATE
    assert not Deed.objects.exists()  # fmt: skip


def test_who_does_not_validate_may_not() -> None:
    for trait in ("editor", "publisher"):
        assert not TO_VALIDATE.may(UserFactory(**{trait: True}))
    for trait in ("moderator", "administrator", "superuser"):
        assert TO_VALIDATE.may(UserFactory(**{trait: True}))
    assert not TO_VALIDATE.may(UserFactory(moderator=True, is_active=False))


def test_statements_do_not_grow(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    structure = StructureFactory()
    for number in (1, 3):
        OfferFactory.create_batch(number, to_validate=True, structure=structure)
        with django_assert_num_queries(2):
            assert len(TO_VALIDATE.duties(20)) == TO_VALIDATE.count()


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_two_persons_at_once_validate_it_once() -> None:
    offer = OfferFactory(to_validate=True)
    start, outcomes, key = threading.Barrier(2), [], shown(offer)

    def press(person: Any, code: str) -> None:
        try:
            start.wait(10)
            settle(person, KIND, key, code, {})
            outcomes.append("done")
        except AlreadyDone:
            outcomes.append("already")
        finally:
            connection.close()

    people = [UserFactory(moderator=True), UserFactory(moderator=True)]
    threads = [
        threading.Thread(target=press, args=pair)
        for pair in zip(people, ("valider", "brouillon"), strict=True)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)

    assert sorted(outcomes) == ["already", "done"] and Deed.objects.count() == 1
