"""A page with rows on which people act: each act asks from it, and comes back to it."""

from dataclasses import dataclass

from django.forms import Form
from django.http import HttpResponse
from django.urls import reverse

from changeprog.direction.models.revised import Revised
from changeprog.direction.views.answers import undo_of
from changeprog.programme.access import ProgrammeRequest
from changeprog.programme.rooms import ProgrammeRegion
from teams.views.answers import Trail, ask_from, done


@dataclass(frozen=True)
class Place:
    """The page at the address called ``name``, its ``tab``, and the region an act changes."""

    name: str
    tab: str
    region: ProgrammeRegion

    def url(self, request: ProgrammeRequest) -> str:
        """Return where it stands in the programme of the request."""
        return reverse(self.name, args=[request.programme.key])

    def ask(
        self, request: ProgrammeRequest, form: Form, heading: str, button: str, keep: str = ""
    ) -> HttpResponse:
        """Ask for what an act needs; ``keep`` names what the browser keeps of what is typed."""
        trail = Trail(self.url(request), self.tab)
        return ask_from(request, trail, form, heading, button, keep=keep)

    def done(
        self, request: ProgrammeRequest, words: str, about: Revised | None = None
    ) -> HttpResponse:
        """Say ``words`` over the page as it is now, with an undo of what was done to ``about``."""
        undo = undo_of(request, about) if about else ""
        return done(request, words, self.url(request), undo=undo, regions=[self.region])
