"""The versions of a sheet: their list, what changed in one, reading it whole, keeping and taking up again."""

from dataclasses import dataclass

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from connect.accounts.signed_in import person_of
from connect.coedit import services as coedit
from connect.coedit.draft import Draft
from toolbox import converting, permissions, versions
from toolbox.comparing import difference
from toolbox.differences import Difference, TooLong
from toolbox.documents import KIND
from toolbox.models import SheetPage, SheetVersion
from toolbox.presenting import reading_of_page
from toolbox.views.access import sheet_known, told

PER_PAGE = 20
COPY = "copie"
COPY_NAME = "La copie de travail, telle qu’elle est maintenant"
KEPT = "Cette version est gardée. L’écriture continue."
RESTORED = (
    "La fiche dit de nouveau ce qu’elle disait. Son état d’avant est gardé dans les versions."
)


@dataclass(frozen=True)
class Side:
    """One of two texts that are compared.

    Attributes:
        name: when it was, or that it is the working copy; empty when there is none.
        draft: what it says.
    """

    name: str
    draft: Draft


def _version_known(page: SheetPage, pk: int) -> SheetVersion:
    found = versions.versions_of(page).select_related("revision").filter(pk=pk).first()
    if found is None:
        raise Http404
    found.page = page
    return found


@never_cache
@login_required
@require_safe
def sheet_versions(request: HttpRequest, pk: int) -> HttpResponse:
    """List the versions, with when, who wrote, why, and what became of each.

    Raises:
        Http404: for who may not read the working copy; the same everywhere below.
    """
    page = sheet_known(request, pk)
    shown = Paginator(versions.versions_of(page), PER_PAGE).get_page(request.GET.get("page", ""))
    context = {
        "page": page,
        "entries": versions.entries(page, shown.object_list),
        "shown": shown,
        "previous_url": f"?page={shown.previous_page_number()}" if shown.has_previous() else "",
        "next_url": f"?page={shown.next_page_number()}" if shown.has_next() else "",
        "live": versions.live_version(page),
        "may_write": permissions.may_write(request.user, page),
        "writers": [user.shown_name for user in coedit.writers_of(KIND, page.pk)],
        "longest": versions.LONGEST_NAME,
    }
    return render(request, "toolbox/versions/list.html", context)


@never_cache
@login_required
@require_safe
def sheet_version(request: HttpRequest, pk: int, version: int) -> HttpResponse:
    """Show what changed in a version since the one before, or against another (`avec`: its number, or `copie`)."""
    page = sheet_known(request, pk)
    chosen = _version_known(page, version)
    asked = request.GET.get("avec", "")
    before, after = _sides(page, chosen, asked)
    found, too_long = _compared(page, before, after)
    context = {
        "page": page,
        "entry": versions.entries(page, [chosen])[0],
        "before": before.name,
        "after": after.name,
        "difference": found,
        "too_long": too_long,
        "choices": [one for one in versions.choices(page) if one.pk != chosen.pk],
        "asked": asked,
        "may_write": permissions.may_write(request.user, page),
    }
    return render(request, "toolbox/versions/version.html", context)


def _sides(page: SheetPage, chosen: SheetVersion, asked: str) -> tuple[Side, Side]:
    """Both texts, the older first."""
    here = Side(_name(chosen), versions.text_of(chosen))
    if asked == COPY:
        return here, Side(COPY_NAME, versions.present_text(page))
    if asked:
        if not (asked.isascii() and asked.isdigit() and len(asked) < 16):
            raise Http404
        other = _version_known(page, int(asked))
    else:
        earlier = versions.version_before(chosen)
        if earlier is None:
            return Side("", Draft()), here
        other = _version_known(page, earlier.pk)
    there = Side(_name(other), versions.text_of(other))
    is_later = (other.created_at, other.pk) > (chosen.created_at, chosen.pk)
    return (here, there) if is_later else (there, here)


def _name(version: SheetVersion) -> str:
    why = version.label or version.get_reason_display()
    return f"{versions.moment(version.created_at)} · {why}"


def _compared(page: SheetPage, before: Side, after: Side) -> tuple[Difference | None, bool]:
    """The difference, and whether the texts are too long to be woven together."""
    if not before.name:
        return None, False
    try:
        return difference(page, before.draft, after.draft), False
    except TooLong:
        return None, True


@never_cache
@login_required
@require_safe
def sheet_version_whole(request: HttpRequest, pk: int, version: int) -> HttpResponse:
    """Show a version whole, as the public would read it."""
    page = sheet_known(request, pk)
    chosen = _version_known(page, version)
    entry = versions.entries(page, [chosen])[0]
    return _whole(request, page, chosen.revision.as_object(), entry)


@never_cache
@login_required
@require_safe
def sheet_preview(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the working copy whole, as the public would read it."""
    page = sheet_known(request, pk)
    said = page.get_latest_revision_as_object()
    with transaction.atomic():
        converting.write(said, versions.present_text(page))
        answer = _whole(request, page, said, None)
        # Words that nobody has used yet would be kept by reading them.
        transaction.set_rollback(True)
    return answer


def _whole(
    request: HttpRequest, page: SheetPage, said: SheetPage, entry: versions.Entry | None
) -> HttpResponse:
    context = {
        "page": page,
        "said": said,
        "entry": entry,
        "reading": reading_of_page(said),
        "may_write": permissions.may_write(request.user, page),
    }
    return render(request, "toolbox/versions/whole.html", context)


@require_POST
@login_required
def sheet_keep(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Keep what the working copy says now, under the name that was typed."""
    page = sheet_known(request, pk)

    def act() -> str:
        versions.keep(page, request.POST.get("name", ""), person_of(request))
        return KEPT

    told(request, act)
    return redirect("sheet_versions", page.pk)


@require_POST
@login_required
def sheet_restore(request: HttpRequest, pk: int, version: int) -> HttpResponseBase:
    """Bring the working copy to say again what a version said; its present state is kept first."""
    page = sheet_known(request, pk)
    chosen = _version_known(page, version)

    def act() -> str:
        versions.restore(page, chosen, person_of(request))
        return RESTORED

    told(request, act)
    return redirect("sheet_versions", page.pk)
