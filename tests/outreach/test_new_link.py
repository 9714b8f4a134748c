"""Asking for a new link: the same answer for everybody, a mail for the address on record only."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from connect.accounts.models import User
from connect.notifications.models import Notice
from connect.outreach import campaigns, sending
from connect.outreach.composing import compose_new_link, compose_reminder
from connect.outreach.enums import CampaignState
from connect.outreach.models import Campaign, ExactLink, Target
from connect.outreach.secrets import secret_of
from connect.structures.models import Structure
from tests.accounts.factories import UserFactory
from tests.common.visitors import shown
from tests.harness.visitor import Visitor
from tests.memberships.factories import MembershipFactory
from tests.outreach.factories import TargetFactory, days_ago
from tests.structures.factories import StructureFactory

pytestmark = pytest.mark.django_db
OLD = datetime.date(2024, 1, 1)


def ask(client: Visitor, address: str) -> object:
    client.get(reverse("exact-new-link"))
    return client.post(reverse("exact-new-link"), {"address": address, "affiche": shown()})


def test_the_answer_is_the_same_and_only_the_known_are_written_to(client: Visitor) -> None:
    target = TargetFactory(sent=True)
    for address in (target.address.upper(), "inconnue@example.org"):
        answer = ask(client, address)
        assert answer.status_code == 302  # type: ignore[attr-defined]
        assert answer["Location"] == reverse("exact-link-asked")  # type: ignore[index]
    page = client.get(reverse("exact-link-asked"))

    notice = Notice.objects.get()
    assert notice.address == target.address
    assert page["Referrer-Policy"] == "no-referrer"
    mail = compose_new_link(notice)
    assert mail is not None
    link = ExactLink.objects.get()
    assert secret_of(link.nonce) in mail.context["pairs"][0][1]
    assert compose_new_link(notice) == mail, "composed again, it carries the same link"


def test_a_member_gets_the_links_of_their_structures() -> None:
    member = MembershipFactory()
    TargetFactory(sent=True, structure=member.structure, user=member.user)
    other = MembershipFactory(user=member.user)
    TargetFactory(sent=True, structure=other.structure, user=member.user)
    client = Visitor()
    ask(client, member.user.email)
    notice = Notice.objects.get()
    mail = compose_new_link(notice)

    assert notice.user == member.user
    assert mail is not None and len(mail.context["pairs"]) == 2

    other.ended_at = days_ago(0)
    other.save()
    again = compose_new_link(notice)
    assert again is not None and len(again.context["pairs"]) == 1

    User.objects.update(is_active=False)
    assert compose_new_link(notice) is None


def test_an_address_with_an_accented_domain_is_known_however_it_is_typed(client: Visitor) -> None:
    kept = "accueil@xn--cole-9oa.example.org"
    structure = StructureFactory(email="Accueil@École.example.org", verified_on=OLD)
    campaigns.prepare_reminder()
    campaigns.approve(Campaign.objects.get(), by=UserFactory(moderator=True))
    sending.hand_over()
    reminder = Notice.objects.get()
    assert reminder.address == kept and compose_reminder(reminder) is not None
    Target.objects.update(sent_at=timezone.now())

    for typed in ("accueil@école.example.org", kept):
        ask(client, typed)
        notice = Notice.objects.get(kind="lien-toujours-exact")
        mail = compose_new_link(notice)
        assert notice.address == kept and mail is not None, typed
        notice.delete()
    assert Target.objects.get().structure == structure


def test_nothing_leaves_for_what_no_longer_stands(client: Visitor) -> None:
    target = TargetFactory(sent=True)
    for change in (
        lambda: Structure.objects.update(is_public=False),
        lambda: Campaign.objects.update(state=CampaignState.STOPPED),
    ):
        change()
        ask(client, target.address)
        assert not Notice.objects.exists()
        Structure.objects.update(is_public=True)
    Campaign.objects.update(state=CampaignState.ENDED)
    ask(client, target.address)
    Structure.objects.update(email="autre@example.org")

    assert compose_new_link(Notice.objects.get()) is None


def test_wrong_addresses_and_too_many_demands_are_told(client: Visitor) -> None:
    for wrong in ("", "pas une adresse", "a@b", "x" * 300 + "@example.org"):
        answer = ask(client, wrong)
        assert answer.status_code == 422  # type: ignore[attr-defined]
    codes = [ask(client, f"personne-{n}@example.org").status_code for n in range(6)]  # type: ignore[attr-defined]

    assert codes == [302] * 5 + [429]
    assert not Notice.objects.exists()
