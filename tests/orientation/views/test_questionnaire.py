"""The pages of the questionnaire: every step by address alone, bad input, one record a person."""

import re
from urllib.parse import parse_qsl, urlencode, urlsplit

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from connect.orientation.models import Orientation
from connect.orientation.views import questionnaire as view
from tests.orientation.table import reading

pytestmark = pytest.mark.django_db
NONCE = "0123456789abcdef" * 2


@pytest.fixture(autouse=True)
def catalogue() -> None:
    """The small catalogue of the table."""
    reading.lay_out()


def step(client: Client, **values: object) -> tuple[int, str, dict[str, list[str]]]:
    """Ask for a step; its status, its text, or the pairs of the address it leads to."""
    response = client.get(f"/orientation/?{urlencode(values, doseq=True)}")
    pairs: dict[str, list[str]] = {}
    for name, value in parse_qsl(urlsplit(response.headers.get("Location", "")).query):
        pairs.setdefault(name, []).append(value)
    return response.status_code, response.content.decode(), pairs


def test_the_welcome_starts_the_path_with_a_new_nonce(client: Client) -> None:
    texts = [client.get("/orientation/?besoin=embaucher").content.decode() for _ in range(2)]
    nonces = {re.search(r'name="suivi" value="([0-9a-f]{32})"', text)[1] for text in texts}  # type: ignore[index]  # the field is there
    assert len(nonces) == 2
    assert 'name="besoin" value="embaucher"' in texts[0]
    assert "2 minutes" in texts[0] and "/orientation/pour-quelquun/?besoin=embaucher" in texts[0]


def test_an_answer_leads_to_the_next_question_with_everything_in_the_address(
    client: Client,
) -> None:
    status, _, pairs = step(
        client, repondu="besoin", besoin=["embaucher", "se_former"], suivi=NONCE
    )
    assert status == 302
    assert pairs == {
        "besoin": ["embaucher", "se_former"], "question": ["etape"], "suivi": [NONCE],
    }  # fmt: skip
    _, text, _ = step(client, **pairs)
    assert 'name="besoin" value="se_former"' in text and "Question 2 sur" in text
    _, text, _ = step(client, besoin="embaucher", question="besoin")
    assert re.search(r'value="embaucher" checked', text)


def test_every_step_is_shown_and_sets_no_cookie(client: Client) -> None:
    answers = {"besoin": "embaucher", "qui": "associations", "lieu": "Laval"}
    for question in ("", "besoin", "etape", "qui", "forme", "lieu", "secteur", "objet", "fin"):
        response = client.get(f"/orientation/?{urlencode({**answers, 'question': question})}")
        assert response.status_code == 200, question
        assert not response.cookies, question
    assert step(client, question="forme")[2]["question"] == ["lieu"], "needless without a family"
    assert step(client, question="nonsense")[0] == 200
    assert not Orientation.objects.exists(), "a GET never records"


def test_skipping_goes_on_without_the_answer_and_going_back_keeps_what_was_typed(
    client: Client,
) -> None:
    _, text, _ = step(client, question="etape", etape="idee", besoin="embaucher", suivi=NONCE)
    skip = re.search(r'href="([^"]+)">Passer cette question', text)
    assert skip is not None and "etape" not in skip[1] and "question=qui" in skip[1]
    _, _, pairs = step(
        client, repondu="montant", montant="beaucoup", besoin="embaucher", vers="precedente"
    )
    assert (pairs["question"], pairs["montant"]) == (["objet"], ["beaucoup"])
    _, text, _ = step(client, **{**pairs, "question": "montant"})
    assert 'value="beaucoup"' in text
    _, _, pairs = step(client, repondu="besoin", besoin="embaucher", vers="precedente")
    assert "question" not in pairs and pairs["besoin"] == ["embaucher"]


BAD = (
    ({"repondu": "besoin", "besoin": ["embaucher", "nonsense"]}, "n’existe pas ou plus"),
    ({"repondu": "etape", "etape": ["idee", "projet"]}, "Une seule réponse est possible"),
    ({"repondu": "qui", "qui": "personne"}, "n’existe pas ou plus"),
    ({"repondu": "forme", "qui": "associations", "forme": "scop"}, "contredit une réponse"),
    ({"repondu": "lieu", "lieu": "Zzyzx"}, "Nous ne trouvons pas"),
    ({"repondu": "lieu", "lieu_propose": "53940"}, "Choisissez un de ces lieux"),
    ({"repondu": "montant", "besoin": "embaucher", "montant": "dix"}, "pas compris ce montant"),
    ({"repondu": "montant", "besoin": "embaucher", "montant": "0"}, "pas compris ce montant"),
    ({"repondu": "montant", "besoin": "embaucher", "montant": "9" * 12}, "pas compris ce montant"),
)  # fmt: skip


def test_what_makes_no_sense_comes_back_with_a_sentence_twice(client: Client) -> None:
    for values, sentence in BAD:
        status, text, _ = step(client, **values)
        assert status == 200, values
        assert "data-error-summary" in text, values
        summary, _, under = text.partition('class="field-error"')
        assert sentence in summary and sentence in under, values
        assert f'name="repondu" value="{values["repondu"]}"' in text
    assert 'value="Zzyzx"' in step(client, repondu="lieu", lieu="Zzyzx")[1]


def test_a_place_that_may_be_several_asks_which(client: Client) -> None:
    status, text, _ = step(client, repondu="lieu", lieu="53940", suivi=NONCE)
    assert status == 200 and "data-error-summary" not in text
    assert 'value="Bourg-la-Limite (53940)"' in text and 'value="Limite-le-Bourg (53940)"' in text
    assert 'name="lieu_propose" value="53940"' in text
    _, text, _ = step(client, repondu="lieu", lieu="Lavall")
    assert "Est-ce un de ces lieux" in text and 'value="Laval' in text
    _, _, pairs = step(client, repondu="lieu", lieu="laval")
    assert pairs["lieu"] == ["Laval (53000)"], "named as the site names it"
    for text in ("Laval (53000)", "Bourg-la-Limite (53940)"):
        assert step(client, repondu="lieu", lieu=text)[2]["question"] == ["secteur"]


def test_hostile_text_is_shown_as_text(client: Client) -> None:
    hostile = '"><script>alert(1)</script>'
    for values in (
        {"repondu": "lieu", "lieu": hostile},
        {"repondu": "montant", "montant": hostile, "besoin": "embaucher"},
        {"question": "fin", "lieu": hostile},
        {"question": "montant", "montant": hostile, "besoin": "embaucher"},
        {"question": "etape", "suivi": hostile, "lieu": hostile},
    ):
        _, text, _ = step(client, **values)
        assert "<script>alert" not in text, values


def test_old_codes_are_left_aside_with_a_notice(client: Client) -> None:
    status, text, _ = step(client, question="etape", besoin=["ancien", "embaucher"])
    assert status == 200
    assert "n’existe pas ou plus" in text and 'value="ancien"' not in text


def test_changing_an_answer_comes_back_to_the_recap(client: Client) -> None:
    _, text, _ = step(client, question="fin", qui="personnes", suivi=NONCE)
    assert "question=qui" in text and "retour=1" in text
    _, _, pairs = step(client, repondu="qui", qui="mutuelles", salaries="1-9", retour="1")
    assert pairs["question"] == ["fin"]
    _, _, pairs = step(client, repondu="qui", qui="associations", retour="1")
    assert (pairs["question"], pairs["retour"]) == (["forme"], ["1"])


def send(client: Client, **values: object) -> str:
    response = client.post("/orientation/", values)
    assert response.status_code == 303
    assert not response.cookies
    return response.headers["Location"]


def test_sending_records_once_for_a_nonce_and_shows_an_address_to_share(client: Client) -> None:
    answers = {"besoin": ["murir_idee"], "lieu": "Laval (53000)"}
    for _ in range(2):
        where = send(client, suivi=NONCE, **answers)
    kept = Orientation.objects.get()
    assert (kept.nonce, kept.answers) == (NONCE, {"besoin": ["murir_idee"]})
    assert where == "/orientation/resultats/?besoin=murir_idee&lieu=Laval+%2853000%29"
    send(client, suivi=NONCE, besoin=["embaucher"])
    assert Orientation.objects.get().answers == {"besoin": ["embaucher"]}
    for nonce in ("", "court", "Z" * 32, NONCE + "0"):
        send(client, suivi=nonce)
    assert Orientation.objects.count() == 5
    assert send(client) == "/orientation/resultats/"


def test_sending_nonsense_comes_back_on_its_question(client: Client) -> None:
    where = send(client, suivi=NONCE, besoin="embaucher", montant="plein")
    assert "repondu=montant" in where and "montant=plein" in where
    assert "pas compris ce montant" in client.get(where).content.decode()
    assert "repondu=lieu" in send(client, lieu="53940")
    assert not Orientation.objects.exists()


def test_a_flood_is_shown_its_results_and_no_longer_recorded(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(view, "MOST_RECORDED", 2)
    for _ in range(4):
        assert send(client, besoin="embaucher").startswith("/orientation/resultats/")
    assert Orientation.objects.count() == 2


def test_a_step_costs_few_statements(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client.get("/orientation/")
    with django_assert_num_queries(4):
        client.get("/orientation/?question=besoin&besoin=embaucher")
