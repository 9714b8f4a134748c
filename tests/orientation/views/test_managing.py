"""The managing link of a plan: what it changes, for whom, and what it never loses."""

import datetime
import re
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from connect.orientation.models import Plan
from connect.orientation.planning import services
from connect.orientation.planning.services import Texts
from tests.offers.factories import OfferFactory
from tests.orientation.factories import PlanFactory, PlanStepFactory

pytestmark = pytest.mark.django_db
PAGE = "/plans/gerer/gerer/"


@pytest.fixture
def plan() -> Plan:
    """A plan of two offers."""
    plan = PlanFactory(reading="lien", managing="gerer", note="Premier mot.", made_by="Accueil")
    for position, title in enumerate(("Aide un", "Aide deux"), 1):
        PlanStepFactory(plan=plan, position=position, offer=OfferFactory(title=title))
    return plan


def form(client: Client, plan: Plan) -> dict[str, Any]:
    """What a browser would send back from the page."""
    text = client.get(PAGE).content.decode()
    version = re.search(r'name="version" value="(\d+)"', text)
    assert version is not None
    return {
        "version": version[1],
        "offre": re.findall(r'name="offre" value="(\d+)"', text),
        "made_by": plan.made_by,
        "note": plan.note,
        "next_steps": plan.next_steps,
    }


def test_texts_order_and_notes_change_and_are_read_at_once(client: Client, plan: Plan) -> None:
    values = form(client, plan)
    last = values["offre"][1]
    sent = {**values, "offre": [last], "note": "Second mot.", f"note-{last}": "Seule."}
    response = client.post(PAGE, sent, follow=True)
    assert "changements sont enregistrés" in response.content.decode()
    assert set(response.client.cookies) == {"essor_csrf"}
    text = Client().get("/plans/lien/").content.decode()
    assert "Second mot." in text and "Seule." in text and "Aide deux" in text
    assert "Aide un" not in text and "Premier mot." not in text


def test_buttons_move_without_writing(client: Client, plan: Plan) -> None:
    values = form(client, plan)
    a, b = values["offre"]
    moved = client.post(PAGE, {**values, "deplacer": f"monter:{b}", "note": "En cours."})
    text = moved.content.decode()
    assert re.findall(r'name="offre" value="(\d+)"', text) == [b, a] and "En cours." in text
    assert list(plan.steps.values_list("pk", flat=True)) == [int(a), int(b)]
    plan.refresh_from_db()
    assert (plan.note, plan.version) == ("Premier mot.", 1)


def test_two_people_at_once_lose_nothing(client: Client, plan: Plan) -> None:
    values = form(client, plan)
    a, b = values["offre"]
    services.change(plan, Texts("Autre", "Mot de l’autre."), [(int(b), "à lui")], version=1)
    mine = {**values, "note": "Mon mot.", f"note-{a}": "Ma note orpheline."}
    # Moving an offer first does not hide what came between.
    moved = client.post(PAGE, {**mine, "deplacer": f"monter:{b}"}).content.decode()
    assert 'name="version" value="1"' in moved
    response = client.post(PAGE, mine)
    text = response.content.decode()
    assert response.status_code == 409
    for words in ("modifié pendant que vous écriviez", "Mon mot.", "Ma note orpheline.", "à lui"):
        assert words in text, words
    assert "Mot de l’autre." in text
    plan.refresh_from_db()
    assert plan.note == "Mot de l’autre."
    again = {**mine, "version": "2", "offre": [b]}
    assert client.post(PAGE, again).status_code == 302
    plan.refresh_from_db()
    assert (plan.note, plan.version) == ("Mon mot.", 3)


def test_what_cannot_be_written_comes_back(client: Client, plan: Plan) -> None:
    values = form(client, plan)
    for wrong in ({"note": "x" * 2001}, {"offre": []}, {"offre": ["999999"]}):
        response = client.post(PAGE, {**values, **wrong})
        assert response.status_code == 422, wrong
        assert "Accueil" in response.content.decode()
    for version in ("", "x", "-1", "9" * 400, "²"):
        assert client.post(PAGE, {**values, "version": version}).status_code == 409
    plan.refresh_from_db()
    assert (plan.note, plan.steps.count()) == ("Premier mot.", 2)


def test_an_ended_plan_is_opened_again(client: Client, plan: Plan) -> None:
    Plan.objects.update(expires_on=timezone.localdate() - datetime.timedelta(days=2))
    assert client.get("/plans/lien/").status_code == 410
    assert "Prolongez-le pour le rouvrir" in client.get(PAGE).content.decode()
    response = client.post(f"{PAGE}prolonger/", {"days": "30"}, follow=True)
    assert "se lit maintenant plus longtemps" in response.content.decode()
    assert client.get("/plans/lien/").status_code == 200
    client.post(f"{PAGE}prolonger/", {"days": "99999"})
    plan.refresh_from_db()
    assert plan.expires_on == timezone.localdate() + datetime.timedelta(days=30)


def test_a_new_link_is_shown_once(client: Client, plan: Plan) -> None:
    client.get(PAGE)
    response = client.post(f"{PAGE}lien/")
    found = re.search(
        r'value="http://testserver(/plans/[^"]+)" readonly', response.content.decode()
    )
    assert found is not None and "no-store" in response.headers["Cache-Control"]
    assert client.get(found[1]).status_code == 200
    assert client.get("/plans/lien/").status_code == 404
    assert found[1] not in client.get(PAGE).content.decode()


def test_a_plan_is_withdrawn_after_a_confirmation(client: Client, plan: Plan) -> None:
    asked = client.get(f"{PAGE}retirer/")
    assert "Retirer ce plan" in asked.content.decode()
    assert client.get("/plans/lien/").status_code == 200, "asking withdraws nothing"
    done = client.post(f"{PAGE}retirer/", follow=True)
    assert done.status_code == 410 and "Ce plan a été retiré" in done.content.decode()
    assert client.get("/plans/lien/").status_code == 410
    for verb in ("", "prolonger/", "lien/", "retirer/"):
        assert client.post(f"{PAGE}{verb}", {"days": "90"}).status_code == 410
    plan.refresh_from_db()
    assert plan.revoked_at is not None


def test_forged_requests_are_refused(plan: Plan) -> None:
    stranger = Client(enforce_csrf_checks=True)
    for verb in ("", "prolonger/", "lien/", "retirer/"):
        assert stranger.post(f"{PAGE}{verb}", {"days": "90"}).status_code == 403
    plan.refresh_from_db()
    assert plan.revoked_at is None


def test_the_managing_page_is_private_and_lets_forms_say_where_they_come_from(
    client: Client, plan: Plan
) -> None:
    for address in (PAGE, f"{PAGE}retirer/"):
        headers = client.get(address).headers
        assert headers["Referrer-Policy"] == "same-origin"
        assert "no-store" in headers["Cache-Control"] and "noindex" in headers["X-Robots-Tag"]
