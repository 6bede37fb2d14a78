"""What is parked, asked without a name, and what the facilitator makes of it."""

from typing import Any

from django import forms

from teams.forms.fields import AttemptField, SentenceField
from workshops.models import PointOfView, hard_question, point_of_view


class AttemptOfBrowser(AttemptField):
    """The name of an attempt in a form that is drawn once for many: each browser fills it in."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.initial = None


class PointForm(forms.Form):
    """A point of view, and who may see it."""

    side = forms.ChoiceField(
        label="It is about",
        choices=PointOfView.Side.choices,
        widget=forms.RadioSelect,
        initial=PointOfView.Side.FEAR,
        error_messages={"required": "Say whether you fear to lose it or want to win it."},
    )
    text = SentenceField(
        label="In your words",
        max_length=point_of_view.TEXT,
        missing="Say in a sentence what you fear to lose, or want to win.",
    )
    lot = forms.ChoiceField(
        label="Where do you park it?",
        choices=PointOfView.Lot.choices,
        widget=forms.RadioSelect,
        initial=PointOfView.Lot.FACILITATOR,
        help_text="The facilitator sees who wrote it, wherever you park it.",
        error_messages={"required": "Choose who may see it."},
    )
    key = AttemptOfBrowser()

    @property
    def said(self) -> dict[str, str]:
        """What was said, by the names of the model's fields."""
        return {name: self.cleaned_data[name] for name in ("side", "text", "lot")}


class StateForm(forms.Form):
    """How a point of view stands."""

    state = forms.ChoiceField(choices=PointOfView.State.choices)


class PlacingForm(forms.Form):
    """What becomes of a point of view, in the facilitator's words."""

    placed = forms.ChoiceField(choices=PointOfView.Placed.choices, required=False)
    word = forms.CharField(max_length=point_of_view.WORD, required=False)

    def clean(self) -> dict[str, Any]:
        """Ask for a word with every place, and for none without."""
        said = super().clean() or {}
        if said.get("placed") and not said.get("word"):
            self.add_error("word", "Say in a few words what becomes of it.")
        if not said.get("placed"):
            said["word"] = ""
        return said


class QuestionForm(forms.Form):
    """A question to the room, or to whoever puts it to the room."""

    question = SentenceField(
        label="Your question",
        max_length=hard_question.TEXT,
        missing="Write the question first.",
    )
    key = AttemptOfBrowser()


class QuestionStepForm(forms.Form):
    """What the facilitator does with a question."""

    act = forms.ChoiceField(
        choices=[("put", "Put"), ("down", "Down"), ("aside", "Aside"), ("up", "Up")]
    )
    words = forms.CharField(max_length=hard_question.TEXT, required=False)
