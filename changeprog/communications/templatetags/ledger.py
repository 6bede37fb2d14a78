"""How the ledger names kinds and states."""

from django import template

from changeprog.communications import ledger
from changeprog.communications.models.posting import State

register = template.Library()


@register.filter
def kind_title(name: str) -> str:
    """Return what pages call the kind of mail of that name."""
    return ledger.kinds()[name].title


@register.filter
def state_title(state: str) -> str:
    """Return what pages call a state."""
    return ledger.STATES[state]


@register.filter
def state_tone(state: str) -> str:
    """Return the class of the badge that shows a state."""
    return State(state).tone
