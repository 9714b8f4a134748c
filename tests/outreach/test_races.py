"""Two persons, or two workers, do the same thing of the outreach at the same moment."""

import datetime

import pytest

from connect.notifications.models import Notice
from connect.offers.models import ErrorReport
from connect.outreach import campaigns, following, sending
from connect.outreach.enums import CallOutcome, CampaignState, ReplyVerb
from connect.outreach.exact.replying import confirm_rest, reply
from connect.outreach.exact.sheets import read_page
from connect.outreach.models import Campaign, ExactLink, PhoneCall, Reply, Target
from tests.accounts.factories import UserFactory
from tests.offers.factories import OfferFactory
from tests.offers.test_import_concurrency import together
from tests.outreach.factories import CampaignFactory, ExactLinkFactory, TargetFactory, days_ago
from tests.structures.factories import StructureFactory

pytestmark = [
    pytest.mark.postgres,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]
OLD = datetime.date(2024, 1, 1)


def due(count: int) -> None:
    for number in range(count):
        StructureFactory(verified_on=OLD, email=f"due-{number}@example.org")


def test_two_preparations_make_one_campaign() -> None:
    due(3)
    together(campaigns.prepare_reminder, campaigns.prepare_reminder)

    assert Campaign.objects.count() == 1
    assert Target.objects.count() == 3


def test_one_approves_while_the_other_abandons() -> None:
    due(1)
    campaign = campaigns.prepare_reminder()
    assert campaign is not None
    first, second = UserFactory(moderator=True), UserFactory(moderator=True)
    results = together(
        lambda: campaigns.approve(campaign, by=first),
        lambda: campaigns.approve(campaign, by=second),
    )
    assert sum(isinstance(one, campaigns.CampaignMoved) for one in results) == 1

    together(lambda: campaigns.stop(campaign, by=first), sending.hand_over)
    assert Campaign.objects.get().state == CampaignState.STOPPED
    assert not Notice.objects.filter(state="attend").exists()
    assert not ExactLink.objects.filter(revoked_at__isnull=True).exists()


def test_two_workers_hand_over_each_mail_once_within_the_cap() -> None:
    due(5)
    campaign = campaigns.prepare_reminder()
    assert campaign is not None
    Campaign.objects.update(hourly_cap=3)
    campaigns.approve(campaign, by=UserFactory(moderator=True))
    together(sending.hand_over, sending.hand_over)

    assert Notice.objects.count() == 3
    assert ExactLink.objects.count() == 3


def test_the_same_reply_sent_twice_at_once_is_written_once() -> None:
    link = ExactLinkFactory()
    offer = OfferFactory(structure=link.target.structure, verified_on=OLD)
    page = read_page(link)
    assert page is not None
    shown = {one.reference: one.state for one in page.sheets}
    for act in (
        lambda: reply(link, offer.reference, ReplyVerb.GONE),
        lambda: reply(link, offer.reference, ReplyVerb.CORRECT, text="Le plafond a changé."),
        lambda: reply(link, offer.reference, ReplyVerb.EXACT),
        lambda: confirm_rest(link, shown),
    ):
        results = together(act, act)
        assert not [one for one in results if isinstance(one, Exception)]

    assert Reply.objects.count() == 2
    assert ErrorReport.objects.count() == 2


def test_two_calls_to_one_structure_are_recorded_once() -> None:
    target = TargetFactory(
        campaign=CampaignFactory(ended=True), sent_at=days_ago(70), handed_at=days_ago(70)
    )
    first, second = UserFactory(editor=True), UserFactory(editor=True)
    results = together(
        lambda: following.record_call(target.pk, CallOutcome.EXACT, by=first),
        lambda: following.record_call(target.pk, CallOutcome.GONE, by=second),
    )

    assert sum(isinstance(one, following.CallRefused) for one in results) == 1
    assert PhoneCall.objects.count() == 1
