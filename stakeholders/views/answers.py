"""How the pages of the map answer, and where what was done is undone."""

from urllib.parse import urlsplit

from django.http import HttpResponse
from django_htmx.http import HttpResponseClientRedirect

from changeprog.direction.models.revised import Revised
from changeprog.direction.views import answers
from changeprog.programme.access import ProgrammeRequest
from changeprog.programme.answers import Answers, Trail, page_behind, page_of, powers

_answers = Answers("stakeholders")
ask, ask_from, done = _answers.ask, _answers.ask_from, _answers.done

__all__ = [
    "Trail",
    "anew",
    "ask",
    "ask_from",
    "done",
    "page_behind",
    "page_of",
    "powers",
    "undo_of",
]


def anew(request: ProgrammeRequest, path: str) -> HttpResponse:
    """Show the page from which htmx asked once more, as a whole; ``path`` if it does not say."""
    here = urlsplit(request.htmx.current_url or "")
    address = f"{here.path}?{here.query}" if here.query else here.path
    return HttpResponseClientRedirect(address or path)


def undo_of(request: ProgrammeRequest, about: Revised) -> str:
    """Return the address that undoes what the person has just done to ``about``, or nothing."""
    return answers.undo_of(request, about, "stakeholders:undoing")
