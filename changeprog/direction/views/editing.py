"""Making and changing what several people may be editing at once."""

from dataclasses import dataclass

from django.http import HttpResponse
from django.urls import reverse

from changeprog.direction.forms.revised import RevisedForm
from changeprog.direction.models.removable import Removable
from changeprog.direction.models.revised import Revised
from changeprog.direction.views.answers import done, show
from changeprog.programme.access import ProgrammeRequest


@dataclass(frozen=True)
class Editing:
    """How one kind of thing is asked for, and what is said once it is saved."""

    form: type[RevisedForm]
    noun: str
    """What its addresses are called after, such as "milestone"."""
    to_make: str
    """What making one is called: "Plan a milestone"."""
    make: str
    """What the button says."""
    made: str
    to_change: str
    changed: str
    everything: str
    """The name of the page it is made from."""
    trail: str = "direction/_trail.html"
    begins_with: tuple[str, ...] = ()
    """The fields that the address of a new one may fill: ``?objective=7`` from an objective."""

    def answer(self, request: ProgrammeRequest, found: Revised | None = None) -> HttpResponse:
        """Ask for a new one, or for a change of ``found``; say so once it is saved."""
        typed = request.POST if request.method == "POST" else None
        seen = found.revision if found else 0
        begun = {name: request.GET[name] for name in self.begins_with if name in request.GET}
        form = self.form(typed, programme=request.programme, instance=found, initial=begun)
        if form.is_bound and form.is_valid() and (saved := form.save(request.person)):
            words = self.changed if found else self.made
            is_new = seen != saved.revision
            return done(request, saved.get_absolute_url(), words, about=saved if is_new else None)
        asked = self._change(found) if found else self._make(request.programme.key)
        return show(request, "ask", {"form": form, "trail": self.trail, **asked})

    def _make(self, programme: str) -> dict[str, str]:
        return {
            "heading": self.to_make,
            "button": self.make,
            "back": reverse(self.everything, args=[programme]),
            "keep": f"{self.noun.replace('_', '-')}-{programme}",
        }

    def _change(self, found: Revised) -> dict[str, str]:
        place = [found.programme.key, found.pk]
        removable = isinstance(found, Removable)
        return {
            "heading": self.to_change,
            "button": "Save",
            "back": found.get_absolute_url(),
            "removal": reverse(f"direction:{self.noun}_removal", args=place) if removable else "",
        }
