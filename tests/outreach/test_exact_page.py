"""The page of a link: what it shows, what it writes, what it never does."""

import datetime

import pytest
from django.urls import reverse
from wagtail.models import ModelLogEntry

from connect.common.clock import today
from connect.notifications.services import recipient_of
from connect.offers.enums import ReportedFault, Status
from connect.offers.models import ErrorReport, Offer
from connect.outreach.models import ExactLink, Reply, Target
from connect.outreach.secrets import secret_of
from connect.structures.models import Structure
from tests.harness.visitor import Visitor
from tests.memberships.factories import MembershipFactory
from tests.offers.factories import OfferFactory
from tests.outreach.factories import ExactLinkFactory, TargetFactory, days_ago

pytestmark = pytest.mark.django_db
OLD = datetime.date(2024, 1, 1)


def page_of(link: ExactLink) -> str:
    return reverse("exact", args=[secret_of(link.nonce)])


def linked(**structure: object) -> ExactLink:
    link = ExactLinkFactory()
    Structure.objects.filter(pk=link.target.structure_id).update(verified_on=OLD, **structure)
    return link


def offer_of(link: ExactLink, **values: object) -> Offer:
    return OfferFactory(structure=link.target.structure, verified_on=OLD, **values)


def post(client: Visitor, link: ExactLink, **data: str) -> object:
    return client.post(page_of(link), data)


def test_shows_what_the_public_reads_and_nothing_else(client: Visitor) -> None:
    link = linked(phone="02 40 00 00 00")
    shown = offer_of(link, title="Fonds visible", amount_max=5000)
    call = offer_of(link, title="Appel ouvert", open_call=True)
    for title, trait in (
        ("Brouillon", "draft"),
        ("Masquée", "hidden"),
        ("Archivée", "archived"),
        ("Close", "closed_call"),
    ):
        offer_of(link, title=f"SECRET {title}", **{trait: True})
    OfferFactory(title="SECRET d’une autre structure")

    response = client.get(page_of(link))
    text = response.content.decode()

    assert response.status_code == 200
    assert shown.title in text and call.title in text and "02 40 00 00 00" in text
    assert "SECRET" not in text
    assert "5\u202f000" in text
    assert response["Cache-Control"] == "private, no-store"
    assert response["Referrer-Policy"] == "same-origin"
    assert "noindex" in response["X-Robots-Tag"]
    assert set(response.cookies) <= {"essor_csrf", "__Host-essor_csrf"}


def test_looking_changes_nothing(client: Visitor) -> None:
    link = linked()
    offer = offer_of(link)
    for method in (client.get, client.head):
        for query in ("", "?verbe=exact&fiche=" + offer.reference, "?verbe=tout"):
            assert method(page_of(link) + query).status_code == 200

    offer.refresh_from_db()
    assert offer.verified_on == OLD
    assert not Reply.objects.exists() and not ErrorReport.objects.exists()
    assert Target.objects.get().answered_at is None


def test_other_methods_are_refused(client: Visitor) -> None:
    link = linked()
    client.get(page_of(link))
    for method in (client.put, client.delete, client.patch):
        assert method(page_of(link)).status_code == 405


def test_a_post_needs_the_token_of_the_page(client: Visitor) -> None:
    link = linked()

    assert post(client, link, verbe="tout").status_code == 403  # type: ignore[attr-defined]


def test_confirms_one_sheet_with_its_history(client: Visitor) -> None:
    link = linked()
    offer = offer_of(link)
    client.get(page_of(link))

    answer = post(client, link, verbe="exact", fiche=offer.reference)

    assert answer.status_code == 302  # type: ignore[attr-defined]
    offer.refresh_from_db()
    assert offer.verified_on == today()
    entry = ModelLogEntry.objects.get(object_id=str(offer.pk))
    assert "confirmé par la structure depuis le lien de relance" in str(entry.data)
    assert Structure.objects.get(pk=link.target.structure_id).verified_on == OLD
    assert Target.objects.get().answered_at is not None
    assert "Vous avez confirmé cette fiche." in client.get(page_of(link)).content.decode()


def test_the_same_said_twice_is_kept_once(client: Visitor) -> None:
    link = linked()
    offer = offer_of(link)
    client.get(page_of(link))
    for data in (
        {"verbe": "exact", "fiche": offer.reference},
        {"verbe": "fini", "fiche": offer.reference},
        {"verbe": "corriger", "fiche": offer.reference, "texte": "Le plafond a changé."},
    ):
        for _ in range(2):
            assert post(client, link, **data).status_code == 302  # type: ignore[attr-defined]

    assert Reply.objects.count() == 1
    assert ErrorReport.objects.count() == 2
    assert ModelLogEntry.objects.filter(object_id=str(offer.pk)).count() == 1


def test_over_asks_the_chamber_and_hides_nothing(client: Visitor) -> None:
    link = linked()
    offer = offer_of(link)
    client.get(page_of(link))
    post(client, link, verbe="fini", fiche=offer.reference)
    post(client, link, verbe="fini", fiche=link.target.structure.reference)

    offer.refresh_from_db()
    first, second = ErrorReport.objects.order_by("pk")
    assert offer.status == Status.VISIBLE and offer.verified_on == OLD
    assert first.fault == second.fault == ReportedFault.GONE
    assert first.offer == offer and second.structure == link.target.structure
    assert "De la structure elle-même" in first.sentence
    assert first.address == link.target.address


def test_a_correction_reaches_the_monday_page_and_keeps_its_text_on_error(client: Visitor) -> None:
    link = linked()
    offer = offer_of(link)
    client.get(page_of(link))

    empty = post(client, link, verbe="corriger", fiche=offer.reference, texte="  ")
    long = post(client, link, verbe="corriger", fiche=offer.reference, texte="Plafond " + "x" * 400)

    assert empty.status_code == long.status_code == 422  # type: ignore[attr-defined]
    assert "Plafond xxx" in long.content.decode()  # type: ignore[attr-defined]
    assert not ErrorReport.objects.exists()

    post(client, link, verbe="corriger", fiche=offer.reference, texte="<b>Plafond</b> : 8 000 €")
    report = ErrorReport.objects.get()
    assert report.sentence == "De la structure elle-même : <b>Plafond</b> : 8 000 €"
    assert report.fault == ReportedFault.OTHER


def test_all_the_rest_confirms_what_was_shown_only(client: Visitor) -> None:
    link = linked()
    kept, told, changed = (offer_of(link) for _ in range(3))
    page = client.get(page_of(link))
    post(client, link, verbe="fini", fiche=told.reference)
    shown = [f"{one.reference}:{one.state}" for one in page.context["page"].sheets]
    Offer.objects.filter(pk=changed.pk).update(amount_max=9000)
    late = offer_of(link, title="Ajoutée entre-temps")

    client.post(page_of(link), {"verbe": "tout", "vu": [*shown, "nimporte", "quoi:"]})

    dates = dict(Offer.objects.values_list("pk", "verified_on"))
    assert dates == {kept.pk: today(), told.pk: OLD, changed.pk: OLD, late.pk: OLD}
    assert Structure.objects.get(pk=link.target.structure_id).verified_on == today()


def test_a_sheet_changed_meanwhile_is_read_again(client: Visitor) -> None:
    link = linked()
    offer = offer_of(link)
    page = client.get(page_of(link)).context["page"]
    Offer.objects.filter(pk=offer.pk).update(amount_max=9000)

    answer = post(
        client, link, verbe="exact", fiche=offer.reference, etat=page.find(offer.reference).state
    )

    assert answer.status_code == 409  # type: ignore[attr-defined]
    assert "a changé depuis" in answer.content.decode()  # type: ignore[attr-defined]
    assert not Reply.objects.exists()


def test_an_offer_archived_or_of_somebody_else_is_not_touched(client: Visitor) -> None:
    link = linked()
    archived = offer_of(link)
    foreign = OfferFactory(verified_on=OLD, title="SECRET")
    client.get(page_of(link))
    Offer.objects.filter(pk=archived.pk).update(status=Status.ARCHIVED)

    for reference in (archived.reference, foreign.reference, "", "X" * 5000, "\x00"):
        for verb in ("exact", "fini", "corriger"):
            answer = post(client, link, verbe=verb, fiche=reference, texte="Un mot")
            assert answer.status_code == 409  # type: ignore[attr-defined]
            assert "SECRET" not in answer.content.decode()  # type: ignore[attr-defined]

    assert set(Offer.objects.values_list("verified_on", flat=True)) == {OLD}
    assert not ErrorReport.objects.exists() and not Reply.objects.exists()


def test_a_structure_made_private_shows_nothing_any_more(client: Visitor) -> None:
    link = linked()
    offer = offer_of(link, title="SECRET")
    client.get(page_of(link))
    Structure.objects.update(is_public=False)

    for answer in (
        client.get(page_of(link)),
        post(client, link, verbe="exact", fiche=offer.reference),
    ):
        assert answer.status_code == 410  # type: ignore[attr-defined]
        assert "SECRET" not in answer.content.decode()  # type: ignore[attr-defined]
        assert link.target.structure.name not in answer.content.decode()  # type: ignore[attr-defined]
        assert answer["Referrer-Policy"] == "no-referrer"  # type: ignore[index]


def test_links_that_open_nothing_all_look_the_same(client: Visitor) -> None:
    ended = linked()
    ExactLink.objects.filter(pk=ended.pk).update(expires_on=today() - datetime.timedelta(days=1))
    revoked = linked()
    ExactLink.objects.filter(pk=revoked.pk).update(revoked_at=days_ago(1))
    moved = linked(email="autre@example.org")
    left = MembershipFactory()
    member = ExactLinkFactory(
        target=TargetFactory(sent=True, structure=left.structure, user=left.user)
    )
    assert client.get(page_of(member)).status_code == 200
    left.ended_at = days_ago(0)
    left.save()

    pages = [page_of(one) for one in (ended, revoked, moved, member)]
    pages += [reverse("exact", args=[token]) for token in ("a", "x" * 43, "é" * 500, "0" * 3000)]
    seen = set()
    for address in pages:
        answer = client.get(address)
        assert answer.status_code == 404, address
        assert not answer.cookies
        assert answer["Referrer-Policy"] == "no-referrer"
        seen.add(answer.content.decode().split("<main")[1].split("</main>")[0])
    assert len(seen) == 1


def test_only_digests_are_kept() -> None:
    link = linked()
    row = ExactLink.objects.filter(pk=link.pk).values().get()
    secret = secret_of(link.nonce)

    assert len(secret) == 43
    assert secret not in str(row)
    assert link.recipient == recipient_of(link.target.address)


def test_the_page_takes_the_same_statements_whatever_its_length(
    client: Visitor, django_assert_num_queries: object
) -> None:
    link = linked()
    offer_of(link)
    client.get(page_of(link))
    with django_assert_num_queries(8):  # type: ignore[operator]
        client.get(page_of(link))
    offer_of(link)
    offer_of(link)
    client.get(page_of(link))
    with django_assert_num_queries(8):  # type: ignore[operator]
        client.get(page_of(link))


def test_scripts_get_the_row_in_place(client: Visitor) -> None:
    link = linked()
    offer = offer_of(link)
    client.get(page_of(link))
    headers = {"HX-Request": "true"}

    done = client.post(page_of(link), {"verbe": "exact", "fiche": offer.reference}, headers=headers)
    empty = client.post(
        page_of(link), {"verbe": "corriger", "fiche": offer.reference}, headers=headers
    )

    assert done.status_code == empty.status_code == 200
    assert "<html" not in done.content.decode()
    assert "Vous avez confirmé cette fiche." in done.content.decode()
    assert 'hx-swap-oob="true"' in done.content.decode()
    assert "Écrivez ce qui doit être corrigé" in empty.content.decode()


def test_thanks_once_everything_is_said(client: Visitor) -> None:
    link = linked()
    offer_of(link)
    page = client.get(page_of(link)).context["page"]
    shown = [f"{one.reference}:{one.state}" for one in page.sheets]
    client.post(page_of(link), {"verbe": "tout", "vu": shown})

    text = client.get(page_of(link)).content.decode()

    assert "Merci, c’est fait" in text
    assert "2\u00a0fiches confirmées" in text
    assert "/compte/structures/" in text
