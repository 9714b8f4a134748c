"""Compression of answers, for what compresses."""

from django.http import HttpRequest, HttpResponseBase
from django.middleware.gzip import GZipMiddleware

PACKED_ALREADY = ("image/", "font/", "application/pdf", "application/zip")


class TextGZipMiddleware(GZipMiddleware):
    """Django's, without the work of compressing pictures again."""

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        """Compress the answer when its kind is worth it.

        Args:
            request: what was asked.
            response: what is answered.
        """
        if response.headers.get("Content-Type", "").startswith(PACKED_ALREADY):
            return response
        answer: HttpResponseBase = super().process_response(request, response)
        return answer
