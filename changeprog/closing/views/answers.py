"""How the pages of the end of a programme answer."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django_htmx.http import HttpResponseClientRedirect

from changeprog.programme.access import ProgrammeRequest
from changeprog.programme.answers import Answers, page_behind, page_of

ask = Answers("closing").ask

__all__ = ["ask", "done", "page_behind", "page_of"]


def done(request: ProgrammeRequest, url: str, words: str, undo: str = "") -> HttpResponse:
    """Say ``words`` on the page at ``url``, where the browser goes next.

    ``undo`` is the address that takes back what was done.
    """
    messages.success(request, words, extra_tags=undo)
    return HttpResponseClientRedirect(url) if request.htmx else redirect(url)
