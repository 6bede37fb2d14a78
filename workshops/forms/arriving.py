"""What somebody says on arriving."""

from django import forms

from changeprog.programme.forms import LineField
from workshops.models.participant import WORD


class ArrivalForm(forms.Form):
    """A word to bring along, if there is one."""

    word = LineField(label="A word you bring along", max_length=WORD, required=False)
