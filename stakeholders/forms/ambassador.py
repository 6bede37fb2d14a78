"""Forms about ambassadors: what a proposal is asked for, whom somebody is asked to win, answers."""

from typing import Any, cast

from django import forms
from django.urls import reverse

from changeprog.direction.forms.revised import RevisedForm
from changeprog.programme.choosing import OneOfPeople
from changeprog.programme.forms import WordsField
from changeprog.programme.models import Person, Programme
from stakeholders.forms.web import called
from stakeholders.models import Ambassador, ProposalRule, Stakeholder
from stakeholders.models.proposal_rule import PERCENT, Groups
from stakeholders.models.stakeholder import WORDS
from stakeholders.support import Support

MOST = 50
"""People that are proposed at once, at most."""
NAMED = 3
"""Lines for people who are not offered but named."""
OFFERED = 100
"""People to be won who are offered as somebody's people."""


class NumbersField(forms.Field):
    """Several numbers of an address; what is none is left out."""

    widget = forms.MultipleHiddenInput

    def to_python(self, value: Any) -> list[int]:
        return [int(each) for each in value or [] if each.isascii() and each.isdigit()]


class ProposalQuery(forms.Form):
    """What the page's address asks for: the best ``k``, without some people, and with others."""

    k = forms.IntegerField(required=False, min_value=1, max_value=MOST)
    out = NumbersField(required=False)
    more = NumbersField(required=False)

    def asked(self) -> dict[str, Any]:
        """Return what is asked for; what makes no sense asks for nothing."""
        self.full_clean()
        said = self.cleaned_data
        return {"k": said.get("k"), "out": said.get("out", []), "more": said.get("more", [])}


class PeopleField(forms.ModelMultipleChoiceField[Stakeholder]):
    """Stakeholders who are an ambassador's people."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            queryset=Stakeholder.objects.none(),
            label="Whom do they talk with?",
            required=False,
            widget=forms.CheckboxSelectMultiple,
            error_messages={"invalid_choice": "Choose from the list; somebody is no longer there."},
            **kwargs,
        )

    def offer(self, people: list[Stakeholder]) -> None:
        """Offer exactly ``people``, in this order."""
        self.queryset = Stakeholder.objects.filter(pk__in=[each.pk for each in people])
        self.choices = [(each.pk, _label(each)) for each in people]


class NamesWidget(forms.TextInput):
    """Lines for names, each completed from a list; they need no script."""

    template_name = "stakeholders/ambassadors/_names.html"

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[str]:
        return [line.strip() for line in data.getlist(name) if line.strip()]

    def format_value(self, value: Any) -> list[str]:
        typed = list(value or [])[:NAMED]
        return [*typed, *[""] * (NAMED - len(typed))]

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["people"] = self.people
        return context

    people = ""
    """The address that answers with names."""


class NamesField(forms.Field):
    """Somebody of the map, by their names."""

    widget = NamesWidget
    programme: Programme

    def clean(self, value: Any) -> list[Stakeholder]:
        """Return who is called so; raise ``ValidationError`` for what nobody or several are."""
        names = super().clean(value) or []
        return [called(self.programme, name).stakeholder for name in names[:NAMED]]


def _label(stakeholder: Stakeholder) -> str:
    function = stakeholder.person.function
    support = stakeholder.get_support_display() or "unknown"
    parts = (stakeholder.person.name, function and function.name, support.lower())
    return " · ".join(part for part in parts if part)


class SupportForm(RevisedForm):
    """The ask and what supports an ambassador, on top of what was seen; and their people."""

    people = PeopleField()
    other = NamesField(
        label="And who else?",
        required=False,
        help_text="Anybody on the map, by name. Once saved, they stand in the list above.",
    )
    ask = WordsField(
        label="What do we ask of them?",
        required=False,
        max_length=WORDS,
        rows=3,
        help_text="In the words in which you ask them. They read it on their own page.",
    )
    talking_points = WordsField(
        label="What can they say?",
        required=False,
        max_length=WORDS,
        rows=4,
        help_text="Two or three points, and an answer to what people will ask first.",
    )
    mentor = OneOfPeople(
        label="Whom can they turn to?",
        queryset=Person.objects.none(),
        required=False,
        empty_label="Nobody yet",
        help_text="A mentor: somebody who has had such conversations.",
    )

    def __init__(
        self,
        *args: Any,
        person: Person,
        offered: list[Stakeholder],
        instance: Ambassador | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, programme=person.programme, instance=None, **kwargs)
        self.instance = instance
        self.person = person
        if instance:
            names = ("key", "revision", "ask", "talking_points", "mentor")
            self.initial.update({name: instance.held(name) for name in names})
        cast("PeopleField", self.fields["people"]).offer(offered)
        self._complete_names(person.programme)
        present = Person.objects.present().with_role().filter(programme=person.programme)
        mentor = cast("OneOfPeople", self.fields["mentor"])
        mentor.queryset = present.exclude(pk=person.pk)

    def _complete_names(self, programme: Programme) -> None:
        field = cast("NamesField", self.fields["other"])
        field.programme = programme
        widget = cast("NamesWidget", field.widget)
        widget.people = reverse("stakeholders:web_people", args=[programme.key])

    def clean_other(self) -> list[Stakeholder]:
        named: list[Stakeholder] = self.cleaned_data["other"]
        if any(each.person_id == self.person.pk for each in named):
            raise forms.ValidationError("Nobody has to win themselves. Name somebody else.")
        return named

    def _people(self) -> list[Stakeholder]:
        """Return everybody who is ticked or named, once."""
        said = self.cleaned_data
        return list({each.pk: each for each in (*said["people"], *said["other"])}.values())

    def values(self) -> dict[str, Any]:
        """Return the ambassador's own fields; their people are named by another verb."""
        aside = {"people", "other"}
        return {name: value for name, value in super().values().items() if name not in aside}

    def make(self, by: Person) -> Ambassador:
        """Ask the person."""
        key = self.cleaned_data["key"]
        return Ambassador.ask_person(by, key, self.person, self._people(), **self.values())

    def save(self, by: Person) -> Ambassador | None:
        """Return the ambassador, or ``None`` when somebody else changed them meanwhile."""
        saved = cast("Ambassador | None", super().save(by))
        if saved and self.instance:
            saved.charge(by, self._people())
        return saved


class AnswerForm(forms.Form):
    """What an ambassador answered, or that it has ended: what is possible as things stand."""

    state = forms.ChoiceField(widget=forms.RadioSelect)

    def __init__(self, data: Any, *, ambassador: Ambassador) -> None:
        super().__init__(data)
        self.ambassador = ambassador
        field = cast("forms.ChoiceField", self.fields["state"])
        field.choices = [(state.value, state.label) for state in ambassador.answers]

    def answer(self, by: Person) -> None:
        self.ambassador.answer(by, self.cleaned_data["state"])


class ProposalRuleForm(forms.Form):
    """Whom the programme proposes, how far words carry, and which groups need a way in."""

    least = forms.TypedChoiceField(
        label="Who may be proposed?",
        coerce=int,
        choices=[
            (Support.NEUTRAL.value, "Neutral or better"),
            (Support.SUPPORTIVE.value, "Supportive or better"),
            (Support.LEADING.value, "Only the leading"),
        ],
        help_text="By their support now. Whoever is left out by hand is never proposed.",
    )
    fade = forms.IntegerField(
        label="How much of a message is left once it has been passed on, in percent?",
        min_value=0,
        max_value=PERCENT,
        help_text=(
            "50: one person reached directly counts as much as two at second hand. Less looks for "
            "many who are heard first hand, more for a few with a wide echo."
        ),
    )
    groups = forms.ChoiceField(
        label="Which groups shall not be left without a way in?", choices=Groups.choices
    )

    def __init__(self, *args: Any, programme: Programme, **kwargs: Any) -> None:
        rule = ProposalRule.of(programme)
        kwargs["initial"] = {name: getattr(rule, name) for name in ("least", "fade", "groups")}
        super().__init__(*args, **kwargs)

    def save(self, by: Person) -> ProposalRule:
        return ProposalRule.set(by, **self.cleaned_data)
