"""How the pages of the map answer, and where what was done is undone."""

from django.urls import reverse

from changeprog.direction import undoing
from changeprog.direction.models.revised import Revised
from changeprog.programme.access import ProgrammeRequest
from changeprog.programme.answers import Answers, page_behind, page_of, powers
from changeprog.programme.models import Role

_answers = Answers("stakeholders")
ask, done = _answers.ask, _answers.done

__all__ = ["ask", "done", "page_behind", "page_of", "powers", "undo_of"]


def undo_of(request: ProgrammeRequest, about: Revised) -> str:
    """Return the address that undoes what the person has just done to ``about``, or nothing.

    Observers undo nothing, also where they are somebody's ambassador.
    """
    event = undoing.last(about, request.person) if request.person.may(Role.MEMBER) else None
    place = [request.programme.key, event.pk] if event else []
    return reverse("direction:undoing", args=place) if event else ""
