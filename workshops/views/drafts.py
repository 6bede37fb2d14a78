"""Drafting what a note or a group becomes in the programme."""

from typing import cast

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from changeprog.direction.models import Overtaken
from changeprog.programme.access import ProgrammeRequest, programme_view
from changeprog.programme.models import Role
from workshops import drafting
from workshops.forms.drafts import FORMS, draft_form, show_theirs, to_keep
from workshops.models import Activity, Group, Note
from workshops.phases import NotNow
from workshops.views.asking import answer, ask_about, too_late
from workshops.views.notes import find_group, find_note, in_words

KEPT = "Drafted. It goes to the programme when the workshop is published."


@programme_view(Role.MEMBER)
@require_http_methods(["GET", "POST"])
@in_words
def note_draft(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Say what a note becomes in the programme."""
    found = find_note(request, pk, drafts=True)
    return _draft(request, found, "note_undrafting", [found.text])


@programme_view(Role.MEMBER)
@require_http_methods(["GET", "POST"])
@in_words
def group_draft(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Say what a group becomes in the programme."""
    found = find_group(request, pk, drafts=True)
    on_board = Note.objects.on_board().filter(group=found)
    words = [found.name, *on_board.values_list("text", flat=True)]
    return _draft(request, found, "group_undrafting", list(filter(None, words)))


@programme_view(Role.MEMBER)
@require_POST
@in_words
def note_undrafting(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Take a note off what goes to the programme."""
    return _undraft(request, find_note(request, pk, drafts=True))


@programme_view(Role.MEMBER)
@require_POST
@in_words
def group_undrafting(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Take a group off what goes to the programme."""
    return _undraft(request, find_group(request, pk, drafts=True))


def _draft(
    request: ProgrammeRequest, source: Note | Group, undrafting: str, words: list[str]
) -> HttpResponse:
    """Ask with the form of the subject; it begins with the first of the ``words``."""
    activity = source.activity
    if activity.subject not in FORMS:
        raise Http404
    typed = request.POST if request.method == "POST" else None
    form = draft_form(source, words[0] if words else "", request.programme, typed)
    if form.is_valid():
        try:
            return _keep(request, source, to_keep(form), KEPT, form.cleaned_data["revision"])
        except Overtaken as other:
            show_theirs(form, source_of(other, activity))
    path = reverse(f"workshops:{undrafting}", args=[request.programme.key, source.pk])
    return ask_about(
        request,
        activity.workshop,
        form,
        inside="workshops/collect/_draft_form.html",
        heading="What does it become in the programme?",
        button="Keep the draft",
        undrafting=path if source.draft else "",
        words=words,
    )


def source_of(other: Overtaken, activity: Activity) -> Note | Group:
    """Return what was drafted meanwhile, with what its form asks of it."""
    current = cast("Note | Group", other.current)
    current.activity = activity
    return current


def _undraft(request: ProgrammeRequest, source: Note | Group) -> HttpResponse:
    return _keep(request, source, {}, "It does not go to the programme.")


def _keep(
    request: ProgrammeRequest,
    source: Note | Group,
    draft: dict[str, str],
    words: str,
    based_on: int | None = None,
) -> HttpResponse:
    try:
        drafting.keep(source, draft, based_on)
    except NotNow as refusal:
        return too_late(request, source.activity.workshop, str(refusal))
    return answer(request, source.activity.workshop, words)
