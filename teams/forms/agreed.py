"""Forms of the agreed set and of the walk to it: which edition, which step."""

from django import forms

from teams.models.welcome import LAST


class AcknowledgementForm(forms.Form):
    """The number of the edition that was on the page."""

    number = forms.IntegerField(min_value=1, widget=forms.HiddenInput)


class StepForm(forms.Form):
    """A step of the walk, 1 to ``LAST``."""

    step = forms.IntegerField(min_value=1, max_value=LAST, widget=forms.HiddenInput)

    @property
    def chosen(self) -> int | None:
        """The step that was asked for, if it is one."""
        step: int | None = self.cleaned_data["step"] if self.is_valid() else None
        return step
