"""How the pages about ambassadors answer: anew as a whole, since one act may change all of it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django_htmx.http import HttpResponseClientRedirect

from changeprog.programme.access import ProgrammeRequest
from stakeholders.views.answers import anew, page_behind


def told(request: ProgrammeRequest, words: str, path: str, *, undo: str = "") -> HttpResponse:
    """Say ``words`` on the page where the person is, or at ``path`` after a form of its own.

    ``undo`` is the address that takes it back.
    """
    messages.success(request, words, extra_tags=undo)
    if not request.htmx:
        return redirect(path)
    return (
        HttpResponseClientRedirect(path)
        if page_behind(request) == request.path
        else anew(request, path)
    )
