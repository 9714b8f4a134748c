"""Answers that are data: conditional, streamed, compressed in one piece, never indexed, never a page."""

import zlib
from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from urllib.parse import quote

from asgiref.sync import sync_to_async
from django.core.handlers.asgi import ASGIRequest
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.middleware.gzip import re_accepts_gzip
from django.utils.cache import get_conditional_response, patch_vary_headers

from connect.offers.opendata import publishing

LONGEST_HEADER = 4000


def compressed(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """One gzip stream for the whole: some readers stop at the end of the first of several."""
    press = zlib.compressobj(level=6, wbits=31)
    for chunk in chunks:
        if packed := press.compress(chunk):
            yield packed
    yield press.flush()


def _next(chunks: Iterator[bytes]) -> bytes | None:
    return next(chunks, None)


async def _in_its_thread(chunks: Iterator[bytes]) -> AsyncIterator[bytes]:
    # In the thread of the view, hence with its connection; given whole, Django would keep it all in memory.
    step = sync_to_async(_next, thread_sensitive=True)
    while (chunk := await step(chunks)) is not None:
        yield chunk


def _notices(notices: Iterable[str]) -> str:
    said = ", ".join(quote(sentence, safe=" ") for sentence in notices)
    return said if len(said) <= LONGEST_HEADER else ""


def as_data(response: HttpResponseBase, etag: str = "", notices: Iterable[str] = ()) -> None:
    """Put on an answer the headers that all data share.

    Args:
        response: the answer.
        etag: a name for the content, with its quotes; none when it must not be kept.
        notices: sentences of the page, percent-encoded in `X-Notices`.
    """
    if etag:
        response.headers["ETag"] = etag
    # To be asked again each time: what is hidden must go at once.
    response.headers["Cache-Control"] = "no-cache"
    response.headers["X-Robots-Tag"] = "noindex"
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Link"] = f'<{publishing.LICENCE_URL}>; rel="license"'
    if said := _notices(notices):
        response.headers["X-Notices"] = said


def unchanged(request: HttpRequest, etag: str) -> HttpResponseBase | None:
    """The answer 304 when the visitor already has this content, else nothing.

    Args:
        request: what was asked.
        etag: a name for the content, with its quotes; none never matches.
    """
    if not etag:
        return None
    response: HttpResponseBase | None = get_conditional_response(request, etag=etag)
    if response is not None:
        as_data(response, etag)
        patch_vary_headers(response, ["Accept-Encoding"])
    return response


def file_answer(
    request: HttpRequest, text: Iterable[str], content_type: str, filename: str
) -> HttpResponseBase:
    """A file to keep, sent as it is made.

    Args:
        request: what was asked; a HEAD request makes nothing.
        text: the content, by chunks.
        content_type: its type, with its charset.
        filename: its name on the visitor's machine, in ASCII.
    """
    chunks: Iterator[bytes] = (part.encode() for part in text)
    packed = bool(re_accepts_gzip.search(request.headers.get("Accept-Encoding", "")))
    if packed:
        chunks = compressed(chunks)
    if request.method == "HEAD":
        chunks = iter(())
    content = _in_its_thread(chunks) if isinstance(request, ASGIRequest) else chunks
    response = StreamingHttpResponse(content, content_type=content_type)
    if packed:
        response.headers["Content-Encoding"] = "gzip"
    patch_vary_headers(response, ["Accept-Encoding"])
    response.headers["Content-Disposition"] = f'attachment; filename="{filename}"'
    return response


def answer(
    request: HttpRequest,
    etag: str,
    make: Callable[[], HttpResponseBase],
    notices: Iterable[str] = (),
) -> HttpResponseBase:
    """304 when the visitor has it already, else what `make` gives, with the headers of data.

    Args:
        request: what was asked.
        etag: a name for the content, with its quotes, or nothing.
        make: called only when the content must be sent.
        notices: sentences of the page.
    """
    response = unchanged(request, etag)
    if response is None:
        response = make()
        encoded = response.headers.get("Content-Encoding")
        as_data(response, f"W/{etag}" if etag and encoded else etag, notices)
    return response


def plain(text: str, status: int) -> HttpResponse:
    """A short sentence for a machine's operator.

    Args:
        text: the sentence.
        status: the HTTP status.
    """
    response = HttpResponse(f"{text}\n", content_type="text/plain; charset=utf-8", status=status)
    response.headers["X-Robots-Tag"] = "noindex"
    return response
