"""What somebody did not know, in two fields; what is said of it later; and what resolved it."""

from typing import Any, cast

from django import forms
from django.db.models import Q

from changeprog.direction.forms.revised import OwnerField, RevisedForm
from changeprog.onboarding import themes
from changeprog.onboarding.forms.theme import theme_field
from changeprog.onboarding.models import Gap, Material
from changeprog.onboarding.models.gap import WHAT, WORDS
from changeprog.programme.fields import ANOTHER_PROGRAMME, OneOf, SentenceField
from changeprog.programme.forms import PersonChoice
from changeprog.programme.models import Person, Programme, Team


def what_field() -> SentenceField:
    return SentenceField(
        label="What did somebody not know?",
        max_length=WHAT,
        missing="Say it in a few words.",
        help_text="Without names: it is about what is missing, not about who.",
    )


class ThemeForm(RevisedForm):
    """Something with a theme and perhaps an adopting team."""

    template_name_div = "onboarding/knowledge/_fields.html"

    def __init__(self, *args: Any, programme: Programme, **kwargs: Any) -> None:
        super().__init__(*args, programme=programme, **kwargs)
        if "team" in self.fields:
            chosen = [team.pk for team in self.chosen("team") if isinstance(team, Team)]
            own = Team.objects.filter(programme=programme).adopting()
            known = own.filter(Q(retired_at=None) | Q(pk__in=chosen))
            cast("OneOf", self.fields["team"]).queryset = known.in_order()

    def themes(self) -> list[str]:
        """Return the themes that others have named, to be suggested."""
        return themes.known(self.programme)

    def clean_theme(self) -> str:
        return themes.spelt(self.programme, self.cleaned_data["theme"])


class LogGapForm(ThemeForm):
    """The two fields; the team is that of the page it is logged from."""

    what = what_field()
    theme = theme_field()
    team = OneOf(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["what"].widget.attrs["autofocus"] = True

    def make(self, by: Person) -> Gap:
        gap = Gap(
            programme=self.programme, logged_by=by, **{**self.values(), "key": self.attempt()}
        )
        gap.log()
        return gap


class GapForm(ThemeForm):
    """All that is said of a gap."""

    what = what_field()
    theme = theme_field()
    team = OneOf(label="Which team did it come up in?", empty_label="Not said")
    owner = OwnerField(label="Who finds out?", error_messages={"invalid_choice": ANOTHER_PROGRAMME})


class ResolutionForm(forms.Form):
    """What resolved it: something to read or hear, somebody who knew, or a few words."""

    material = OneOf(label="Which material helped?", empty_label="None")
    words = SentenceField(
        label="What is the answer?",
        max_length=WORDS,
        required=False,
        missing="",
        help_text="So that the next one who wonders finds it here.",
    )

    def __init__(self, *args: Any, programme: Programme, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = Material.objects.filter(programme=programme).offered()
        cast("OneOf", self.fields["material"]).queryset = offered
        self.fields["helper"] = PersonChoice(
            programme,
            label="Who knew?",
            empty_label="Nobody in particular",
            error_messages={"invalid_choice": ANOTHER_PROGRAMME},
        )

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        if not self.errors and not any(said.values()):
            self.add_error(
                None, "Say what resolved it: material, somebody who knew, or the answer."
            )
        return said

    def resolve(self, gap: Gap, by: Person) -> bool:
        """Resolve ``gap``; say whether nobody was quicker."""
        return gap.resolve(by, **self.cleaned_data)
