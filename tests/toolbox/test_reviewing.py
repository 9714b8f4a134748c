"""From a draft to the public: what is published is what was proposed, whoever keeps typing."""

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from wagtail.models import (
    GroupApprovalTask,
    Page,
    Revision,
    Site,
    TaskState,
    WorkflowState,
    WorkflowTask,
)

from connect.coedit import services as coedit
from connect.coedit.draft import Draft
from connect.coedit.models import CoeditDocument
from connect.groups.models import GroupMembership
from connect.notifications.models import Notice
from tests.accounts.factories import UserFactory
from tests.coedit.factories import CoeditPresenceFactory
from tests.groups.factories import GroupMembershipFactory
from tests.toolbox.writing import Writing, begin, paragraph
from toolbox import reviewing, services
from toolbox.converting import draft_of
from toolbox.documents import KIND
from toolbox.models import SheetAuthor, SheetPage, SheetVersion
from toolbox.notifications import PUBLISHED, SENT_BACK
from toolbox.selectors import public_authors, visible_to

pytestmark = pytest.mark.django_db


def accept(writing: Writing) -> None:
    review = reviewing.review_of(writing.row)
    assert review is not None
    reviewing.accept(writing.row, review.task.pk, writing.moderator)


def test_what_is_approved_is_what_was_proposed_though_a_third_keeps_typing() -> None:
    writing = begin()
    carole = GroupMembershipFactory(group=writing.group, user__first_name="Carole").user
    writing.write("Proposé", writing.alice, paragraph("Le texte proposé"))
    services.submit(writing.page, writing.bob)
    proposed = coedit.current_draft(KIND, writing.page.pk)
    for number in range(3):
        writing.write(f"Frappe {number}", carole, paragraph(f"Encore {number}"))
        writing.pause()
        review = reviewing.review_of(writing.row)
        assert review is not None
        assert review.revision.as_object().title == "Proposé"
    writing.write("Pas encore gardé", carole)

    accept(writing)

    live = writing.row
    assert live.live
    assert live.has_unpublished_changes
    assert draft_of(live) == proposed
    assert live.draft_title == "Frappe 2"
    assert coedit.current_draft(KIND, live.pk).lines["title"] == "Pas encore gardé"
    writing.pause()
    assert coedit.current_draft(KIND, live.pk).lines["title"] == "Pas encore gardé"
    assert writing.row.title == "Proposé"
    # Carole wrote nothing of what is public.
    assert public_authors(live) == [writing.alice.shown_name]
    assert SheetAuthor.objects.get(page=live, user=carole).is_public is False
    published = SheetVersion.objects.exclude(published_at=None).get()
    assert published.revision_id == live.live_revision_id
    # The published version stays while the next one is proposed, then gives way to it.
    services.submit(live, carole)
    assert writing.row.title == "Proposé"
    accept(writing)
    assert writing.row.title == "Pas encore gardé"
    assert not writing.row.has_unpublished_changes
    assert len(public_authors(writing.row)) == 2


def test_a_new_proposal_takes_the_place_of_the_one_that_waits() -> None:
    writing = begin()
    writing.write("Un")
    services.submit(writing.page, writing.alice)
    first = reviewing.review_of(writing.row)
    assert first is not None
    writing.write("Deux", writing.bob)
    services.submit(writing.row, writing.bob)
    with pytest.raises(ValidationError, match="Une autre version"):
        reviewing.accept(writing.row, first.task.pk, writing.moderator)
    assert WorkflowState.objects.active().count() == 1
    accept(writing)
    assert writing.row.title == "Deux"
    with pytest.raises(ValidationError, match="n’attend pas"):
        reviewing.accept(writing.row, first.task.pk, writing.moderator)


def test_sent_back_with_what_to_do_again_then_proposed_again() -> None:
    writing = begin()
    writing.write("À revoir")
    services.submit(writing.page, writing.alice)
    review = reviewing.review_of(writing.row)
    assert review is not None
    with pytest.raises(ValidationError, match="Dites au groupe"):
        reviewing.send_back(writing.row, review.task.pk, writing.moderator, "  ")
    reviewing.send_back(writing.row, review.task.pk, writing.moderator, "Citez la source.")
    again = reviewing.review_of(writing.row)
    assert again is not None
    assert (again.waits, again.comment) == (False, "Citez la source.")
    assert not writing.row.live
    assert Notice.objects.get(kind=SENT_BACK).user == writing.alice
    services.submit(writing.row, writing.alice)
    accept(writing)
    assert writing.row.live
    assert Notice.objects.get(kind=PUBLISHED).user == writing.alice


def test_wagtail_sends_no_mail_of_its_own() -> None:
    writing = begin()
    writing.write("Un")
    services.submit(writing.page, writing.alice)
    accept(writing)
    assert mail.outbox == []


def test_withdrawn_before_it_is_read() -> None:
    writing = begin()
    writing.write("Un")
    services.submit(writing.page, writing.alice)
    services.withdraw(writing.row, writing.bob)
    assert reviewing.review_of(writing.row) is None
    with pytest.raises(ValidationError, match="n’attend pas"):
        services.withdraw(writing.row, writing.bob)


def test_nothing_is_proposed_that_nobody_could_read() -> None:
    writing = begin()
    writing.write(" ")
    with pytest.raises(ValidationError, match="titre"):
        services.submit(writing.page, writing.alice)
    coedit.replace_text(KIND, writing.page.pk, Draft({"title": "Seul"}), writing.alice)
    with pytest.raises(ValidationError, match="vide"):
        services.submit(writing.page, writing.alice)
    assert not SheetVersion.objects.exists()


def test_only_those_who_may_do_each_thing() -> None:
    writing = begin()
    writing.write("Un")
    other = GroupMembershipFactory().user
    editor, publisher = UserFactory(editor=True), UserFactory(publisher=True)
    for stranger in (other, editor, publisher, writing.moderator):
        with pytest.raises(ValidationError, match="membres du groupe"):
            services.submit(writing.row, stranger)
        with pytest.raises(ValidationError, match="membres du groupe"):
            services.withdraw(writing.row, stranger)
        with pytest.raises(ValidationError, match="membres du groupe"):
            services.create_sheet(writing.group, "Titre", stranger)
    services.submit(writing.page, writing.alice)
    review = reviewing.review_of(writing.row)
    assert review is not None
    for stranger in (other, editor, publisher, writing.alice):
        with pytest.raises(ValidationError, match="confiée à d’autres"):
            reviewing.accept(writing.row, review.task.pk, stranger)
        with pytest.raises(ValidationError, match="confiée à d’autres"):
            reviewing.send_back(writing.row, review.task.pk, stranger, "non")
    for stranger in (other, writing.alice, publisher):
        with pytest.raises(ValidationError, match="réservée à l’équipe"):
            services.hold(writing.row, stranger)
    assert not visible_to(None).exists()
    GroupMembership.objects.filter(user=writing.alice).update(ended_at="2026-01-01T00:00Z")
    with pytest.raises(ValidationError, match="membres du groupe"):
        services.submit(writing.row, writing.alice)


def test_held_by_the_staff_the_editor_reads_only_then_follows_the_form() -> None:
    writing = begin()
    writing.write("Du groupe")
    services.hold(writing.row, writing.moderator)
    held = writing.row
    assert held.versions.count() == 1
    assert held.get_lock() is None
    with pytest.raises(ValidationError, match="reprise dans l’administration"):
        services.submit(held, writing.alice)
    page = held.get_latest_revision_as_object()
    page.title = "De l’équipe"
    page.save_revision(user=writing.moderator)
    services.give_back(held, writing.moderator)
    assert coedit.current_draft(KIND, held.pk).lines["title"] == "De l’équipe"
    lock = writing.row.get_lock()
    assert lock is not None and lock.for_user(writing.moderator)
    assert "Reprendre dans l’administration" in lock.get_message(writing.moderator)
    # What is published keeps who holds it and whose it is.
    page = writing.row.get_latest_revision_as_object()
    page.group_id, page.territory_id, page.held_by = 0, 999_999, writing.bob
    revision = Revision.objects.get(pk=page.save_revision(clean=False).pk)
    assert revision.as_object().group == writing.group
    assert revision.as_object().territory is None


def test_an_approval_of_another_page_publishes_its_latest_revision() -> None:
    root = Site.objects.get(is_default_site=True).root_page
    page = Page(title="Ordinaire", slug="ordinaire", live=False)
    root.add_child(instance=page)
    page.save_revision()
    state = page.get_workflow().start(page, None)
    page.title = "Ordinaire, corrigée"
    page.save_revision()
    TaskState.objects.get(workflow_state=state).specific.approve(user=None)
    page.refresh_from_db()
    assert page.title == "Ordinaire, corrigée"


def test_a_deleted_sheet_takes_its_working_copy() -> None:
    writing = begin()
    writing.write("Un")
    SheetPage.objects.get(pk=writing.page.pk).delete()
    assert not CoeditDocument.objects.exists()


def test_the_staff_take_a_sheet_over_though_a_tab_stays_open() -> None:
    writing = begin()
    writing.write("Un", writing.alice, paragraph("À retirer"))
    services.submit(writing.page, writing.alice)
    accept(writing)
    writing.write("Deux", writing.alice, paragraph("Proposé ensuite"))
    services.submit(writing.row, writing.alice)
    document = CoeditDocument.objects.get()
    CoeditPresenceFactory(document=document, user=writing.alice)
    with pytest.raises(ValidationError, match="quand même"):
        services.hold(writing.row, writing.moderator)
    assert not writing.row.permissions_for_user(writing.moderator).can_unpublish()

    services.hold(writing.row, writing.moderator, anyway=True)

    assert writing.row.held_at is not None
    # The proposal would leave behind what the staff write in their form.
    assert reviewing.review_of(writing.row) is None
    assert writing.row.permissions_for_user(writing.moderator).can_unpublish()
    # What was typed in between is kept aside, and does not push the staff’s text away.
    latest = writing.row.latest_revision_id
    writing.write("En retard", writing.alice)
    writing.pause()
    assert writing.row.latest_revision_id == latest
    assert SheetVersion.objects.filter(reason="ecart").count() == 1


def test_each_step_of_a_review_reads_what_was_proposed() -> None:
    writing = begin()
    workflow = writing.row.get_workflow()
    first = workflow.tasks.get()
    second = GroupApprovalTask.objects.create(name="Seconde lecture")
    second.groups.set(first.specific.groups.all())
    WorkflowTask.objects.create(workflow=workflow, task=second, sort_order=9)
    writing.write("Proposé", writing.alice, paragraph("Le texte proposé"))
    services.submit(writing.page, writing.alice)
    proposed = coedit.current_draft(KIND, writing.page.pk)
    writing.write("Frappé depuis", writing.bob)
    writing.pause()

    accept(writing)
    assert not writing.row.live
    review = reviewing.review_of(writing.row)
    assert review is not None
    assert review.revision.as_object().title == "Proposé"
    accept(writing)

    assert writing.row.live
    assert draft_of(writing.row) == proposed


def test_whoever_lost_the_right_while_waiting_proposes_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    writing = begin()
    writing.write("Un")
    page = writing.row
    save_now = coedit.save_now

    def hold_first(*given: object, **more: object) -> object:
        monkeypatch.setattr(coedit, "save_now", save_now)
        services.hold(writing.row, writing.moderator)
        return save_now(*given, **more)  # type: ignore[arg-type]  # handed on as they came

    monkeypatch.setattr(coedit, "save_now", hold_first)
    with pytest.raises(ValidationError, match="administration"):
        services.submit(page, writing.alice)
    assert not WorkflowState.objects.exists()
