"""The campaigns in the management pages: who opens what, what each button does."""

from typing import Any

import pytest
from django.urls import reverse

from connect.accounts.enums import StaffRole
from connect.accounts.models import User
from connect.notifications.models import Notice
from connect.outreach.enums import CampaignState
from connect.outreach.models import Campaign, Rhythm, Target
from tests.accounts.factories import UserFactory
from tests.harness.visitor import Visitor
from tests.offers.factories import OfferFactory
from tests.outreach.factories import (
    CampaignFactory,
    PhoneCallFactory,
    ProspectFactory,
    ReplyFactory,
    TargetFactory,
    days_ago,
)
from tests.outreach.test_choosing import months_ago
from tests.structures.factories import StructureFactory

pytestmark = pytest.mark.django_db


def prepared(**values: Any) -> Target:
    return TargetFactory(campaign=CampaignFactory(prepared=True), **values)


def desk(role: StaffRole) -> tuple[Visitor, User]:
    """A person of the team at their desk."""
    client, person = Visitor(), UserFactory(role=role, is_staff=True)
    client.force_login(person)
    return client, person


def pages(target: Target) -> list[str]:
    pk = target.campaign_id
    return [
        reverse("campaigns"),
        reverse("campaign-prepare"),
        reverse("campaign", args=[pk]),
        reverse("campaign-preview", args=[pk, target.pk]),
        reverse("campaign-preview-mail", args=[pk, target.pk]),
        reverse("letters-coverage"),
        reverse("letters-coverage-csv"),
        reverse("prospects"),
        reverse("rhythms"),
    ]


def test_only_the_team_opens_them(client: Visitor) -> None:
    target = prepared(structure=StructureFactory(name="SECRET", email="secret@example.org"))
    addresses = [*pages(target), reverse("campaign-stop", args=[target.campaign_id])]
    for address in addresses:
        answer = client.get(address)
        assert answer.status_code == 302 and b"secret@example.org" not in answer.content
    publisher, _ = desk(StaffRole.PUBLISHER)
    for address in addresses:
        answer = publisher.get(address, follow=True)
        assert "secret@example.org" not in answer.content.decode(), address
        assert "réservé" in answer.content.decode() or answer.redirect_chain
    editor, _ = desk(StaffRole.EDITOR)
    for address in pages(target):
        assert editor.get(address).status_code == 200, address
    for name, args in (
        ("campaign-exclude", [target.campaign_id]),
        ("campaign-decide", [target.campaign_id]),
        ("letter-prepare", []),
        ("prospects-erase", []),
    ):
        assert editor.get(reverse(name, args=args)).status_code == 405
    assert editor.get(reverse("campaign", args=[999999])).status_code == 404
    assert (
        editor.get(reverse("campaign-preview", args=[target.campaign_id, 99999])).status_code == 404
    )


def test_an_editor_prepares_and_a_moderator_approves() -> None:
    structure = StructureFactory(verified_on=months_ago(20), email="accueil@example.org")
    OfferFactory(structure=structure, verified_on=months_ago(20), title="Fonds de test")
    editor, who = desk(StaffRole.EDITOR)
    assert structure.name in editor.get(reverse("campaign-prepare")).content.decode()
    editor.post(reverse("campaign-prepare"))
    campaign = Campaign.objects.get()
    assert campaign.prepared_by == who
    decide = reverse("campaign-decide", args=[campaign.pk])
    settings = {"words": "Permanence le mardi.", "asks_twice": "on", "hourly_cap": "30"}

    text = editor.get(reverse("campaign", args=[campaign.pk])).content.decode()
    assert "Approuver l’envoi" not in text
    editor.post(decide, {**settings, "verbe": "enregistrer"})
    refused = editor.post(decide, {**settings, "verbe": "approuver", "relu": "oui"})
    assert refused.status_code == 302
    campaign.refresh_from_db()
    assert (campaign.state, campaign.words) == (CampaignState.PREPARED, "Permanence le mardi.")

    moderator, boss = desk(StaffRole.MODERATOR)
    page = moderator.get(reverse("campaign", args=[campaign.pk])).content.decode()
    assert "Approuver l’envoi de 1\u00a0courriel" in page
    for wrong in (
        {"verbe": "approuver"},
        {"verbe": "approuver", "relu": "oui", "hourly_cap": "0"},
        {"verbe": "approuver", "relu": "oui", "hourly_cap": "x"},
        {"verbe": "enregistrer", "words": "x" * 3000},
    ):
        assert moderator.post(decide, {**settings, **wrong}).status_code == 422, wrong
    moderator.post(decide, {**settings, "verbe": "approuver", "relu": "oui"})
    campaign.refresh_from_db()
    assert (campaign.state, campaign.approved_by) == (CampaignState.APPROVED, boss)
    assert not Notice.objects.exists()

    again = moderator.post(decide, {**settings, "verbe": "approuver", "relu": "oui"}, follow=True)
    assert "Quelqu’un d’autre" in again.content.decode()
    stop = reverse("campaign-stop", args=[campaign.pk])
    moderator.get(stop)
    moderator.post(stop)
    campaign.refresh_from_db()
    assert (campaign.state, campaign.stopped_by) == (CampaignState.STOPPED, boss)


def test_shows_the_real_mail_before_anything_leaves() -> None:
    target = prepared(structure=StructureFactory(email="accueil@example.org", name="L’Atelier"))
    OfferFactory(structure=target.structure, title="Fonds de test")
    OfferFactory(structure=target.structure, title="SECRET", draft=True)
    editor, _ = desk(StaffRole.EDITOR)
    address = reverse("campaign-preview", args=[target.campaign_id, target.pk])

    page = editor.get(address)
    mail = editor.get(reverse("campaign-preview-mail", args=[target.campaign_id, target.pk]))
    second = editor.get(f"{address}?rappel=1")

    for answer in (page, mail):
        assert "Fonds de test" in answer.content.decode()
        assert "SECRET" not in answer.content.decode()
    assert "apercu-sans-effet" in mail.content.decode()
    assert "Dernier rappel" in second.content.decode()
    assert not target.links.exists() and not Notice.objects.exists()


def test_leaves_structures_out_and_puts_them_back() -> None:
    target = prepared()
    editor, _ = desk(StaffRole.EDITOR)
    page = reverse("campaign", args=[target.campaign_id])
    address = reverse("campaign-exclude", args=[target.campaign_id])
    editor.get(page)
    for sent, expected in (
        ({"cible": [target.pk, "x", "²"], "verbe": "ecarter"}, True),
        ({"cible": [], "verbe": "remettre"}, True),
        ({"cible": [target.pk], "verbe": "remettre"}, False),
    ):
        assert editor.post(address, sent).status_code == 302
        target.refresh_from_db()
        assert (target.excluded_at is not None) is expected


def test_follows_what_came_back() -> None:
    campaign = CampaignFactory()
    TargetFactory(campaign=campaign, sent=True)
    ReplyFactory(target=TargetFactory(campaign=campaign, sent=True, answered_at=days_ago(1)))
    ReplyFactory(
        target=TargetFactory(campaign=campaign, sent=True, answered_at=days_ago(1)), verb="fini"
    )
    PhoneCallFactory(target=TargetFactory(campaign=campaign, sent=True))
    TargetFactory(campaign=campaign, address="", recipient="")
    TargetFactory(campaign=campaign, excluded_at=days_ago(1))
    TargetFactory(campaign=campaign, handed_at=days_ago(1), undelivered="refusé")
    editor, _ = desk(StaffRole.EDITOR)
    address = reverse("campaign", args=[campaign.pk])

    page = editor.get(address)
    counts = page.context["counts"]
    assert (counts.sent, counts.confirmed, counts.to_correct, counts.silent) == (4, 2, 1, 1)
    assert (counts.no_address, counts.total, counts.mails) == (1, 7, 5)
    silent = editor.get(f"{address}?ou=sans-reponse")
    assert len(silent.context["lines"]) == 1
    assert len(editor.get(f"{address}?ou=nimporte&page=zzz").context["lines"]) == 7


def count(client: Visitor, address: str) -> int:
    from django.db import connection  # noqa: PLC0415  # beside the only use
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415  # beside the only use

    client.get(address)
    with CaptureQueriesContext(connection) as seen:
        assert client.get(address).status_code == 200
    return len(seen)


def test_lists_take_the_same_statements_whatever_their_length() -> None:
    editor, _ = desk(StaffRole.EDITOR)
    campaign = CampaignFactory()
    addresses = [
        reverse("campaigns"),
        reverse("campaign-prepare"),
        reverse("campaign", args=[campaign.pk]),
        reverse("prospects"),
        reverse("letters-coverage"),
    ]

    def add() -> None:
        TargetFactory(campaign=campaign, sent=True)
        StructureFactory(verified_on=months_ago(20), email="a@example.org")
        TargetFactory(campaign=CampaignFactory(ended=True))
        ProspectFactory()

    add()
    first = [count(editor, one) for one in addresses]
    add()
    add()

    assert [count(editor, one) for one in addresses] == first


def test_the_rhythm_is_edited_by_whoever_approves() -> None:
    editor, _ = desk(StaffRole.EDITOR)
    address = reverse("rhythms")
    editor.get(address)
    editor.post(address, {"autres": "6"})
    assert not Rhythm.objects.exists()
    moderator, _ = desk(StaffRole.MODERATOR)
    moderator.get(address)
    for wrong in ("", "2", "37", "abc"):
        assert moderator.post(address, {"autres": wrong}).status_code == 422
    moderator.post(address, {"autres": "10", "banque": "6"})
    assert dict(Rhythm.objects.values_list("nature", "months")) == {"": 10, "banque": 6}
    moderator.post(address, {"autres": "10", "banque": ""})
    assert dict(Rhythm.objects.values_list("nature", "months")) == {"": 10}
