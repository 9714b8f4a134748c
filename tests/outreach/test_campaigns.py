"""A reminder from its preparation to its end: prepared, approved, sent little by little, stopped, answered."""

import datetime
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from connect.accounts.erasing import erase
from connect.accounts.models import User
from connect.common.clock import today
from connect.notifications.enums import State
from connect.notifications.kinds import Mail
from connect.notifications.models import Notice
from connect.notifications.services import recipient_of
from connect.outreach import campaigns, following, sending
from connect.outreach.composing import compose_reminder, compose_second
from connect.outreach.enums import CampaignState
from connect.outreach.models import Campaign, ExactLink, Target
from connect.outreach.secrets import secret_of
from connect.structures.models import Structure
from tests.accounts.factories import UserFactory
from tests.memberships.factories import MembershipFactory
from tests.offers.factories import OfferFactory
from tests.outreach.factories import CampaignFactory, TargetFactory, days_ago
from tests.structures.factories import StructureFactory

pytestmark = pytest.mark.django_db
OLD = datetime.date(2024, 1, 1)


def due(**values: Any) -> Structure:
    values.setdefault("email", f"due-{Structure.objects.count()}@example.org")
    return StructureFactory(verified_on=OLD, **values)


def approved(**settings: Any) -> Campaign:
    campaign = campaigns.prepare_reminder()
    assert campaign is not None
    Campaign.objects.filter(pk=campaign.pk).update(**settings)
    return campaigns.approve(campaign, by=UserFactory(moderator=True))


def left(*, when: datetime.datetime | None = None) -> None:
    """Take everything of the ledger as sent."""
    Notice.objects.filter(state=State.WAITING).update(
        state=State.SENT, sent_at=when or timezone.now()
    )
    sending.learn_what_left()


def test_prepares_once_and_brings_up_to_date() -> None:
    assert campaigns.prepare_reminder() is None
    one, two = due(), due()
    campaign = campaigns.prepare_reminder()
    assert campaign is not None
    kept = campaign.targets.get(structure=two)
    Target.objects.filter(pk=kept.pk).update(excluded_at=timezone.now())
    Structure.objects.filter(pk=one.pk).update(verified_on=today())
    three = due(email="")

    again = campaigns.prepare_reminder(by=UserFactory(editor=True))

    assert again == campaign and Campaign.objects.count() == 1
    rows = {t.structure_id: (t.excluded_at is None, t.recipient) for t in campaign.targets.all()}
    assert rows == {two.pk: (False, recipient_of(two.email)), three.pk: (True, "")}
    assert not Notice.objects.exists()


def test_nothing_leaves_before_approval() -> None:
    due()
    campaigns.prepare_reminder()
    for _ in range(2):
        sending.hand_over()
        sending.remind_again()

    assert not Notice.objects.exists() and not ExactLink.objects.exists()


def test_rights_are_asked_of_every_verb() -> None:
    due()
    campaign = campaigns.prepare_reminder()
    assert campaign is not None
    nobody, editor = UserFactory(), UserFactory(editor=True)
    for refused in (
        lambda: campaigns.prepare_reminder(by=nobody),
        lambda: campaigns.approve(campaign, by=nobody),
        lambda: campaigns.approve(campaign, by=editor),
        lambda: campaigns.stop(campaign, by=editor),
        lambda: campaigns.set_excluded(campaign, [1], True, by=nobody),
        lambda: campaigns.settle_words(campaign, by=nobody, words="", hourly_cap=1),
    ):
        with pytest.raises(PermissionDenied):
            refused()
    assert Campaign.objects.get().state == CampaignState.PREPARED


def test_one_mail_an_owner_and_no_more_an_hour_than_said() -> None:
    member = MembershipFactory(structure=due())
    MembershipFactory(structure=due(), user=member.user)
    for _ in range(3):
        due()
    due(email="")
    approved(hourly_cap=2)

    assert [sending.hand_over() for _ in range(3)] == [2, 0, 0]
    assert Notice.objects.count() == 2
    assert Notice.objects.filter(user=member.user).count() == 1
    Target.objects.update(handed_at=days_ago(1))
    Target.objects.exclude(links__isnull=False).update(handed_at=None)
    assert sending.hand_over() == 2
    assert Campaign.objects.get().state == CampaignState.SENDING
    assert ExactLink.objects.count() == 5

    left()
    assert Campaign.objects.get().state == CampaignState.ENDED
    assert Target.objects.filter(sent_at__isnull=False).count() == 5


def test_the_receiver_is_read_again_at_approval() -> None:
    structure = due(email="avant@example.org")
    campaign = campaigns.prepare_reminder()
    Structure.objects.filter(pk=structure.pk).update(email="apres@example.org")
    assert campaign is not None
    campaigns.approve(campaign, by=UserFactory(moderator=True))
    sending.hand_over()

    assert Notice.objects.get().address == "apres@example.org"

    alone = due(email="")
    other = campaigns.prepare_reminder()
    assert other is not None and other.targets.get().structure == alone
    with pytest.raises(ValidationError):
        campaigns.approve(other, by=UserFactory(moderator=True))


def test_stopping_withdraws_what_has_not_left() -> None:
    for _ in range(3):
        due()
    campaign = approved(hourly_cap=2)
    sending.hand_over()
    first = Notice.objects.order_by("pk").first()
    assert first is not None
    Notice.objects.filter(pk=first.pk).update(state=State.SENT, sent_at=timezone.now())
    sending.learn_what_left()

    assert campaigns.stop(campaign, by=UserFactory(moderator=True)) == 1

    assert Notice.objects.filter(state=State.WAITING).count() == 0
    Target.objects.update(handed_at=days_ago(1))
    assert sending.hand_over() == 0
    working = ExactLink.objects.filter(revoked_at__isnull=True)
    assert [one.recipient for one in working] == [first.recipient]
    assert compose_reminder(first) is None
    for again in (campaigns.stop, campaigns.approve):
        with pytest.raises(campaigns.CampaignMoved):
            again(campaign, by=UserFactory(moderator=True))


def composed(notice: Notice) -> Mail:
    mail = compose_reminder(notice)
    assert mail is not None
    return mail


def test_the_mail_is_composed_when_it_leaves() -> None:
    structure, other = due(), due()
    OfferFactory(structure=structure, verified_on=OLD, title="Fonds de test")
    OfferFactory(structure=structure, verified_on=OLD, title="SECRET", hidden=True)
    approved()
    sending.hand_over()
    notice = Notice.objects.get(recipient=recipient_of(structure.email))
    mail = composed(notice)
    link = ExactLink.objects.get(recipient=notice.recipient)

    assert [sheet.title for sheet in mail.context["news"][0].sheets] == [
        structure.name,
        "Fonds de test",
    ]
    assert mail.context["news"][0].link.endswith(f"/toujours-exact/{secret_of(link.nonce)}/")
    assert composed(notice) == mail, "tried again, it carries the same link"
    assert other.name not in str(mail)

    for change, back in (
        ({"verified_on": today()}, {"verified_on": OLD}),
        ({"is_public": False}, {"is_public": True}),
        ({"email": "autre@example.org"}, {"email": structure.email}),
    ):
        rows = Structure.objects.filter(pk=structure.pk)
        rows.update(**change)
        if "verified_on" in change:
            structure.offers.update(verified_on=today())
        assert compose_reminder(notice) is None, change
        rows.update(**back)
        structure.offers.update(verified_on=OLD)
    Target.objects.update(answered_at=timezone.now())
    assert compose_reminder(notice) is None


def test_a_member_who_left_is_not_written_to() -> None:
    MembershipFactory(structure=due())
    approved()
    sending.hand_over()
    notice = Notice.objects.get()
    composed(notice)
    User.objects.update(is_active=False)

    assert compose_reminder(notice) is None


def test_a_second_and_last_reminder_after_thirty_days() -> None:
    silent, answered, confirmed = due(), due(), due()
    approved()
    sending.hand_over()
    left()
    assert sending.remind_again() == 0
    Target.objects.update(sent_at=days_ago(31), handed_at=days_ago(31))
    Target.objects.filter(structure=answered).update(answered_at=days_ago(3))
    Structure.objects.filter(pk=confirmed.pk).update(verified_on=today())

    sending.remind_again()
    sending.remind_again()

    second = Notice.objects.get(kind="relance-rappel")
    assert second.recipient == recipient_of(silent.email)
    mail = compose_second(second)
    assert mail is not None and mail.context["second"] is True
    assert ExactLink.objects.filter(target__structure=silent).count() == 2


def test_no_second_reminder_when_the_campaign_says_so_or_is_stopped() -> None:
    due()
    campaign = approved(asks_twice=False)
    sending.hand_over()
    left()
    Target.objects.update(sent_at=days_ago(31), handed_at=days_ago(31))
    assert sending.remind_again() == 0
    Campaign.objects.update(asks_twice=True)
    campaigns.stop(campaign, by=UserFactory(moderator=True))
    assert sending.remind_again() == 0


def test_what_did_not_leave_is_told() -> None:
    due()
    approved()
    sending.hand_over()
    Notice.objects.update(state=State.REFUSED, reason="boîte inconnue")
    sending.learn_what_left()

    assert Target.objects.get().undelivered == "boîte inconnue"
    assert Campaign.objects.get().state == CampaignState.ENDED


def test_a_structure_asked_again_is_waited_for_once() -> None:
    structure = due()
    old = TargetFactory(
        campaign=CampaignFactory(ended=True),
        structure=structure,
        sent_at=days_ago(400),
        handed_at=days_ago(400),
    )
    approved()
    sending.hand_over()

    old.refresh_from_db()
    assert old.settled_at is not None
    assert Target.objects.exclude(pk=old.pk).get().settled_at is None


def test_excluded_structures_are_not_written_to() -> None:
    structure, other = due(), due()
    campaign = campaigns.prepare_reminder()
    assert campaign is not None
    out = campaign.targets.get(structure=structure)
    editor = UserFactory(editor=True)
    assert campaigns.set_excluded(campaign, [out.pk], True, by=editor) == 1
    assert campaigns.set_excluded(campaign, [out.pk], True, by=editor) == 0
    campaigns.approve(campaign, by=UserFactory(moderator=True))
    sending.hand_over()

    assert Notice.objects.get().recipient == recipient_of(other.email)
    foreign = TargetFactory()
    assert campaigns.set_excluded(campaign, [foreign.pk], True, by=editor) == 0


def test_a_wrong_address_does_not_hold_back_the_others() -> None:
    wrong, right = due(email="pas une adresse"), due()
    approved()
    sending.hand_over()

    assert Notice.objects.get().recipient == recipient_of(right.email)
    assert Target.objects.get(structure=wrong).undelivered == sending.WRONG_ADDRESS
    assert ExactLink.objects.count() == 1
    left()
    assert Campaign.objects.get().state == CampaignState.ENDED


def test_a_receiver_who_is_gone_does_not_stop_the_second_reminders() -> None:
    erased, deleted, stays = MembershipFactory(), MembershipFactory(), MembershipFactory()
    for one in (erased, deleted, stays):
        Structure.objects.filter(pk=one.structure_id).update(verified_on=OLD)
    approved()
    sending.hand_over()
    left()
    Target.objects.update(sent_at=days_ago(31), handed_at=days_ago(31))
    erase(erased.user)
    deleted.user.delete()

    sending.remind_again()

    assert Notice.objects.get(kind="relance-rappel").user == stays.user
    assert sending.remind_again() == 0
    asked = set(following.silent_targets().values_list("structure", flat=True))
    assert asked == set(), "not yet sixty days"
    Target.objects.update(sent_at=days_ago(61))
    asked = set(following.silent_targets().values_list("structure", flat=True))
    assert asked == {one.structure_id for one in (erased, deleted, stays)}


def test_a_campaign_ends_though_a_receiver_was_deleted() -> None:
    deleted = MembershipFactory()
    Structure.objects.filter(pk=deleted.structure_id).update(verified_on=OLD)
    due()
    approved()
    sending.hand_over()
    deleted.user.delete()
    sending.learn_what_left()
    assert Campaign.objects.get().state == CampaignState.SENDING, "the other mail has not left"
    left()

    assert Target.objects.get(structure=deleted.structure).undelivered == sending.ACCOUNT_GONE
    assert Campaign.objects.get().state == CampaignState.ENDED
