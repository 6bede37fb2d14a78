"""How the pages of bringing teams on board answer."""

from dataclasses import dataclass

from django.forms import Form
from django.http import HttpResponse
from django.urls import reverse

from changeprog.direction.views.answers import done
from changeprog.programme.access import ProgrammeRequest
from changeprog.programme.answers import Answers, Trail, page_of

_answers = Answers("onboarding")
ask, ask_from = _answers.ask, _answers.ask_from

__all__ = ["Asking", "Trail", "ask", "ask_from", "done", "page_of"]


@dataclass(frozen=True)
class Asking:
    """Questions about one kind of thing, whose list is at ``page``, called ``trail``."""

    page: str
    trail: str

    def ask(  # noqa: PLR0913 -- what a question needs
        self,
        request: ProgrammeRequest,
        form: Form,
        heading: str,
        button: str,
        *,
        back: str = "",
        keep: str = "",
    ) -> HttpResponse:
        """Ask ``heading``; what is typed is kept under ``keep``, if that says anything.

        Whoever changes their mind is led ``back``, to the list unless it is said where.
        """
        trail = Trail(reverse(self.page, args=[request.programme.key]), self.trail)
        said = {"keep": keep, "back": back or trail.url, "action": request.get_full_path()}
        return ask_from(request, trail, form, heading, button, **said)
