"""The list of sheets: what its address asks, counts, words, and the same statements whatever their number."""

from html import unescape
from typing import Any

import pytest
from django.test import Client

from tests.groups.factories import GroupMembershipFactory
from tests.harness.visitor import Visitor
from tests.taxonomy.factories import TerritoryFactory, ThemeFactory
from tests.toolbox.factories import SheetIndexPageFactory, SheetPageFactory

pytestmark = pytest.mark.django_db


def found(client: Client, query: str = "") -> Any:
    page = client.get(f"/fiches/{query}")
    assert page.status_code == 200
    return page


def titles(page: Any) -> list[str]:
    return [sheet.title for sheet in page.context["sheets"]]


def counts(page: Any, key: str) -> dict[str, int]:
    (facet,) = (one for one in page.context["facets"] if one.key == key)
    return {option.label: option.count for option in facet.options}


def test_empty_then_filled(client: Client) -> None:
    SheetIndexPageFactory()
    assert "Aucune fiche n’est publiée" in found(client).content.decode()
    SheetPageFactory(title="Visible")
    SheetPageFactory(title="Brouillon", draft=True)
    page = found(client)
    assert titles(page) == ["Visible"]
    assert "Brouillon" not in page.content.decode()
    assert not client.cookies
    member = Visitor()
    member.force_login(GroupMembershipFactory().user)
    assert "Créer une fiche" in found(member).content.decode()


def test_facets_count_without_their_own_answer(client: Client) -> None:
    money = ThemeFactory(label="Financer")
    loans = ThemeFactory(label="Prêts", parent=money)
    people = ThemeFactory(label="Employer")
    here = TerritoryFactory(region=True)
    SheetPageFactory(title="A", themes=[loans], audiences=["porter"], tags=["dla"], territory=here)
    SheetPageFactory(title="B", themes=[money, people], audiences=["porter", "financer"])
    SheetPageFactory(title="C", themes=[people], audiences=["financer"], tags=["dla"])
    SheetPageFactory(title="D", themes=[people], audiences=["financer"], tags=["dla"], draft=True)
    page = found(client)
    assert sorted(titles(page)) == ["A", "B", "C"]
    assert counts(page, "theme") == {"Financer": 2, "Employer": 2}
    assert counts(page, "public") == {"Porter un projet": 2, "Financer des projets": 2}
    assert counts(page, "mot") == {"dla": 2}
    page = found(client, f"?theme={money.code}&public=financer")
    assert titles(page) == ["B"]
    assert counts(page, "theme") == {"Financer": 1, "Employer": 2}
    assert counts(page, "public") == {"Porter un projet": 2, "Financer des projets": 1}
    assert [chip.label for chip in page.context["chips"]] == ["Financer", "Financer des projets"]
    assert page.context["chips"][0].remove_url == "/fiches/?public=financer"
    assert titles(found(client, f"?theme={loans.code}")) == ["A"]
    assert titles(found(client, f"?territoire={here.code}")) == ["A"]
    assert sorted(titles(found(client, "?public=porter&public=financer"))) == ["A", "B", "C"]
    assert titles(found(client, "?public=porter&mot=dla")) == ["A"]
    page = found(client, f"?theme={loans.code}&public=financer")
    assert "Aucune fiche ne réunit ces réponses" in unescape(page.content.decode())


def test_words_are_those_of_what_is_published(client: Client) -> None:
    body = [{"type": "text", "value": "<p>La garantie bancaire</p>", "id": "t"}]
    SheetPageFactory(title="Une", body=body)
    page = SheetPageFactory(title="Deux", tags=["trésorerie"])
    draft = page.get_latest_revision_as_object()
    draft.title = "Zibeline"
    draft.save_revision()
    assert titles(found(client, "?q=garantie")) == ["Une"]
    assert titles(found(client, "?q=tresorerie")) == ["Deux"]
    assert titles(found(client, "?q=zibeline")) == []
    page.get_latest_revision().publish()
    assert titles(found(client, "?q=zibeline")) == ["Zibeline"]
    assert titles(found(client, "?q=%20")) == ["Zibeline", "Une"]


def test_nonsense_is_left_aside_with_a_sentence(client: Client) -> None:
    SheetPageFactory(title="Une")
    for query in (
        "?theme=zz", "?public=%00", "?territoire=' OR 1=1", "?mot=<script>", "?page=9999", "?page=-1", "?page=x",
        "?theme=" + "x" * 3000, "?q=" + "x" * 3000, "?q=<script>alert(1)</script>",
    ):  # fmt: skip
        page = found(client, query)
        assert "<script>alert" not in page.content.decode()
        if not query.startswith("?q"):
            assert titles(page) == ["Une"]
    assert len(found(client, "?theme=zz").context["notices"]) == 1


def test_statements_do_not_grow(client: Client, django_assert_num_queries: Any) -> None:
    theme = ThemeFactory()
    here = TerritoryFactory(region=True)
    SheetPageFactory(themes=[theme], tags=["a"], audiences=["porter"], territory=here)
    found(client)
    with django_assert_num_queries(13):
        found(client)
    SheetPageFactory.create_batch(
        2, themes=[theme, ThemeFactory()], tags=["a", "b"], audiences=["porter"], territory=here
    )
    with django_assert_num_queries(13):
        assert len(titles(found(client))) == 3


def test_pages_of_the_list(client: Client) -> None:
    SheetPageFactory.create_batch(21)
    first, second = found(client), found(client, "?page=2")
    assert (len(titles(first)), len(titles(second))) == (20, 1)
    assert first.context["next_url"] == "/fiches/?page=2"
    assert second.context["previous_url"] == "/fiches/"
    assert not set(titles(first)) & set(titles(second))
