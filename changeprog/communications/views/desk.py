"""The desk of an edition: worked on, looked at as it reaches people, and decided."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_GET, require_POST

from changeprog.communications import approving, arranging, desk_forms
from changeprog.communications import desk as undoable
from changeprog.communications.desk_forms import DeskForm
from changeprog.communications.forms import ReaderForm
from changeprog.communications.letter import write
from changeprog.communications.models import Edition
from changeprog.communications.models.edition import EditionOvertaken, HasLeft
from changeprog.communications.sending import how_far, kept_back
from changeprog.communications.unsubscribing import seen_by
from changeprog.communications.views.frames import frame
from changeprog.direction.views.undoing import undone
from changeprog.programme import progress
from changeprog.programme.access import ProgrammeRequest, programme_view
from changeprog.programme.closed import works_when_closed
from changeprog.programme.models import Event, Role

WIDTHS = ("desktop", "phone")


@programme_view(Role.MEMBER)
@require_GET
def desk(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Show an edition to whoever works on it."""
    return _show(request, _find(request, pk))


@programme_view(Role.MEMBER)
@require_GET
def desk_preview(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Show the edition just as it reaches a reader."""
    edition = _find(request, pk)
    reader = _reader(request, edition).chosen()
    letter = write(edition, reader)
    return frame(seen_by(request.person, reader, letter.html) if letter else "")


def _acting(form: type[DeskForm]) -> Callable[..., HttpResponseBase]:
    """Return the view that does what ``form`` says."""

    @programme_view(Role.MEMBER)
    @require_POST
    def act(request: ProgrammeRequest, pk: int) -> HttpResponse:
        edition = _find(request, pk)
        asked = form(request.POST, edition=edition)
        if not asked.is_valid():
            return _show(request, edition, HTTPStatus.UNPROCESSABLE_ENTITY, asked)
        try:
            words = asked.save(request.person)
        except (EditionOvertaken, HasLeft) as refusal:
            found = _find(request, pk)
            return _show(request, found, HTTPStatus.CONFLICT, asked, refusal=str(refusal))
        event = undoable.last(edition, request.person) if asked.changes else None
        return _done(request, edition, words, event)

    return act


arrange = _acting(desk_forms.ArrangeForm)
edition_word = _acting(desk_forms.EditionWordForm)
renew = _acting(desk_forms.RenewForm)
approve = _acting(desk_forms.ApproveForm)
skip = _acting(desk_forms.SkipForm)
postpone = _acting(desk_forms.PostponeForm)
proof = _acting(desk_forms.ProofForm)
stop = works_when_closed("what is on its way can be stopped")(_acting(desk_forms.StopForm))
go_on = works_when_closed("what was stopped can go on")(_acting(desk_forms.GoOnForm))


@programme_view(Role.MEMBER)
@require_GET
def sending(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Say how far the edition is on its way; once it is over, look at what came of it."""
    return progress.answer(request, how_far(_find(request, pk)))


@programme_view(Role.MEMBER)
@require_POST
def desk_undo(request: ProgrammeRequest, pk: int, event: int) -> HttpResponse:
    """Take back what one has just done to an edition."""
    edition = _find(request, pk)
    undone(request, event, undoable.UNDOINGS)
    return redirect(edition.desk_url)


def _find(request: ProgrammeRequest, pk: int) -> Edition:
    """Return an edition; answer 403 to who does not decide about it."""
    own = Edition.objects.with_names().with_counts()
    found = get_object_or_404(own, pk=pk, procedure__programme=request.programme)
    if not approving.works_on(request.person, found.procedure):
        raise PermissionDenied
    return found


def _reader(request: ProgrammeRequest, edition: Edition) -> ReaderForm:
    return ReaderForm(request.GET, procedure=edition.procedure, viewer=request.person)


def _show(
    request: ProgrammeRequest,
    edition: Edition,
    status: int = HTTPStatus.OK,
    asked: DeskForm | None = None,
    **more: Any,
) -> HttpResponse:
    """Show the desk, or only its inside; ``asked`` is a form that was not taken, as it was."""
    page = "communications/desk/_desk.html" if request.htmx else "communications/desk/desk.html"
    context = {**_context(request, edition), **more}
    if asked:
        context[f"{asked.name}_form"] = asked
    response = render(request, page, context, status=status)
    patch_vary_headers(response, ["HX-Request"])
    return response


def _context(request: ProgrammeRequest, edition: Edition) -> dict[str, Any]:
    readers = _reader(request, edition)
    reader = readers.chosen()
    letter = write(edition, reader)
    seen = [passage.readable_by(request.person) for passage in edition.passages]
    width = next((each for each in WIDTHS if each == request.GET.get("width")), WIDTHS[0])
    return {
        **{f"{form.name}_form": form(edition=edition) for form in desk_forms.FORMS},
        "edition": edition,
        "procedure": edition.procedure,
        "places": arranging.places([passage for passage in seen if passage.lines]),
        "readers": readers,
        "reader": reader,
        "letter": letter,
        "text": seen_by(request.person, reader, letter.text) if letter else "",
        "width": width,
        "asked": f"{readers.asked}&width={width}",
        "strikes_at": edition.strikes_at,
        "may_change": edition.is_waiting,
        "has_left": edition.has_left,
        "work": how_far(edition),
        "kept_back": kept_back(edition),
        "approvers": approving.approvers(edition.procedure),
    }


def _done(
    request: ProgrammeRequest, edition: Edition, words: str, event: Event | None
) -> HttpResponse:
    """Say what was done, with Undo of ``event`` if there is one, on the desk as it is now."""
    place = [request.programme.key, edition.pk, event.pk] if event else []
    undo = reverse("communications:desk_undo", args=place) if event else ""
    messages.success(request, words, extra_tags=undo)
    if request.htmx:
        return _show(request, _find(request, edition.pk), said=True)
    return redirect(edition.desk_url)
