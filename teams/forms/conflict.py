"""Forms of the diagnosis of a conflict."""

from typing import Any
from uuid import uuid5

from django import forms
from django.db import transaction
from django.utils.timezone import localdate

from changeprog.programme.forms import PersonChoice, WordsField
from changeprog.programme.models import Person, Team
from teams import conflicts
from teams.diagnosis import Question
from teams.forms.fields import AttemptField, OneOf, SentenceField
from teams.models import Barrier
from teams.models.conflict import IDEA, WORDS, AlreadyMediated, Conflict, HiddenIssue
from teams.models.conflict_side import ConflictSide, Holds, SideAnswer, Stance

TWICE = "The two sides and the mediator are three different people."


class SomebodyField(PersonChoice):
    """Somebody of the programme, who has to be named."""

    def __init__(self, person: Person, label: str, help_text: str = "") -> None:
        messages = {"required": "Choose somebody.", "invalid_choice": "Choose from the list."}
        super().__init__(
            person.programme,
            label=label,
            help_text=help_text,
            required=True,
            empty_label="Choose",
            error_messages=messages,
        )


class BeginForm(forms.Form):
    """Who the two sides are, each for themselves or for a team, and who mediates."""

    team = OneOf(label="For which team?", empty_label="For myself")
    other_team = OneOf(label="For which team do they speak?", empty_label="For themselves")
    key = AttemptField()

    def __init__(self, data: Any, *, barrier: Barrier, by: Person) -> None:
        super().__init__(data)
        self.barrier, self.by = barrier, by
        self.fields["one"] = SomebodyField(by, "Who is the one side?")
        self.fields["other"] = SomebodyField(by, "Who is the other side?")
        self.fields["mediator"] = SomebodyField(
            by, "Who mediates?", "Somebody both trust, who takes no side."
        )
        self.fields["one"].initial = by
        self.fields["team"].label = "For which team do they speak?"
        self.fields["team"].empty_label = "For themselves"  # type: ignore[attr-defined]
        for name in ("team", "other_team"):
            teams = Team.objects.filter(programme=by.programme)
            self.fields[name].queryset = teams  # type: ignore[attr-defined]
        self.order_fields(["one", "team", "other", "other_team", "mediator"])

    def clean(self) -> dict[str, Any]:
        super().clean()
        three = [self.cleaned_data.get(name) for name in ("one", "other", "mediator")]
        if all(three) and len(set(three)) < len(three):
            self.add_error("mediator", TWICE)
        return self.cleaned_data

    @transaction.atomic
    def begin(self) -> Conflict | None:
        """Begin, and ask the others; ``None`` when somebody mediates already, said in the form."""
        said = self.cleaned_data
        sides = [
            ConflictSide(person=said["one"], team=said["team"]),
            ConflictSide(person=said["other"], team=said["other_team"]),
        ]
        try:
            found = Conflict.begin(self.by, said["key"], self.barrier, said["mediator"], sides)
        except AlreadyMediated as refusal:
            self.add_error(None, str(refusal))
            return None
        conflicts.invite(found, self.by)
        return found


class ViewForm(forms.Form):
    """How one side sees it."""

    view = WordsField(
        label="How do you see it?",
        rows=8,
        max_length=WORDS,
        required=False,
        help_text="What happened, what it does to your work, what you would need. Only you read "
        "it until you say otherwise.",
    )

    def __init__(self, data: Any, *, side: ConflictSide) -> None:
        super().__init__(data, initial={"view": side.view})
        self.side = side

    def save(self) -> bool:
        """Keep it; say whether that was possible still."""
        return self.side.write(self.cleaned_data["view"].strip())


class QuestionForm(forms.Form):
    """One side's answer to one question."""

    stance = forms.ChoiceField(
        choices=Stance,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose one of the three."},
    )
    words = WordsField(label="In your words", rows=5, max_length=WORDS, required=False)

    def __init__(self, data: Any, *, side: ConflictSide, question: Question) -> None:
        known = SideAnswer.objects.filter(side=side, question=question).first()
        said = {"stance": known.stance, "words": known.words} if known else {}
        super().__init__(data, initial=said)
        self.side, self.question = side, question
        self.fields["stance"].label = question.label
        self.fields["words"].help_text = question.help

    def save(self) -> bool:
        """Keep the answer; say whether the question is open."""
        return self.side.answer(self.question, **self.cleaned_data)


class IdeaForm(forms.Form):
    """Another way to reach the goal."""

    text = SentenceField(
        label="What else could reach the goal?",
        max_length=IDEA,
        missing="Say it in a few words; it need not be good yet.",
    )
    key = AttemptField()

    def save(self, conflict: Conflict, by: Person) -> None:
        """Add it, once for the same words in the same attempt."""
        said = self.cleaned_data
        conflict.add_idea(by, uuid5(said["key"], said["text"]), said["text"])


class IssueForm(forms.Form):
    """What lies beneath."""

    issue = forms.ChoiceField(
        label="What is it really about?",
        choices=HiddenIssue,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what comes closest."},
    )
    words = WordsField(label="In your words", rows=4, max_length=WORDS, required=False)

    def __init__(self, data: Any, *, conflict: Conflict) -> None:
        said = {"issue": conflict.hidden_issue, "words": conflict.hidden_words}
        super().__init__(data, initial=said)
        self.conflict = conflict

    def save(self, by: Person) -> None:
        """Keep what was said."""
        self.conflict.name_issue(by, **self.cleaned_data)


class AgreementForm(forms.Form):
    """What the two agree on: who sees to it, and by when."""

    text = WordsField(
        label="What do you agree on?",
        rows=5,
        max_length=WORDS,
        error_messages={"required": "Say what each of you will do."},
    )
    due = forms.DateField(
        label="By when?",
        widget=forms.DateInput(attrs={"type": "date"}),
        error_messages={"required": "Say by which day.", "invalid": "Write a day."},
    )

    def __init__(self, data: Any, *, conflict: Conflict) -> None:
        said = {
            "text": conflict.agreement,
            "owner": conflict.agreement_owner,
            "due": conflict.agreement_due,
        }
        super().__init__(data, initial=said)
        self.conflict = conflict
        three = Person.objects.filter(pk__in=[person.pk for person in conflict.involved])
        self.fields["owner"] = forms.ModelChoiceField(
            three, label="Who sees to it?", error_messages={"required": "Choose one of you."}
        )
        self.order_fields(["text", "owner", "due"])

    def clean_due(self) -> Any:
        due = self.cleaned_data["due"]
        if due < localdate() and due != self.conflict.agreement_due:
            raise forms.ValidationError("This day has passed. Choose one from today on.")
        return due

    def save(self, by: Person) -> None:
        """Propose the agreement in these words."""
        said = self.cleaned_data
        self.conflict.propose(by, said["text"].strip(), said["owner"], said["due"])


class AcceptanceForm(forms.Form):
    """Which words of the agreement are accepted."""

    version = forms.IntegerField(min_value=1, max_value=2**31 - 1, widget=forms.HiddenInput)


class CheckForm(forms.Form):
    """Whether the agreement holds."""

    holds = forms.ChoiceField(
        label="Does what you agreed on hold?",
        choices=Holds,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose one of the three."},
    )
    words = WordsField(label="In your words", rows=4, max_length=WORDS, required=False)

    def __init__(self, data: Any, *, side: ConflictSide) -> None:
        super().__init__(data, initial={"holds": side.holds, "words": side.holds_words})
        self.side = side

    def save(self) -> None:
        """Keep the answer."""
        self.side.say_whether_it_holds(self.cleaned_data["holds"], self.cleaned_data["words"])


class MediatorForm(forms.Form):
    """Who mediates from now on."""

    def __init__(self, data: Any, *, conflict: Conflict, by: Person) -> None:
        super().__init__(data)
        self.conflict, self.by = conflict, by
        self.fields["mediator"] = SomebodyField(
            by,
            "Who mediates from now on?",
            "What has not been shared yet is handed in anew by each side, or not.",
        )
        sides = [side.person_id for side in conflict.sides.all()]
        field: Any = self.fields["mediator"]
        field.queryset = field.queryset.exclude(pk__in=sides)

    @transaction.atomic
    def save(self) -> None:
        """Hand the conflict over, and ask the new mediator."""
        self.conflict.hand_to(self.cleaned_data["mediator"], self.by)
        conflicts.invite(self.conflict, self.by)
