"""A link that leads to a page, and nowhere else."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator

from changeprog.direction.models.milestone import LINK_LENGTH

WORDS = "Write the address of a page, such as https://example.org/report."


class LinkField(forms.CharField):
    """An address that begins with http or https; one without a beginning gets https."""

    def __init__(self, **kwargs: Any) -> None:
        attrs = {"inputmode": "url", "autocomplete": "off", "dir": "ltr"}
        kwargs.setdefault("widget", forms.TextInput(attrs=attrs))
        super().__init__(max_length=LINK_LENGTH, required=False, **kwargs)

    def to_python(self, value: Any) -> str:
        text = str(super().to_python(value))
        return text if not text or ":" in text.split("/", maxsplit=1)[0] else f"https://{text}"

    def validate(self, value: str) -> None:
        """Refuse other schemes, and marks that would let an address look like another one."""
        super().validate(value)
        if not value:
            return
        if not value.isprintable():
            raise ValidationError(WORDS)
        URLValidator(schemes=["http", "https"], message=WORDS)(value)
