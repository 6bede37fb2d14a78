"""Fields of these forms; those of several apps are in ``changeprog.programme.fields``."""

from changeprog.programme.fields import (
    ANOTHER_PROGRAMME,
    TOO_LONG,
    AttemptField,
    OneOf,
    SentenceField,
    SomeOf,
)
from changeprog.programme.forms import PersonChoice
from changeprog.programme.models import Programme

__all__ = [
    "ANOTHER_PROGRAMME",
    "TOO_LONG",
    "AttemptField",
    "OneOf",
    "SentenceField",
    "SomeOf",
    "owner_field",
]


def owner_field(programme: Programme) -> PersonChoice:
    """Return the choice of an owner among those who take part."""
    messages = {"invalid_choice": ANOTHER_PROGRAMME}
    return PersonChoice(programme, label="Who owns it?", error_messages=messages)
