"""The form of an activity: what it asks, how long it takes, and what goes with its kind."""

from typing import Any

from django import forms

from changeprog.direction.forms.fields import TextField, TitleField
from changeprog.direction.forms.revised import RevisedForm
from changeprog.programme.models import Person
from workshops.models import Activity, ActivityKind, Subject, Workshop, activity

MOST_DOTS = 20
"""Dots that each may have."""
COLLECT, CONSENSUS = ActivityKind.COLLECT.value, ActivityKind.CONSENSUS.value
APPLIES: dict[str, tuple[str, ...]] = {
    "subject": (COLLECT, CONSENSUS),
    "anonymous": (COLLECT, CONSENSUS),
    "hidden": (COLLECT,),
    "votes": (COLLECT,),
    "limit": (COLLECT,),
}
"""The kinds that each of these fields is about."""
SUBJECTS = {
    COLLECT: [each for each in Subject.choices if each[0] != Subject.VISION],
    CONSENSUS: [(Subject.NONE.value, Subject.NONE.label), (Subject.VISION.value, "The vision")],
}


class ActivityForm(RevisedForm):
    """An activity of a workshop; its kind is chosen once, when it is added."""

    title = TitleField(label="What is it called?", max_length=120)
    prompt = TextField(
        label="What does it ask the room?",
        rows=3,
        required=False,
        longest=activity.PROMPT,
        help_text="It stands on every phone and on the wall.",
    )
    minutes = forms.IntegerField(
        label="Minutes", min_value=1, max_value=activity.LONGEST, initial=15
    )
    subject = forms.ChoiceField(
        label="What becomes of it?",
        choices=Subject,
        required=False,
        help_text="Where its outcome goes in the programme when the workshop is published.",
    )
    anonymous = forms.BooleanField(
        label="Without names",
        required=False,
        help_text="Nobody learns who wrote which note, or stands where; you do not either.",
    )
    hidden = forms.BooleanField(
        label="Hidden while people write",
        required=False,
        help_text="Notes are shown all at once, so that the first does not lead the others.",
    )
    votes = forms.IntegerField(
        label="Dots each", min_value=0, max_value=MOST_DOTS, required=False, initial=3
    )
    limit = forms.IntegerField(
        label="Of these at most on one group",
        min_value=0,
        max_value=MOST_DOTS,
        required=False,
        initial=2,
        help_text="0 leaves it to each.",
    )
    field_order = ("kind", "title", "prompt", "minutes", *APPLIES)

    def __init__(self, *args: Any, workshop: Workshop, **kwargs: Any) -> None:
        super().__init__(*args, programme=workshop.programme, **kwargs)
        self.workshop = workshop
        if self.instance is None:
            self.fields["kind"] = forms.ChoiceField(
                label="What do people do?", choices=ActivityKind, initial=COLLECT
            )
            self.order_fields(self.field_order)
            for name, kinds in APPLIES.items():
                self.fields[name].widget.attrs["data-for"] = " ".join(kinds)
        else:
            self._keep_to(self.instance.held("kind"))

    def _keep_to(self, kind: str) -> None:
        for name, kinds in APPLIES.items():
            if kind not in kinds:
                del self.fields[name]
        if "subject" in self.fields:
            self.fields["subject"].choices = SUBJECTS[kind]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        kind = said.get("kind")
        for name, kinds in APPLIES.items():
            if kind and kind not in kinds:
                said.pop(name, None)
        offered = dict(SUBJECTS.get(kind or "", Subject.choices))
        if said.get("subject") not in (None, "", *offered):
            self.add_error("subject", "Consensus is about the vision, or stays in the room.")
        return said

    def values(self) -> dict[str, Any]:
        known = super().values()
        for name in {"votes", "limit"} & known.keys():
            known[name] = known[name] or 0
        return known

    def make(self, by: Person) -> Activity:
        values = self.values()
        said = {name: values.pop(name) for name in activity.SETTINGS if name in values}
        added = Activity(
            programme=self.programme,
            workshop=self.workshop,
            key=self.attempt(),
            settings=said,
            **values,
        )
        added.add(by)
        return added
