"""A mail inside a page: a document of its own, which may style itself and do nothing else."""

from django.http import HttpResponse

HEADERS = {
    "X-Frame-Options": "SAMEORIGIN",
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:; base-uri 'none'; "
        "form-action 'none'; frame-ancestors 'self'; "
        "sandbox allow-popups allow-popups-to-escape-sandbox"
    ),
}
"""Links open beside the app, as they do from a mail program."""

NO_LETTER = "<!DOCTYPE html><title>No message</title><p>There is no message.</p>"


def frame(html: str) -> HttpResponse:
    """Return ``html`` as a document that only our own pages can frame."""
    return HttpResponse(html or NO_LETTER, headers=HEADERS)
