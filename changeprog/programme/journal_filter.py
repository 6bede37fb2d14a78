"""What part of the journal somebody wants to read; a choice that makes no sense changes nothing."""

from datetime import date, datetime, time, timedelta
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Exists, OuterRef
from django.utils.timezone import get_current_timezone

from changeprog.programme import journal
from changeprog.programme.models import Event, Person
from changeprog.programme.models.event import EventQuerySet

ASKED = ("who", "what", "since", "until")
FIRST, LAST = date(2000, 1, 1), date(2199, 12, 31)


class DayField(forms.DateField):
    """A day on which something can have happened."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
        super().__init__(required=False, widget=widget, input_formats=["%Y-%m-%d"], **kwargs)

    def validate(self, value: date | datetime | None) -> None:
        if value and not FIRST <= value <= LAST:
            raise ValidationError("Nothing happened on that day.")


class JournalFilter(forms.Form):
    """The journal by who, what and when, as ``reader`` may read it."""

    who = forms.ChoiceField(required=False)
    what = forms.ChoiceField(required=False)
    since = DayField(label="From")
    until = DayField(label="Until")
    older = forms.CharField(required=False)
    newer = forms.CharField(required=False)

    def __init__(self, data: Any, reader: Person) -> None:
        super().__init__(data)
        self.readable = Event.objects.filter(programme=reader.programme).visible_to(reader)
        did = self.readable.filter(person=OuterRef("pk"))
        people = Person.objects.filter(Exists(did), programme=reader.programme)
        named = [(str(pk), name) for pk, name in people.values_list("pk", "name")]
        self._offer("who", [("", "Anybody"), *named])
        self._offer("what", [("", "Anything"), *journal.groups()])
        self.is_valid()

    @property
    def shown(self) -> list[forms.BoundField]:
        """The fields that a reader fills in; the others are for links from page to page."""
        return [self[name] for name in ASKED]

    @property
    def is_narrow(self) -> bool:
        """Whether anything is asked for at all."""
        return any(self.cleaned_data.get(name) for name in ASKED)

    def place(self) -> dict[str, str]:
        """Return where the page begins, as ``keyset.stretch`` takes it."""
        return {name: self.cleaned_data.get(name, "") for name in ("older", "newer")}

    def events(self) -> EventQuerySet:
        """Return the events that were asked for, with who did them."""
        chosen, events = self.cleaned_data.get, self.readable.select_related("person")
        if who := chosen("who"):
            events = events.filter(person=who)
        if what := chosen("what"):
            events = events.about(*journal.verbs_of(what))
        if since := chosen("since"):
            events = events.filter(at__gte=_midnight(since))
        if until := chosen("until"):
            events = events.filter(at__lt=_midnight(until + timedelta(days=1)))
        return events

    def _offer(self, name: str, choices: list[tuple[str, str]]) -> None:
        cast("forms.ChoiceField", self.fields[name]).choices = choices


def _midnight(day: date) -> datetime:
    """Return the beginning of ``day`` by the reader's clock."""
    return datetime.combine(day, time.min, get_current_timezone())
