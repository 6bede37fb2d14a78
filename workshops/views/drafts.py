"""Drafting what a note or a group becomes in the programme."""

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from changeprog.programme.access import ProgrammeRequest, programme_view
from changeprog.programme.models import Role
from workshops import drafting
from workshops.forms.drafts import FORMS, draft_form, to_keep
from workshops.models import Group, Note
from workshops.phases import NotNow
from workshops.views.asking import answer, ask_about, too_late
from workshops.views.notes import find_group, find_note

KEPT = "Drafted. It goes to the programme when the workshop is published."


@programme_view(Role.MEMBER)
@require_http_methods(["GET", "POST"])
def note_draft(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Say what a note becomes in the programme."""
    found = find_note(request, pk)
    return _draft(request, found, found.text, "note_undrafting")


@programme_view(Role.MEMBER)
@require_http_methods(["GET", "POST"])
def group_draft(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Say what a group becomes in the programme."""
    found = find_group(request, pk)
    return _draft(request, found, str(found), "group_undrafting")


@programme_view(Role.MEMBER)
@require_POST
def note_undrafting(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Take a note off what goes to the programme."""
    return _undraft(request, find_note(request, pk))


@programme_view(Role.MEMBER)
@require_POST
def group_undrafting(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Take a group off what goes to the programme."""
    return _undraft(request, find_group(request, pk))


def _draft(
    request: ProgrammeRequest, source: Note | Group, words: str, undrafting: str
) -> HttpResponse:
    activity = source.activity
    if activity.subject not in FORMS:
        raise Http404
    typed = request.POST if request.method == "POST" else None
    form = draft_form(source, words, request.programme, typed)
    if form.is_valid():
        return _keep(request, source, to_keep(form), KEPT)
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


def _undraft(request: ProgrammeRequest, source: Note | Group) -> HttpResponse:
    return _keep(request, source, {}, "It does not go to the programme.")


def _keep(
    request: ProgrammeRequest, source: Note | Group, draft: dict[str, str], words: str
) -> HttpResponse:
    try:
        drafting.keep(source, draft)
    except NotNow as refusal:
        return too_late(request, source.activity.workshop, str(refusal))
    return answer(request, source.activity.workshop, words)
