"""What several processes do to one document at the same moment, on PostgreSQL."""

import pytest

from connect.accounts.models import User
from connect.coedit import crdt, folding, services
from connect.coedit.draft import Draft
from connect.coedit.kinds import Reason
from connect.coedit.log import EpochOver, stand, store_one
from connect.coedit.models import CoeditDocument, CoeditUpdate
from connect.coedit.reading import draft_of
from connect.coedit.writing import seed
from tests.coedit.conftest import OWNER
from tests.coedit.notebook import SHAPE, Notebook, paragraph
from tests.harness.concurrency import together

pytestmark = [
    pytest.mark.postgres,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]


def update(text: str) -> bytes:
    return seed(Draft(bodies={"body": (paragraph(text),)}), SHAPE)


def said(document_id: int) -> set[str]:
    draft = draft_of(crdt.load(stand(document_id).parts), SHAPE)
    return {node.plain for node in draft.bodies["body"]}


def test_a_document_opened_by_several_at_once_begins_once(notebook: Notebook) -> None:
    for owner in range(20, 26):
        notebook.owners[owner] = notebook.owners[OWNER]
        opened = together(*(lambda o=owner: services.open_document("essai", o) for _ in range(4)))
        assert len({document.epoch for document in opened}) == 1, opened
        assert said(opened[0].pk) == {"Début"}
    assert CoeditDocument.objects.count() == 6


def test_what_is_stored_while_the_log_is_folded_is_there_after(writers: list[User]) -> None:
    document = services.open_document("essai", OWNER)
    for turn in range(6):
        together(
            lambda t=turn: store_one(document, [update(f"a{t}")], writers[0].pk),
            lambda: folding.fold(document.pk),
            lambda t=turn: store_one(document, [update(f"b{t}")], writers[1].pk),
            lambda: folding.fold(document.pk),
            lambda: said(document.pk),
        )
    expected = {"Début", *(f"{who}{turn}" for who in "ab" for turn in range(6))}
    assert said(document.pk) == expected
    folding.fold(document.pk)
    assert said(document.pk) == expected
    assert not CoeditUpdate.objects.exists()


def test_an_update_never_enters_an_epoch_it_was_not_written_in(
    notebook: Notebook, writers: list[User]
) -> None:
    refused = kept = 0
    for turn in range(12):
        document = services.open_document("essai", OWNER)
        notebook.outside += 1
        saved = len(notebook.saved)
        outcomes = together(
            lambda d=document, t=turn: store_one(d, [update(f"tardif {t}")], writers[0].pk),
            lambda: services.open_document("essai", OWNER),
        )
        assert said(document.pk) == {"Début"}
        if isinstance(outcomes[0], EpochOver):
            refused += 1
        else:
            assert outcomes[0] is None, outcomes
            kept += 1
            # Acknowledged before the text was replaced: it stands in the history.
            (_, draft, _, reason) = notebook.saved[saved]
            assert f"tardif {turn}" in {node.plain for node in draft.bodies["body"]}
            assert reason is Reason.SET_ASIDE
    assert refused + kept == 12


def test_two_versions_asked_at_once_tell_each_writer_once(
    notebook: Notebook, writers: list[User]
) -> None:
    document = services.open_document("essai", OWNER)
    for turn in range(4):
        store_one(document, [update(f"ligne {turn}")], writers[0].pk)
        notebook.saved.clear()
        together(*(lambda: services.save_now("essai", OWNER, Reason.PAUSE) for _ in range(3)))
        assert [who for _, _, who, _ in notebook.saved] == [[writers[0].pk]]


def test_two_earlier_texts_brought_back_at_once_leave_a_text_that_opens(
    writers: list[User],
) -> None:
    services.open_document("essai", OWNER)
    first, second = (Draft(bodies={"body": (paragraph(word),)}) for word in ("un", "deux"))
    together(
        lambda: services.replace_text("essai", OWNER, first, writers[0]),
        lambda: services.replace_text("essai", OWNER, second, writers[1]),
    )
    body = services.current_draft("essai", OWNER).bodies["body"]
    assert [node.plain for node in body] in (["un"], ["deux"])
