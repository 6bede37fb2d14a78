"""Which object an address of closing is about, in the walk of all addresses."""

from collections.abc import Callable
from typing import Any

from changeprog.programme.models import Person, Programme

Maker = Callable[[Programme, Person | None], Any]

SUBJECTS: dict[str, Maker] = {}
"""By the beginning of an address's name; an address takes the object's number as ``pk``."""
