"""Uploaded files served by the product itself, when no web server stands in front of it."""

from pathlib import Path

from django.conf import settings
from django.core.exceptions import SuspiciousFileOperation
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils._os import safe_join
from django.utils.http import http_date, parse_http_date_safe
from django.views.decorators.http import require_safe

# The only kinds that a browser may show in place; all others are downloaded.
RASTER_IMAGES = {
    ".avif": "image/avif",
    ".gif": "image/gif",
    ".jpeg": "image/jpeg",
    ".jpg": "image/jpeg",
    ".png": "image/png",
    ".webp": "image/webp",
}
# Documents have collections with rights: only Wagtail's own view may hand them out.
PRIVATE_FOLDERS = frozenset({"documents"})
ONE_WEEK = 7 * 24 * 3600


def _found(path: str) -> Path:
    try:
        found = Path(safe_join(settings.MEDIA_ROOT, path))
        relative = found.relative_to(Path(settings.MEDIA_ROOT).absolute())
        if not relative.parts or relative.parts[0] in PRIVATE_FOLDERS or not found.is_file():
            raise Http404
    except (SuspiciousFileOperation, ValueError, OSError) as error:
        raise Http404 from error
    return found


@require_safe
def media(request: HttpRequest, path: str) -> HttpResponse:
    """Answer with an uploaded file, whole: uploads are at most a few megabytes.

    Args:
        request: may carry `If-Modified-Since`.
        path: below `MEDIA_ROOT`.

    Raises:
        Http404: when there is no such file, or it may only be had through Wagtail.
    """
    found = _found(path)
    modified = int(found.stat().st_mtime)
    seen = parse_http_date_safe(request.headers.get("If-Modified-Since", ""))
    response: HttpResponse
    if seen is not None and modified <= seen:
        response = HttpResponseNotModified()
    else:
        kind = RASTER_IMAGES.get(found.suffix.lower(), "")
        response = HttpResponse(found.read_bytes(), content_type=kind or "application/octet-stream")
        if not kind:
            response["Content-Disposition"] = "attachment"
    response["Last-Modified"] = http_date(modified)
    response["Cache-Control"] = f"public, max-age={ONE_WEEK}"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
