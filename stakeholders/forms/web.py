"""What somebody wants to see of the web, as its address says."""

from typing import Any

from django import forms
from django.db.models import Q, QuerySet

from changeprog.programme.models import Person, Programme
from stakeholders.models import Relation, Tie


class WebForm(forms.Form):
    """Kinds of ties, whose neighbourhood, which group; what makes no sense is left out."""

    ties = forms.MultipleChoiceField(
        choices=Relation.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        label="Kinds of ties",
    )
    focus = forms.IntegerField(required=False, min_value=1, max_value=2**31)
    open = forms.IntegerField(required=False, min_value=1, max_value=10_000)
    q = forms.CharField(required=False, max_length=100, label="Find somebody")

    def sensible(self) -> dict[str, Any]:
        """Return what was asked for as far as it can be; nothing is None, an empty list or ""."""
        self.is_valid()
        return {name: self.cleaned_data.get(name) for name in self.fields}


class PeopleForm(forms.Form):
    """What somebody has typed so far of a name, in the search or in the form of a tie."""

    q = forms.CharField(required=False, max_length=100)
    other = forms.CharField(required=False, max_length=200)
    focus = forms.IntegerField(required=False, min_value=1, max_value=2**31)

    def typed(self) -> str:
        """Return it, or "" if it is too long to be a name."""
        self.is_valid()
        return self.cleaned_data.get("q") or self.cleaned_data.get("other") or ""

    def about(self) -> int | None:
        """Return the number of the person whose page it was asked on, if it says."""
        self.is_valid()
        return self.cleaned_data.get("focus")


class TieForm(forms.Form):
    """A tie between somebody, ``about``, and somebody else who is found by their name."""

    relation = forms.ChoiceField(choices=Relation.choices, label="Kind of tie")
    direction = forms.ChoiceField(
        choices=[("out", "They turn to"), ("in", "They are turned to by")], label="Which way"
    )
    other = forms.CharField(
        max_length=200,
        label="Whom",
        widget=forms.TextInput(attrs={"list": "tie-people", "autocomplete": "off"}),
    )

    def __init__(self, *args: Any, about: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.about = about

    def clean_other(self) -> Person:
        """Return who is called so on the map, with or without their function."""
        found = called(self.about.programme, self.cleaned_data["other"].strip())
        if found == self.about:
            raise forms.ValidationError("Nobody turns to themselves. Name somebody else.")
        return found

    def save(self, by: Person) -> Tie:
        """Draw the tie, unless it is there."""
        ends = [self.about, self.cleaned_data["other"]]
        if self.cleaned_data["direction"] == "in":
            ends.reverse()
        return Tie.add(by, ends[0], ends[1], self.cleaned_data["relation"])


def called(programme: Programme, typed: str) -> Person:
    """Return the one on the map who is called so, with or without their function.

    Raises ``ValidationError`` for nobody and for several.
    """
    name, _, function = typed.rpartition(", ")
    either = Q(name__iexact=typed) | Q(name__iexact=name, function__name__iexact=function)
    found = list(on_map(programme).filter(either)[:2])
    if not found:
        raise forms.ValidationError(f"Nobody on the map is called {typed}.")
    if len(found) > 1:
        raise forms.ValidationError(f"Several are called {typed}. Add a comma and a function.")
    return found[0]


def on_map(programme: Programme) -> QuerySet[Person]:
    """Return the people of the map."""
    there = {"stakeholder__isnull": False, "stakeholder__removed_at": None}
    people = Person.objects.present().filter(programme=programme, **there)
    return people.select_related("function", "programme")
