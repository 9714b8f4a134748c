"""Which structures are asked, and who receives for them."""

import datetime

import pytest

from connect.accounts.models import User
from connect.common.clock import today
from connect.memberships.enums import Role
from connect.outreach.choosing import MONTHS, due_structures, months_before, oldest_verifications
from connect.outreach.enums import CampaignState
from connect.outreach.receiving import NOBODY, receivers
from connect.structures.enums import Nature
from connect.structures.models import Structure
from tests.memberships.factories import MembershipFactory
from tests.offers.factories import OfferFactory
from tests.outreach.factories import CampaignFactory, RhythmFactory, TargetFactory, days_ago
from tests.structures.factories import StructureFactory

pytestmark = pytest.mark.django_db


def months_ago(months: int) -> datetime.date:
    return months_before(today(), months) - datetime.timedelta(days=1)


def test_months_before_keeps_to_the_calendar() -> None:
    cases = (
        ("2026-03-31", 1, "2026-02-28"),
        ("2024-03-31", 1, "2024-02-29"),
        ("2026-01-15", 11, "2025-02-15"),
        ("2026-12-31", 12, "2025-12-31"),
        ("2026-01-01", 1, "2025-12-01"),
    )
    for day, months, expected in cases:
        found = months_before(datetime.date.fromisoformat(day), months)
        assert found.isoformat() == expected, day


def test_the_oldest_sheet_decides() -> None:
    fresh, old = months_ago(1), months_ago(20)
    one = StructureFactory(verified_on=fresh)
    two = StructureFactory(verified_on=fresh)
    OfferFactory(structure=two, verified_on=old)
    for trait in ("draft", "hidden", "archived", "closed_call"):
        OfferFactory(structure=one, verified_on=old, **{trait: True})
    three = StructureFactory(verified_on=None, referenced_on=fresh)
    never = StructureFactory(verified_on=fresh)
    OfferFactory(structure=never, verified_on=None, recorded_on=None)
    private = StructureFactory(verified_on=old, private=True)

    found = oldest_verifications([one.pk, two.pk, three.pk, never.pk, private.pk])

    assert found == {one.pk: fresh, two.pk: old, three.pk: fresh, never.pk: None}
    assert [due.structure for due in due_structures()] == [never.pk, two.pk]


def test_the_rhythm_follows_the_nature() -> None:
    RhythmFactory(nature=Nature.COOPERATIVE, months=6)
    seven = months_ago(7)
    cooperative = StructureFactory(nature=Nature.COOPERATIVE, verified_on=seven)
    StructureFactory(nature=Nature.ASSOCIATION, verified_on=seven)
    assert [due.structure for due in due_structures()] == [cooperative.pk]

    RhythmFactory(nature="", months=5)
    assert len(due_structures()) == 2
    assert MONTHS == 11


def test_nobody_is_asked_twice_in_ninety_days() -> None:
    cases = (
        ({"sent_at": days_ago(89)}, "ended", False),
        ({"sent_at": days_ago(91)}, "ended", True),
        ({"sent_at": days_ago(120), "reminded_at": days_ago(80)}, "ended", False),
        ({}, "prepared", False),
        ({}, "", False),
        ({"excluded_at": days_ago(1)}, "prepared", True),
        ({"handed_at": days_ago(2), "undelivered": "refusé"}, "ended", True),
    )
    for values, trait, expected in cases:
        structure = StructureFactory(verified_on=months_ago(20), email="a@example.org")
        campaign = CampaignFactory(**({trait: True} if trait else {}))
        TargetFactory(campaign=campaign, structure=structure, **values)
        found = [due.structure for due in due_structures()]
        assert (structure.pk in found) is expected, (values, trait)
        campaign.state = CampaignState.STOPPED
        campaign.save()
        Structure.objects.update(is_public=False)


def test_administrators_receive_first_then_contributors_then_the_address() -> None:
    first = MembershipFactory(role=Role.CONTRIBUTOR)
    structure = first.structure
    structure.email = "accueil@example.org"
    structure.save()
    assert receivers([structure.pk])[structure.pk].user == first.user
    head = MembershipFactory(structure=structure, role=Role.ADMINISTRATOR)
    MembershipFactory(structure=structure, role=Role.ADMINISTRATOR)
    assert receivers([structure.pk])[structure.pk].user == head.user

    User.objects.filter(pk=head.user_id).update(is_active=False)
    for one in structure.memberships.order_by("pk"):
        one.ended_at = days_ago(1)
        one.save()
    assert receivers([structure.pk])[structure.pk].address == "accueil@example.org"
    bare = StructureFactory(email="")
    assert receivers([bare.pk])[bare.pk] == NOBODY
    assert NOBODY.recipient == ""


def test_choosing_takes_the_same_statements_whatever_the_number(
    django_assert_num_queries: object,
) -> None:
    for _ in range(2):
        structure = StructureFactory(verified_on=months_ago(20))
        OfferFactory(structure=structure, verified_on=months_ago(20))
        with django_assert_num_queries(5):  # type: ignore[operator]
            assert due_structures()
