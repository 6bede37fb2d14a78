"""What a champion says of a webhook: its name, its kind, and where it leads."""

from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.core.exceptions import ValidationError

from changeprog.communications.addresses import Refused, check
from changeprog.communications.models import Webhook
from changeprog.communications.models.webhook import NAME, URL, Kind
from changeprog.direction.forms.fields import TitleField
from changeprog.direction.forms.revised import RevisedForm
from changeprog.programme.models import Person

KEPT = "Leave it empty to keep the present one. It is not shown, as it may itself be a secret."


class WebhookForm(RevisedForm):
    """A new webhook, or a changed one: its address is written anew or stays."""

    name = TitleField(
        label="What is it called?",
        max_length=NAME,
        help_text="Such as “#crm in the company chat”. The procedures name it so.",
    )
    kind = forms.ChoiceField(
        label="Who listens?", choices=Kind.choices, initial=Kind.SLACK, widget=forms.RadioSelect
    )
    url = forms.CharField(
        label="Address",
        max_length=URL,
        widget=forms.URLInput(attrs={"autocomplete": "off", "placeholder": "https://"}),
        help_text="As the chat or the system gives it to you. It begins with https://",
        error_messages={"required": "Paste the address."},
    )
    active = forms.BooleanField(label="Switched on", required=False, initial=True)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance:
            self.initial.pop("url")
            self.fields["url"].required = False
            self.fields["url"].help_text = KEPT

    def clean_url(self) -> str:
        url: str = self.cleaned_data["url"]
        if not url:
            return url
        try:
            check(url)
        except Refused as refusal:
            raise ValidationError(f"{refusal}.") from refusal
        return url

    def values(self) -> dict[str, Any]:
        """Return the cleaned values; an address that was left empty is not among them."""
        said = super().values()
        return {name: value for name, value in said.items() if name != "url" or value}

    def make(self, by: Person) -> Webhook:
        webhook = Webhook(programme=self.programme, **self.values(), key=self.attempt())
        webhook.add(by)
        return webhook

    def spoken(self, name: str, value: Any) -> str:
        """Return what a field holds, in words; never an address."""
        return "another one" if name == "url" else super().spoken(name, value)


class TestForm(forms.Form):
    """Asks for a test, once for each time the button is shown."""

    key = forms.UUIDField(widget=forms.HiddenInput(attrs={"data-once": ""}), initial=uuid4)

    def chosen(self) -> UUID:
        """Return what names this attempt."""
        return self.cleaned_data["key"] if self.is_valid() else uuid4()
