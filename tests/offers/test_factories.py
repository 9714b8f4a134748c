"""The traits that other tests rely on."""

import pytest

from connect.offers.enums import CallState, Kind, Status
from connect.offers.models import CatalogueChange
from connect.offers.selectors import call_state, visible_to
from tests.demo.factories import DemoShiftFactory
from tests.offers.factories import CatalogueChangeFactory, CatalogueStampFactory, OfferFactory
from tests.taxonomy.factories import NeedFactory, PhaseFactory, PostcodeFactory, ThemeFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("trait", "kind", "status", "state"),
    [
        ("funding", Kind.FUNDING, Status.VISIBLE, None),
        ("accompaniment", Kind.ACCOMPANIMENT, Status.VISIBLE, None),
        ("call", Kind.CALL, Status.VISIBLE, CallState.OPEN),
        ("open_call", Kind.CALL, Status.VISIBLE, CallState.OPEN),
        ("closed_call", Kind.CALL, Status.VISIBLE, CallState.CLOSED),
        ("upcoming_call", Kind.CALL, Status.VISIBLE, CallState.UPCOMING),
        ("draft", Kind.FUNDING, Status.DRAFT, None),
        ("to_validate", Kind.FUNDING, Status.TO_VALIDATE, None),
        ("hidden", Kind.FUNDING, Status.HIDDEN, None),
        ("archived", Kind.FUNDING, Status.ARCHIVED, None),
    ],
)
def test_a_trait_makes_a_valid_offer(
    trait: str, kind: Kind, status: Status, state: CallState | None
) -> None:
    phase = PhaseFactory()
    offer = OfferFactory(**{trait: True}, phases=[phase])
    offer.full_clean()
    assert (offer.kind, offer.status, call_state(offer)) == (kind, status, state)
    assert list(offer.phases.all()) == [phase]
    assert CatalogueChange.objects.filter(offer_id=offer.pk).exists()


def test_an_offer_of_a_private_structure_is_not_public() -> None:
    OfferFactory(of_private_structure=True)
    assert not visible_to(None).exists()


def test_the_other_factories_make_valid_rows() -> None:
    made = [
        CatalogueChangeFactory(),
        CatalogueStampFactory(),
        DemoShiftFactory(),
        NeedFactory(themes=[ThemeFactory()]),
        PostcodeFactory(),
    ]
    for row in made:
        row.full_clean(exclude=["offer_id"])
    assert made[3].themes.count() == 1
    assert str(made[2]) == "+3652 jours"
