"""What several people edit: made once per attempt, changed only on top of what was seen."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any, ClassVar
from uuid import uuid4

from django.db import IntegrityError, models, transaction

from changeprog.programme.models import Event, Person, Programme, Visibility
from changeprog.programme.words import figure


class Overtaken(Exception):  # noqa: N818 -- somebody was quicker, told in words
    """Somebody else changed the same thing meanwhile; ``current`` is as they left it."""

    def __init__(self, current: "Revised") -> None:
        super().__init__("Somebody else changed this while you were writing.")
        self.current = current


class Revised(models.Model):
    """A row with a ``key`` that names the attempt to make it, and a counted ``revision``."""

    NOUN: ClassVar[str]
    """What the verbs about it begin with, such as "milestone"."""
    VISIBILITY: ClassVar[Visibility] = Visibility.EVERYONE
    """Who may read in the journal what happens to it."""

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

    @classmethod
    def everything(cls) -> models.QuerySet[Any]:
        """Return all rows, also those that ``objects`` leaves out."""
        return cls._base_manager.all()

    def record(self, act: str, by: Person | None, **facts: Any) -> Event:
        """Write into the journal that ``by`` did ``act`` to it, such as "changed"."""
        return Event.record(
            self.programme,
            f"{self.NOUN}.{act}",
            by=by,
            subject=self,
            visibility=self.VISIBILITY,
            title=str(self),
            **facts,
        )

    def save_once(self) -> bool:
        """Insert the row; if its key was used before, become that row and return False."""
        try:
            with transaction.atomic():
                self.save(force_insert=True)
        except IntegrityError:
            same = self.everything().filter(programme=self.programme, key=self.key)
            if not (known := same.first()):
                raise
            self.pk = known.pk
            self.refresh_from_db()
            return False
        return True

    @transaction.atomic
    def change(self, by: Person, based_on: int, **values: Any) -> None:
        """Change fields on top of revision ``based_on``; raises ``Overtaken`` if it is old."""
        if facts := self.replace(based_on, values):
            self.record("changed", by, **facts)

    def put_back(self, by: Person, kept: Mapping[str, Any]) -> None:
        """Undo a change: ``kept`` is what its event keeps under "undo".

        What the fields pointed at and is gone since stays away. Raises ``Overtaken`` when there is
        a newer revision.
        """
        values = {name: self._revived(name, value) for name, value in kept["values"].items()}
        self.change(by, kept["revision"], **values)

    def held(self, name: str) -> Any:
        """Return what the field ``name`` holds; of a relation to many, the rows as a list."""
        value = getattr(self, name)
        return list(value.all()) if isinstance(value, models.Manager) else value

    def replace(self, based_on: int, values: Mapping[str, Any]) -> dict[str, Any]:
        """Save ``values`` on top of revision ``based_on`` and return what is new, as facts.

        A relation to many is a list in the order of its rows. The facts are "changes", a field's
        text before and after by its name, and "undo", what ``put_back`` needs; there are none when
        nothing changes. Raises ``Overtaken`` when there is a newer revision. Runs in a transaction.
        """
        current = self.everything().select_for_update().get(pk=self.pk)
        before = {name: current.held(name) for name in values}
        fresh = {name: value for name, value in values.items() if before[name] != value}
        if not fresh:
            return {}
        if current.revision != based_on:
            raise Overtaken(current)
        self.revision = current.revision + 1
        self._save_fields(fresh)
        old = {name: _kept(before[name]) for name in fresh}
        return {
            "changes": {
                name: [self._told(name, before[name]), self._told(name, value)]
                for name, value in fresh.items()
            },
            "undo": {"revision": self.revision, "values": old},
        }

    def _save_fields(self, values: Mapping[str, Any]) -> None:
        linked = {name for name, value in values.items() if isinstance(value, list)}
        for name in linked:
            getattr(self, name).set(values[name])
        for name in values.keys() - linked:
            setattr(self, name, values[name])
        self.save(update_fields=[*(values.keys() - linked), "revision"])

    def _told(self, name: str, value: Any) -> str:
        """Return the text by which the journal remembers a value; a word of a list as its label."""
        words: dict[Any, Any] = dict(getattr(self._meta.get_field(name), "flatchoices", ()))
        return str(words[value]) if isinstance(value, str) and value in words else _text(value)

    def _revived(self, name: str, kept: Any) -> Any:
        """Return the value of the field ``name`` that the journal keeps as ``kept``."""
        field: Any = self._meta.get_field(name)
        if not field.is_relation:
            return field.to_python(kept)
        rows = field.related_model._default_manager  # noqa: SLF001 -- Django's documented name
        if field.many_to_many:
            return list(rows.filter(pk__in=kept))
        return rows.filter(pk=kept).first()


def _kept(value: Any) -> Any:
    """Return how the journal keeps a value for undoing: rows by their number."""
    if isinstance(value, list):
        return [row.pk for row in value]
    return value.pk if isinstance(value, models.Model) else value


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
