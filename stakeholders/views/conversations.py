"""Conversations: noted right after the talk, put right or taken back by who noted them."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_http_methods, require_POST

from changeprog.programme.access import ProgrammeRequest, programme_view
from changeprog.programme.models import Role
from stakeholders.access import look
from stakeholders.forms.conversation import ConversationForm, NoteForm
from stakeholders.models import Conversation
from stakeholders.support import Support
from stakeholders.views.answers import ask, undo_of
from stakeholders.views.profile import about, told


@programme_view(Role.OBSERVER)
@require_http_methods(["GET", "POST"])
def note(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Note a talk with somebody."""
    found = look(request, pk, "note of a conversation")
    form = NoteForm(request.POST or None, stakeholder=found)
    if request.method == "GET" or not form.is_valid():
        heading = f"What did {found.person.name} say?"
        context = {"heading": heading, "stakeholder": found, **about(found)}
        return ask(request, "conversation/note", form, **context)
    talk = form.note(request.person)
    return told(request, found, _words(talk), undo=undo_of(request, talk))


@programme_view(Role.OBSERVER)
@require_http_methods(["GET", "POST"])
def change_conversation(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Put one's own note right."""
    talk = _find_own(request, pk)
    typed, seen = request.POST if request.method == "POST" else None, talk.revision
    form = ConversationForm(typed, programme=request.programme, instance=talk)
    context: dict[str, Any] = {"heading": "What was said?", "talk": talk, **about(talk.stakeholder)}
    if request.method == "GET":
        talk.stakeholder.looked_at(request.person, "note of a conversation")
    if typed is not None and form.is_valid() and form.save(request.person):
        undo = undo_of(request, talk) if talk.revision != seen else ""
        return told(request, talk.stakeholder, "Saved.", undo=undo)
    return ask(request, "conversation/change", form, **context)


@programme_view(Role.OBSERVER)
@require_POST
def take_conversation_back(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Take one's own note back, and what it moved with it."""
    talk = _find_own(request, pk)
    talk.remove(request.person)
    words = "The note is taken back. What it moved is as before, unless it has moved since."
    return told(request, talk.stakeholder, words, undo=undo_of(request, talk))


def _find_own(request: ProgrammeRequest, pk: int) -> Conversation:
    """Return one's own note about somebody one may see; 404 for no note, 403 for another's."""
    seen = Conversation.objects.visible_to(request.person).with_names()
    found: Conversation = get_object_or_404(seen, pk=pk)
    if found.by != request.person:
        raise PermissionDenied
    return found


def _words(talk: Conversation) -> str:
    """Say what came of a note."""
    name = talk.stakeholder.person.name
    if talk.support is None:
        return f"Noted. Nothing says where {name} stands since."
    if talk.is_last_word:
        return f"Noted. {name} is {Support(talk.support).label.lower()} now."
    return f"Noted. A later talk says where {name} stands, so that stays."
