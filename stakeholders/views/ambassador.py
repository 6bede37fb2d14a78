"""One ambassador: asking, answering, what supports them, and their own page."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from changeprog.programme.access import ProgrammeRequest, programme_view
from changeprog.programme.models import Role
from stakeholders.access import find, sees_all
from stakeholders.ambassadors import answers_for, own_page, people_of, tell
from stakeholders.asking import offered_to
from stakeholders.forms.ambassador import AnswerForm, SupportForm
from stakeholders.models import Ambassador, Conversation, Look, OverviewLook
from stakeholders.views.ambassador_answers import told
from stakeholders.views.answers import ask, undo_of

SAID = {
    Ambassador.State.ACCEPTED: "Accepted: thank you.",
    Ambassador.State.DECLINED: "Declined. Nobody is asked why.",
    Ambassador.State.ENDED: "Ended. What was noted stays.",
}
TALKS = 20
"""Conversations on an ambassador's page."""


@programme_view(Role.FACILITATOR)
@require_http_methods(["GET", "POST"])
def ask_somebody(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Ask a stakeholder to carry the change to named others."""
    person = find(request, pk).person
    standing = Ambassador.objects.standing().filter(person=person).with_names().first()
    if standing:
        return told(request, f"{person} was asked already.", standing.get_absolute_url())
    offered, reached = offered_to(person)
    initial = {"people": reached}
    form = SupportForm(request.POST or None, person=person, offered=offered, initial=initial)
    if form.is_bound and form.is_valid() and (asked := form.save(request.person)):
        tell(asked)
        undo = undo_of(request, asked)
        return told(request, f"{person} is asked.", asked.get_absolute_url(), undo=undo)
    return _question(request, form, f"What do we ask of {person}?", "Ask them", _list(request))


@programme_view(Role.OBSERVER)
@require_GET
def ambassador(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Show champions and facilitators one ambassador; the ambassador is led to their own page."""
    found = _find(request, pk)
    if not sees_all(request.person):
        return redirect(own_page(found))
    OverviewLook.note(request.person, "ambassadors")
    talks = Conversation.objects.filter(
        by=found.person_id, stakeholder__charges__ambassador=found
    ).with_names()
    context = {
        "ambassador": found,
        "people": people_of(found),
        "talks": talks[:TALKS],
        "answers": found.answers,
    }
    return render(request, "stakeholders/ambassadors/ambassador.html", context)


@programme_view(Role.FACILITATOR)
@require_http_methods(["GET", "POST"])
def ambassador_support(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Say what is asked of an ambassador, what supports them, and who their people are."""
    found = _find(request, pk)
    offered, _ = offered_to(found.person, found)
    own = found.charges.values_list("stakeholder", flat=True)
    form = SupportForm(
        request.POST or None,
        person=found.person,
        offered=offered,
        instance=found,
        initial={"people": list(own)},
    )
    if form.is_bound and form.is_valid() and form.save(request.person):
        undo = undo_of(request, found)
        return told(request, "Saved.", found.get_absolute_url(), undo=undo)
    heading = f"What supports {found}?"
    return _question(request, form, heading, "Save", found.get_absolute_url())


@programme_view(Role.OBSERVER)
@require_POST
def ambassador_answer(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Keep what an ambassador answered: said by themself, or noted by who leads."""
    found = _find(request, pk)
    form = AnswerForm(request.POST, ambassador=found)
    own = found.person_id == request.person.pk
    path = own_page(found) if own else found.get_absolute_url()
    if not form.is_valid():
        messages.info(request, "That was answered before; this is how it stands.")
        return redirect(path)
    form.answer(request.person)
    words = SAID[Ambassador.State(found.state)]
    if own and not found.stands and not sees_all(request.person):
        path = request.programme.get_absolute_url()
    undo = undo_of(request, found)
    return told(request, words, path, undo=undo)


@programme_view(Role.OBSERVER)
@require_GET
def my_people(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Show an ambassador what is asked of them, their people and what supports them."""
    found = _find(request, pk)
    if found.person_id != request.person.pk or not found.stands:
        raise Http404
    accepted = found.state == Ambassador.State.ACCEPTED
    people = people_of(found)
    if accepted:
        Look.note(request.person, "My people", [talk.stakeholder.pk for talk in people])
    context = {"ambassador": found, "people": people, "answers": found.answers}
    page = "my_people" if accepted else "asked"
    return render(request, f"stakeholders/ambassadors/{page}.html", context)


def _find(request: ProgrammeRequest, pk: int) -> Ambassador:
    """Return an ambassador whom the viewer may know: themself, or anybody for who leads."""
    own = Ambassador.objects.filter(programme=request.programme).with_names()
    found: Ambassador = get_object_or_404(own, pk=pk)
    if not answers_for(found, request.person):
        raise Http404
    return found


def _list(request: ProgrammeRequest) -> str:
    return reverse("stakeholders:ambassadors", args=[request.programme.key])


def _question(
    request: ProgrammeRequest, form: SupportForm, heading: str, button: str, back: str
) -> HttpResponse:
    OverviewLook.note(request.person, "ambassadors")
    shown: dict[str, Any] = {
        "heading": heading,
        "button": button,
        "action": request.path,
        "back": back,
        "trail_url": back,
        "trail": "Ambassadors",
    }
    return ask(request, "ambassadors/support", form, **shown)
