"""How the pages of teams answer."""

from typing import Any

from django.forms import Form
from django.http import HttpResponse
from django.urls import reverse

from changeprog.programme.access import ProgrammeRequest
from changeprog.programme.answers import Answers, Trail, page_behind, page_of, powers

_answers = Answers("teams")
ask_from, done = _answers.ask_from, _answers.done

__all__ = ["Trail", "ask", "ask_from", "done", "page_behind", "page_of", "powers"]


def ask(request: ProgrammeRequest, template: str, form: Form, **context: Any) -> HttpResponse:
    """Show a form, as ``Answers.ask`` does; it belongs to the board unless it is said where."""
    board = reverse("teams:board", args=[request.programme.key])
    trail = {"trail_url": board, "trail": "Victories & barriers"}
    return _answers.ask(request, template, form, **{**trail, **context})
