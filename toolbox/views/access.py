"""What the views of a sheet begin with: the sheet, if the person may do something with it."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest

from toolbox import permissions
from toolbox.models import SheetPage


def _nobody(user: Any, page: SheetPage) -> bool:
    return False


def sheet_known(
    request: HttpRequest, pk: int, also: Callable[[Any, SheetPage], bool] = _nobody
) -> SheetPage:
    """The sheet of an address, for those who read its working copy.

    Args:
        request: who asks.
        pk: of the sheet.
        also: who else may know of it here.

    Raises:
        Http404: for the others; they are not told that it exists.
    """
    page: SheetPage | None = SheetPage.objects.filter(pk=pk).select_related("group").first()
    user = request.user
    if page is None or not (permissions.may_read_draft(user, page) or also(user, page)):
        raise Http404
    return page


def told(request: HttpRequest, act: Callable[[], str]) -> bool:
    """Do something and tell what came of it, a refusal included.

    Args:
        request: who asks.
        act: does it, and gives the sentence to show.

    Returns:
        Whether it was done.
    """
    try:
        sentence = act()
    except ValidationError as refused:
        for text in refused.messages:
            messages.warning(request, text)
        return False
    messages.success(request, sentence)
    return True
