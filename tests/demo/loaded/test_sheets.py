"""The sheets of the demonstration, as its people wrote, proposed and published them."""

from typing import Any

import pytest

from connect.accounts.models import User
from connect.coedit.services import current_draft
from connect.demo.sheet_texts import all_sheets
from connect.demo.sheets import load_sheets
from toolbox.converting import draft_of
from toolbox.documents import KIND
from toolbox.models import SheetPage, SheetVersion

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo")]


def page(slug: str) -> SheetPage:
    found: SheetPage = SheetPage.objects.get(slug=slug)
    return found


def test_six_are_public_with_their_offers_and_authors() -> None:
    pages = SheetPage.objects.live().order_by("slug")
    sheets = all_sheets(lambda reference: None)
    assert [one.slug for one in pages] == [sheet.slug for sheet in sheets]
    for one, sheet in zip(pages, sheets, strict=True):
        assert {theme.code for theme in one.themes.all()} == sheet.draft.sets["themes"]
    for one in pages:
        assert one.offer_links.count() >= 2
        assert one.audience_rows.exists()
        assert one.verified_on is not None
        assert one.authors.filter(is_public=True).count() >= 2
        assert all("démo" in author.shown_name for author in one.authors.all())


def test_one_is_being_written_again_and_one_awaits_a_review() -> None:
    written, submitted = page("financement-participatif"), page("gouvernance")
    assert current_draft(KIND, written.pk).bodies != draft_of(written).bodies
    assert written.current_workflow_state is None
    task = submitted.current_workflow_task
    assert task is not None
    assert "médiation" in str(submitted.get_latest_revision_as_object().body)
    for public, words in ((written, "trois premières semaines"), (submitted, "médiation")):
        assert words not in str(public.body) + public.summary


def test_a_second_load_changes_nothing() -> None:
    def state() -> list[Any]:
        return [
            list(SheetPage.objects.order_by("pk").values()),
            SheetVersion.objects.count(),
            User.objects.count(),
        ]

    before = state()
    load_sheets()
    assert state() == before
