"""What several people edit: made once per attempt, changed only on top of what was seen."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from django.db import IntegrityError, models, transaction

from changeprog.programme.models import Person, Programme
from changeprog.programme.words import figure


class Overtaken(Exception):  # noqa: N818 -- somebody was quicker, told in words
    """Somebody else changed the same thing meanwhile; ``current`` is as they left it."""

    def __init__(self, current: "Revised") -> None:
        super().__init__("Somebody else changed this while you were writing.")
        self.current = current


class Revised(models.Model):
    """A row with a ``key`` that names the attempt to make it, and a counted ``revision``."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="%(class)ss")
    key = models.UUIDField(default=uuid4, editable=False)
    revision = models.PositiveIntegerField(default=1, editable=False)

    if TYPE_CHECKING:
        objects: models.Manager[Any]

    class Meta:
        abstract = True

    def get_absolute_url(self) -> str:
        """Return the address of the page about it."""
        raise NotImplementedError

    def save_once(self) -> bool:
        """Insert the row; if its key was used before, become that row and return False."""
        try:
            with transaction.atomic():
                self.save(force_insert=True)
        except IntegrityError:
            same = type(self).objects.filter(programme=self.programme, key=self.key)
            if not (known := same.first()):
                raise
            self.pk = known.pk
            self.refresh_from_db()
            return False
        return True

    def change(self, by: Person, based_on: int, **values: Any) -> None:
        """Change fields on top of revision ``based_on``; raises ``Overtaken`` if it is old."""
        raise NotImplementedError

    def held(self, name: str) -> Any:
        """Return what the field ``name`` holds; of a relation to many, the rows as a list."""
        value = getattr(self, name)
        return list(value.all()) if isinstance(value, models.Manager) else value

    def replace(self, based_on: int, values: Mapping[str, Any]) -> dict[str, list[str]]:
        """Save ``values`` on top of revision ``based_on`` and return what is new.

        A relation to many is a list in the order of its rows. The answer maps a field's name to its
        text before and after; it is empty when nothing changes. Raises ``Overtaken`` when there is
        a newer revision. Runs in a transaction.
        """
        current = type(self).objects.select_for_update().get(pk=self.pk)
        changes = {
            name: [_text(current.held(name)), _text(value)]
            for name, value in values.items()
            if current.held(name) != value
        }
        if changes and current.revision != based_on:
            raise Overtaken(current)
        if changes:
            linked = {name for name in changes if isinstance(values[name], list)}
            for name in linked:
                getattr(self, name).set(values[name])
            for name in changes.keys() - linked:
                setattr(self, name, values[name])
            self.revision = current.revision + 1
            self.save(update_fields=[*(changes.keys() - linked), "revision"])
        return changes


def _text(value: Any) -> str:
    """Return the text by which the journal remembers a value; days as year-month-day."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Decimal):
        return figure(value)
    if isinstance(value, list):
        return "; ".join(map(str, value))
    return value.isoformat() if isinstance(value, date) else str(value)
