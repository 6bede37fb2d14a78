"""Opening a meeting or a workshop is undone as long as nobody but who opened it is there."""

from typing import Any

from changeprog.direction.undoing import TooLate, Undoing, doer
from changeprog.programme.models import Event, Person


def _take_back(gathering: Any, event: Event) -> None:
    if not gathering.take_opening_back(doer(event)):
        raise TooLate


def _leads(gathering: Any, person: Person) -> bool:
    leads: bool = gathering.led_by(person)
    return leads


UNDOING = Undoing(_take_back, _leads, "It is planned, as before.")
