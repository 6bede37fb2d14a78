"""Undoing what one has just done."""

from collections.abc import Collection
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from changeprog.direction import undoing
from changeprog.direction.models.removable import Removable
from changeprog.programme.access import ProgrammeRequest, programme_view
from changeprog.programme.models import Event, Role


@programme_view(Role.MEMBER)
@require_POST
def undo(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Undo what an event tells; who did it may, as long as they may do the opposite."""
    return undone(request, pk, undoing.UNDOINGS)


def undone(request: ProgrammeRequest, pk: int, verbs: Collection[str]) -> HttpResponse:
    """Undo what one's own event tells, if it is one of ``verbs``, and show what it was about."""
    own = Event.objects.filter(programme=request.programme, person=request.person)
    event = get_object_or_404(own.filter(verb__in=verbs), pk=pk)
    subject: Any = event.subject
    if subject is None:
        messages.error(request, str(undoing.TooLate()))
        return redirect("direction:overview", request.programme.key)
    known = undoing.UNDOINGS[event.verb]
    if not known.may(subject, request.person):
        raise PermissionDenied
    try:
        undoing.undo(event)
    except undoing.TooLate as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, known.words)
    gone = isinstance(subject, Removable) and subject.removed_at
    return redirect(subject.get_list_url() if gone else subject)
