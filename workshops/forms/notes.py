"""Forms of collecting: a note, what is done with notes, a dot, and how it is collected."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse

from changeprog.direction.forms.fields import TitleField
from changeprog.direction.models import Overtaken
from changeprog.programme.forms import WordsField
from changeprog.programme.overtaking import SharedForm
from workshops import grouping, rearranging
from workshops.models import Activity, Group, Note, Rearrangement
from workshops.models.group import NAME
from workshops.models.note import NUMBERS, TEXT
from workshops.phases import MOST, NotNow, Phase

TOO_LONG = f"A note has up to {TEXT} characters. Your words are kept: shorten them a little."
EMPTY = "Write a few words first."


class NoteField(WordsField):
    """What a note says: up to ``TEXT`` characters, as the server judges.

    A browser that knew the limit would cut off what is pasted, unseen.
    """

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(error_messages={"required": EMPTY}, **kwargs)
        self.widget.attrs["dir"] = "auto"

    def validate(self, value: str) -> None:
        super().validate(value)
        if len(value) > TEXT:
            raise ValidationError(TOO_LONG)


class WriteForm(forms.Form):
    """A new note; ``key`` names the attempt, and is the secret of a note without a name."""

    key = forms.UUIDField(required=False)
    text = NoteField()

    def clean(self) -> dict[str, Any]:
        """A page without scripts sends no key; then each time it is sent is an attempt."""
        said = super().clean() or self.cleaned_data
        said["key"] = said.get("key") or uuid4()
        return said


class OwnNoteForm(forms.Form):
    """Which of the notes of whoever is asking."""

    note = forms.IntegerField(min_value=0, max_value=NUMBERS)


class RewriteForm(OwnNoteForm):
    """What it says now."""

    text = NoteField()


class DotForm(forms.Form):
    """One dot more or fewer on a target; ``had`` is how many of their own somebody saw there."""

    target = forms.CharField(max_length=30)
    more = forms.TypedChoiceField(choices=[("1", "One more"), ("-1", "One fewer")], coerce=int)
    had = forms.IntegerField(min_value=0, max_value=MOST, required=False)

    def __init__(self, *args: Any, activity: Activity, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.activity = activity

    def clean_target(self) -> Group | Note:
        """Find the group or note that is put to the vote here."""
        kind, _, number = self.cleaned_data["target"].partition("-")
        if not (number.isascii() and number.isdecimal()) or int(number) >= NUMBERS:
            raise ValidationError("This is not put to the vote.")
        on_board = Note.objects.on_board().filter(activity=self.activity)
        found: Group | Note | None
        if kind == "group":
            filled = Group.objects.filter(notes__in=on_board, activity=self.activity)
            found = filled.filter(pk=number).first()
        else:
            found = on_board.filter(group=None, pk=number).first()
        if found is None:
            raise ValidationError("This is not put to the vote any more.")
        return found


class PhaseForm(forms.Form):
    """The phase somebody saw when they pressed, and to which they want to go."""

    seen = forms.ChoiceField(choices=Phase)
    to = forms.ChoiceField(choices=Phase)


class ArrangementForm(forms.Form):
    """What to do with the notes that were chosen; ``to`` is a group, or empty for none."""

    ACTS = ["move", "gather", "merge", "park"]

    act = forms.ChoiceField(choices=[(each, each) for each in ACTS])
    notes = forms.ModelMultipleChoiceField(queryset=Note.objects.none())
    to = forms.ModelChoiceField(queryset=Group.objects.none(), required=False)
    key = forms.UUIDField(required=False)

    def __init__(self, *args: Any, activity: Activity, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.activity = activity
        notes: Any = self.fields["notes"]
        notes.queryset = Note.objects.on_board().filter(activity=activity)
        groups: Any = self.fields["to"]
        groups.queryset = activity.groups.all()

    def arrange(self) -> tuple[str, str]:
        """Do it; return what was done in words, and the address that undoes it, if there is one.

        Raises ``NotNow`` when it cannot be done now.
        """
        numbers = [note.pk for note in self.cleaned_data["notes"]]
        acts = {"move": self.move, "gather": self.gather, "merge": self.merge, "park": self.park}
        return acts[self.cleaned_data["act"]](numbers)

    def move(self, numbers: list[int]) -> tuple[str, str]:
        """Put the notes into a group, or out of all."""
        to = self.cleaned_data["to"]
        words = f"Moved to “{to}”." if to else "Moved out of all groups."
        return words, _undo(rearranging.move(self.activity, numbers, to))

    def gather(self, numbers: list[int]) -> tuple[str, str]:
        """Put the notes into a new group."""
        key = self.cleaned_data["key"] or uuid4()
        return "A new group.", _undo(rearranging.gather(self.activity, numbers, key))

    def merge(self, numbers: list[int]) -> tuple[str, str]:
        """Make one of the notes."""
        head = grouping.merge(self.activity, numbers)
        undo = reverse("workshops:note_splitting", args=[head.programme.key, head.pk])
        return f"{len(numbers)} notes are one now.", undo

    def park(self, numbers: list[int]) -> tuple[str, str]:
        """Send the notes to the parking lot."""
        words = "Parked. Before the workshop closes it comes up again."
        return words, _undo(rearranging.park(self.activity, numbers))


def _undo(kept: Rearrangement) -> str:
    """Return the address that takes back what was done with some notes."""
    key = kept.activity.programme.key
    return reverse("workshops:collection_undoing", args=[key, kept.activity_id, kept.pk])


class WordingForm(SharedForm):
    """Words of the facilitator on top of those that were shown."""

    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def save(self, act: Callable[..., object]) -> bool:
        """Have ``act`` take the words; say whether it did. If not, the form says why."""
        said = dict(self.cleaned_data)
        based_on = said.pop("revision")
        try:
            act(based_on=based_on, **said)
        except Overtaken as other:
            self.show_both(other.current.revision, f"“{other.current}”.")
        except NotNow as refusal:
            self.yield_to(based_on, str(refusal))
        return not self.overtaken


class RewordForm(WordingForm):
    """The facilitator's words for a note."""

    text = NoteField(label="What the note says", rows=3)


class GroupForm(WordingForm):
    """What a group is called."""

    name = TitleField(label="What do these notes say together?", max_length=NAME)
