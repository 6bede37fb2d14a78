"""Whom of the map somebody wants to see; a choice that makes no sense changes nothing."""

from typing import Any, ClassVar, cast

from django import forms
from django.db import models
from django.db.models import F, Q
from django.utils.http import urlencode

from changeprog.programme import membership
from changeprog.programme.forms import LineField
from changeprog.programme.models import Function, Person, Programme, Team
from stakeholders import columns
from stakeholders.models import Stakeholder
from stakeholders.models.stakeholder import StakeholderQuerySet
from stakeholders.quarters import PARTS, Part
from stakeholders.support import Support

NONE = "none"
"""Chosen for those without a function, a team or an owner, or of whom nobody knows."""


class Missing(models.TextChoices):
    """How much support somebody lacks."""

    SOME = "some", "Still to be won"
    ONE = "1", "One step missing"
    TWO = "2", "Two steps missing"
    MORE = "3", "Three or four steps missing"
    NOTHING = "0", "No step missing"
    UNKNOWN = NONE, "Nobody knows"


class OneOrNone(forms.ChoiceField):
    """One of the programme's rows, none at all, or any."""

    def offer(self, any_one: str, none: str, rows: models.QuerySet[Any]) -> None:
        known = [(str(pk), name) for pk, name in rows.values_list("pk", "name")]
        self.choices = [("", any_one), (NONE, none), *known]


class PeopleFilter(forms.Form):
    """People on the map by name, function, team, owner, gap and support; ``within`` by place."""

    FIELDS: ClassVar = {"function": "person__function", "owner": "owner", "support": "support"}
    """Which field of a stakeholder says what was asked for."""

    q = LineField(label="Name", max_length=120, required=False)
    function = OneOrNone(label="Function", required=False)
    team = OneOrNone(label="Team", required=False)
    owner = OneOrNone(label="Owner", required=False)
    gap = forms.ChoiceField(
        label="Support missing", choices=[("", "Any"), *Missing.choices], required=False
    )
    support = forms.ChoiceField(
        label="Support now",
        choices=[("", "Any"), *Support.choices, (NONE, "Unknown")],
        required=False,
    )
    within = forms.ChoiceField(
        choices=[(name, name) for name in PARTS], required=False, widget=forms.HiddenInput
    )

    def __init__(self, data: Any, viewer: Person) -> None:
        super().__init__(data)
        self.viewer = viewer
        self.fields["q"].widget.attrs |= {"type": "search", "dir": "auto"}
        self._offer(viewer.programme)
        self.is_valid()

    def _offer(self, programme: Programme) -> None:
        functions = Function.objects.filter(programme=programme)
        teams = Team.objects.filter(programme=programme)
        owned = Stakeholder.objects.filter(owner=models.OuterRef("pk"))
        owners = Person.objects.filter(models.Exists(owned), programme=programme)
        self._links("function").offer("Any", "No function", functions)
        self._links("team").offer("Any", "In no team", teams)
        self._links("owner").offer("Anybody", "Nobody yet", owners)

    def _links(self, name: str) -> OneOrNone:
        return cast("OneOrNone", self.fields[name])

    def _chosen(self, name: str) -> str:
        return str(self.cleaned_data.get(name) or "")

    @property
    def part(self) -> Part:
        """The part of the grid that is looked at."""
        return Part.named(self._chosen("within"))

    @property
    def is_narrowed(self) -> bool:
        """Whether anything but a part of the grid has been asked for."""
        return any(value for name, value in self.cleaned_data.items() if name != "within")

    @property
    def query(self) -> str:
        """What has been asked for, as the end of an address; "" for everybody."""
        asked = {name: value for name, value in self.cleaned_data.items() if value}
        return f"?{urlencode(asked)}" if asked else ""

    def people(self) -> StakeholderQuerySet:
        """Return whom the viewer may see and has asked for, wherever they stand on the grid."""
        found: StakeholderQuerySet = Stakeholder.objects.visible_to(self.viewer)
        if name := self._chosen("q"):
            found = found.filter(person__name__icontains=name)
        for name, field in self.FIELDS.items():
            if chosen := self._chosen(name):
                found = found.filter(**{field: None if chosen == NONE else chosen})
        if team := self._chosen("team"):
            found = found.filter(self._in_team(team))
        return found.filter(_missing(self._chosen("gap")))

    def rows(self) -> StakeholderQuerySet:
        """Return whom the viewer has asked for, also by place on the grid."""
        found, part = self.people(), self.part
        if not part.name:
            return found
        return found.filter(influence__in=part.influences, interest__in=part.interests)

    def _in_team(self, team: str) -> Q:
        members = membership.members(self.viewer.programme)
        if team == NONE:
            return ~Q(person__in=set().union(*members.values()))
        return Q(person__in=members.get(int(team), set()))


class SortForm(forms.Form):
    """By which column the table is sorted; "-" in front is the other way round."""

    sort = forms.ChoiceField(
        choices=[(sign + name, name) for name in columns.SORTS for sign in ("", "-")],
        required=False,
    )

    @property
    def chosen(self) -> str:
        self.is_valid()
        return str(self.cleaned_data.get("sort") or columns.FIRST)


def _missing(choice: str) -> Q:
    match choice:
        case "":
            return Q()
        case Missing.UNKNOWN:
            return Q(support=None) | Q(needed=None)
        case Missing.NOTHING:
            return Q(needed__lte=F("support"))
        case Missing.SOME:
            return Q(needed__gt=F("support"))
        case Missing.MORE:
            return Q(needed__gte=F("support") + int(choice))
    return Q(needed=F("support") + int(choice))
