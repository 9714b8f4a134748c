"""Versions: one a session, never over what was proposed or published; authors as they wrote."""

import datetime
from unittest import mock

import pytest
from django.utils import timezone

from connect.coedit import services as coedit
from connect.coedit.kinds import Reason
from tests.toolbox.writing import begin, paragraph
from toolbox import saving, services
from toolbox.documents import KIND
from toolbox.enums import VersionReason
from toolbox.models import SheetAuthor

pytestmark = pytest.mark.django_db


def test_reasons_are_those_of_the_port() -> None:
    assert {reason.value for reason in Reason} == set(VersionReason.values)


def test_a_session_makes_one_version_and_the_next_another() -> None:
    writing = begin()
    noon = timezone.now().replace(hour=11, minute=0)
    for minutes, title, by, versions in (
        (0, "Un", writing.alice, 1),
        (10, "Deux", writing.bob, 1),
        (29, "Trois", writing.alice, 1),
        (31, "Quatre", writing.alice, 2),
        (24 * 60, "Cinq", writing.bob, 3),
    ):
        with mock.patch(
            "django.utils.timezone.now", return_value=noon + datetime.timedelta(minutes=minutes)
        ):
            writing.write(title, by)
            writing.pause()
        assert writing.page.versions.count() == versions, title
    latest, middle, first = writing.page.versions.order_by("-pk")
    assert [first.writers, middle.writers, latest.writers] == [
        [writing.alice.shown_name, writing.bob.shown_name],
        [writing.alice.shown_name],
        [writing.bob.shown_name],
    ]
    assert first.revision.as_object().title == "Trois"
    assert writing.row.get_latest_revision_as_object().title == writing.row.draft_title == "Cinq"
    assert SheetAuthor.objects.filter(page=writing.page, is_public=True).count() == 0


def test_what_was_proposed_is_never_written_over() -> None:
    writing = begin()
    writing.write("Proposé")
    writing.pause()
    services.submit(writing.page, writing.alice)
    (proposed,) = writing.page.versions.all()
    assert proposed.reason == VersionReason.SUBMITTED
    assert proposed.by == writing.alice
    writing.write("Après", writing.bob)
    writing.pause()
    proposed.refresh_from_db()
    assert proposed.revision.as_object().title == "Proposé"
    assert writing.page.versions.count() == 2


def test_a_pause_without_anything_new_writes_nothing() -> None:
    writing = begin()
    writing.write("Un")
    writing.pause()
    writing.pause()
    assert writing.page.versions.count() == 1


def test_text_set_aside_stands_before_the_latest_state() -> None:
    writing = begin()
    writing.write("Formulaire")
    writing.pause()
    writing.write("Frappes perdues de vue", writing.bob)
    page = writing.row.get_latest_revision_as_object()
    page.title = "Changé ailleurs"
    page.save_revision(user=writing.moderator)
    before = saving.base_of(writing.page.pk)
    assert coedit.current_draft(KIND, writing.page.pk).lines["title"] == "Changé ailleurs"
    aside = writing.page.versions.get(reason=VersionReason.SET_ASIDE)
    assert aside.revision.as_object().title == "Frappes perdues de vue"
    assert aside.writers == [writing.bob.shown_name]
    assert saving.base_of(writing.page.pk) == before
    assert writing.row.latest_revision.as_object().title == "Changé ailleurs"
    writing.row.latest_revision.publish()
    assert not writing.row.has_unpublished_changes


def test_a_name_follows_the_person_not_the_row() -> None:
    writing = begin()
    writing.write("Un")
    writing.pause()
    writing.alice.first_name = "Alix"
    writing.alice.save()
    (version,) = writing.page.versions.all()
    saving.name_writers(version)
    assert version.writers == [writing.alice.shown_name]
    assert "Alix" in version.writers[0]


def test_everything_that_is_hostile_is_saved_as_text() -> None:
    writing = begin()
    writing.write("<script>alert(1)</script>" * 40, writing.alice, paragraph("javascript:alert(1)"))
    writing.pause()
    page = writing.row.get_latest_revision_as_object()
    assert len(page.title) <= 255
    assert page.title.startswith("<script>")
    assert page.summary.endswith("Résumé")
