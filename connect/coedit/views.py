"""Addresses of the documents: how to enter, and the slow mode."""

import uuid
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.db.utils import DatabaseError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from connect.accounts.models import User
from connect.accounts.signed_in import person_of
from connect.coedit import crdt, schema, slow
from connect.coedit.entering import NotHere, Outdated, enter, enter_at, shown_person
from connect.coedit.frames import FrameRefused
from connect.coedit.log import EpochOver
from connect.coedit.models import CoeditDocument

HEAD = "Coedit-Head"
MOST_BYTES = 1024 * 1024
# Requests of one person in ten seconds: three open pages, each once a second.
MOST_REQUESTS, PERIOD = 40, 10

REFUSALS: dict[str, tuple[int, str]] = {
    "unreadable": (400, "Cette page a envoyé quelque chose que nous ne comprenons pas. Rechargez-la."),
    "signed_out": (401, "Votre session est terminée. Connectez-vous dans un autre onglet, puis revenez ici."),
    "readonly": (403, "Vous pouvez lire ce texte, sans y écrire."),
    "unknown": (404, "Ce texte n’existe pas, ou vous n’y avez pas accès."),
    "outdated": (409, "Ce texte a été remplacé par une autre version. Rechargez la page."),
    "too_large": (413, "Ce texte est trop long. Enlevez-en, ou collez-le en plusieurs fois."),
    "too_fast": (429, "Trop de demandes en peu de temps. La page réessaie dans quelques secondes."),
    "busy": (503, "Le service est occupé. La page réessaie dans quelques secondes."),
}  # fmt: skip

View = Callable[..., HttpResponse]


def _refuse(code: str) -> JsonResponse:
    status, message = REFUSALS[code]
    response = JsonResponse({"error": code, "message": message}, status=status)
    if status in {429, 503}:
        response["Retry-After"] = "5"
    return response


def _answering(view: View) -> View:
    """Turn what goes wrong into a refusal that a client understands."""
    refusals: tuple[tuple[tuple[type[Exception], ...], str], ...] = (
        ((FrameRefused, crdt.Unreadable), "unreadable"),
        ((slow.ReadOnly,), "readonly"),
        ((slow.TooLong,), "too_large"),
        ((NotHere,), "unknown"),
        ((Outdated, EpochOver), "outdated"),
        ((DatabaseError,), "busy"),
    )

    @wraps(view)
    def answering(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not isinstance(request.user, User):
            return _refuse("signed_out")
        try:
            return view(request, *args, **kwargs)
        except tuple(kind for kinds, _ in refusals for kind in kinds) as error:
            return _refuse(next(code for kinds, code in refusals if isinstance(error, kinds)))

    return answering


def addresses_of(document: CoeditDocument) -> dict[str, str]:
    """Where the socket and the slow mode of a document are, in its present epoch."""
    at = f"{document.kind}/{document.owner_id}/{document.epoch}/{schema.VERSION}/"
    place = [document.kind, document.owner_id, document.epoch, schema.VERSION]
    return {"socket": f"/ws/coedit/{at}", "slow": reverse("coedit_slow", args=place)}


def entry_of(kind: str, owner_id: int, user: User) -> dict[str, Any]:
    """What a page needs to enter a document, as `docs/coedit-protocol.md` tells it.

    Raises:
        NotHere: when it is not for this person.
    """
    entry = enter(kind, owner_id, user)
    return {
        "epoch": str(entry.document.epoch),
        "schema": schema.VERSION,
        **addresses_of(entry.document),
        "may_write": entry.may_write,
        "person": shown_person(user),
    }


@never_cache
@require_safe
@_answering
def entry(request: HttpRequest, kind: str, owner_id: int) -> HttpResponse:
    """Tell how to enter a document.

    Args:
        request: of a signed-in person.
        kind: code of the kind.
        owner_id: of the owner.
    """
    return JsonResponse(entry_of(kind, owner_id, person_of(request)))


@never_cache
@require_POST
@_answering
def slow_mode(
    request: HttpRequest, kind: str, owner_id: int, epoch: uuid.UUID, version: int
) -> HttpResponse:
    """Take and give frames.

    Args:
        request: its body holds frames, each preceded by its length.
        kind: code of the kind.
        owner_id: of the owner.
        epoch: that the page knows.
        version: of the schema that the page knows.
    """
    user = person_of(request)
    if _too_often(user):
        return _refuse("too_fast")
    if len(request.body) > MOST_BYTES:
        return _refuse("too_large")
    entry = enter_at(kind, owner_id, user, epoch, version)
    session = request.COOKIES.get(settings.SESSION_COOKIE_NAME, "")
    seen = request.headers.get(HEAD, "")
    body, head = slow.answer(entry, user, session, slow.read(request.body), seen)
    return HttpResponse(body, content_type="application/octet-stream", headers={HEAD: head})


def _too_often(user: User) -> bool:
    key = f"coedit-slow:{user.pk}"
    cache.add(key, 0, PERIOD)
    try:
        return bool(cache.incr(key) > MOST_REQUESTS)
    except ValueError:
        # It ended between the two.
        return False
