"""Which readings of a sheet count as a visit: those of the public, not of the team nor of those who write the sheet."""

from django.conf import settings
from django.http import HttpRequest

from connect.memberships.permissions import may_contribute
from connect.structures.models import Structure
from connect.visits.counting import count_visit
from connect.visits.models import Subject


def note_visit(
    request: HttpRequest, subject: Subject, object_id: int, structure: Structure
) -> None:
    """Count that a sheet was shown; nothing is asked of the database for somebody who is not signed in.

    Args:
        request: who reads.
        subject: an offer or a structure.
        object_id: its key.
        structure: the one that holds the sheet, or the structure itself.
    """
    if settings.SESSION_COOKIE_NAME in request.COOKIES and request.user.is_authenticated:
        if request.user.is_staff or may_contribute(request.user, structure):
            return
    count_visit(request, subject, object_id)
