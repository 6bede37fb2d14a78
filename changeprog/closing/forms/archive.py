"""Asking for an archive."""

from django import forms


class ArchiveForm(forms.Form):
    """Nothing is asked: ``key`` names the attempt, so that asking twice makes one archive."""

    key = forms.UUIDField(widget=forms.HiddenInput(attrs={"data-once": ""}))
