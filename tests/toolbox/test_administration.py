"""Sheets in the management pages: closed while a group writes, open once they are taken over."""

from typing import Any

import pytest
from django.test import Client
from wagtail.models import Page
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield

from tests.accounts.factories import UserFactory
from tests.harness.visitor import Visitor
from tests.toolbox.writing import begin
from toolbox import services
from toolbox.models import SheetPage

pytestmark = pytest.mark.django_db


def staff(user: Any) -> Client:
    client = Visitor(enforce_csrf_checks=False)
    client.force_login(user)
    return client


def form(title: str) -> dict[str, Any]:
    empty = {"TOTAL_FORMS": 0, "INITIAL_FORMS": 0, "MIN_NUM_FORMS": 0, "MAX_NUM_FORMS": 1000}
    return nested_form_data(
        {
            "title": title, "slug": "premier-titre", "summary": "Résumé", "tags": "", "verified_on": "",
            "body": streamfield([]), "sources": rich_text(""), "audience_rows": empty, "comments": empty,
            "seo_title": "", "search_description": "", "territory": "",
        }
    )  # fmt: skip


def test_the_form_is_closed_then_open_and_what_it_writes_is_a_version() -> None:
    writing = begin()
    writing.write("Du groupe")
    writing.pause()
    before = writing.row.latest_revision_id
    client = staff(writing.moderator)
    url = f"/gestion/pages/{writing.page.pk}/edit/"
    shown = client.get(url)
    assert shown.status_code == 200
    assert "Reprendre dans l’administration" in shown.content.decode()
    client.post(url, form("Du formulaire"))
    assert writing.row.latest_revision_id == before

    services.hold(writing.row, writing.moderator)
    assert client.get(url).status_code == 200
    client.post(url, form("Du formulaire"))
    assert writing.row.latest_revision.as_object().title == "Du formulaire"
    version = writing.page.versions.get(revision=writing.row.latest_revision)
    assert version.by == writing.moderator
    assert version.writers == [writing.moderator.shown_name]


def test_who_may_not_know_of_a_group_does_not_read_its_name_in_the_form() -> None:
    writing = begin(private=True, name="Groupe Vervaine")
    url = f"/gestion/pages/{writing.page.pk}/edit/"
    assert "Vervaine" in staff(writing.moderator).get(url).content.decode()
    assert "Vervaine" not in staff(UserFactory(editor=True)).get(url).content.decode()


def test_a_sheet_begins_in_a_group_and_never_in_the_tree() -> None:
    writing = begin()
    index = Page.objects.get(slug="fiches")
    client = staff(writing.moderator)
    assert client.get(f"/gestion/pages/add/toolbox/sheetpage/{index.pk}/").status_code in {
        302,
        403,
        404,
    }
    assert SheetPage.objects.count() == 1
    for slug, refused in (("versions", True), ("autre", False)):
        page = writing.row
        page.slug = slug
        try:
            page.full_clean()
        except Exception as error:  # noqa: BLE001  # whatever it is, it must name the address
            assert refused and "réservée" in str(error)
        else:
            assert not refused
