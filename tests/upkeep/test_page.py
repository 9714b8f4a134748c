"""The Monday page, with and without scripts."""

import json
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from connect.accounts.models import User
from connect.upkeep.models import Deed
from connect.upkeep.selectors import row_id
from tests.accounts.factories import UserFactory
from tests.harness.visitor import Visitor
from tests.upkeep.conftest import Register
from tests.upkeep.desk import DAY, DO, LEAVE, days
from tests.upkeep.factories import DeedFactory

pytestmark = pytest.mark.django_db
PAGE = "/gestion/lundi/"
BY_SCRIPT = {"X-Requested-With": "fetch"}


def enter(client: Visitor, **traits: bool) -> User:
    """A person of the team, signed in."""
    person: User = UserFactory(**(traits or {"moderator": True}))
    client.force_login(person)
    return person


def press(client: Visitor, key: str, code: str = DO.code, **given: Any) -> Any:
    """Press a button of a row, of the page last looked at."""
    kind, script = given.pop("kind", "choses"), given.pop("script", False)
    fields = {"sorte": kind, "cle": key, "verbe": code, "suivante": given.pop("suivante", "")}
    fields |= {f"reponse-{name}": value for name, value in given.pop("typed", {}).items()}
    return client.post(PAGE + given.pop("query", ""), fields, headers=BY_SCRIPT if script else {})


def test_the_page_merges_the_kinds_oldest_first(client: Visitor, desk: Register) -> None:
    first, second = days(2)
    desk("choses", waiting={"tard": second})
    desk("autres", waiting={"tôt": first})
    enter(client)

    page = client.get(PAGE).content.decode()

    assert page.index("Chose tôt") < page.index("Chose tard")
    assert "2\u00a0choses vous attendent" in page and "Environ 2\u00a0minutes" in page
    assert "Des choses <b>1</b>" in page and "Tout <b>2</b>" in page
    assert "depuis le <time" in page and "faire (2)" in page
    # What the sources say is text, and only addresses that may be opened are links.
    assert "&lt;b&gt;gras" in page and "javascript:" not in page and "mailto:a@example.org" in page


def test_only_who_may_settle_something_enters(client: Visitor, desk: Register) -> None:
    desk("reservee", staff_only=True, waiting={"secrète": DAY})
    DeedFactory(kind="reservee", title="Offre cachée")
    assert client.get(PAGE).headers["Location"].startswith("/gestion/login/")
    enter(client, publisher=True)
    assert client.get(PAGE).headers["Location"] == "/gestion/"
    home = client.get("/gestion/").content.decode()
    assert "gestion/lundi" not in home and "Ce qui attend" not in home

    desk("choses", waiting={"7": DAY})
    for query in ("", "?sorte=reservee", "?sorte=choses"):
        page = client.get(PAGE + query).content.decode()
        assert "Chose 7" in page and "secrète" not in page and "reservee" not in page
        assert "Offre cachée" not in page
    answer = press(client, "secrète", kind="reservee")
    assert answer.status_code == 403 and "réservée à d’autres personnes" in answer.content.decode()


def test_without_scripts_the_page_comes_back_at_the_same_place(
    client: Visitor, desk: Register
) -> None:
    one = desk(waiting=dict(zip(("1", "2", "3"), days(3), strict=True)))
    enter(client)
    following = row_id("choses", "3")
    assert f'name="suivante" value="{following}"' in client.get(PAGE).content.decode()

    answer = press(client, "2", suivante=following, query="?sorte=choses")

    assert [done[0] for done in one.done] == ["2"]
    back = answer.headers["Location"]
    assert back.startswith(f"{PAGE}?sorte=choses&fait=") and back.endswith("#fait")
    page = client.get(back).content.decode()
    assert page.index("Chose 1") < page.index("La chose 2 est réglée") < page.index("Chose 3")
    # The sentence is told to who did it, not to who follows the address.
    other = Visitor()
    enter(other)
    assert 'id="fait"' not in other.get(back).content.decode()
    assert "Fait cette semaine <b>1</b>" in other.get(back).content.decode()


def test_scripts_get_the_sentence_and_the_new_numbers(client: Visitor, desk: Register) -> None:
    desk(waiting=dict(zip("12", days(2), strict=True)))
    enter(client)
    client.get(PAGE)

    answer = press(client, "1", script=True)

    told = json.loads(answer.content)
    assert answer.status_code == 200 and "La chose 1 est réglée." in told["row"]
    assert "1\u00a0chose vous attend" in told["head"] and "Chose 1" in told["week"]
    assert told["said"] == "La chose 1 est réglée." and told["finished"] == ""
    last = json.loads(press(client, "2", script=True).content)
    assert "Terminé" in last["finished"] and "2\u00a0choses réglées" in last["finished"]


def test_what_was_typed_is_kept_when_it_does_not_do(client: Visitor, desk: Register) -> None:
    one = desk(waiting={"1": DAY})
    enter(client)
    client.get(PAGE)
    typed = {"why": "", "when": "<b>demain", "sort": "b"}

    for script in (False, True):
        answer = press(client, "1", LEAVE.code, typed=typed, script=script)
        text = json.loads(answer.content)["row"] if script else answer.content.decode()
        assert answer.status_code == 422 and "<details" in text
        assert "À remplir : pourquoi." in text and 'value="&lt;b&gt;demain"' in text
        assert '<option value="b" selected>' in text and "duty-others" in text
        assert 'aria-invalid="true"' in text
    assert one.waiting and not Deed.objects.exists()
    # Once it does, the page still knows which row comes next.
    one.waiting["2"] = DAY
    again = press(client, "1", LEAVE.code, typed=typed).content.decode()
    assert f'name="suivante" value="{row_id("choses", "2")}"' in again
    # The row is shown with its errors even when the page has gone beyond it.
    beyond = press(client, "1", LEAVE.code, typed=typed, query="?apres=2030-01-01~1~choses~1")
    assert "À remplir : pourquoi." in beyond.content.decode()


def test_what_somebody_else_did_is_said_kindly(client: Visitor, desk: Register) -> None:
    desk(waiting={"1": DAY})
    enter(client)
    client.get(PAGE)
    DeedFactory(kind="choses", key="9", by_name="Une collègue", sentence="Elle est visible.")

    for key, sentence in (
        ("9", "Déjà fait par Une collègue\u00a0: Elle est visible."),
        ("8\x00", "Ce n’est plus"),
    ):
        for script in (False, True):
            answer = press(client, key, script=script)
            text = json.loads(answer.content)["row"] if script else answer.content.decode()
            assert answer.status_code == 409 and sentence in text  # fmt: skip


def test_nothing_left_is_a_page_of_its_own(client: Visitor, desk: Register) -> None:
    desk("choses")
    other = desk("autres", waiting={"1": DAY})
    enter(client)
    assert "Plus rien de cette sorte" in client.get(PAGE + "?sorte=choses").content.decode()
    assert "Ce qu’on attend pour les choses." in client.get(PAGE + "?sorte=choses").content.decode()
    other.waiting.clear()
    DeedFactory(kind="autres", by_name="Une personne")
    DeedFactory.create_batch(2, kind="autres", by_name="Une autre")

    page = client.get(PAGE).content.decode()

    assert "Terminé" in page and "upkeep-drawing" in page
    assert "3\u00a0choses réglées, par Une autre (2) et Une personne (1)" in page


def test_twenty_rows_then_twenty_more(client: Visitor, desk: Register) -> None:
    desk(waiting={str(n): day for n, day in enumerate(days(45))})
    enter(client)
    page = client.get(PAGE).content.decode()
    assert page.count("data-duty>") == 20
    link = page.split('href="')[page.split("data-upkeep-more")[0].count('href="')].split('"')[0]
    link = link.replace("&amp;", "&")

    more = json.loads(client.get(link, headers=BY_SCRIPT).content)
    without_script = client.get(link).content.decode()

    assert more["rows"].count("data-duty>") == without_script.count("data-duty>") == 20
    assert "Chose 20<" in more["rows"].replace("<span", "<") and "Chose 19<" not in more["rows"]
    assert "Revenir aux plus anciennes" in without_script
    last = json.loads(client.get(more["more"], headers=BY_SCRIPT).content)
    assert last["rows"].count("data-duty>") == 5 and last["more"] == ""


def test_statements_do_not_grow_with_the_rows(
    client: Visitor, desk: Register, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    one = desk()
    enter(client)
    client.get(PAGE)
    for number in (1, 3):
        one.waiting = {str(n): DAY for n in range(number)}
        DeedFactory.create_batch(number, kind="choses")
        with django_assert_num_queries(12):
            client.get(PAGE)


def test_nothing_is_settled_by_following_a_link(client: Visitor, desk: Register) -> None:
    one = desk(waiting={"1": DAY})
    enter(client)
    client.get(f"{PAGE}?sorte=choses&cle=1&verbe=faire")
    assert client.put(PAGE).status_code in {403, 405}
    forged = Visitor()
    forged.force_login(UserFactory(moderator=True))
    assert press(forged, "1").status_code == 403

    assert one.waiting and not one.done


def test_the_menu_shows_the_number_once_it_was_counted(client: Visitor, desk: Register) -> None:
    one = desk(waiting=dict(zip("123", days(3), strict=True)))
    enter(client)
    assert "faire (" not in client.get("/gestion/account/").content.decode()
    home = client.get("/gestion/").content.decode()
    assert "faire (3)" in home and "3\u00a0choses vous attendent" in home
    asked = len(one.asked)
    assert "faire (3)" in client.get("/gestion/account/").content.decode()
    assert len(one.asked) == asked
    client.get(PAGE)
    press(client, "1")
    assert "faire (2)" in client.get(PAGE).content.decode()
