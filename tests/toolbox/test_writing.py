"""The page on which a sheet is written: who opens it, and what it shows of a working copy."""

from html import unescape

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from connect.accounts.models import User
from connect.coedit import services as coedit
from connect.coedit.draft import Draft, Node
from tests.accounts.factories import UserFactory
from tests.groups.factories import GroupMembershipFactory
from tests.harness.visitor import Visitor
from tests.offers.factories import OfferFactory
from tests.taxonomy.factories import ThemeFactory
from tests.toolbox.factories import SheetPageFactory
from tests.toolbox.writing import begin, paragraph
from toolbox import services
from toolbox.documents import KIND
from toolbox.models import SheetPage

pytestmark = pytest.mark.django_db
SECRET = "Phrase que seul le groupe connaît"


def address(page: SheetPage) -> str:
    return reverse("sheet_write", args=[page.pk])


def shown(client: Client, page: SheetPage) -> str:
    answer = client.get(address(page))
    assert answer.status_code == 200
    assert "no-store" in answer.headers["Cache-Control"]
    return unescape(answer.content.decode())


def unchecked(user: User) -> Client:
    """A client that needs no token, to see what is answered behind that check."""
    client = Visitor(enforce_csrf_checks=False)
    client.force_login(user)
    return client


def all_addresses(page: SheetPage) -> list[str]:
    names = ("sheet_write", "sheet_write_offers", "sheet_write_cards", "sheet_write_pictures")
    return [reverse(name, args=[page.pk]) for name in names]


def test_only_those_who_read_the_working_copy_come_in(client: Client) -> None:
    work = begin()
    work.write(SECRET)
    elsewhere = GroupMembershipFactory().user
    left = GroupMembershipFactory(group=work.group, ended_at=timezone.now()).user
    published = SheetPageFactory(title="Une fiche publiée")

    for url in all_addresses(work.page):
        client.logout()
        answer = client.get(url)
        assert answer.status_code == 302
        assert answer.headers["Location"].startswith("/compte/connexion/")
        for stranger in (elsewhere, left, UserFactory()):
            client.force_login(stranger)
            answer = client.get(url)
            assert answer.status_code == 404
            assert SECRET not in answer.content.decode()
        client.force_login(work.alice)
        assert client.get(url).status_code == 200
        assert unchecked(work.alice).put(url).status_code == 405
    client.force_login(work.alice)
    # A public sheet of another group is not written, whoever reads it.
    assert client.get(address(published)).status_code == 404
    assert client.get(reverse("sheet_write", args=[10**6])).status_code == 404


def test_the_page_shows_the_working_copy_not_what_is_published(client: Client) -> None:
    work = begin("Titre d’avant")
    said = {"title": "Titre d’après", "summary": "Résumé"}
    draft = Draft(said, {"body": (paragraph(SECRET),)}, fields={"territory": "inconnu"})
    coedit.replace_text(KIND, work.page.pk, draft, work.alice)
    client.force_login(work.alice)

    text = shown(client, work.page)

    assert "Titre d’après" in text
    assert SECRET in text.partition("<noscript>")[2].partition("</noscript>")[0]
    assert "Proposer à la relecture" in text
    assert 'data-action="bold"' in text
    assert f'"entry": "/coedit/fiche/{work.page.pk}/"' in text
    assert '<option value="inconnu">inconnu</option>' in text


def test_who_only_reads_gets_no_tools(client: Client) -> None:
    work = begin()
    work.write("Une fiche tenue")
    SheetPage.objects.filter(pk=work.page.pk).update(held_at=timezone.now())
    client.force_login(work.alice)

    text = shown(client, work.page)

    assert "data-action" not in text
    assert "Proposer" not in text
    assert "La chambre a repris cette fiche" in text


def test_a_review_under_way_says_so(client: Client) -> None:
    work = begin()
    work.write("À relire")
    services.submit(work.row, work.alice)
    client.force_login(work.bob)

    text = shown(client, work.page)

    assert "Une version de cette fiche est en relecture" in text
    assert "Ne plus la proposer" in text


def test_hostile_text_is_only_text(client: Client) -> None:
    work = begin()
    hostile = "</script><script>alert(1)</script>"
    work.write(hostile, None, paragraph(hostile))
    client.force_login(work.alice)

    answer = client.get(address(work.page)).content.decode()

    assert "<script>alert" not in answer


def test_suggestions_tell_nothing_of_drafts(client: Client) -> None:
    work = begin()
    SheetPageFactory(tags=["mot public"])
    hidden = SheetPageFactory(tags=["mot secret"])
    SheetPage.objects.filter(pk=hidden.pk).update(live=False)
    client.force_login(work.alice)

    text = shown(client, work.page)

    assert '<option value="mot public">' in text
    assert "mot secret" not in text


def test_the_number_of_statements_does_not_grow(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    work = begin()
    client.force_login(work.alice)
    client.get(address(work.page))

    for count in (1, 3):
        for _ in range(count):
            ThemeFactory()
            SheetPageFactory(tags=[f"mot {count}"])
        blocks = [Node("offer", {"id": f"o{n}", "ref": OfferFactory().pk}) for n in range(count)]
        work.write("Titre", None, *blocks)
        client.get(address(work.page))
        with django_assert_num_queries(STATEMENTS):
            client.get(address(work.page))


STATEMENTS = 27
