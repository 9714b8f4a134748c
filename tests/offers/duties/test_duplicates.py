"""Double entries on the Monday page: what a row says, what its verbs do, who sees them."""

import pytest
from django.core.exceptions import PermissionDenied

from connect.offers.duties.duplicates import DUPLICATES
from connect.offers.enums import HiddenMotive, Status
from connect.offers.models import Offer
from connect.offers.quality.inspecting import inspect_catalogue
from connect.offers.selectors import visible_to
from connect.upkeep.registry import AlreadyDone, Duty, sources_for
from tests.accounts.factories import UserFactory
from tests.offers.quality.making import sound_offer

pytestmark = pytest.mark.django_db


def two_entries(number: int = 1) -> tuple[Offer, Offer]:
    first = sound_offer(title="Soutien aux initiatives citoyennes", reference=f"FIN-{number}")
    second = sound_offer(
        title=first.title,
        reference=f"FIN-{number}00",
        structure=first.structure,
        link=first.link,
        conditions="Être une association.",
    )
    return first, second


def the_duty() -> Duty:
    inspect_catalogue()
    [duty] = DUPLICATES.duties(5)
    return duty


def test_the_less_complete_one_is_hidden() -> None:
    first, second = two_entries()
    duty = the_duty()
    assert duty.verb.label == "Garder la plus complète (FIN-100)"
    assert "FIN-1 et FIN-100 sont probablement la même offre" in duty.reason
    assert [label for label, _ in duty.details] == ["FIN-100", "FIN-1", "Certitude"]
    done = DUPLICATES.act(UserFactory(moderator=True), duty.key, "garder", {})
    assert done == "FIN-1 est masquée, FIN-100 reste."
    hidden = Offer.objects.get(pk=first.pk)
    assert (hidden.status, hidden.hidden_motive) == (Status.HIDDEN, HiddenMotive.DUPLICATE)
    assert list(visible_to(None)) == [second]
    assert DUPLICATES.count() == 0


def test_the_other_may_be_kept() -> None:
    first, second = two_entries()
    duty = the_duty()
    DUPLICATES.act(UserFactory(moderator=True), duty.key, "garder-l-autre", {})
    assert list(visible_to(None)) == [first]
    assert Offer.objects.get(pk=second.pk).hidden_note.startswith("Double saisie : voir FIN-1")


def test_two_offers_stay_two_until_one_changes() -> None:
    _, second = two_entries()
    DUPLICATES.act(UserFactory(moderator=True), the_duty().key, "deux-offres", {})
    inspect_catalogue()
    assert DUPLICATES.count() == 0
    Offer.objects.filter(pk=second.pk).update(link="https://exemple.example.org/autre")
    inspect_catalogue()
    assert DUPLICATES.count() == 1


def test_a_draft_never_takes_the_place_of_what_is_shown() -> None:
    _, second = two_entries()
    Offer.objects.filter(pk=second.pk).update(status=Status.DRAFT)
    duty = the_duty()
    assert [verb.code for verb in duty.others] == ["deux-offres"]
    person = UserFactory(moderator=True)
    with pytest.raises(AlreadyDone):
        DUPLICATES.act(person, duty.key, "garder-l-autre", {})


def test_an_edit_meanwhile_takes_the_row_away() -> None:
    _, second = two_entries()
    duty = the_duty()
    Offer.objects.filter(pk=second.pk).update(title="Prêt d’honneur")
    assert DUPLICATES.find(duty.key) is None
    with pytest.raises(AlreadyDone):
        DUPLICATES.act(UserFactory(moderator=True), duty.key, "garder", {})
    assert visible_to(None).count() == 2


def test_only_those_who_hide_offers_see_and_settle_them() -> None:
    two_entries()
    duty = the_duty()
    for role, sees in [("moderator", True), ("editor", False), ("publisher", False)]:
        kinds = {source.kind for source in sources_for(UserFactory(**{role: True}))}
        assert ("doublons" in kinds) is sees, role
    with pytest.raises(PermissionDenied):
        DUPLICATES.act(UserFactory(editor=True), duty.key, "garder", {})
    assert visible_to(None).count() == 2


@pytest.mark.parametrize("count", [1, 3])
def test_reading_costs_the_same_whatever_waits(
    count: int, django_assert_num_queries: object
) -> None:
    for number in range(1, count + 1):
        first, second = two_entries(number)
        title = f"Soutien numéro {number}"
        Offer.objects.filter(pk__in=[first.pk, second.pk]).update(title=title)
    inspect_catalogue()
    with django_assert_num_queries(5):  # type: ignore[operator]  # a fixture without its type
        assert len(DUPLICATES.duties(10)) == count
    with django_assert_num_queries(1):  # type: ignore[operator]  # a fixture without its type
        assert DUPLICATES.count() == count
