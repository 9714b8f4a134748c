"""Questions to the chamber: kept once, answered once by mail, parted from the address."""

import datetime
from typing import Any

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from connect.accounts.enums import StaffRole
from connect.notifications.models import Notice
from connect.notifications.sending import send_due
from connect.orientation import inquiries
from connect.orientation.models import Inquiry
from tests.accounts.factories import UserFactory
from tests.common.visitors import shown
from tests.harness.visitor import Visitor
from tests.orientation.factories import InquiryFactory, UnmetNeedFactory

ADDRESS = "/orientation/demander/"
ADDRESS_OF_PERSON = "personne@example.org"


def _typed(**changes: str) -> dict[str, str]:
    return {
        "text": "Qui peut m’aider à acheter un four ?",
        "email": ADDRESS_OF_PERSON,
        "affiche": shown(),
        "site_web": "",
        **changes,
    }


def _send(client: Visitor, **changes: str) -> Any:
    client.get(ADDRESS)
    return client.post(ADDRESS, _typed(**changes))


@pytest.mark.django_db
def test_a_question_is_kept_with_the_answers_it_comes_after(client: Visitor) -> None:
    need = UnmetNeedFactory()
    answer = _send(client)
    assert (answer.status_code, answer["Location"]) == (302, "/orientation/demander/merci/")
    assert "Votre question est arrivée" in client.get(answer["Location"]).content.decode()
    kept = Inquiry.objects.get()
    assert (kept.text, kept.email) == ("Qui peut m’aider à acheter un four ?", ADDRESS_OF_PERSON)
    assert kept.unmet_need == need and kept.answers == {}
    _send(client)
    assert Inquiry.objects.count() == 1
    assert not mail.outbox


@pytest.mark.django_db
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(client: Visitor) -> None:
    long = "a" * 2_001
    cases = [
        ({"text": ""}, "Écrivez votre question."),
        ({"text": " \u200b "}, "Écrivez votre question"),
        ({"text": long}, "dépasse 2 000 signes"),
        ({"email": ""}, "Donnez une adresse électronique"),
        ({"email": "personne"}, "n’est pas complète"),
        ({"email": "a@example.org\nBcc: b@example.org"}, "n’est pas complète"),
        ({"site_web": "https://example.org"}, "champ caché"),
        ({"affiche": "forged"}, "vérifier l’envoi"),
    ]
    for changes, words in cases:
        answer = _send(client, **changes)
        page = answer.content.decode()
        assert answer.status_code == 422 and words in page, changes
        assert changes.get("text", "acheter un four") in page
    hostile = _send(client, text="<script>alert(1)</script>", email="")
    assert "<script>alert" not in hostile.content.decode()
    assert not Inquiry.objects.exists()


@pytest.mark.django_db
def test_a_flood_is_stopped_with_a_sentence(client: Visitor) -> None:
    answers = [_send(client, text=f"Question numéro {n}") for n in range(7)]
    assert [one.status_code for one in answers] == [302] * 5 + [429] * 2
    assert "Question numéro 6" in answers[-1].content.decode()
    assert Inquiry.objects.count() == 5


@pytest.mark.django_db
def test_the_form_carries_the_answers_and_leaves_old_codes_aside(client: Visitor) -> None:
    page = client.get(f"{ADDRESS}?qui=associations&montant=5000&etape=disparue").content.decode()
    assert 'name="qui" value="associations"' in page and "Associations" in page
    assert "n’existe pas ou plus" in page
    client.post(ADDRESS, {**_typed(), "qui": "associations", "montant": "5000"})
    assert Inquiry.objects.get().answers == {"qui": ["associations"], "montant": ["5000"]}


@pytest.mark.django_db
def test_an_answer_leaves_once_by_mail_and_the_address_is_erased_later() -> None:
    person = UserFactory(role=StaffRole.EDITOR, is_staff=True)
    inquiry = InquiryFactory(text="Première ligne\nSeconde ligne", email=ADDRESS_OF_PERSON)
    assert inquiries.reply(inquiry.pk, by=person, text="Appelez le DLA.") is not None
    assert inquiries.reply(inquiry.pk, by=person, text="Autre chose.") is None
    assert (send_due(), send_due()) == (1, 0)
    (sent,) = mail.outbox
    assert sent.to == [ADDRESS_OF_PERSON] and sent.subject == "Réponse à votre question"
    assert "Appelez le DLA." in sent.body and "> Première ligne\n> Seconde ligne" in sent.body
    assert inquiries.erase_addresses() == 0
    long_ago = timezone.now() - datetime.timedelta(days=91)
    Inquiry.objects.update(answered_at=long_ago)
    assert inquiries.erase_addresses() == 1
    kept = Inquiry.objects.get()
    assert (kept.email, kept.answer) == ("", "Appelez le DLA.")
    # The ledger keeps that something was sent, no longer to whom.
    assert Notice.objects.get().address == ""


@pytest.mark.django_db
def test_an_answer_whose_question_is_gone_or_whose_address_is_erased_does_not_leave() -> None:
    person = UserFactory(role=StaffRole.EDITOR, is_staff=True)
    gone, erased, fine = InquiryFactory.create_batch(3)
    for one in (gone, erased, fine):
        inquiries.reply(one.pk, by=person, text="Voici.")
    gone.delete()
    Inquiry.objects.filter(pk=erased.pk).update(
        answered_at=timezone.now() - datetime.timedelta(days=91)
    )
    assert inquiries.erase_addresses() == 1
    assert send_due() == 1 and mail.outbox[0].to == [fine.email]


@pytest.mark.django_db
def test_a_question_nobody_answered_is_forgotten_after_half_a_year() -> None:
    inquiry = InquiryFactory(asked_at=timezone.now() - datetime.timedelta(days=181))
    waiting = InquiryFactory(asked_at=timezone.now() - datetime.timedelta(days=179))
    assert inquiries.erase_addresses() == 1
    inquiry.refresh_from_db()
    waiting.refresh_from_db()
    assert inquiry.email == "" and inquiry.closed_at is not None
    assert waiting.email and waiting.closed_at is None


@pytest.mark.django_db
def test_only_the_team_answers() -> None:
    inquiry = InquiryFactory()
    stranger = UserFactory()
    for act in (
        lambda: inquiries.reply(inquiry.pk, by=stranger, text="Voici."),
        lambda: inquiries.close(inquiry.pk, by=stranger),
    ):
        with pytest.raises(PermissionDenied):
            act()
    person = UserFactory(role=StaffRole.EDITOR, is_staff=True)
    for text in ("", " \u200b", "a" * 5_001):
        with pytest.raises(ValidationError):
            inquiries.reply(inquiry.pk, by=person, text=text)
    assert inquiries.close(inquiry.pk, by=person) is not None
    assert inquiries.reply(inquiry.pk, by=person, text="Trop tard.") is None
