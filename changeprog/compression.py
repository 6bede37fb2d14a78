"""Pages and fragments are compressed on their way, where the browser asks for it."""

from django.http import HttpRequest, HttpResponseBase
from django.middleware.gzip import GZipMiddleware

TEXT = ("text/", "application/json", "application/manifest+json", "image/svg+xml")
"""What gets smaller; pictures, archives and workbooks are compressed already."""


class TextCompression(GZipMiddleware):
    """Django's compression, of text alone.

    Django adds up to a hundred random bytes to each answer and masks its CSRF token anew each time,
    so that the size of an answer tells nothing of the secrets in it (BREACH). Static files are
    compressed when they are collected, and streams are served by another program.
    """

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        """Compress ``response`` if it is text that is not streamed."""
        kind = response.headers.get("Content-Type", "")
        if response.streaming or not kind.startswith(TEXT):
            return response
        return super().process_response(request, response)
