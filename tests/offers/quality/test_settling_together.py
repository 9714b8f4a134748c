"""Two persons settle the same finding at once, or one does while the night inspects."""

import pytest
from wagtail.models import ModelLogEntry

from connect.offers.enums import Kind, Status
from connect.offers.models import Finding, Offer
from connect.offers.quality import fixing
from connect.offers.quality.enums import FindingState
from connect.offers.quality.inspecting import inspect_catalogue
from connect.upkeep.registry import AlreadyDone
from tests.accounts.factories import UserFactory
from tests.offers.quality.making import funding_in_disguise, sound_offer
from tests.offers.test_import_concurrency import together

pytestmark = [
    pytest.mark.postgres,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]


def test_two_persons_apply_the_same_fix() -> None:
    offer = funding_in_disguise()
    first, second = UserFactory(editor=True), UserFactory(editor=True)
    inspect_catalogue()
    pk = Finding.objects.get().pk
    lines = ModelLogEntry.objects.for_instance(offer).count()
    results = together(lambda: fixing.mend(pk, by=first), lambda: fixing.mend(pk, by=second))
    assert sorted(type(one).__name__ for one in results) == ["AlreadyDone", "Offer"]
    assert Offer.objects.get(pk=offer.pk).kind == Kind.FUNDING
    assert ModelLogEntry.objects.for_instance(offer).count() == lines + 1


def test_one_mends_while_the_other_dismisses() -> None:
    offer = funding_in_disguise()
    first, second = UserFactory(editor=True), UserFactory(editor=True)
    inspect_catalogue()
    finding = Finding.objects.get()
    results = together(
        lambda: fixing.mend(finding.pk, by=first), lambda: fixing.dismiss(finding.pk, by=second)
    )
    assert sum(isinstance(one, AlreadyDone) for one in results) == 1
    finding.refresh_from_db()
    mended = Offer.objects.get(pk=offer.pk).kind == Kind.FUNDING
    assert finding.state == (FindingState.SETTLED if mended else FindingState.DISMISSED)


def test_the_night_and_persons_do_not_cross() -> None:
    person = UserFactory(moderator=True)
    for number in range(12):
        funding_in_disguise(title=f"Prêt {number}", reference=f"ACC-{number}")
    inspect_catalogue()
    pks = list(Finding.objects.order_by("-pk").values_list("pk", flat=True))

    def settle() -> int:
        return sum(bool(fixing.mend(pk, by=person)) for pk in pks)

    def night() -> None:
        for _ in range(4):
            inspect_catalogue()

    results = together(settle, night, night)
    assert results == [12, None, None]
    assert not Finding.objects.filter(state=FindingState.OPEN).exists()


def test_two_persons_keep_each_one_of_two_entries() -> None:
    one = sound_offer(title="Soutien aux initiatives citoyennes")
    sound_offer(title=one.title, structure=one.structure)
    first, second = UserFactory(moderator=True), UserFactory(moderator=True)
    inspect_catalogue()
    pk = Finding.objects.get().pk
    results = together(
        lambda: fixing.keep_one(pk, by=first),
        lambda: fixing.keep_one(pk, by=second, the_other=True),
    )
    assert sum(isinstance(result, AlreadyDone) for result in results) == 1
    assert Offer.objects.filter(status=Status.VISIBLE).count() == 1
