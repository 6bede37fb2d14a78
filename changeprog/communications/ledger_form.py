"""What a champion looks for in the ledger."""

from typing import Any

from django import forms
from django.http import QueryDict

from changeprog.communications import ledger
from changeprog.communications.ledger import Wanted


class LedgerForm(forms.Form):
    """Whose mail, how it stands, of what kind, when, and words of its subject."""

    who = forms.CharField(label="Person or address", required=False, max_length=254)
    words = forms.CharField(label="Words of the subject", required=False, max_length=200)
    state = forms.ChoiceField(label="State", required=False)
    kind = forms.ChoiceField(label="Kind", required=False)
    since = forms.DateField(
        label="From", required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    until = forms.DateField(
        label="Until", required=False, widget=forms.DateInput(attrs={"type": "date"})
    )

    def __init__(self, asked: QueryDict) -> None:
        super().__init__(asked)
        states: Any = self.fields["state"]
        states.choices = [("", "Any"), *ledger.STATES.items()]
        kinds: Any = self.fields["kind"]
        kinds.choices = [("", "Any"), *((k.name, k.title) for k in ledger.kinds().values())]

    def wanted(self) -> Wanted:
        """Return what is looked for; what cannot be understood narrows nothing."""
        self.is_valid()
        return Wanted(**{name: value for name, value in self.cleaned_data.items() if value})

    @property
    def is_narrow(self) -> bool:
        return self.wanted() != Wanted()
