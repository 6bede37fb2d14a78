"""Which of the teams on their way somebody wants to see; a choice that makes no sense is none."""

from typing import Any

from django import forms
from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce

from changeprog.onboarding.models import Adoption, Stage
from changeprog.programme.models import Person, Team
from changeprog.programme.models.team import NAME, TeamQuerySet

NOBODY, ME = "nobody", "me"


class BoardFilter(forms.Form):
    """By a part of the name, the stage, and who leads them there."""

    name = forms.CharField(
        label="Name",
        required=False,
        max_length=NAME,
        widget=forms.SearchInput(attrs={"placeholder": "Part of its name"}),
    )
    stage = forms.ChoiceField(
        label="Stage", choices=[("", "Any stage"), *Stage.choices], required=False
    )
    lead = forms.ChoiceField(label="Led by", required=False)

    def __init__(self, data: Any, viewer: Person) -> None:
        super().__init__(data)
        self.viewer = viewer
        field: Any = self.fields["lead"]
        field.choices = [
            ("", "Led by anybody"),
            (ME, "Led by me"),
            (NOBODY, "Led by nobody yet"),
            *_leads(viewer),
        ]

    def rows(self) -> TeamQuerySet:
        """Return the teams that were asked for with how far they have come, by stage and day."""
        self.is_valid()
        said, teams = self.cleaned_data, on_their_way(self.viewer)
        if name := said.get("name", "").replace("\0", ""):
            teams = teams.filter(name__icontains=name)
        if stage := said.get("stage"):
            teams = teams.filter(Q(stage=stage))
        return teams.filter(self._led_by(said.get("lead")))

    @property
    def narrows(self) -> bool:
        """Whether anything less than all teams was asked for."""
        self.is_valid()
        return any(self.cleaned_data.values())

    def _led_by(self, lead: str | None) -> Q:
        if lead == NOBODY:
            return Q(adoption=None) | Q(adoption__lead=None)
        if lead == ME:
            return Q(adoption__lead=self.viewer)
        return Q(adoption__lead=int(lead)) if lead else Q()


def on_their_way(viewer: Person) -> TeamQuerySet:
    """Return the adopting teams of the viewer's programme, annotated with their ``stage``.

    They come by stage, then by the day on which it is their turn, then by name.
    """
    order = [models.When(stage=stage, then=place) for place, stage in enumerate(Stage)]
    own = Team.objects.filter(programme=viewer.programme_id).adopting().active()
    staged: TeamQuerySet = own.select_related("adoption__lead").annotate(
        stage=Coalesce("adoption__stage", models.Value(Stage.NOT_YET.value)),
    )
    return staged.order_by(
        models.Case(*order, output_field=models.IntegerField()),
        models.F("adoption__starts_on").asc(nulls_last=True),
        "name",
        "pk",
    )


def _leads(viewer: Person) -> list[tuple[str, str]]:
    """Return who leads a team on board, other than the viewer, by name."""
    led = Adoption.objects.filter(lead=models.OuterRef("pk"), programme=viewer.programme_id)
    people = Person.objects.present().filter(models.Exists(led)).exclude(pk=viewer.pk)
    return [(str(pk), name) for pk, name in people.values_list("pk", "name")]
