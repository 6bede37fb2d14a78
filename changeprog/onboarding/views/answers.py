"""How the pages of bringing teams on board answer."""

from dataclasses import dataclass

from django.forms import Form
from django.http import HttpResponse
from django.urls import reverse

from changeprog.direction.views.answers import done
from changeprog.programme.access import ProgrammeRequest
from changeprog.programme.answers import Answers, page_of

ask = Answers("onboarding").ask

__all__ = ["Asking", "ask", "done", "page_of"]


@dataclass(frozen=True)
class Asking:
    """Questions about one kind of thing, whose list is at ``page`` and has ``trail`` as heading."""

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
        key = request.programme.key
        page = reverse(self.page, args=[key])
        return ask(
            request,
            "act",
            form,
            heading=heading,
            button=button,
            action=request.get_full_path(),
            back=back or page,
            keep=f"{keep}-{key}" if keep else "",
            trail_url=page,
            trail=self.trail,
        )
