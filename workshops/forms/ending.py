"""What is typed and pressed at the end of a workshop."""

from django import forms

from changeprog.programme.forms import LineField
from workshops.models.feedback import BEST, WORD


class FeedbackForm(forms.Form):
    """Whether it was worth the time, and a word."""

    score = forms.IntegerField(min_value=1, max_value=BEST)
    word = LineField(label="A word", max_length=WORD, required=False)


class LeavingOutForm(forms.Form):
    """Which piece of the preview goes or stays."""

    name = forms.CharField(max_length=60)
    out = forms.BooleanField(required=False)


class PublishingForm(forms.Form):
    """Which preview somebody saw when they pressed."""

    seen = forms.CharField(max_length=16)
