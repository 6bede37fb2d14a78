"""Forms of a victory: what can be said of it beyond the sentence, and why it is held up."""

from typing import Any, cast

from django import forms
from django.db import models

from changeprog.direction.forms.revised import RevisedForm
from changeprog.direction.models import Milestone, Objective
from changeprog.programme.forms import LineField
from changeprog.programme.models import Function, Person, Programme, Team
from teams import pictures
from teams.forms.fields import TOO_LONG, OneOf, SentenceField, SomeOf
from teams.models import Picture, Victory, victory
from teams.naming import together
from teams.pictures import Refused, Rendered

UPLOAD = 8_000_000
"""Bytes of a picture as it comes from a phone, at most."""


class PictureInput(forms.ClearableFileInput):
    """The file of a picture, with the present one small beside it and the choice to take it away.

    ``name`` of what is sent stays with the server: people know pictures by looking at them.
    """

    template_name = "teams/_picture_input.html"

    def is_initial(self, value: Any) -> bool:
        return bool(value)


class PictureField(forms.FileField):
    """A picture; cleaned to ``Rendered`` when it is new, to the ``Picture`` there was, or none."""

    widget = PictureInput

    def __init__(self, **kwargs: Any) -> None:
        widget = PictureInput(attrs={"accept": "image/jpeg,image/png,image/webp"})
        messages = {
            "invalid": "The picture did not arrive whole. Choose it once more.",
            "empty": "This file is empty. Choose the picture once more.",
            "contradiction": "Choose a new picture, or take the present one away, not both.",
        }
        super().__init__(required=False, widget=widget, error_messages=messages, **kwargs)

    def clean(self, data: Any, initial: Any = None) -> Rendered | Picture | None:
        file = super().clean(data, initial)
        if file is initial or not file:
            return initial if file else None
        if file.size > UPLOAD:
            raise forms.ValidationError(
                f"This picture has {file.size / 1_000_000:.1f} MB; 8 MB is the most. "
                "Send it from the phone in a smaller size, or crop it."
            )
        try:
            return pictures.render(file)
        except Refused as refused:
            raise forms.ValidationError(str(refused)) from None


class MoreForm(forms.Form):
    """What can be said of a victory beyond the sentence; all of it can be left out.

    A form that has these fields calls ``offer`` before it is shown.
    """

    where = LineField(
        label="Where can it be seen?",
        required=False,
        max_length=victory.WHERE,
        help_text="A place, a list, a report: somewhere others can look for themselves.",
        widget=forms.TextInput(attrs={"dir": "auto"}),
        error_messages={"max_length": TOO_LONG},
    )
    doers = SomeOf(label="Who did it?")
    function = OneOf(label="Whose doing?", empty_label="Not said")
    team = OneOf(label="Which team?", empty_label="Not said")
    milestone = OneOf(label="Milestone it belongs to", empty_label="None")
    objective = OneOf(label="Objective it moves", empty_label="None")
    link = forms.URLField(
        label="A link to it",
        required=False,
        max_length=victory.LINK,
        assume_scheme="https",
        error_messages={"invalid": "This is not a whole address yet, such as https://example.org."},
    )
    picture = PictureField(label="A picture of it", help_text="JPEG, PNG or WebP, up to 8 MB.")
    alt = LineField(
        label="What does the picture show?",
        required=False,
        max_length=victory.WHERE,
        help_text="For those who cannot see it.",
        widget=forms.TextInput(attrs={"dir": "auto"}),
        error_messages={"max_length": TOO_LONG},
    )

    MORE = ("where", "doers", "team", "milestone", "objective", "link", "picture", "alt")
    """What the quick log folds away."""

    def offer(self, programme: Programme) -> None:
        """Offer rows of ``programme`` only; whoever was removed is nobody to choose."""
        rows = {"function": Function, "team": Team, "objective": Objective, "milestone": Milestone}
        for name, model in rows.items():
            own = model._default_manager.filter(programme=programme)  # noqa: SLF001 -- the documented name
            cast("OneOf", self.fields[name]).queryset = own
        doers = cast("forms.ModelMultipleChoiceField[Person]", self.fields["doers"])
        doers.queryset = Person.objects.present().with_role().filter(programme=programme)

    def clean_link(self) -> str:
        link: str = self.cleaned_data["link"]
        if link and not link.startswith(("http://", "https://")):
            raise forms.ValidationError("A link begins with https:// or http://.")
        return link

    def kept_picture(self, programme: Programme) -> Picture | None:
        """Return the picture that was chosen, kept now if it is new."""
        chosen = self.cleaned_data["picture"]
        return Picture.keep(programme, chosen) if isinstance(chosen, Rendered) else chosen


class VictoryForm(MoreForm, RevisedForm):
    """Everything that is said of a victory, changed on top of what was seen."""

    template_name_div = "teams/victories/_fields.html"

    what = SentenceField(
        label="What has been won?", max_length=victory.TEXT, missing="Say it in a few words."
    )
    instance: Victory

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer(self.programme)
        named = together([person.name for person in self.instance.doers.all()])
        self.fields["doers"].help_text = f"Until now {named}." if named else ""

    def values(self) -> dict[str, Any]:
        """Return the values; those who are no longer here, and so not offered, stay named."""
        chosen = models.Q(pk__in=self.cleaned_data["doers"])
        gone = models.Q(removed_at__isnull=False, victories_won=self.instance)
        doers = list(Person.objects.filter(chosen | gone).distinct())
        picture = self.kept_picture(self.programme)
        return {**super().values(), "doers": doers, "picture": picture}


class PromotionForm(forms.Form):
    """Why a victory is held up for all to see."""

    because = SentenceField(
        label="Why does it matter?",
        max_length=victory.WHY,
        help_text="One sentence that everybody reads beside it, here and in the digest.",
        missing="Say in a sentence why it matters.",
    )

    def __init__(self, data: Any, *, subject: Victory) -> None:
        super().__init__(data)
        self.subject = subject
        self.fields["because"].widget.attrs["autofocus"] = True
