"""From the working copy to the history of its owner, and back."""

import datetime
from typing import Any

import pytest
from django.utils import timezone

from connect.accounts.models import User
from connect.accounts.privacy import holdings
from connect.coedit import folding, services, tasks
from connect.coedit.draft import Draft
from connect.coedit.kinds import KindRefused, Reason
from connect.coedit.log import head, stand, store_one
from connect.coedit.models import CoeditDocument, CoeditPresence, CoeditUpdate, CoeditWriter
from connect.coedit.writing import seed
from tests.coedit.conftest import OWNER
from tests.coedit.factories import CoeditPresenceFactory, CoeditWriterFactory
from tests.coedit.notebook import SHAPE, Notebook, paragraph

pytestmark = pytest.mark.django_db


def write(document: CoeditDocument, user: User, text: str) -> None:
    """Store what somebody types."""
    store_one(document, [seed(Draft(bodies={"body": (paragraph(text),)}), SHAPE)], user.pk)


def said(draft: Draft) -> set[str]:
    return {node.plain for node in draft.bodies["body"]}


def test_a_document_begins_once_from_what_its_owner_says(notebook: Notebook) -> None:
    document = services.open_document("essai", OWNER)
    again = services.open_document("essai", OWNER)

    assert document == again
    assert document.epoch == again.epoch
    assert services.current_draft("essai", OWNER) == Draft(
        {"title": "Carnet"}, notebook.owners[OWNER].bodies, {"tags": frozenset()}, {"territory": ""}
    )
    for code, owner in (("essai", OWNER + 1), ("autre", OWNER)):
        with pytest.raises(services.NoDocument):
            services.open_document(code, owner)


def test_a_kind_is_registered_once(notebook: Notebook) -> None:
    with pytest.raises(KindRefused):
        notebook.register()


def test_folding_keeps_the_text_the_writers_and_what_comes_meanwhile(writers: list[User]) -> None:
    document = services.open_document("essai", OWNER)
    for number in range(5):
        write(document, writers[number % 2], f"ligne {number}")
    before = said(services.current_draft("essai", OWNER))

    folding.fold(document.pk)
    write(document, writers[0], "après")
    found = stand(document.pk)

    assert (
        found.head == f"{found.generation}:1:{CoeditUpdate.objects.get().pk}" == head(document.pk)
    )
    assert said(services.current_draft("essai", OWNER)) == before | {"après"}
    assert set(CoeditWriter.objects.order_by("pk").values_list("user", flat=True)) == {
        user.pk for user in writers
    }


def test_a_version_tells_who_wrote_since_the_last_one(
    notebook: Notebook, writers: list[User]
) -> None:
    document = services.open_document("essai", OWNER)
    write(document, writers[1], "de la seconde")
    services.save_now("essai", OWNER, Reason.SUBMITTED, writers[0])
    services.save_now("essai", OWNER, Reason.PAUSE)
    write(document, writers[0], "de la première")
    services.save_now("essai", OWNER, Reason.PAUSE)

    assert [(who, str(reason)) for _, _, who, reason in notebook.saved] == [
        ([writers[1].pk], "soumission"),
        ([writers[0].pk], "pause"),
    ]
    assert said(notebook.saved[1][1]) == {"Début", "de la seconde", "de la première"}


def test_a_version_that_cannot_be_written_loses_nothing(
    notebook: Notebook, writers: list[User], monkeypatch: pytest.MonkeyPatch
) -> None:
    document = services.open_document("essai", OWNER)
    write(document, writers[0], "à garder")

    def fail(*args: Any) -> None:
        raise RuntimeError("disk full")

    with monkeypatch.context() as patched:
        patched.setattr("tests.coedit.notebook.Notebook._save", fail)
        notebook.unregister()
        notebook.register()
        old = timezone.now() - datetime.timedelta(hours=1)
        CoeditUpdate.objects.update(created_at=old)
        tasks.keep_drafts()
    assert not notebook.saved
    notebook.unregister()
    notebook.register()
    tasks.keep_drafts()
    assert "à garder" in said(notebook.saved[0][1])


def test_drafts_are_kept_after_a_pause_and_not_before(
    notebook: Notebook, writers: list[User]
) -> None:
    document = services.open_document("essai", OWNER)
    tasks.keep_drafts()
    write(document, writers[0], "un")
    tasks.keep_drafts()
    assert not notebook.saved

    CoeditUpdate.objects.update(created_at=timezone.now() - tasks.IDLE * 1.1)
    tasks.keep_drafts()
    tasks.keep_drafts()
    assert len(notebook.saved) == 1

    # Somebody who never pauses is kept all the same.
    write(document, writers[0], "deux")
    CoeditUpdate.objects.update(created_at=timezone.now() - tasks.LONGEST * 1.1)
    write(document, writers[0], "trois")
    tasks.keep_drafts()
    assert said(notebook.saved[1][1]) == {"Début", "un", "deux", "trois"}

    # Folded meanwhile, the pause is still known.
    write(document, writers[0], "quatre")
    folding.fold(document.pk)
    tasks.keep_drafts()
    assert len(notebook.saved) == 2
    CoeditDocument.objects.update(changed_at=timezone.now() - tasks.IDLE * 1.1)
    tasks.keep_drafts()
    assert len(notebook.saved) == 3


def test_the_working_copy_of_a_deleted_owner_goes(notebook: Notebook, writers: list[User]) -> None:
    document = services.open_document("essai", OWNER)
    write(document, writers[0], "un")
    CoeditUpdate.objects.update(created_at=timezone.now() - tasks.IDLE * 1.1)
    del notebook.owners[OWNER]
    tasks.keep_drafts()
    assert not CoeditDocument.objects.exists()


def test_long_logs_are_folded(writers: list[User], monkeypatch: pytest.MonkeyPatch) -> None:
    document = services.open_document("essai", OWNER)
    for number in range(4):
        write(document, writers[0], f"ligne {number}")
    tasks.fold_logs()
    assert document.updates.count() == 4
    monkeypatch.setattr(tasks, "LONG_TAIL", 3)
    tasks.fold_logs()
    assert document.updates.count() == 0
    document.refresh_from_db()
    assert document.size == len(document.snapshot)

    # A few large ones are folded as well.
    write(document, writers[0], "x" * 500)
    monkeypatch.setattr(tasks, "HEAVY_TAIL", 400)
    tasks.fold_logs()
    assert document.updates.count() == 0


def test_one_log_that_cannot_be_folded_stops_no_other(
    notebook: Notebook, writers: list[User], monkeypatch: pytest.MonkeyPatch
) -> None:
    notebook.owners[OWNER + 1] = notebook.owners[OWNER]
    documents = [services.open_document("essai", owner) for owner in (OWNER, OWNER + 1)]
    for document in documents:
        write(document, writers[0], "un")
    monkeypatch.setattr(tasks, "LONG_TAIL", 0)
    fold = folding.fold

    def fail_first(pk: int) -> CoeditDocument:
        if pk == documents[0].pk:
            raise RuntimeError("broken")
        return fold(pk)

    monkeypatch.setattr("connect.coedit.folding.fold", fail_first)
    tasks.fold_logs()
    assert [document.updates.count() for document in documents] == [1, 0]


def test_an_earlier_text_comes_back_as_a_new_update(
    notebook: Notebook, writers: list[User]
) -> None:
    document = services.open_document("essai", OWNER)
    first = services.current_draft("essai", OWNER)
    write(document, writers[0], "à retirer")
    epoch = document.epoch

    services.replace_text("essai", OWNER, first, writers[1])

    assert services.current_draft("essai", OWNER) == first
    document.refresh_from_db()
    assert document.epoch == epoch
    (update,) = CoeditUpdate.objects.all()
    assert update.author == writers[1]
    services.replace_text("essai", OWNER, first, writers[1])
    assert CoeditUpdate.objects.count() == 1


def test_who_is_here_is_told_while_they_are(notebook: Notebook, writers: list[User]) -> None:
    assert services.writers_of("essai", OWNER) == []
    document = services.open_document("essai", OWNER)
    CoeditPresenceFactory(document=document, user=writers[0])
    CoeditPresenceFactory(document=document, user=writers[0])
    CoeditPresenceFactory(document=document, user=writers[1], writes=False)
    assert services.writers_of("essai", OWNER) == [writers[0]]
    CoeditPresence.objects.update(seen_at=timezone.now() - datetime.timedelta(minutes=6))
    assert services.writers_of("essai", OWNER) == []
    tasks.fold_logs()
    assert not CoeditPresence.objects.exists()


def test_what_is_kept_about_a_person_is_told_and_forgotten(writers: list[User]) -> None:
    document = services.open_document("essai", OWNER)
    write(document, writers[0], "reste")
    CoeditWriterFactory(document=document, user=writers[0])
    CoeditPresenceFactory(document=document, user=writers[0])
    holding = next(one for one in holdings() if one.key == "textes-en-cours")

    assert [row["texte"] for row in holding.export(writers[0])] == [f"essai {OWNER}"]
    holding.erase(writers[0])
    assert list(holding.export(writers[0])) == []
    assert CoeditUpdate.objects.get().author is None
    assert "reste" in said(services.current_draft("essai", OWNER))
