"""Pictures of a sheet: sent by those who write it to the site's own library, and shown in the editor."""

from http import HTTPStatus
from typing import Any

from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_http_methods
from wagtail.images import get_image_model

from connect.accounts.signed_in import person_of
from toolbox import permissions
from toolbox.models import SheetPage
from toolbox.picture_intake import NO_FILE, take_picture
from toolbox.pictures import known_refs
from toolbox.views.offer_choice import read_refs
from toolbox.views.writing import for_readers_of_drafts

# What the editor shows: wide enough for its column on a sharp screen.
SHOWN = "max-1200x1200"
# Pictures of one person in one hour.
MOST_AN_HOUR, HOUR = 60, 3600

NO_RIGHT = "Vous pouvez lire cette fiche, sans y écrire."
TOO_MANY = "Vous avez envoyé beaucoup d’images en peu de temps. Réessayez dans une heure."


@require_http_methods(["GET", "HEAD", "POST"])
@for_readers_of_drafts
def sheet_write_pictures(request: HttpRequest, page: SheetPage) -> JsonResponse:
    """Tell where pictures are, or take one.

    Args:
        request: `refs` holds the keys of the pictures to show; `file` is the one to keep.
        page: the sheet.
    """
    if request.method == "POST":
        return _take(request, page)
    refs = read_refs(request.GET.get("refs", ""))
    found = get_image_model().objects.filter(pk__in=known_refs(page, refs)).order_by("pk")
    shown = {str(image.pk): _shown(image) for image in found.prefetch_renditions(SHOWN)}
    return JsonResponse({"found": shown})


def _take(request: HttpRequest, page: SheetPage) -> JsonResponse:
    user = person_of(request)
    if not permissions.may_write(user, page):
        return _refused(NO_RIGHT, HTTPStatus.FORBIDDEN)
    file = request.FILES.get("file")
    if file is None:
        return _refused(NO_FILE)
    if _too_often(user.pk):
        return _refused(TOO_MANY, HTTPStatus.TOO_MANY_REQUESTS)
    try:
        image = take_picture(page, file, request.POST.get("alt", ""), user)
    except ValidationError as refused:
        return _refused(" ".join(refused.messages))
    return JsonResponse({"ref": image.pk, **_shown(image)}, status=HTTPStatus.CREATED)


def _shown(image: Any) -> dict[str, Any]:
    rendition = image.get_rendition(SHOWN)
    return {"url": rendition.url, "width": rendition.width, "height": rendition.height}


def _refused(message: str, status: int = HTTPStatus.BAD_REQUEST) -> JsonResponse:
    return JsonResponse({"error": "refused", "message": message}, status=status)


def _too_often(user_pk: int) -> bool:
    key = f"sheet-pictures:{user_pk}"
    cache.add(key, 0, HOUR)
    try:
        return bool(cache.incr(key) > MOST_AN_HOUR)
    except ValueError:
        # It ended between the two.
        return False
