"""Fields that forms of several apps have: a sentence, the name of an attempt, one row or some."""

from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

from django import forms

from changeprog.programme.forms import LineField
from changeprog.programme.models import Function

if TYPE_CHECKING:
    from django.db import models

TOO_LONG = "Keep it to %(limit_value)d characters; this has %(show_value)d."
ANOTHER_PROGRAMME = "Choose one from the list; this one is not in the programme."


class SentenceField(LineField):
    """What somebody says in a sentence or two; it may wrap on the screen but is one line."""

    def __init__(self, *, missing: str, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.Textarea(attrs={"rows": 2, "dir": "auto"}))
        super().__init__(error_messages={"required": missing, "max_length": TOO_LONG}, **kwargs)


class AttemptField(forms.UUIDField):
    """The hidden name of one attempt to log; a missing or spoilt one becomes a new attempt."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.HiddenInput(attrs={"data-once": ""})
        super().__init__(required=False, initial=uuid4, widget=widget, **kwargs)

    def clean(self, value: Any) -> UUID:
        try:
            return super().clean(value) or uuid4()
        except forms.ValidationError:
            return uuid4()


class OneOf(forms.ModelChoiceField[Any]):
    """One of the programme's own rows; those of another programme do not exist here."""

    def __init__(self, **kwargs: Any) -> None:
        empty: models.QuerySet[Any] = Function.objects.none()
        messages = {"invalid_choice": ANOTHER_PROGRAMME}
        super().__init__(queryset=empty, required=False, error_messages=messages, **kwargs)


class SomeOf(forms.ModelMultipleChoiceField[Any]):
    """Any of the programme's own rows; those of another programme do not exist here."""

    def __init__(self, **kwargs: Any) -> None:
        empty: models.QuerySet[Any] = Function.objects.none()
        messages = dict.fromkeys(("invalid_choice", "invalid_pk_value"), ANOTHER_PROGRAMME)
        super().__init__(
            queryset=empty,
            required=False,
            widget=forms.CheckboxSelectMultiple,
            error_messages=messages,
            **kwargs,
        )


class Joined(forms.MultipleChoiceField):
    """Some of the choices, kept as one text joined by commas."""

    widget = forms.CheckboxSelectMultiple

    def prepare_value(self, value: Any) -> Any:
        return value.split(",") if isinstance(value, str) and value else value or []

    def clean(self, value: Any) -> Any:
        return ",".join(super().clean(value))
