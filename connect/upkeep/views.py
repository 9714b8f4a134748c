"""The Monday page: what awaits a person, settled in place."""

from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from connect.upkeep.models import Deed
from connect.upkeep.registry import AlreadyDone, sources_for
from connect.upkeep.selectors import last_deed, row_id
from connect.upkeep.services import AnswerRefused, settle
from connect.upkeep.shown import MondayPage, ShownRow, menu_label

TITLE = "La page du lundi"
NO_RIGHT = "Cette action est réservée à d’autres personnes de l’équipe. Rien n’a changé."


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def monday(request: HttpRequest) -> HttpResponse:
    """Show what awaits the person, or settle one duty.

    Raises:
        PermissionDenied: for whoever may settle nothing.
    """
    sources = sources_for(request.user)
    if not sources:
        raise PermissionDenied
    page = MondayPage(sources, request.GET)
    if request.method == "POST":
        return _settle(request, page)
    if _by_script(request):
        rows = "".join(_row(request, page, one) for one in page.rows)
        return JsonResponse({"rows": rows, "more": page.more_url, "said": _said(len(page.rows))})
    return _whole(request, page)


def _by_script(request: HttpRequest) -> bool:
    return request.headers.get("X-Requested-With") == "fetch"


def _said(count: int) -> str:
    return f"{count} de plus." if count else "Il n’y en a pas d’autres."


def _posted(request: HttpRequest, name: str) -> str:
    # A NUL is refused by PostgreSQL, and is in no key.
    return request.POST.get(name, "").replace("\x00", "")[:100]


def _settle(request: HttpRequest, page: MondayPage) -> HttpResponse:
    kind, key = _posted(request, "sorte"), _posted(request, "cle")
    try:
        deed = settle(request.user, kind, key, _posted(request, "verbe"), request.POST)  # type: ignore[arg-type]  # signed in: the management pages ask for it
    except AnswerRefused as refusal:
        return _refused(request, page, ShownRow(refusal.row, refusal.form))
    except AlreadyDone:
        sentence = _already(kind, key)
        return _answer(request, page, {"kind": kind, "key": key, "sentence": sentence}, 409)
    except PermissionDenied as error:
        sentence = str(error) or NO_RIGHT
        return _answer(request, page, {"kind": kind, "key": key, "sentence": sentence}, 403)
    return _answer(request, page, _told(deed), 200)


def _told(deed: Deed) -> dict[str, Any]:
    return {
        "kind": deed.kind,
        "key": deed.key,
        "sentence": deed.sentence,
        "url": deed.url,
        "title": deed.title,
        "done": True,
        "pk": deed.pk,
    }


def _already(kind: str, key: str) -> str:
    deed = last_deed(kind, key)
    if deed is None:
        return (
            "Ce n’est plus à faire\u00a0: la fiche a changé depuis que vous avez ouvert cette page."
        )
    return f"Déjà fait par {deed.by_name}\u00a0: {deed.sentence}"


def _row(request: HttpRequest, page: MondayPage, shown: ShownRow) -> str:
    return render_to_string("upkeep/_row.html", {"shown": shown, "page": page}, request)


def _note(note: dict[str, Any]) -> dict[str, Any]:
    """What a row becomes once it is settled, or is no longer to be."""
    row = row_id(note["kind"], note["key"])
    return {"url": "", "title": "", "done": False, "pk": 0, **note, "row": row}


def _answer(
    request: HttpRequest, page: MondayPage, told: dict[str, Any], status: int
) -> HttpResponse:
    note = _note(told)
    if not _by_script(request):
        if note["pk"]:
            told_there = {"fait": note["pk"], "devant": _posted(request, "suivante")}
            mark = "&" if "?" in page.here else "?"
            return redirect(f"{page.here}{mark}{urlencode(told_there)}#fait")
        return _whole(request, page, note=note, status=status)
    answer = {
        "row": render_to_string("upkeep/_note.html", {"note": note}, request),
        "head": render_to_string("upkeep/_head.html", {"page": page}, request),
        "week": render_to_string("upkeep/_week.html", {"page": page}, request),
        "said": note["sentence"],
        "menu": menu_label(page.everything),
        "finished": "",
    }
    if not page.total:
        answer["finished"] = render_to_string("upkeep/_finished.html", {"page": page}, request)
    return JsonResponse(answer, status=status)


def _refused(request: HttpRequest, page: MondayPage, shown: ShownRow) -> HttpResponse:
    if _by_script(request):
        said = "Il manque quelque chose\u00a0: la phrase est sous le champ."
        return JsonResponse({"row": _row(request, page, shown), "said": said}, status=422)
    return _whole(request, page, refused=shown, status=422)


def _whole(
    request: HttpRequest,
    page: MondayPage,
    *,
    refused: ShownRow | None = None,
    note: dict[str, Any] | None = None,
    status: int = 200,
) -> HttpResponse:
    # Counted before the menu is drawn, which shows the number.
    rows, _ = page.rows, page.counts
    if refused is not None:
        if refused.id in {one.id for one in rows}:
            # The page's own row knows which one follows it.
            rows = [
                replace(one, refused=refused.refused) if one.id == refused.id else one
                for one in rows
            ]
        else:
            rows.insert(0, refused)
    before = ""
    if note is None:
        note, before = _just_done(request), request.GET.get("devant", "")
    if before not in {one.id for one in rows}:
        before = ""
    context = {
        "page": page,
        "rows": rows,
        "note": note,
        "note_before": before,
        "header_title": TITLE,
        "header_icon": "tasks",
        "breadcrumbs_items": [
            {"url": reverse("wagtailadmin_home"), "label": "Accueil"},
            {"url": "", "label": TITLE},
        ],
    }
    return render(request, "upkeep/monday.html", context, status=status)


def _just_done(request: HttpRequest) -> dict[str, Any] | None:
    """What this person has just settled without a script, to be told where the row was."""
    asked = request.GET.get("fait", "")
    if not (asked.isascii() and asked.isdigit() and len(asked) < 16):
        return None
    deed = Deed.objects.filter(pk=int(asked), by=request.user.pk).first()
    return _note(_told(deed)) if deed else None
