"""At the same moment: somebody approves, somebody's words become a version. Neither takes the other's place."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from wagtail.models import Site

from connect.coedit import services as coedit
from tests.harness.concurrency import together
from tests.toolbox.writing import Writing, begin
from toolbox import reviewing, services
from toolbox.documents import KIND

pytestmark = [
    pytest.mark.postgres,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]


def _proposed() -> Writing:
    Site.clear_site_root_paths_cache()
    writing = begin()
    writing.write("Proposé")
    services.submit(writing.page, writing.alice)
    return writing


def _accept(writing: Writing, task: int) -> Any:
    return reviewing.accept(writing.row, task, writing.moderator)


def test_an_approval_keeps_the_version_written_at_the_same_moment() -> None:
    for _ in range(2):
        _approve_while_a_version_is_kept()


def _approve_while_a_version_is_kept() -> None:
    writing = _proposed()
    review = reviewing.review_of(writing.row)
    assert review is not None
    writing.write("Après", writing.bob)
    task = review.task.pk
    assert together(lambda: _accept(writing, task), writing.pause) == [None, None]
    row = writing.row
    assert row.title == "Proposé"
    assert row.latest_revision.as_object().title == "Après"
    assert row.has_unpublished_changes
    assert coedit.current_draft(KIND, row.pk).lines["title"] == "Après"


def test_two_reviewers_publish_once() -> None:
    writing = _proposed()
    review = reviewing.review_of(writing.row)
    assert review is not None
    task = review.task.pk
    results = together(lambda: _accept(writing, task), lambda: _accept(writing, task))
    assert sorted(type(one).__name__ for one in results) == ["NoneType", "ValidationError"]
    assert writing.row.live
    assert any(isinstance(one, ValidationError) for one in results)


def test_two_members_propose_and_one_proposal_waits() -> None:
    writing = begin()
    writing.write("Un")
    results = together(
        lambda: services.submit(writing.row, writing.alice),
        lambda: services.submit(writing.row, writing.bob),
    )
    assert not [one for one in results if isinstance(one, Exception)]
    assert writing.row.workflow_states.active().count() == 1
