"""Questions to the chamber: kept once, answered once by mail, parted from the address."""

import datetime
import smtplib
import threading
from typing import Any

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.utils import timezone

from connect.accounts.enums import StaffRole
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
    assert (inquiries.send_replies(), inquiries.send_replies()) == (1, 0)
    (sent,) = mail.outbox
    assert sent.to == [ADDRESS_OF_PERSON] and sent.subject == "Réponse à votre question"
    assert "Appelez le DLA." in sent.body and "> Première ligne\n> Seconde ligne" in sent.body
    assert inquiries.erase_addresses() == 0
    long_ago = timezone.now() - datetime.timedelta(days=91)
    Inquiry.objects.update(answered_at=long_ago)
    assert inquiries.erase_addresses() == 1
    kept = Inquiry.objects.get()
    assert (kept.email, kept.answer) == ("", "Appelez le DLA.")


@pytest.mark.django_db
def test_a_server_that_refuses_delays_and_a_crash_is_shown_to_a_person(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    person = UserFactory(role=StaffRole.EDITOR, is_staff=True)
    inquiry = InquiryFactory()
    inquiries.reply(inquiry.pk, by=person, text="Voici.")

    backend = mail.backends.locmem.EmailBackend

    def failing(error: Exception) -> Any:
        def fail(*args: Any, **kwargs: Any) -> int:
            raise error

        return fail

    for name, error in (
        ("open", ConnectionRefusedError()),
        ("send_messages", smtplib.SMTPResponseException(451, b"later")),
    ):
        with monkeypatch.context() as patched:
            patched.setattr(backend, name, failing(error))
            assert inquiries.send_replies() == 0
            assert not Inquiry.objects.filter(mail_claimed_at__isnull=False).exists(), name
    assert inquiries.send_replies() == 1
    # Claimed and never confirmed: the process died between the two.
    Inquiry.objects.update(
        mail_sent_at=None, mail_claimed_at=timezone.now() - datetime.timedelta(hours=2)
    )
    assert inquiries.send_replies() == 0
    assert Inquiry.objects.filter(inquiries.uncertain()).count() == 1
    assert inquiries.settle_uncertain(inquiry.pk, by=person, send_again=True) is not None
    assert inquiries.send_replies() == 1
    assert len(mail.outbox) == 2


@pytest.mark.django_db
def test_a_connection_that_breaks_or_a_refused_address_is_never_tried_again_by_itself(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    person = UserFactory(role=StaffRole.EDITOR, is_staff=True)
    broken, refused, fine = InquiryFactory.create_batch(3)
    for one in (broken, refused, fine):
        inquiries.reply(one.pk, by=person, text="Voici.")
    send = mail.backends.locmem.EmailBackend.send_messages
    errors: dict[str, Exception] = {
        broken.email: smtplib.SMTPServerDisconnected(),
        refused.email: smtplib.SMTPRecipientsRefused({refused.email: (550, b"unknown")}),
    }

    def faulty(self: Any, messages: Any) -> int:
        error = errors.get(messages[0].to[0])
        if error is not None:
            raise error
        return int(send(self, messages))

    monkeypatch.setattr(mail.backends.locmem.EmailBackend, "send_messages", faulty)
    # The two that fail hold up nobody, and nothing is sent twice.
    assert [inquiries.send_replies() for _ in range(3)] == [1, 0, 0]
    assert [one.to for one in mail.outbox] == [[fine.email]]
    Inquiry.objects.filter(mail_sent_at__isnull=True).update(
        mail_claimed_at=timezone.now() - datetime.timedelta(hours=2)
    )
    uncertain = Inquiry.objects.filter(inquiries.uncertain())
    assert set(uncertain.values_list("pk", flat=True)) == {broken.pk, refused.pk}


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
        lambda: inquiries.settle_uncertain(inquiry.pk, by=stranger, send_again=True),
    ):
        with pytest.raises(PermissionDenied):
            act()
    person = UserFactory(role=StaffRole.EDITOR, is_staff=True)
    for text in ("", " \u200b", "a" * 5_001):
        with pytest.raises(ValidationError):
            inquiries.reply(inquiry.pk, by=person, text=text)
    assert inquiries.close(inquiry.pk, by=person) is not None
    assert inquiries.reply(inquiry.pk, by=person, text="Trop tard.") is None


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_two_workers_send_an_answer_once() -> None:
    for one in InquiryFactory.create_batch(8, answered=True):
        Inquiry.objects.filter(pk=one.pk).update(mail_claimed_at=None, mail_sent_at=None)
    barrier = threading.Barrier(2)
    totals: list[int] = []

    def work() -> None:
        barrier.wait()
        try:
            totals.append(inquiries.send_replies())
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _ in range(2)]
    for one in threads:
        one.start()
    for one in threads:
        one.join(30)
    assert sum(totals) == 8 and len(mail.outbox) == 8
