"""Drafts: what a note or a group would become in the programme.

What is published later is judged by the forms of the direction themselves, so nothing that is
drafted here can be refused there for what was typed. A draft is kept as it was typed.
"""

from collections.abc import Mapping
from typing import Any

from changeprog.direction.forms.fields import TextField
from changeprog.direction.forms.milestone import MilestoneForm
from changeprog.direction.forms.objective import ObjectiveForm
from changeprog.direction.forms.resource import ResourceForm
from changeprog.direction.forms.revised import OwnerField, RevisedForm
from changeprog.direction.models import Vision
from changeprog.programme.models import Person, Programme
from teams.forms.fields import SentenceField
from teams.models import Barrier, barrier
from workshops.models import Group, Note, Subject


class BarrierDraftForm(RevisedForm):
    """A barrier as somebody logs it: what is in the way, and whose it is."""

    what = SentenceField(
        label="What is in the way?", max_length=barrier.TEXT, missing="Say it in a few words."
    )
    owner = OwnerField(
        label="Who owns it?", help_text="Without an owner it goes to a chair within a day."
    )

    def make(self, by: Person) -> Barrier:
        said = self.cleaned_data
        return Barrier.log(by, self.attempt(), said["what"], said["owner"])


class EndStateForm(RevisedForm):
    """A part of the end state, for the next version of the vision."""

    end_state = TextField(
        label="How will a day look when it is done?",
        rows=3,
        longest=Vision.CASE_LENGTH,
        help_text="What a customer notices, and what a colleague does otherwise.",
        error_messages={"required": "Write at least one sentence."},
    )


FORMS: dict[str, tuple[type[RevisedForm], str]] = {
    Subject.END_STATE: (EndStateForm, "end_state"),
    Subject.OBJECTIVE: (ObjectiveForm, "measure"),
    Subject.MILESTONE: (MilestoneForm, "name"),
    Subject.BARRIER: (BarrierDraftForm, "what"),
    Subject.RESOURCE: (ResourceForm, "name"),
}
"""By subject: the form that judges, and its field that the words of the note begin in."""


def draft_form(
    source: Note | Group, words: str, programme: Programme, data: Mapping[str, Any] | None = None
) -> RevisedForm:
    """Return the form of a draft: bound to ``data``, or showing what is kept or else ``words``."""
    form, field = FORMS[source.activity.subject]
    if data is not None:
        return form(data, programme=programme)
    known = {field: words, "revision": source.revision, **source.draft}
    return form(programme=programme, initial=known)


def kept_form(source: Note | Group, programme: Programme) -> RevisedForm:
    """Return the form bound to the draft that is kept, as it would be published now.

    The key of the source stands for the attempt, so however often it is saved, it is made once.
    """
    kept = {**source.draft, "key": str(source.key), "revision": "0"}
    return FORMS[source.activity.subject][0](kept, programme=programme)


def show_theirs(form: RevisedForm, source: Note | Group) -> None:
    """Say in ``form`` what somebody else has drafted of ``source`` meanwhile."""
    theirs = kept_form(source, form.programme)
    theirs.is_valid()
    form.show_theirs(theirs.cleaned_data, source.revision)


def to_keep(form: RevisedForm) -> dict[str, str]:
    """Return what was typed into the fields of a form, by their names."""
    typed = {name: form.data.get(name, "") for name in form.fields}
    return {name: str(each) for name, each in typed.items() if name not in {"key", "revision"}}
