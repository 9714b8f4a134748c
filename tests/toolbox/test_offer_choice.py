"""Choosing an offer for a sheet, and reading its terms of the day."""

from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from connect.offers.enums import Status
from connect.offers.models import Offer
from tests.offers.factories import OfferFactory
from tests.toolbox.factories import SheetOfferFactory
from tests.toolbox.writing import Writing, begin
from toolbox.views.offer_choice import CLOSED, GONE, MOST_FOUND, MOST_REFS, read_refs

pytestmark = pytest.mark.django_db


@pytest.fixture
def work(client: Client) -> Writing:
    """A sheet in progress, whose first member is signed in."""
    made = begin()
    client.force_login(made.alice)
    return made


def search(client: Client, work: Writing, words: str) -> dict[str, Any]:
    answer = client.get(reverse("sheet_write_offers", args=[work.page.pk]), {"q": words})
    assert answer.status_code == 200
    found: dict[str, Any] = answer.json()
    return found


def cards(client: Client, work: Writing, refs: str) -> dict[str, Any]:
    answer = client.get(reverse("sheet_write_cards", args=[work.page.pk]), {"refs": refs})
    assert answer.status_code == 200
    found: dict[str, Any] = answer.json()["found"]
    return found


def test_words_find_visible_offers_open_ones_first(client: Client, work: Writing) -> None:
    closed = OfferFactory(closed_call=True, title="Tremplin solidaire clos")
    there = OfferFactory(title="Tremplin solidaire")
    for trait in ("draft", "hidden", "archived", "of_private_structure"):
        OfferFactory(**{trait: True}, title=f"Tremplin {trait}")
    call_command("rebuild_search", verbosity=0)

    found = search(client, work, "tremplin")

    assert [one["ref"] for one in found["offers"]] == [there.pk, closed.pk]
    assert found["words"] == "2\u00a0offres."
    assert found["offers"][0]["structure"] == there.structure.name
    assert found["offers"][1]["warning"] == CLOSED
    assert search(client, work, "introuvable")["words"].startswith("Aucune offre")


def test_without_words_the_calls_that_close_soon_are_proposed(
    client: Client, work: Writing
) -> None:
    soon = OfferFactory(open_call=True)
    OfferFactory(open_call=True, hidden=True)
    OfferFactory(closed_call=True)

    assert [one["ref"] for one in search(client, work, " ")["offers"]] == [soon.pk]


def test_many_offers_are_counted_and_a_few_shown(client: Client, work: Writing) -> None:
    for number in range(MOST_FOUND + 1):
        OfferFactory(title=f"Tremplin {number}")
    call_command("rebuild_search", verbosity=0)

    found = search(client, work, "tremplin")

    assert len(found["offers"]) == MOST_FOUND
    assert found["words"] == f"{MOST_FOUND + 1}\u00a0offres, voici les {MOST_FOUND} premières."


def test_cards_tell_the_terms_of_today_and_nothing_of_hidden_offers(
    client: Client, work: Writing
) -> None:
    there = OfferFactory(amount_min=1000, amount_max=2000)
    secret = OfferFactory(hidden=True, title="Titre secret")
    archived = OfferFactory(archived=True, title="Titre d’aujourd’hui")
    SheetOfferFactory(page=work.page, offer=archived, title="Titre connu de la fiche")

    found = cards(client, work, f"{there.pk},{secret.pk},{archived.pk},{10**9}")

    assert set(found) == {str(there.pk), str(archived.pk)}
    assert "2\u202f000" in found[str(there.pk)]["amount"]
    gone = found[str(archived.pk)]
    assert (gone["title"], gone["warning"], gone["url"]) == ("Titre connu de la fiche", GONE, "")
    Offer.objects.filter(pk=there.pk).update(status=Status.ARCHIVED)
    assert str(there.pk) not in cards(client, work, str(there.pk))


def test_references_that_are_none_are_left_out() -> None:
    assert read_refs("") == []
    assert read_refs("1,,-2,x,٣,0,99999999999999999999,4 ,2147483648,7") == [1, 7]
    assert len(read_refs(",".join(["5"] * 500))) == MOST_REFS


def test_cards_take_the_same_statements_for_one_and_for_three(
    client: Client, work: Writing, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    offers = [OfferFactory() for _ in range(3)]
    cards(client, work, str(offers[0].pk))

    for count in (1, 3):
        with django_assert_num_queries(STATEMENTS):
            cards(client, work, ",".join(str(offer.pk) for offer in offers[:count]))


STATEMENTS = 6
