"""Verbs of sheets: begin one, propose it, take it back, take it over. Each holds the row of the sheet."""

from functools import partial
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify
from wagtail.log_actions import log
from wagtail.models import WorkflowState

from connect.accounts.models import User
from connect.coedit import services as coedit
from connect.coedit.kinds import Reason
from connect.groups.models import Group
from toolbox import permissions
from toolbox.documents import KIND
from toolbox.models import SheetAuthor, SheetIndexPage, SheetPage
from toolbox.models.sheet import RESERVED

NO_LIST = "La liste des fiches n’existe pas encore sur ce site."
NOT_A_WRITER = "Seuls les membres du groupe écrivent cette fiche."
NO_REVIEW = "Personne n’est encore chargé de relire les fiches\u00a0: signalez-le à la chambre."
NOTHING_WAITS = "Cette fiche n’attend pas de relecture."
EMPTY = "La fiche est vide\u00a0: écrivez un résumé ou du texte avant de la proposer."
UNTITLED = "Donnez un titre à la fiche avant de la proposer."
WRITTEN_NOW = (
    "Quelqu’un a cette fiche ouverte pour l’écrire. Prévenez le groupe, ou reprenez-la quand même."
)
HELD = "Cette fiche est reprise dans l’administration."
SLUG_LENGTH = 80


def held_row(page: SheetPage) -> SheetPage:
    """The sheet, its row held until the end of the transaction."""
    row: SheetPage = SheetPage.objects.select_for_update().get(pk=page.pk)
    return row


@transaction.atomic
def create_sheet(group: Group, title: str, by: User) -> SheetPage:
    """Begin a sheet in a group.

    Args:
        group: one of the person's, not archived.
        title: at most 255 characters.
        by: the person.

    Raises:
        ValidationError: with a sentence, when the person may not or the title does not do.
    """
    index = SheetIndexPage.objects.select_for_update().order_by("pk").first()
    if index is None:
        raise ValidationError(NO_LIST)
    page = SheetPage(title=" ".join(title.split()), group=group, live=False, owner=by)
    if not permissions.may_write(by, page):
        raise ValidationError(NOT_A_WRITER)
    page.slug = _free_slug(index, page.title)
    page.has_unpublished_changes = True
    index.add_child(instance=page)
    SheetAuthor.objects.create(page=page, user=by)
    log(instance=page, action="wagtail.create", user=by, content_changed=True)
    return page


def _free_slug(index: SheetIndexPage, title: str) -> str:
    base = slugify(title)[:SLUG_LENGTH].strip("-") or "fiche"
    taken = set(index.get_children().order_by().values_list("slug", flat=True)) | RESERVED
    slug, number = base, 1
    while slug in taken:
        number += 1
        slug = f"{base}-{number}"
    return slug


@transaction.atomic
def submit(page: SheetPage, by: User) -> WorkflowState:
    """Propose what the working copy says now; a proposal that already waits gives way to this one.

    Args:
        page: the sheet.
        by: a member of its group.

    Raises:
        ValidationError: with a sentence, when the person may not, or nothing can be reviewed.
    """
    if not permissions.may_submit(by, page):
        raise ValidationError(NOT_A_WRITER if page.held_at is None else HELD)
    draft = coedit.current_draft(KIND, page.pk)
    if not draft.lines.get("title", "").strip():
        raise ValidationError(UNTITLED)
    body = "".join(node.plain for node in draft.bodies.get("body", ()))
    if not (draft.lines.get("summary", "").strip() or body.strip()):
        raise ValidationError(EMPTY)
    # The text first, the row after: the order in which an automatic version takes them.
    coedit.save_now(KIND, page.pk, Reason.SUBMITTED, by)
    row = held_row(page)
    refuse_late(row, by)
    state: WorkflowState | None = row.current_workflow_state
    if state is not None:
        state.cancel(user=by)
    workflow = row.get_workflow()
    if workflow is None:
        raise ValidationError(NO_REVIEW)
    started: WorkflowState = workflow.start(row, by)
    return started


@transaction.atomic
def withdraw(page: SheetPage, by: User) -> None:
    """Take back what awaits a review, or what was sent back.

    Raises:
        ValidationError: with a sentence, when the person may not or nothing waits.
    """
    if not permissions.may_submit(by, page):
        raise ValidationError(NOT_A_WRITER if page.held_at is None else HELD)
    row = held_row(page)
    refuse_late(row, by)
    state = row.current_workflow_state
    if state is None:
        raise ValidationError(NOTHING_WAITS)
    state.cancel(user=by)


def refuse_late(row: SheetPage, by: User) -> None:
    """Refuse a person who lost the right while waiting for the row, which is held now.

    Raises:
        ValidationError: with a sentence.
    """
    if not permissions.may_write(by, row):
        raise ValidationError(NOT_A_WRITER if row.held_at is None else HELD)


@transaction.atomic
def hold(page: SheetPage, by: User, *, anyway: bool = False) -> None:
    """Take a sheet over in the administration: the editor reads only until it is given back.

    What the group has written is kept as a version; a proposal that waits is taken back, for the form of the
    administration would leave it behind.

    Args:
        page: the sheet.
        by: of the staff.
        anyway: even while somebody has it open to write.

    Raises:
        ValidationError: with a sentence, when the person may not, or somebody writes.
    """
    _refuse_stranger(page, by)
    if not anyway and coedit.writers_of(KIND, page.pk):
        raise ValidationError(WRITTEN_NOW)
    # The text first, the row after: one order everywhere.
    coedit.save_now(KIND, page.pk, Reason.PAUSE)
    state = held_row(page).current_workflow_state
    if state is not None:
        state.cancel(user=by)
    _write_hold(page, by)


@transaction.atomic
def give_back(page: SheetPage, by: User) -> None:
    """Open the editor again to the group; its text begins again from what the administration left.

    Raises:
        ValidationError: with a sentence, when the person may not.
    """
    _refuse_stranger(page, by)
    _write_hold(page, None)


def _refuse_stranger(page: SheetPage, by: Any) -> None:
    if not permissions.may_hold(by, page):
        raise ValidationError("Cette action est réservée à l’équipe qui publie les pages.")


def _write_hold(page: SheetPage, by: User | None) -> None:
    row = held_row(page)
    row.held_by, row.held_at = by, timezone.now() if by else None
    SheetPage.objects.filter(pk=row.pk).update(held_by=row.held_by, held_at=row.held_at)
    page.held_by, page.held_at = row.held_by, row.held_at
    coedit.recheck(KIND, page.pk)
    # Once the row is free: beginning another text takes the text first, the row after.
    transaction.on_commit(partial(coedit.renew, KIND, page.pk))
