"""Writing a sheet: drafts, checks, sending, without scripts and with them."""

from typing import Any

import pytest
from django.conf import settings

from connect.contributions.enums import State, Subject
from connect.contributions.models import Proposal
from connect.contributions.sheets.reading import values_of_offer
from connect.memberships.models import Membership
from connect.offers.enums import Kind
from connect.offers.models import Offer
from tests.contributions.desk import edit_url, hidden, member_of, press, signed_in, typed
from tests.contributions.factories import ProposalFactory
from tests.harness.visitor import Visitor
from tests.offers.factories import OfferFactory
from tests.structures.factories import StructureFactory
from tests.taxonomy.factories import PhaseFactory, SectorFactory, TerritoryFactory

pytestmark = pytest.mark.django_db
FETCH = {"X-Requested-With": "fetch"}


def test_a_draft_is_kept_then_sent_and_the_public_reads_what_it_read(client: Visitor) -> None:
    offer = OfferFactory(title="Avant", summary="Un résumé.")
    person = member_of(offer.structure)
    visitor, url = signed_in(person), edit_url(offer)

    kept = press(visitor, url, "brouillon", typed(offer, title="Après"))
    assert kept.status_code == 302
    draft = Proposal.objects.get()
    assert (draft.state, draft.typed["title"], draft.base["title"]) == (
        State.DRAFT,
        "Après",
        "Avant",
    )

    sent = press(visitor, url, "proposer", typed(offer, title="Après"))
    assert sent["Location"] == "/mes-fiches/"
    draft.refresh_from_db()
    assert (draft.state, draft.values["title"]) == (State.SUBMITTED, "Après")
    offer.refresh_from_db()
    assert offer.title == "Avant"
    assert "Avant" in client.get(offer.get_absolute_url()).content.decode()


def test_every_button_works_on_the_first_visit() -> None:
    offer = OfferFactory()
    for action, leads in (
        ("brouillon", "modifier"),
        ("apercu", "apercu"),
        ("proposer", "/mes-fiches/"),
    ):
        visitor = signed_in(member_of(offer.structure))
        data = typed(offer, title=f"Neuf {action}")
        answer = press(visitor, edit_url(offer), action, {**data, "vu": ",".join(_read())})
        assert answer.status_code == 302 and leads in answer["Location"], action


def _read() -> list[str]:
    return [str(pk) for pk in Proposal.objects.values_list("pk", flat=True)]


def test_what_is_wrong_is_said_and_kept() -> None:
    offer = OfferFactory(call=True)
    visitor, url = signed_in(member_of(offer.structure)), edit_url(offer)
    cases: list[tuple[dict[str, Any], str]] = [
        ({"title": ""}, "À remplir"),
        ({"title": "x" * 201}, "raccourcissez-le de 1"),
        ({"title": "=1+1"}, "formule"),
        ({"summary": "<script>alert(1)</script>"}, "sans balises"),
        ({"summary": "a" * 20_001}, "raccourcissez-le de 1"),
        ({"amount_min": "dix"}, "nombre entier"),
        ({"amount_min": "10", "amount_max": "9"}, "plus petit que le minimum"),
        ({"rate_max": "101"}, "ne dépasse pas 100"),
        ({"closes_on": ""}, "À remplir"),
        ({"closes_on": "31/02/2027"}, "une date"),
        ({"closes_on": "01/01/0001"}, "invraisemblable"),
        ({"opens_on": "2027-05-02", "closes_on": "2027-05-01"}, "précède"),
        ({"link": "javascript:alert(1)"}, "adresse complète"),
        ({"email": "personne"}, "adresse complète"),
        ({"phone": "=cmd"}, "numéro"),
        ({"reach": "lune"}, "n’existe plus"),
        ({"territories_name": "Nulle part ailleurs"}, "ne trouvons pas"),
    ]
    for changes, said in cases:
        answer = press(visitor, url, "proposer", typed(offer, **changes))
        assert answer.status_code == 422, changes
        page = answer.content.decode()
        assert said in page and "error-summary" in page, changes
        draft = Proposal.objects.get()
        assert draft.state == State.DRAFT
        assert all(draft.typed[name] == value for name, value in changes.items()), changes
        assert "<script>alert" not in page


def test_amounts_and_dates_are_read_however_they_are_written() -> None:
    offer = OfferFactory(call=True)
    data = typed(
        offer, amount_min="10 000 €", amount_max="40.000,00 euros", rate_max="80 %",
        opens_on="01/02/2027", closes_on="03/04/2027", link="www.example.org/aide", phone="+33 2 40 00 00 00",
    )  # fmt: skip
    assert (
        press(signed_in(member_of(offer.structure)), edit_url(offer), "proposer", data).status_code
        == 302
    )
    values = Proposal.objects.get().values
    assert (values["amount_min"], values["amount_max"], values["rate_max"]) == (10_000, 40_000, 80)
    assert (values["opens_on"], values["closes_on"]) == ("2027-02-01", "2027-04-03")
    assert values["link"] == "https://www.example.org/aide"


def test_codes_that_no_longer_exist_and_unknown_fields_are_left_aside() -> None:
    phase, sector = PhaseFactory(), SectorFactory()
    offer = OfferFactory()
    data = typed(
        offer, phases=[phase.code, "disparue"], sectors=[sector.code], territories=["epci:0", "x", ":"],
        status="archivee", structure="1", is_fictional="oui", reference="FIN-1", verified_on="2020-01-01",
    )  # fmt: skip
    assert (
        press(signed_in(member_of(offer.structure)), edit_url(offer), "proposer", data).status_code
        == 302
    )
    proposal = Proposal.objects.get()
    assert proposal.values["phases"] == [phase.code] and proposal.values["territories"] == []
    assert set(proposal.values) == set(values_of_offer(offer)) and "status" not in proposal.typed


def test_control_characters_go_and_a_huge_draft_is_refused_whole() -> None:
    offer = OfferFactory()
    visitor, url = signed_in(member_of(offer.structure)), edit_url(offer)
    press(visitor, url, "brouillon", typed(offer, title="Un\x00 titre\u200b\ufeff"))
    assert Proposal.objects.get().typed["title"] == "Un titre"
    answer = press(visitor, url, "brouillon", typed(offer, summary="é" * 200_000))
    assert answer.status_code == 413 and "trop long" in answer.content.decode()
    assert Proposal.objects.get().typed["title"] == "Un titre"


def test_a_territory_typed_by_its_name_becomes_a_box() -> None:
    place = TerritoryFactory(epci_level=True, name="Nantes Métropole")
    offer = OfferFactory()
    visitor, url = signed_in(member_of(offer.structure)), edit_url(offer)
    press(visitor, url, "brouillon", typed(offer, territories_name="nantes metropole"))
    draft = Proposal.objects.get()
    assert draft.typed["territories"] == [f"epci:{place.code}"]
    assert draft.typed["territories_name"] == ""
    assert "Nantes Métropole" in visitor.get(url).content.decode()
    wrong = press(visitor, url, "brouillon", typed(offer, territories_name="Atlantide-les-Bains"))
    assert wrong.status_code == 422 and "ne trouvons pas" in wrong.content.decode()


def test_the_script_keeps_an_invalid_draft_and_says_when() -> None:
    offer = OfferFactory()
    visitor, url = signed_in(member_of(offer.structure)), edit_url(offer)
    first = press(visitor, url, "brouillon", typed(offer, title="", amount_min="dix"), **FETCH)
    assert first.status_code == 200 and first.json()["saved"]
    assert first.json()["said"].startswith("Enregistré à")
    draft = Proposal.objects.get()
    assert draft.typed["amount_min"] == "dix" and draft.version == first.json()["version"]
    # The page still holds the version it was opened with: another window wrote since.
    old = {**typed(offer, title="Un autre"), "version": "", "action": "brouillon"}
    again = visitor.post(url, old, headers=FETCH)
    assert again.status_code == 409 and "ailleurs" in again.json()["said"]
    assert Proposal.objects.get().typed["title"] == ""


def test_two_windows_without_scripts_lose_nothing() -> None:
    offer = OfferFactory()
    visitor, url = signed_in(member_of(offer.structure)), edit_url(offer)
    first, second = hidden(visitor.get(url)), hidden(visitor.get(url))
    visitor.post(url, {**first, **typed(offer, title="Une"), "action": "brouillon"})
    answer = visitor.post(url, {**second, **typed(offer, title="Deux"), "action": "proposer"})
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "enregistré ailleurs" in page and 'value="Deux"' in page
    assert Proposal.objects.get().typed["title"] == "Une"
    done = visitor.post(url, {**hidden(answer), **typed(offer, title="Deux"), "action": "proposer"})
    assert done.status_code == 302 and Proposal.objects.get().values["title"] == "Deux"


def test_sending_twice_sends_once() -> None:
    offer = OfferFactory()
    visitor, url = signed_in(member_of(offer.structure)), edit_url(offer)
    sent = {**hidden(visitor.get(url)), **typed(offer, title="Neuf"), "action": "proposer"}
    assert visitor.post(url, sent)["Location"] == "/mes-fiches/"
    proposal = Proposal.objects.get()
    assert visitor.post(url, sent)["Location"] == f"/mes-fiches/proposition/{proposal.pk}/"
    late = visitor.post(url, {**sent, "title": "Encore"}, headers=FETCH)
    assert late.status_code == 409 and "déjà chez la CRESS" in late.json()["said"]
    proposal.refresh_from_db()
    assert (Proposal.objects.count(), proposal.values["title"]) == (1, "Neuf")


def test_nothing_changed_is_nothing_to_propose() -> None:
    offer = OfferFactory()
    answer = press(signed_in(member_of(offer.structure)), edit_url(offer), "proposer", typed(offer))
    assert answer.status_code == 422 and "rien changé" in answer.content.decode()


def test_a_new_offer_is_made_once_and_has_a_page_of_its_own() -> None:
    structure = StructureFactory()
    visitor = signed_in(member_of(structure))
    url = f"/mes-fiches/nouvelle/?structure={structure.reference}&nature=call"
    assert "nature-call" in visitor.get("/mes-fiches/nouvelle/").content.decode()
    sent = {**hidden(visitor.get(url)), "title": "Un appel", "action": "brouillon"}
    for _ in range(2):
        answer = visitor.post(url, sent)
    draft = Proposal.objects.get()
    assert draft.is_new and draft.subject == Subject.CALL and draft.offer is None
    assert answer["Location"] == f"/mes-fiches/proposition/{draft.pk}/"
    page = visitor.get(answer["Location"])
    assert 'value="Un appel"' in page.content.decode()
    short = visitor.post(
        answer["Location"], {**hidden(page), "title": "Un appel", "action": "proposer"}
    )
    assert short.status_code == 422 and "clôture" in short.content.decode()
    full = {**hidden(short), "title": "Un appel", "closes_on": "2027-01-01", "action": "proposer"}
    assert visitor.post(answer["Location"], full).status_code == 302
    draft.refresh_from_db()
    assert draft.state == State.SUBMITTED and not Offer.objects.filter(kind=Kind.CALL).exists()


def test_structures_are_written_the_same_way() -> None:
    place = TerritoryFactory(name="Laval", code="53130")
    structure = StructureFactory(commune_name="Ailleurs")
    visitor, url = signed_in(member_of(structure)), edit_url(structure)
    assert 'value="Ailleurs"' in visitor.get(url).content.decode()
    data = typed(structure, is_funder="oui", commune="Laval")
    assert press(visitor, url, "proposer", data).status_code == 302
    proposal = Proposal.objects.get()
    assert proposal.values["commune"] == f"commune:{place.code}"
    assert proposal.values["is_funder"] is True and proposal.base["is_funder"] is False


def test_giving_up_and_taking_back() -> None:
    offer = OfferFactory()
    visitor, url = signed_in(member_of(offer.structure)), edit_url(offer)
    press(visitor, url, "proposer", typed(offer, title="Neuf"))
    sent = Proposal.objects.get()
    assert visitor.get(url)["Location"] == f"/mes-fiches/proposition/{sent.pk}/"
    page = visitor.get(f"/mes-fiches/proposition/{sent.pk}/").content.decode()
    assert "Neuf" in page and "Reprendre pour corriger" in page
    visitor.post(f"/mes-fiches/proposition/{sent.pk}/", {"action": "reprendre"})
    sent.refresh_from_db()
    assert sent.state == State.DRAFT
    assert press(visitor, url, "abandonner", {})["Location"] == "/mes-fiches/"
    sent.refresh_from_db()
    assert sent.state == State.WITHDRAWN and 'value="Neuf"' not in visitor.get(url).content.decode()


def test_a_member_removed_while_writing_keeps_the_text_but_saves_nothing() -> None:
    offer = OfferFactory()
    person = member_of(offer.structure)
    visitor, url = signed_in(person), edit_url(offer)
    fields = hidden(visitor.get(url))
    Membership.objects.filter(user=person).update(ended_at="2026-01-01T00:00:00Z")
    sent = {**fields, **typed(offer, title="Mon texte"), "action": "proposer"}
    answer = visitor.post(url, sent)
    page = answer.content.decode()
    assert answer.status_code == 403 and "Mon texte" in page and "plus rattaché" in page
    by_script = visitor.post(url, sent, headers=FETCH)
    assert by_script.status_code == 403 and not by_script.json()["saved"]
    assert not Proposal.objects.exists()


def test_a_draft_of_a_removed_member_is_still_readable_by_them() -> None:
    draft = ProposalFactory(changes={"title": "Mon brouillon"})
    Membership.objects.all().update(ended_at="2026-01-01T00:00:00Z")
    visitor = signed_in(draft.author)
    for url in (edit_url(draft.offer), f"/mes-fiches/proposition/{draft.pk}/"):
        answer = visitor.get(url)
        assert answer.status_code == 403 and "Mon brouillon" in answer.content.decode()
    assert visitor.get(f"/mes-fiches/proposition/{draft.pk}/apercu/").status_code == 403


def test_an_expired_session_shows_what_was_typed(client: Visitor) -> None:
    offer = OfferFactory()
    visitor, url = signed_in(member_of(offer.structure)), edit_url(offer)
    visitor.get(url)
    visitor.cookies.pop(settings.SESSION_COOKIE_NAME)
    answer = visitor.post(url, {"summary": "Mon long texte", "action": "brouillon"})
    assert answer.status_code == 403 and "Mon long texte" in answer.content.decode()
    by_script = visitor.post(url, {"summary": "Mon long texte"}, headers=FETCH)
    assert by_script.status_code == 401 and not by_script.json()["saved"]
    for address in (url, "/mes-fiches/", "/mes-fiches/nouvelle/"):
        assert client.get(address).status_code == 302


def test_what_changed_on_the_sheet_meanwhile_is_told() -> None:
    offer = OfferFactory(title="Avant", email="a@example.org")
    draft = ProposalFactory(offer=offer, changes={"title": "Le mien"})
    Offer.objects.filter(pk=offer.pk).update(email="b@example.org")
    page = signed_in(draft.author).get(edit_url(offer)).content.decode()
    assert "a changé depuis que vous avez commencé" in page and "b@example.org" in page
