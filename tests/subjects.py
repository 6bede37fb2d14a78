"""Objects that addresses are about, whatever the app."""

from collections.abc import Callable
from typing import Any

from changeprog.programme.models import Person, Programme

Maker = Callable[[Programme, Person | None], Any]


def first(model: Any) -> Maker:
    """Return a function that takes the first row of ``model`` in a programme."""
    return lambda programme, _viewer: model.objects.filter(programme=programme).earliest("pk")
