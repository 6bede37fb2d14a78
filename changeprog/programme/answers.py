"""How pages answer: a form as page or in the dialog, and what is said once it is done."""

from collections.abc import Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import patch_vary_headers
from django_htmx.http import HttpResponseClientRedirect, reswap, trigger_client_event

from changeprog.programme.access import ProgrammeRequest
from changeprog.programme.models import Role
from changeprog.programme.overtaking import refusal_of
from changeprog.programme.rooms import ProgrammeRegion

A_PAGE = 50


def powers(request: ProgrammeRequest) -> dict[str, bool]:
    """Return what the viewer may do, under the names that the live regions use."""
    return ProgrammeRegion.powers_in(request.programme, Role(request.person.role))


def page_of(request: ProgrammeRequest, rows: QuerySet[Any] | Sequence[Any]) -> Page[Any]:
    """Return the page that the address asks for; beyond the last one it is the last."""
    return Paginator(rows, A_PAGE).get_page(request.GET.get("page"))


def page_behind(request: ProgrammeRequest) -> str:
    """Return the path of the page that an htmx request came from."""
    return urlsplit(request.htmx.current_url or "").path


class Trail(NamedTuple):
    """The page that a question belongs to: its address, and how it is called."""

    url: str
    heading: str


def ask_inside(request: ProgrammeRequest, inside: str, form: Form, **context: Any) -> HttpResponse:
    """Show a form, whose file is ``inside``: on a page, in the dialog, or what has to be put right.

    What cannot be taken is answered with 422, or with 409 where the form is ``overtaken``: somebody
    else was quicker.
    """
    again = form.is_bound and not form.is_valid()
    status = refusal_of(form) if again else HTTPStatus.OK
    dialog = inside if again else "shell/_asked.html"
    file = dialog if request.htmx else "shell/form.html"
    response = render(request, file, {"form": form, "inside": inside, **context}, status=status)
    patch_vary_headers(response, ["HX-Request"])
    return response


@dataclass(frozen=True)
class Answers:
    """The answers of one app, whose templates lie in ``folder``.

    There is ``_changed.html``: the fragments of what an act may have changed, which do nothing on
    a page that does not show them.
    """

    folder: str

    def ask(
        self,
        request: ProgrammeRequest,
        template: str,
        form: Form,
        **context: Any,
    ) -> HttpResponse:
        """Show a form: as a page, in the dialog, or once more with what has to be put right.

        ``template`` names the form's own file: of the app teams, "log" is ``teams/_log.html`` and
        "rules/rule" is ``teams/rules/_rule.html``. The page says with ``trail_url`` and ``trail``
        where it belongs.
        """
        within, slash, name = template.rpartition("/")
        return ask_inside(request, f"{self.folder}/{within}{slash}_{name}.html", form, **context)

    def ask_from(  # noqa: PLR0913 -- what a question says
        self,
        request: ProgrammeRequest,
        trail: Trail,
        form: Form,
        heading: str,
        button: str,
        *,
        template: str = "act",
        keep: str = "",
        **context: Any,
    ) -> HttpResponse:
        """Ask ``heading`` from the page ``trail``, which whoever changes their mind is led back to.

        The browser keeps what is typed under ``keep``, if that says anything. What else the file
        of the form shows, or shows otherwise (``back``), is in ``context``.
        """
        said = {"heading": heading, "button": button, "action": request.path, "back": trail.url}
        kept = f"{keep}-{request.programme.key}" if keep else ""
        where = {"trail_url": trail.url, "trail": trail.heading}
        return self.ask(request, template, form, **{**said, **where, "keep": kept, **context})

    def done(
        self,
        request: ProgrammeRequest,
        words: str,
        path: str,
        level: int = messages.SUCCESS,
        *,
        undo: str = "",
        **context: Any,
    ) -> HttpResponse:
        """Say ``words`` where the person is: over what has changed, or on the page at ``path``.

        A form on a page of its own leads to ``path``, as it does without htmx. ``undo`` is the
        address that takes it back.
        """
        messages.add_message(request, level, words, extra_tags=undo)
        if not request.htmx:
            return redirect(path)
        if page_behind(request) == request.path:
            return HttpResponseClientRedirect(path)
        shown = {"programme": request.programme, **context, **powers(request)}
        fragments = render(request, f"{self.folder}/_changed.html", shown)
        return trigger_client_event(reswap(fragments, "none"), "dialog:close")
