"""Drafting: which notes and groups go to the programme, and as what."""

from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import F, QuerySet

from changeprog.direction.forms.revised import RevisedForm
from changeprog.direction.models import Overtaken
from workshops import phases
from workshops.board import Candidate, board_of, result_of
from workshops.forms.drafts import FORMS, kept_form
from workshops.models import Activity, ActivityKind, Group, Note, Workshop
from workshops.phases import Phase
from workshops.ranking import Ranked


@dataclass(frozen=True)
class Outcome:
    """Something that was collected and drafted, ready to be published into the programme.

    ``values`` are cleaned, by the names of the fields of what it becomes: those of an objective,
    milestone or resource; "what" and "owner" of a barrier; "end_state" of the vision. ``missing``
    says what has to be put right first, because the programme has changed since it was drafted;
    then there are no values.
    """

    source: Note | Group
    subject: str
    text: str
    dots: int
    form: RevisedForm
    values: dict[str, Any]
    missing: list[str]


@transaction.atomic
def keep(source: Note | Group, draft: dict[str, str], based_on: int | None = None) -> None:
    """Keep a draft; an empty one takes the note or group off what goes to the programme.

    ``based_on`` is the revision that was seen, if one was: raises ``Overtaken`` when somebody else
    has drafted something else since.
    """
    after = set(Phase) - {Phase.WRITE}
    phases.require(source.activity, after, "Draft once the notes have been written.")
    rows: QuerySet[Any] = type(source).objects.filter(pk=source.pk)
    current = rows.select_for_update().get()
    if based_on not in {None, current.revision} and current.draft not in ({}, draft):
        raise Overtaken(current)
    rows.update(draft=draft, revision=F("revision") + 1)
    source.activity.workshop.announce("note.")


def collections(workshop: Workshop) -> list[Activity]:
    """Return the collections of a workshop that have begun and whose notes may be seen."""
    begun = workshop.activities.filter(kind=ActivityKind.COLLECT).exclude(started_at=None)
    for each in (seen := [each for each in begun if not phases.is_hidden(each)]):
        each.workshop, each.programme = workshop, workshop.programme
    return seen


def outcomes(workshop: Workshop) -> list[Outcome]:
    """Return everything that was drafted, in the order of the agenda and of its dots."""
    return [
        _outcome(activity, each)
        for activity in collections(workshop)
        if activity.subject in FORMS
        for each in result_of(activity, board_of(activity))
        if each.what.source.draft
    ]


def _outcome(activity: Activity, candidate: Ranked[Candidate]) -> Outcome:
    source = candidate.what.source
    source.activity = activity
    form = kept_form(source, activity.programme)
    valid = form.is_valid()
    return Outcome(
        source=source,
        subject=activity.subject,
        text=candidate.what.title,
        dots=candidate.dots,
        form=form,
        values=form.values() if valid else {},
        missing=[words for errors in form.errors.values() for words in map(str, errors)],
    )
