"""The results page: three lists with their reasons, never empty, nothing hidden, a fixed cost."""

import re

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from connect.offers.enums import HiddenMotive, Status
from connect.offers.models import Offer
from connect.orientation.models import Orientation, UnmetNeed
from connect.taxonomy.models import Need, Phase, StructureType, Territory
from tests.offers.factories import OfferFactory
from tests.orientation.table import reading
from tests.structures.factories import StructureFactory

pytestmark = pytest.mark.django_db
SECRET = "Zygomorphe"


@pytest.fixture(autouse=True)
def catalogue() -> None:
    """The small catalogue of the table."""
    reading.lay_out()


def shown(client: Client, query: str = "") -> str:
    """The text of the page, which sets no cookie and is not to be indexed."""
    response = client.get(f"/orientation/resultats/?{query}")
    assert response.status_code == 200
    assert not response.cookies
    text = response.content.decode()
    assert '<meta name="robots" content="noindex">' in text
    return text


def advice(count: int, **values: object) -> list[Offer]:
    """Accompaniments that answer the first need, for everybody."""
    need = Need.objects.get(code="murir_idee")
    kinds = list(need.accompaniment_types.order_by("pk"))
    return [
        OfferFactory(accompaniment=True, accompaniment_types=kinds, **values) for _ in range(count)
    ]


def test_each_offer_says_why_it_stands_in_its_list(client: Client) -> None:
    laval, nantes = (Territory.objects.get(level="departement", code=c) for c in ("53", "44"))
    phase = Phase.objects.get(code="idee")
    advice(1, title="Oui", territories=[laval], phases=[phase])
    advice(1, title="Peut-être", territories=[laval])
    advice(1, title="Ailleurs", territories=[nantes], phases=[phase])
    text = shown(client, "besoin=murir_idee&etape=idee&lieu=Laval")
    order = [text.index(f">{title}</a>") for title in ("Oui", "Peut-être", "Ailleurs")]
    order.insert(1, text.index('id="a-verifier"'))
    order.insert(3, text.index('id="proches"'))
    assert order == sorted(order)
    assert "Rien ne s’y oppose d’après ce que vous avez dit." in text
    assert "À cause du territoire" in text and "Proposée ailleurs" in text
    assert "L’offre ne dit pas à quelles étapes d’un projet elle sert." in text
    assert "À quelles étapes d’un projet intervenez-vous" in text
    assert "Proposée chez vous" in text and "besoin · " in text


def test_a_long_group_shows_five_then_all_of_them_by_pages(client: Client) -> None:
    advice(23, title="Un conseil")
    text = shown(client, "besoin=murir_idee")
    assert text.count(">Un conseil</a>") <= 5
    more = re.search(r'href="([^"]+groupe=accompagnement)"', text)
    assert more is not None
    pages = [
        shown(client, more[1].partition("?")[2].replace("&amp;", "&") + f"&page={n}")
        for n in (1, 2)
    ]
    counts = [page.count('class="offer judged"') for page in pages]
    assert counts[0] == 20 and 3 <= counts[1] < 20
    assert "Page 2 sur 2" in pages[1]
    for lost in ("bloc=eligibles&groupe=perdu", "bloc=x", "bloc=eligibles&groupe=pret&page=-3"):
        assert "Vos offres" in shown(client, f"besoin=murir_idee&{lost}")


def test_nothing_eligible_is_never_an_empty_page(client: Client) -> None:
    phase = Phase.objects.get(code="consolidation")
    advice(1, title="Trop tard", phases=[phase])
    text = shown(client, "besoin=murir_idee&etape=creation&lieu=Craon&qui=fondations")
    assert "Aucune offre ne réunit tout cela" in text
    assert "En changeant une réponse" in text and "Sans préciser l’étape" in text
    assert "/orientation/demander/?besoin=murir_idee" in text
    changes = text[text.index('id="changer"') :]
    if "Sans préciser le besoin" in changes:
        others = [m.start() for m in re.finditer("Sans (?!préciser le besoin)", changes)]
        assert changes.index("Sans préciser le besoin") > max(others)


def test_structures_that_welcome_come_nearest_first_and_only_public_ones(client: Client) -> None:
    epci = Territory.objects.get(name="Laval Agglomération")
    department = Territory.objects.get(level="departement", code="53")
    StructureFactory(name="Accueil du département", is_orienter=True, department=department)
    StructureFactory(name="Accueil de l’agglomération", is_orienter=True, epci=epci, phone="02 00")
    StructureFactory(name=f"{SECRET} cachée", is_orienter=True, epci=epci, is_public=False)
    StructureFactory(name=f"{SECRET} qui n’oriente pas", epci=epci)
    for number in range(4):
        StructureFactory(name=f"Autre accueil {number}", is_orienter=True, department=department)
    text = shown(client, "lieu=Laval")
    assert text.index("Accueil de l’agglomération") < text.index("Accueil du département")
    assert text.count("Autre accueil") == 2, "four at most"
    assert SECRET not in text and "02 00" in text
    assert "Choisir un lieu" in shown(client)


def test_hidden_offers_are_nowhere(client: Client) -> None:
    states = ("draft", "to_validate", "hidden", "archived", "of_private_structure")
    for number, state in enumerate(states):
        advice(1, title=SECRET, reference=f"SECRET-{number}", **{state: True})
    for query in ("", "besoin=murir_idee", "besoin=murir_idee&etape=idee&lieu=Craon",
                  "bloc=eligibles&groupe=accompagnement"):  # fmt: skip
        text = shown(client, query)
        assert SECRET not in text and "SECRET-" not in text, query


def test_an_offer_hidden_since_the_index_was_read_is_absent(client: Client) -> None:
    (offer,) = advice(1, title=SECRET)
    assert SECRET in shown(client, "besoin=murir_idee")
    # Hidden behind the service: the index does not know it yet.
    Offer.objects.filter(pk=offer.pk).update(
        status=Status.HIDDEN, hidden_motive=HiddenMotive.STOPPED
    )
    assert SECRET not in shown(client, "besoin=murir_idee")


def test_links_with_old_codes_answer_with_notices(client: Client) -> None:
    text = shown(client, "besoin=disparu&etape=vieux&montant=plein&lieu=Zzyzx&qui=associations")
    assert text.count("n’existe pas ou plus") == 2
    assert "pas compris le montant" in text and "pas trouvé le lieu" in text
    assert "Quelle est votre commune" in shown(client, "lieu=53940")


def test_hostile_text_is_shown_as_text(client: Client) -> None:
    text = shown(client, 'lieu="><script>alert(1)</script>&montant=<script>alert(2)</script>')
    assert "<script>alert" not in text


def test_an_answer_taken_off_leaves_the_others(client: Client) -> None:
    text = shown(client, "besoin=murir_idee&besoin=embaucher&qui=cooperatives&forme=scop")
    links = re.findall(r'class="chip" href="([^"]+)"', text)
    assert [one.partition("?")[2].replace("&amp;", "&") for one in links] == [
        "besoin=embaucher&qui=cooperatives&forme=scop",
        "besoin=murir_idee&qui=cooperatives&forme=scop",
        # The kind goes with its family.
        "besoin=murir_idee&besoin=embaucher",
        "besoin=murir_idee&besoin=embaucher&qui=cooperatives",
    ]
    assert "suivi=" not in text, "a shared address must not lead to somebody's record"
    assert "question=fin" in text


def test_looking_records_nothing(client: Client) -> None:
    shown(client, "besoin=murir_idee&lieu=Craon")
    assert not Orientation.objects.exists() and not UnmetNeed.objects.exists()


def test_the_first_page_after_a_change_stays_under_the_bar(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    query = "besoin=murir_idee&etape=idee&lieu=Laval"
    shown(client, query)
    advice(1)
    with django_assert_max_num_queries(14):
        shown(client, query)


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_costs_the_same_whatever_it_shows(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries, count: int
) -> None:
    epci = Territory.objects.get(name="Laval Agglomération")
    kinds = list(StructureType.objects.order_by("pk")[:1])
    for _ in range(count):
        advice(1, territories=[epci])
        advice(1, structure_types=kinds)
        OfferFactory(open_call=True)
        StructureFactory(is_orienter=True, epci=epci)
    query = "besoin=murir_idee&etape=idee&qui=personnes&lieu=Laval&montant=5000"
    shown(client, query)
    with django_assert_num_queries(9):
        shown(client, query)
    with django_assert_num_queries(5):
        shown(client, "besoin=murir_idee")
