"""« Signaler une erreur »: what a visitor, kind or hostile, can do."""

from typing import Any

import pytest

from connect.offers.enums import ReportedFault
from connect.offers.models import ErrorReport
from tests.common.visitors import shown
from tests.harness.visitor import Visitor
from tests.offers.factories import OfferFactory
from tests.structures.factories import StructureFactory

pytestmark = pytest.mark.django_db


def said(**given: str) -> dict[str, str]:
    """A form filled by a person."""
    filled = {
        "fault": ReportedFault.LINK,
        "sentence": "Page absente.",
        "address": "",
        "site_web": "",
    }
    return {**filled, "affiche": shown(), **given}  # fmt: skip


def send(client: Visitor, reference: str, **given: str) -> Any:
    """Look at the form, then send it."""
    client.get(f"/signaler/{reference}/")
    return client.post(f"/signaler/{reference}/", said(**given))


def test_from_the_sheet_to_the_thanks(client: Visitor) -> None:
    offer, call, structure = OfferFactory(), OfferFactory(call=True), StructureFactory()
    for subject in (offer, call, structure):
        address = f"/signaler/{subject.reference}/"
        assert f'href="{address}"' in client.get(subject.get_absolute_url()).content.decode()
        page = client.get(address).content.decode()
        assert ("Le montant" in page) == (subject is not structure)
        assert "noindex" in page and "90 jours" in page

        answer = send(client, subject.reference, address="lectrice@example.org")

        assert (answer.status_code, answer.headers["Location"]) == (302, f"{address}merci/")
        assert "Merci" in client.get(f"{address}merci/").content.decode()
    reports = ErrorReport.objects.order_by("pk")
    assert [one.subject for one in reports] == [offer, call, structure]
    assert {one.address for one in reports} == {"lectrice@example.org"}
    lower = client.get(f"/signaler/{offer.reference.lower()}/")
    assert lower.headers["Location"] == f"/signaler/{offer.reference}/"


def test_what_the_public_does_not_see_cannot_be_reported(client: Visitor) -> None:
    client.get(f"/signaler/{OfferFactory().reference}/")
    unseen = [
        OfferFactory(**{trait: True})
        for trait in ("draft", "to_validate", "hidden", "archived", "of_private_structure")
    ]
    unseen.append(StructureFactory(private=True))
    for subject in unseen:
        for address in (f"/signaler/{subject.reference}/", f"/signaler/{subject.reference}/merci/"):
            answer = client.get(address)
            name = getattr(subject, "title", "") or subject.name
            assert answer.status_code == 404 and name not in answer.content.decode()
        assert client.post(f"/signaler/{subject.reference}/", said()).status_code == 404
    for nonsense in ("FIN-99999999", "FIN-1' OR 1=1", "../FIN-1"):
        assert client.get(f"/signaler/{nonsense}/").status_code == 404
    assert not ErrorReport.objects.exists()  # fmt: skip


def test_a_mistake_is_said_and_nothing_typed_is_lost(client: Visitor) -> None:
    reference = OfferFactory().reference
    cases = {
        "fault": [{"fault": ""}, {"fault": "inconnu"}],
        "sentence": [{"sentence": "é" * 501}, {"fault": "autre", "sentence": " \u200b\r\n "}],
        "address": [
            {"address": text}
            for text in (
                "lectrice", "a@b", "a@example.org\nBcc: b@example.org", "a@example.org, b@example.org",
                '"<script>"@example.org>', "x" * 250 + "@example.org",
            )
        ],
        "site_web": [{"site_web": "http://spam.example"}],
        "affiche": [{"affiche": shown(-60)}, {"affiche": shown(90000)}, {"affiche": "faux"}, {"affiche": ""}],
    }  # fmt: skip
    for field, wrongs in cases.items():
        for wrong in wrongs:
            answer = send(client, reference, **{"sentence": "Ma phrase <i>", **wrong})
            text = answer.content.decode()
            assert answer.status_code == 422 and "error-summary" in text, (field, wrong)
            if "sentence" not in wrong:
                assert "Ma phrase &lt;i&gt;" in text
    assert not ErrorReport.objects.exists()
    assert "501 caractères" in send(client, reference, sentence="é" * 501).content.decode()


def test_hostile_text_is_kept_as_text_and_shown_as_text(client: Visitor) -> None:
    offer = OfferFactory(title="Titre <script>alert(1)</script>")
    evil = "<script>alert(2)</script> {{ settings.SECRET_KEY }} '; DROP TABLE\x00\x1b é\r\nligne 2"

    assert send(client, offer.reference, sentence=evil).status_code == 302

    report = ErrorReport.objects.get()
    assert report.sentence == evil.replace("\x00\x1b", "").replace("\r\n", "\n")
    assert "<script>alert(1)" not in client.get(f"/signaler/{offer.reference}/").content.decode()
    assert send(client, offer.reference, sentence="é\r\n" * 250).status_code == 302
    huge = client.post(f"/signaler/{offer.reference}/", said(sentence="x" * 3_000_000))
    assert huge.status_code in {400, 413, 422} and ErrorReport.objects.count() == 2


def test_the_same_sent_twice_is_kept_once(client: Visitor) -> None:
    offer, other = OfferFactory(), OfferFactory()
    for _ in range(7):
        assert send(client, offer.reference).status_code == 302
    assert ErrorReport.objects.count() == 1
    send(client, other.reference)
    send(client, offer.reference, sentence="Autre chose.")
    assert ErrorReport.objects.count() == 3


def test_five_an_hour_and_the_sixth_keeps_its_text(client: Visitor) -> None:
    reference = OfferFactory().reference
    for number in range(5):
        assert send(client, reference, sentence=f"Numéro {number}.").status_code == 302

    answer = send(client, reference, sentence="Le sixième.")

    text = answer.content.decode()
    assert answer.status_code == 429 and "renvoyez-le dans une heure" in text
    assert "Le sixième." in text and ErrorReport.objects.count() == 5
    # What was already kept is still thanked for.
    assert send(client, reference, sentence="Numéro 4.").status_code == 302


def test_a_form_of_another_site_is_refused(client: Visitor) -> None:
    reference = OfferFactory().reference
    assert client.post(f"/signaler/{reference}/", said()).status_code == 403
    assert client.delete(f"/signaler/{reference}/").status_code in {403, 405}
    assert not ErrorReport.objects.exists()


def test_only_the_form_sets_a_cookie(client: Visitor) -> None:
    offer = OfferFactory()
    assert not client.get(offer.get_absolute_url()).cookies
    assert not client.get(f"/signaler/{offer.reference}/merci/").cookies
    assert list(client.get(f"/signaler/{offer.reference}/").cookies) == ["essor_csrf"]
