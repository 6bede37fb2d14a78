"""Forms of whoever leads a workshop."""

from django import forms

MOST_MINUTES = 60
"""Minutes by which the time for an activity is extended at once."""


class TurnForm(forms.Form):
    """Which activity somebody saw when they pressed, and to which they want to go."""

    seen = forms.IntegerField(required=False)
    to = forms.IntegerField()


class TimerForm(forms.Form):
    """What to do with the timer."""

    act = forms.ChoiceField(choices=[("start", "Start"), ("pause", "Pause"), ("extend", "Extend")])
    minutes = forms.IntegerField(min_value=1, max_value=MOST_MINUTES, required=False)
