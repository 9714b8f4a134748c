"""Who may do what with a sheet. Pages, sockets, versions and mails ask here."""

from typing import Any

from connect.groups import permissions as groups
from connect.groups.selectors import Reader
from toolbox.models import SheetPage


def may_write(user: Reader, page: SheetPage) -> bool:
    """Whether the person writes in the sheet now: members of its group while it lasts, unless the staff hold it."""
    return page.held_at is None and may_take_part(user, page)


def may_take_part(user: Reader, page: SheetPage) -> bool:
    """Whether the person is one of those who write the sheet, held or not."""
    return _is_active(user) and groups.may_take_part(user, page.group)


def may_read_draft(user: Reader, page: SheetPage) -> bool:
    """Whether the person reads what is not published, and the versions: members of the group, staff who edit pages.

    Staff who may not know of a private group read nothing of what it prepares here.
    """
    return _is_active(user) and (groups.is_member(user, page.group) or is_page_staff(user, page))


def may_submit(user: Reader, page: SheetPage) -> bool:
    """Whether the person proposes the sheet for review, or takes it back."""
    return may_write(user, page)


def may_review(user: Reader, page: SheetPage) -> bool:
    """Whether the person accepts or sends back what awaits a review, as its task says."""
    if not _is_active(user):
        return False
    task = page.current_workflow_task
    return task is not None and any(
        action[0] == "approve" for action in task.get_actions(page, user)
    )


def is_page_staff(user: Any, page: SheetPage) -> bool:
    """Whether the person edits this page in the administration, and may know of its group."""
    return (
        _is_active(user)
        and user.is_staff
        and page.permissions_for_user(user).can_edit()
        and groups.may_see(user, page.group)
    )


def may_hold(user: Reader, page: SheetPage) -> bool:
    """Whether the person takes the sheet over in the administration, or gives it back to its group."""
    return is_page_staff(user, page)


def _is_active(user: Any) -> bool:
    return user is not None and user.is_authenticated and user.is_active
