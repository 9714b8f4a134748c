"""Loads the sheets of the demonstration, written, proposed and published as persons do."""

from dataclasses import replace
from datetime import timedelta

from django.db import transaction

from connect.accounts.models import User
from connect.coedit import services as coedit
from connect.coedit.draft import Draft
from connect.coedit.kinds import Reason
from connect.common.clock import today
from connect.demo.sheet_texts import Newer, SheetText, all_sheets
from connect.groups.models import Group, GroupMembership
from connect.offers.selectors import visible_to
from toolbox import reviewing, services
from toolbox.documents import KIND
from toolbox.models import SheetPage


def load_sheets() -> None:
    """Write the sheets that are missing; one that is there stays as people left it."""
    offers = dict(visible_to(None).order_by("pk").values_list("reference", "pk"))
    there = set(SheetPage.objects.order_by("pk").values_list("slug", flat=True))
    for sheet in all_sheets(offers.get):
        if sheet.slug not in there:
            _load(sheet)


@transaction.atomic
def _load(sheet: SheetText) -> None:
    group = Group.objects.filter(name=sheet.group, archived_at__isnull=True).first()
    writers = _persons(sheet.writers)
    if group is None or not writers:
        return
    for writer in writers:
        _join(group, writer)
    # The address comes from the first title; the text gives the real one.
    page = services.create_sheet(group, sheet.slug.replace("-", " "), writers[0])
    draft = _verified(sheet.draft, sheet.verified_days_ago)
    _write(page, draft, writers)
    if not _publish(page, writers[0], sheet.reviewer):
        return
    if sheet.newer is not None:
        _continue(page, sheet.newer, sheet.verified_days_ago)


def _persons(roles: tuple[str, ...]) -> list[User]:
    known = {
        user.email: user
        for user in User.objects.filter(email__in=[f"{role}@example.org" for role in roles])
    }
    return [known[address] for role in roles if (address := f"{role}@example.org") in known]


def _join(group: Group, user: User) -> None:
    """Make somebody a member who never was; one who left stays out, and then writes nothing here."""
    if not GroupMembership.objects.filter(group=group, user=user).exists():
        GroupMembership.objects.create(group=group, user=user)


def _verified(draft: Draft, days_ago: int) -> Draft:
    day = (today() - timedelta(days=days_ago)).isoformat()
    return replace(draft, fields={**draft.fields, "verified_on": day})


def _write(page: SheetPage, draft: Draft, writers: list[User]) -> None:
    """Each writes a part of the body, so that each is one of the authors."""
    blocks = draft.bodies["body"]
    for number, writer in enumerate(writers, 1):
        written = blocks[: len(blocks) * number // len(writers)]
        part = replace(draft, bodies={**draft.bodies, "body": written})
        coedit.replace_text(KIND, page.pk, part, writer)


def _publish(page: SheetPage, writer: User, reviewer: str) -> bool:
    """Propose and accept the sheet; whether it could be."""
    services.submit(page, writer)
    for by in _persons((reviewer,)):
        review = reviewing.review_of(page)
        if review is not None and review.waits:
            reviewing.accept(page, review.task.pk, by)
    page.refresh_from_db()
    return bool(page.live)


def _continue(page: SheetPage, newer: Newer, days_ago: int) -> None:
    """Write what came since the publication, and propose it when the file says so."""
    for writer in _persons(newer.writers):
        coedit.replace_text(KIND, page.pk, _verified(newer.draft, days_ago), writer)
        if newer.is_submitted:
            services.submit(page, writer)
        else:
            coedit.save_now(KIND, page.pk, Reason.PAUSE)
