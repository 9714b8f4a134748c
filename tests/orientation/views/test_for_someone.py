"""« Pour quelqu’un »: what is answered, what is ticked, what is never shown, and at what cost."""

import re

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from connect.offers.enums import HiddenMotive, Status
from connect.offers.models import Offer
from connect.taxonomy.models import Phase
from tests.offers.factories import OfferFactory
from tests.taxonomy.factories import PhaseFactory, PostcodeFactory, TerritoryFactory

pytestmark = pytest.mark.django_db
PAGE = "/orientation/pour-quelquun/"


@pytest.fixture
def phases() -> list[Phase]:
    return [PhaseFactory(code="idee", label="Idée"), PhaseFactory(code="projet", label="Projet")]


def shown(client: Client, query: str = "", **headers: str) -> str:
    response = client.get(f"{PAGE}?{query}", headers=headers)
    assert response.status_code == 200
    assert not response.cookies
    # The foot of printed pages repeats the address asked.
    return response.content.decode().partition("</main>")[0]


def ticked(text: str) -> list[str]:
    return re.findall(r'name="offre" value="([^"]+)" checked', text)


def test_every_question_is_there_and_every_answer_comes_back(
    client: Client, phases: list[Phase]
) -> None:
    first = shown(client)
    assert "Les offres apparaissent ici" in first and "pick-title" not in first
    for name in ("besoin", "etape", "qui", "forme", "salaries", "lieu", "secteur", "montant", "objet"):  # fmt: skip
        # Long lists without a word in this small vocabulary have no box.
        assert f'"q-{name}"' in first or f'id="d-{name}"' in first or name == "besoin", name
    text = shown(client, "etape=idee&montant=12 000&lieu=Nulle part&salaries=1-9&etape=disparue")
    assert '<option value="idee" selected>' in text and '<option value="1-9" selected>' in text
    assert 'value="12 000"' in text and 'value="Nulle part"' in text
    assert "n’existe pas ou plus" in text and "pas trouvé le lieu" in text


def test_the_three_lists_say_what_excludes_what_to_ask_and_little_more(
    client: Client, phases: list[Phase]
) -> None:
    OfferFactory(title="Oui", phases=phases[:1])
    OfferFactory(title="Peut-être")
    OfferFactory(title="Non", phases=phases[1:])
    text = shown(client, "etape=idee")
    lists = re.split(r'<section class="picks picks-', text)[1:]
    for part, name, title in zip(
        lists, ("eligible", "to_check", "excluded"), ("Oui", "Peut-être", "Non"), strict=True
    ):
        assert part.startswith(name) and title in part
    assert "À quelles étapes d’un projet intervenez-vous" in lists[1]
    assert "Exclut" in lists[2] and "Sert une étape plus loin" in lists[2]


def test_what_is_ticked_stays_ticked_whatever_is_answered(
    client: Client, phases: list[Phase]
) -> None:
    far = OfferFactory(title="Loin", phases=phases[1:], amount_min=9000)
    near = OfferFactory(title="Ici", phases=phases[:1])
    query = f"etape=idee&montant=10&offre={far.reference}&offre={near.reference}"
    for text in (shown(client, query), shown(client, query, **{"HX-Request": "true"})):
        assert sorted(ticked(text)) == sorted([far.reference, near.reference])
        assert "Déjà cochées" in text
        assert 'data-picked="2"' in text
    only = shown(client, f"offre={near.reference}")
    assert ticked(only) == [near.reference], "before any answer too"


def test_htmx_receives_the_results_alone(client: Client, phases: list[Phase]) -> None:
    response = client.get(f"{PAGE}?etape=idee", headers={"HX-Request": "true"})
    assert "HX-Request" in response.headers["Vary"]
    text = response.content.decode()
    assert text.lstrip().startswith('<section id="resultats"') and "<html" not in text
    back = {"HX-Request": "true", "HX-History-Restore-Request": "true"}
    assert "<html" in shown(client, "etape=idee", **back)


def test_nothing_hidden_is_shown_nor_ticked(client: Client, phases: list[Phase]) -> None:
    phase = phases[:1]
    for trait in ("draft", "to_validate", "hidden", "archived", "of_private_structure"):
        offer = OfferFactory(title="Zygomorphe", phases=phase, **{trait: True})
        text = shown(client, f"etape=idee&offre={offer.reference}")
        assert "Zygomorphe" not in text and offer.reference not in text, trait
        assert "n’est plus diffusée" in text
    assert "<strong>0</strong> éligible<" in text


def test_an_offer_hidden_since_the_index_was_read_is_absent(
    client: Client, phases: list[Phase]
) -> None:
    offer = OfferFactory(title="Zygomorphe", phases=phases[:1])
    assert "Zygomorphe" in shown(client, "etape=idee")
    # Behind the back of the services: the index does not know.
    Offer.objects.filter(pk=offer.pk).update(
        status=Status.HIDDEN, hidden_motive=HiddenMotive.STOPPED
    )
    assert "Zygomorphe" not in shown(client, "etape=idee")


def test_a_long_list_is_shown_by_parts(client: Client, phases: list[Phase]) -> None:
    for number in range(32):
        OfferFactory(title=f"Aide {number:02d}", phases=phases[:1])
    first = shown(client, "etape=idee")
    assert first.count('class="pick"') == 15
    assert 'value="eligible:2"' in first and "Voir les 15 suivantes" in first
    last = shown(client, "etape=idee&suite=eligible:3")
    assert last.count('class="pick"') == 2 and 'value="eligible:2"' in last
    seen = {*re.findall("Aide [0-9]{2}", first), *re.findall("Aide [0-9]{2}", last)}
    assert len(seen) == 17
    for nonsense in ("eligible:99", "eligible:0", "eligible:-1", "eligible:²", "autre:2", "x" * 900):  # fmt: skip
        assert shown(client, f"etape=idee&suite={nonsense}").count('class="pick"') in {2, 15}


def test_a_place_that_means_several_is_chosen_without_losing_the_rest(client: Client) -> None:
    for name in ("Amont", "Aval"):
        PostcodeFactory(code="53940", commune=TerritoryFactory(name=name))
    OfferFactory()
    text = shown(client, "lieu=53940")
    value = re.search(r'name="lieu_precis" value="([^"]+)"', text)
    assert value is not None
    text = shown(client, f"lieu=53940&lieu_precis={value[1]}")
    assert f'name="lieu" value="{value[1]}"' in text and "lieu_precis" not in text


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_costs_the_same_whatever_the_lists(
    client: Client,
    phases: list[Phase],
    django_assert_num_queries: DjangoAssertNumQueries,
    count: int,
) -> None:
    TerritoryFactory(name="Nantes")
    offers = [OfferFactory(phases=phases[:1]) for _ in range(count)]
    for _ in range(count):
        OfferFactory()
        OfferFactory(phases=phases[1:])
    query = "etape=idee&lieu=Nantes&" + "&".join(f"offre={one.reference}" for one in offers)
    shown(client, query)
    with django_assert_num_queries(8):
        shown(client, query)
    with django_assert_num_queries(6):
        shown(client, query, **{"HX-Request": "true"})
