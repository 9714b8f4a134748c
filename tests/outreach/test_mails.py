"""The mails as they leave: every kind drawn for good, and one reminder from approval to thanks."""

import datetime
import re

import pytest
from django.core import mail

from connect.common.clock import today
from connect.notifications import sending as sweeping
from connect.notifications.drawing import draw
from connect.notifications.kinds import kind_of
from connect.notifications.models import Notice
from connect.offers.models import Offer
from connect.outreach import campaigns, following, sending
from connect.outreach.enums import CampaignState
from connect.outreach.exact.asking_again import ask_again
from connect.outreach.letters.writing import prepare_letter
from connect.outreach.models import Campaign, Target
from connect.structures.models import Structure
from connect.visits.models import VisitCount
from tests.accounts.factories import UserFactory
from tests.harness.visitor import Visitor
from tests.memberships.factories import MembershipFactory, NetworkAnimatorFactory
from tests.offers.factories import OfferFactory
from tests.orientation.factories import NearMissFactory
from tests.outreach.factories import ProspectFactory, days_ago
from tests.structures.factories import StructureFactory
from tests.taxonomy.factories import TerritoryFactory

pytestmark = pytest.mark.django_db
OLD = datetime.date(2024, 1, 1)


def asked(**values: object) -> Structure:
    structure = StructureFactory(verified_on=OLD, email="accueil@example.org", **values)
    campaign = campaigns.prepare_reminder()
    assert campaign is not None
    campaigns.settle_words(
        campaign, by=UserFactory(editor=True), words="Permanence le mardi.", hourly_cap=60, asks_twice=True
    )  # fmt: skip
    campaigns.approve(campaign, by=UserFactory(moderator=True))
    sending.hand_over()
    return structure


def test_a_reminder_from_approval_to_thanks(client: Visitor) -> None:
    structure = asked()
    offer = OfferFactory(structure=structure, verified_on=OLD, title="Fonds d’essai")
    VisitCount.objects.create(day=today(), subject="offre", object_id=offer.pk, count=12)
    VisitCount.objects.create(
        day=today() - datetime.timedelta(days=400), subject="offre", object_id=offer.pk, count=99
    )
    NearMissFactory(offer=offer, month=today().replace(day=1), count=3)

    assert sweeping.send_due() == 1
    sending.learn_what_left()
    (message,) = mail.outbox
    body = str(message.body)
    assert message.to == ["accueil@example.org"]
    assert "Permanence le mardi." in body and "12\u00a0visites" in body
    assert "3\u00a0réponses au questionnaire" in body.replace("\n", " ")
    assert "lues 12 fois" in " ".join(body.split()), "older visits are left out"
    assert "List-Unsubscribe" in message.extra_headers
    assert Campaign.objects.get().state == CampaignState.ENDED

    link = re.search(r"/toujours-exact/[\w-]{43}/", body)
    assert link is not None
    page = client.get(link[0]).context["page"]
    shown = [f"{one.reference}:{one.state}" for one in page.sheets]
    client.post(link[0], {"verbe": "tout", "vu": shown})
    assert "Merci, c’est fait" in client.get(link[0]).content.decode()
    assert Offer.objects.get().verified_on == today()
    assert campaigns.prepare_reminder() is None
    assert sweeping.send_due() == 0


def test_what_was_confirmed_meanwhile_does_not_leave() -> None:
    asked()
    Structure.objects.update(verified_on=today())

    assert sweeping.send_due() == 0 and not mail.outbox
    sending.learn_what_left()
    assert Target.objects.get().undelivered
    assert Campaign.objects.get().state == CampaignState.ENDED


def test_every_kind_is_drawn_in_text_and_html() -> None:
    structure = asked()
    Target.objects.update(sent_at=days_ago(31), handed_at=days_ago(31))
    Campaign.objects.update(state=CampaignState.ENDED)
    sending.remind_again()
    Target.objects.update(sent_at=days_ago(65))
    assert ask_again("accueil@example.org")
    animator = NetworkAnimatorFactory()
    Structure.objects.filter(pk=structure.pk).update(
        local_network=animator.network, commune_name="Nozay", phone="02 40 00 00 00"
    )
    following.hand_to_networks()
    department = TerritoryFactory(department=True, code="53", name="Mayenne")
    ProspectFactory(commune=TerritoryFactory(code="53001", parent=department))
    StructureFactory(department=department, email="seule@example.org", verified_on=today())
    letter = prepare_letter(department, by=UserFactory(editor=True))
    campaigns.approve(letter, by=UserFactory(moderator=True))
    sending.hand_over()
    MembershipFactory()

    kinds = set()
    for notice in Notice.objects.order_by("pk"):
        kind = kind_of(notice.kind)
        assert kind is not None
        composed = kind.compose(notice)
        assert composed is not None, notice.kind
        message = draw(notice, kind, composed, address="accueil@example.org")
        html = str(message.alternatives[0][0])
        for text in (str(message.body), html):
            assert "None" not in text and "{{" not in text, notice.kind
            assert "\u00a0!" not in text
        assert ("List-Unsubscribe" in message.extra_headers) is (
            notice.kind != "lien-toujours-exact"
        )
        kinds.add(notice.kind)
    assert kinds == {
        "relance-annuelle",
        "relance-rappel",
        "structures-silencieuses",
        "lettre-referencement",
        "lien-toujours-exact",
    }
