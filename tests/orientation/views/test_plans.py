"""A plan prepared by anybody, and read by whoever holds its link."""

import re
from html import unescape
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from connect.offers.enums import HiddenMotive, Status
from connect.offers.models import Offer
from connect.offers.services import refresh_catalogue
from connect.orientation.models import Orientation, Plan, PlanStep
from connect.orientation.planning import services
from connect.structures.models import Structure
from tests.common.visitors import shown as stamped
from tests.offers.factories import OfferFactory
from tests.orientation.factories import PlanFactory, PlanStepFactory
from tests.structures.factories import StructureFactory
from tests.taxonomy.factories import PhaseFactory

pytestmark = pytest.mark.django_db
COMPOSE = "/orientation/pour-quelquun/plan/"
HOSTILE = "<script>alert(1)</script><b>gras</b> & \u202eenvers\x00\x07 {{ 7|add:7 }}"


def opened(client: Client, offers: list[Offer], **answers: str) -> dict[str, Any]:
    """Show the form of these offers, and give what a browser would send back."""
    response = client.get(COMPOSE, {"offre": [one.reference for one in offers], **answers})
    assert response.status_code == 200
    text = response.content.decode()
    key = re.search(r'name="cle" value="([^"]+)"', text)
    assert key is not None
    return {
        "offre": [one.reference for one in offers],
        "cle": unescape(key[1]),
        "affiche": stamped(),
        "site_web": "",
        "days": "90",
        "made_by": "Accueil de quartier",
        "note": "Un mot.",
        "next_steps": "Appeler.\nÉcrire.",
        **answers,
    }


def links(response: HttpResponse) -> tuple[str, str]:
    """The two links of the page « Votre plan est prêt »."""
    assert response.status_code == 200, response.content.decode()
    found = re.findall(
        r'value="http://testserver(/plans/[^"]+)" readonly', response.content.decode()
    )
    assert len(found) == 2
    return found[0], found[1]


def made(client: Client, offers: list[Offer], **values: Any) -> tuple[str, str]:
    return links(client.post(COMPOSE, {**opened(client, offers), **values}))


def test_from_ticked_offers_to_the_plan_that_is_read(client: Client) -> None:
    phase = PhaseFactory(code="idee", label="Idée")
    offers = [
        OfferFactory(
            title="Prêt de départ", phases=[phase], amount_max=5000, phone="01 02 03 04 05"
        ),
        OfferFactory(title="Appel du lac", open_call=True, how_to_apply="Par courrier."),
    ]
    values = opened(client, offers, etape="idee")
    note = {f"note-{offers[1].reference}": "En premier."}
    order = [offers[1].reference, offers[0].reference]
    ready = client.post(COMPOSE, {**values, **note, "offre": order})
    reading, _ = links(ready)
    assert "<svg" in ready.content.decode()
    page = Client().get(reading)
    text = page.content.decode()
    assert page.status_code == 200 and not page.cookies
    assert text.index("Appel du lac") < text.index("Prêt de départ")
    for words in ("Un mot.", "En premier.", "Par courrier.", "01 02 03 04 05", "Écrire.",
                  "Accueil de quartier", "Rien n’a changé depuis", "À quelles étapes", "Idée"):  # fmt: skip
        assert words in text, words
    assert f"http://testserver{reading}" in text and "<form" not in text
    assert page.headers["Referrer-Policy"] == "no-referrer"
    assert page.headers["X-Robots-Tag"] == "noindex, nofollow"
    assert {"private", "no-store"} <= set(page.headers["Cache-Control"].split(", "))
    kept = Orientation.objects.get()
    assert (kept.source, kept.answers) == (Orientation.Source.FOR_SOMEONE, {"etape": ["idee"]})


def test_the_form_comes_with_useful_next_steps_and_keeps_no_copy(client: Client) -> None:
    PhaseFactory(code="idee", label="Idée")
    offer = OfferFactory(structure=StructureFactory(name="Fonds du Lac"))
    response = client.get(COMPOSE, {"offre": offer.reference, "etape": "idee"})
    text = unescape(response.content.decode())
    assert "Demander à Fonds du Lac" in text and "étapes d’un projet intervenez-vous" in text
    assert "N’écrivez ni nom" in text
    assert "no-store" in response.headers["Cache-Control"]
    # Browsers that hide the origin of a form fail the check against forged requests.
    assert response.headers["Referrer-Policy"] == "same-origin"


def test_nothing_ticked_leads_back_with_a_sentence_and_the_answers(client: Client) -> None:
    PhaseFactory(code="idee")
    response = client.get(COMPOSE, {"etape": "idee", "offre": ["FIN-1", "<script>"]}, follow=True)
    assert response.redirect_chain[0][0].startswith("/orientation/pour-quelquun/?etape=idee")
    assert "Cochez au moins une offre" in response.content.decode()


def test_offers_move_up_and_down_and_leave_without_losing_a_word(client: Client) -> None:
    offers = [OfferFactory(title=title) for title in ("Premier", "Second", "Dernier")]
    values = opened(client, offers)
    a, b, c = (one.reference for one in offers)
    values |= {f"note-{b}": "Gardée.", "note": "Gardé aussi.", "days": "30"}
    for act, wanted in (
        (f"monter:{b}", [b, a, c]),
        (f"descendre:{a}", [b, a, c]),
        (f"monter:{a}", [a, b, c]),
        (f"retirer:{a}", [b, c]),
        ("nonsense:zzz", None),
    ):
        response = client.post(COMPOSE, {**values, "deplacer": act})
        text = response.content.decode()
        if wanted is None:
            continue
        assert re.findall(r'name="offre" value="([^"]+)"', text) == wanted, act
        assert "Gardée." in text and "Gardé aussi." in text
        assert '<option value="30" selected>' in text
    assert Plan.objects.count() == 1, "a button that means nothing sends the form"


def test_what_is_refused_comes_back_whole(client: Client) -> None:
    offers = [OfferFactory(title=f"Aide {n}") for n in range(9)]
    values = opened(client, offers[:1])
    long = "é" * 10_000
    reference = offers[0].reference
    for wrong, sentence in (
        ({"note": long}, "10 000 signes"),
        ({"next_steps": long}, "tenir en 2 000"),
        ({f"note-{reference}": long}, "tenir en 400"),
        ({"made_by": long}, "tenir en 120"),
        ({"days": "4000"}, "durée de la liste"),
        ({"site_web": "x"}, "champ caché"),
        ({"affiche": stamped(0)}, "pas pu vérifier"),
        ({"offre": [one.reference for one in offers]}, "8 offres au plus"),
        ({"offre": []}, "au moins une offre"),
    ):
        response = client.post(COMPOSE, {**values, **wrong})
        text = response.content.decode().replace("\u202f", " ")
        assert response.status_code == 422, wrong
        assert sentence in text and "Un mot." in text or "note" in wrong, sentence
        if long in wrong.values():
            assert long in text
    assert not Plan.objects.exists()


def test_a_hostile_note_is_text(client: Client) -> None:
    offer = OfferFactory()
    values = {"note": HOSTILE, "made_by": HOSTILE, "next_steps": HOSTILE}
    reading, managing = made(client, [offer], **values, **{f"note-{offer.reference}": HOSTILE})
    for address in (reading, managing):
        text = client.get(address).content.decode()
        assert "<script>alert" not in text and "<b>" not in text
        assert "&lt;script&gt;" in text and "{{ 7|add:7 }}" in text
        assert "\x00" not in text and "\x07" not in text


def test_a_double_click_shows_the_same_links(client: Client) -> None:
    values = opened(client, [OfferFactory()])
    first, second = (links(client.post(COMPOSE, values)) for _ in range(2))
    assert first == second
    assert (Plan.objects.count(), Orientation.objects.count()) == (1, 1)


def test_a_form_changed_after_its_plan_was_made_is_not_swallowed(client: Client) -> None:
    offer = OfferFactory()
    values = opened(client, [offer])
    _, managing = links(client.post(COMPOSE, values))
    response = client.post(COMPOSE, {**values, "note": "Autre chose."})
    text = response.content.decode()
    assert response.status_code == 409 and "déjà fait un plan" in text and "Autre chose." in text
    key = re.search(r'name="cle" value="([^"]+)"', text)
    assert key is not None
    again = {**values, "note": "Autre chose.", "cle": unescape(key[1])}
    assert links(client.post(COMPOSE, again))[1] != managing
    assert Plan.objects.count() == 2
    services.renew_link(Plan.objects.order_by("pk")[0])
    assert client.post(COMPOSE, values).headers["Location"] == managing


def test_a_forged_key_makes_a_plan_with_keys_of_ours(client: Client) -> None:
    offer = OfferFactory()
    reading, _ = made(client, [offer], cle="a:b:c")
    assert len(reading) > 43


def test_an_offer_hidden_between_the_choice_and_the_plan(client: Client) -> None:
    kept, lost = OfferFactory(title="Reste"), OfferFactory(title="Zygomorphe")
    values = opened(client, [lost, kept])
    values[f"note-{lost.reference}"] = "Demander le dossier vert."
    hide(lost)
    response = client.post(COMPOSE, values)
    text = response.content.decode()
    assert response.status_code == 409 and not Plan.objects.exists()
    assert "n’est plus diffusée" in text and "Zygomorphe" not in text
    assert "Demander le dossier vert." in text and "Reste" in text


def test_beyond_thirty_an_hour_the_text_waits(client: Client) -> None:
    offer = OfferFactory()
    for _ in range(30):
        made(client, [offer])
    response = client.post(COMPOSE, opened(client, [offer]))
    text = response.content.decode()
    assert response.status_code == 429 and "Un mot." in text and "Attendez une heure" in text
    assert Plan.objects.count() == 30


def hide(offer: Offer, **values: Any) -> None:
    changed = values or {"status": Status.HIDDEN, "hidden_motive": HiddenMotive.STOPPED}
    Offer.objects.filter(pk=offer.pk).update(**changed)
    refresh_catalogue([offer.pk])


def test_the_plan_says_what_changed(client: Client) -> None:
    offer = OfferFactory(title="Aide", amount_max=1000)
    PlanStepFactory(plan=PlanFactory(reading="lien"), offer=offer)
    hide(offer, amount_max=2500, title="Aide nouvelle")
    text = client.get("/plans/lien/").content.decode().replace("\u202f", " ").replace("\u00a0", " ")
    assert ": 2 changements" in text and "2 500 € au plus, au lieu de 1 000 € au plus" in text
    assert "c’était « Aide »" in text and "Aide nouvelle" in text


@pytest.mark.parametrize(
    "became", ["brouillon", "en_validation", "masquee", "archivee", "private", "deleted"]
)
def test_an_offer_shown_no_more_gives_its_title_of_that_day_only(
    client: Client, became: str
) -> None:
    structure = StructureFactory(
        name="Fonds Xylophone", phone="09 99 99 99 99", email="x@example.org"
    )
    offer = OfferFactory(
        title="Aide du lac",
        structure=structure,
        link="https://example.org/xylo",
        how_to_apply="Kiwi",
    )
    step = PlanStepFactory(
        plan=PlanFactory(reading="lien", managing="gerer"), offer=offer, note="Ma note.",
        reasons=[{"verdict": "to_check", "text": "Raison kiwi.", "ask": "Kiwi ?"}],
    )  # fmt: skip
    Offer.objects.filter(pk=offer.pk).update(title="Zygomorphe", amount_max=77_777)
    if became == "private":
        Structure.objects.filter(pk=structure.pk).update(is_public=False)
        refresh_catalogue(None)
    elif became == "deleted":
        Offer.objects.filter(pk=offer.pk).delete()
    else:
        motive = HiddenMotive.STOPPED if became == "masquee" else ""
        hide(offer, status=became, hidden_motive=motive, hidden_note="Kiwi")
    for address in ("/plans/lien/", "/plans/gerer/gerer/"):
        text = client.get(address).content.decode()
        assert "Aide du lac" in text and "n’est plus diffusée" in text and "Ma note." in text
        secrets = ("Zygomorphe", "Xylophone", "09 99", "x@example", "xylo", "iwi", offer.reference)
        assert not [word for word in (*secrets, "77\u202f777") if word in text]
    assert PlanStep.objects.get().pk == step.pk


def test_a_guessed_link_is_an_unknown_page(client: Client) -> None:
    PlanStepFactory(plan=PlanFactory(reading="lien", managing="gerer"))
    plan = Plan.objects.get()
    for address in (
        "/plans/autre/", "/plans/gerer/", "/plans/LIEN/", f"/plans/{plan.reading_digest}/", f"/plans/{plan.pk}/",
        f"/plans/{'x' * 5000}/", "/plans/gerer/lien/", f"/plans/gerer/{plan.managing_digest}/", "/plans/%00/",
        "/plans/gerer/autre/retirer/", "/plans/", "/plans/lien%20/",
    ):  # fmt: skip
        response = client.get(address)
        assert response.status_code == 404, address
        assert "Cette page n’existe pas" in response.content.decode()
    for verb in ("prolonger", "lien", "retirer"):
        visitor = Client()
        assert visitor.post(f"/plans/gerer/lien/{verb}/").status_code == 404
        assert visitor.get(f"/plans/gerer/gerer/{verb}/").status_code in {200, 405}
    plan.refresh_from_db()
    assert plan.revoked_at is None


def test_an_ended_or_withdrawn_plan_says_so_and_shows_nothing(client: Client) -> None:
    yesterday = timezone.localdate() - timezone.timedelta(days=1)
    values = {"note": "Secret du plan", "made_by": "Secret", "next_steps": "Secret"}
    for reading, state, title in (
        ("fini", {"expires_on": yesterday}, "Ce plan n’est plus lisible"),
        ("retire", {"revoked": True}, "Ce plan a été retiré"),
    ):
        plan = PlanFactory(reading=reading, managing=f"g-{reading}", **values, **state)
        PlanStepFactory(plan=plan, offer=OfferFactory(title="Zygomorphe"), note="Secret")
        response = client.get(f"/plans/{reading}/")
        text = response.content.decode()
        assert response.status_code == 410 and title in text and not response.cookies
        assert "Secret" not in text and "Zygomorphe" not in text
        assert "no-store" in response.headers["Cache-Control"]
    assert client.get("/plans/gerer/g-retire/").status_code == 410
    assert client.get("/plans/gerer/g-fini/").status_code == 200, "it may still be prolonged"


@pytest.mark.parametrize("count", [1, 3])
def test_a_plan_costs_the_same_whatever_its_length(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries, count: int
) -> None:
    plan = PlanFactory(reading="lien", managing="gerer")
    for _ in range(count):
        PlanStepFactory(plan=plan)
    for address, queries in (("/plans/lien/", 6), ("/plans/gerer/gerer/", 6)):
        client.get(address)
        with django_assert_num_queries(queries):
            assert client.get(address).status_code == 200
