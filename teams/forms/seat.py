"""Who sits in a team, whether they lead it, and how much of their week they promise."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django import forms

from changeprog.programme.choosing import OneOfPeople
from changeprog.programme.models import Function, Person, Programme, Team
from changeprog.programme.words import figure
from teams.models import Seat
from teams.models.seat import WEEK, AlreadySeated, ChairsTaken, SeatLeft
from teams.representation import candidates

USUAL = Decimal(4)
"""Hours a week that are offered first."""
REFUSALS = (AlreadySeated, ChairsTaken, SeatLeft)


class HoursField(forms.DecimalField):
    """Hours a week, in quarters of an hour at the finest."""

    def __init__(self, **kwargs: Any) -> None:
        attrs = {"inputmode": "decimal", "step": "0.25", "autocomplete": "off"}
        super().__init__(
            label="Hours a week",
            min_value=0,
            max_value=WEEK,
            decimal_places=2,
            initial=USUAL,
            widget=forms.NumberInput(attrs=attrs),
            help_text="What they promise the team, meetings and work between them.",
            error_messages={
                "required": "Say how many hours; 0 is an answer too.",
                "max_value": "A week has 168 hours.",
            },
            **kwargs,
        )


class CandidateField(OneOfPeople):
    """Somebody of the programme without a seat in the team; ``wanted`` functions come first."""

    def __init__(self, **kwargs: Any) -> None:
        messages = {
            "required": "Choose somebody.",
            "invalid_choice": "Choose somebody from the list; this person is not there any more.",
        }
        super().__init__(
            queryset=Person.objects.none(), empty_label=None, error_messages=messages, **kwargs
        )

    def offer(self, team: Team, wanted: Function | None) -> None:
        """Offer who could sit in ``team``, those of the ``wanted`` function first."""
        self.queryset = candidates(team.programme, team).select_related("function")
        people = list(self.queryset)
        first = [each for each in people if wanted and each.function_id == wanted.pk]
        others = [each for each in people if each not in first]
        groups = [(f"From {wanted}", options(first))] if first else []
        rest: list[Any] = [("Everybody else", options(others))] if first else options(others)
        self.choices = [("", "Choose somebody"), *groups, *rest]


def options(people: Iterable[Person]) -> list[tuple[int, str]]:
    """Return the choices: name, function and what they have promised already."""
    return [(person.pk, _label(person)) for person in people]


def _label(person: Any) -> str:
    function = f"{person.function} · " if person.function else ""
    return f"{person.name} ({function}{figure(person.promised)} h a week promised)"


class RefusableForm(forms.Form):
    """A form whose verb may refuse; the refusal stands beside the field it is about."""

    def attempt(self, verb: Any, *args: Any, field: str, **kwargs: Any) -> Seat | None:
        """Return the seat that ``verb`` makes, or ``None``; the form then says why not."""
        try:
            seat: Seat = verb(*args, **kwargs)
        except ChairsTaken as refusal:
            self.add_error("chair", str(refusal))
        except REFUSALS as refusal:
            self.add_error(field, str(refusal))
        else:
            return seat
        return None


class WantedForm(forms.Form):
    """From which function somebody is wanted; what makes no sense is nobody's wish."""

    wanted = forms.ModelChoiceField(queryset=Function.objects.none())

    def __init__(self, data: Any, *, programme: Programme) -> None:
        super().__init__({"wanted": data.get("function", "")})
        field: Any = self.fields["wanted"]
        field.queryset = Function.objects.filter(programme=programme)

    def function(self) -> Function | None:
        """Return the function, if there is such a one."""
        found: Function | None = self.cleaned_data["wanted"] if self.is_valid() else None
        return found


class SeatForm(RefusableForm):
    """Gives somebody a seat."""

    person = CandidateField(label="Who?")
    hours = HoursField()
    chair = forms.BooleanField(
        required=False, label="They lead the team", help_text="One or two people share the chair."
    )

    def __init__(
        self, *args: Any, team: Team, wanted: Function | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.team = team
        field: Any = self.fields["person"]
        field.offer(team, wanted)

    def save(self, by: Person) -> Seat | None:
        """Return the new seat, or ``None`` when the team's rules forbid it."""
        said = self.cleaned_data
        return self.attempt(
            Seat.take,
            by,
            self.team,
            said["person"],
            chair=said["chair"],
            hours=said["hours"],
            field="person",
        )


class SeatChangeForm(RefusableForm):
    """Changes what a seat promises and whether it leads."""

    hours = HoursField()
    chair = forms.BooleanField(required=False, label="They lead the team")

    def __init__(self, *args: Any, seat: Seat, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"hours": seat.hours, "chair": seat.chair})
        super().__init__(*args, **kwargs)
        self.seat = seat

    def save(self, by: Person) -> Seat | None:
        """Return the changed seat, or ``None`` when the team's rules forbid it."""
        return self.attempt(self._change, by, field="hours")

    def _change(self, by: Person) -> Seat:
        self.seat.change(by, chair=self.cleaned_data["chair"], hours=self.cleaned_data["hours"])
        return self.seat


class HandSeatOverForm(RefusableForm):
    """Hands a seat, with its hours and chair, to somebody else."""

    person = CandidateField(label="Who takes it over?")

    def __init__(self, *args: Any, seat: Seat, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.seat = seat
        field: Any = self.fields["person"]
        field.offer(seat.team, seat.person.function)

    def save(self, by: Person) -> Seat | None:
        """Return the seat that follows, or ``None`` when the team's rules forbid it."""
        return self.attempt(self.seat.hand_over, by, self.cleaned_data["person"], field="person")
