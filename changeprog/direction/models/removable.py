"""What can be taken away when it was made by mistake, and brought back as it was."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.db import models, transaction
from django.utils.timezone import now

from changeprog.direction.models.revised import Revised
from changeprog.programme.models import Person

Ties = Mapping[str, list[int]]
"""The numbers of the rows that pointed at something, by the name of the relation."""


class PresentManager(models.Manager[Any]):
    """Leaves out what was taken away, here and wherever a relation leads to many."""

    def get_queryset(self) -> models.QuerySet[Any]:
        return super().get_queryset().filter(removed_at=None)


class Removable(Revised):
    """A row that can be taken away: it is kept, and nothing points at it or shows it any more."""

    removed_at = models.DateTimeField(null=True, blank=True, editable=False)

    if TYPE_CHECKING:
        objects: models.Manager[Any]

    class Meta:
        abstract = True

    def get_list_url(self) -> str:
        """Return the address of a page that shows it among others."""
        raise NotImplementedError

    @transaction.atomic
    def remove(self, by: Person) -> None:
        """Take it away once; the event keeps what pointed at it, which is untied."""
        if self.everything().filter(pk=self.pk, removed_at=None).update(removed_at=now()):
            self.refresh_from_db()
            self.record("removed", by, undo=self.untie())

    @transaction.atomic
    def restore(self, by: Person, ties: Ties) -> None:
        """Undo ``remove``, whose event keeps ``ties``; what points elsewhere by now stays there."""
        gone = self.everything().filter(pk=self.pk).exclude(removed_at=None)
        if gone.update(removed_at=None):
            self.refresh_from_db()
            self.tie(ties)
            self.record("restored", by)

    def untie(self) -> dict[str, list[int]]:
        """Let nothing point at it any more, and return what did; runs in a transaction."""
        ties = {}
        for name, relation in self._relations().items():
            rows = _rows(relation).filter(**{relation.field.name: self})
            ties[name] = list(rows.order_by("pk").values_list("pk", flat=True))
            if relation.many_to_many:
                getattr(self, name).clear()
            else:
                rows.update(**{relation.field.name: None})
        return {name: keys for name, keys in ties.items() if keys}

    def tie(self, ties: Ties) -> None:
        """Undo ``untie`` as far as the rows are still there and point at nothing else."""
        for name, relation in self._relations().items():
            rows = _rows(relation).filter(pk__in=ties.get(name, []))
            if relation.many_to_many:
                getattr(self, name).add(*rows)
            else:
                free = rows.filter(**{relation.field.name: None})
                free.update(**{relation.field.name: self})

    def _relations(self) -> dict[str, Any]:
        """Return the relations that may point at it or at nothing, by their name on this side."""
        return {
            relation.get_accessor_name() or "": relation
            for relation in self._meta.related_objects
            if _is_loose(relation)
        }


def _rows(relation: Any) -> models.QuerySet[Any]:
    rows: models.QuerySet[Any] = relation.related_model._default_manager.all()  # noqa: SLF001 -- Django's documented name
    return rows


def _is_loose(relation: Any) -> bool:
    """Whether rows point at it from many to many, or may as well point at nothing."""
    if relation.many_to_many:
        return bool(relation.through._meta.auto_created)  # noqa: SLF001 -- Django's documented name
    return bool(relation.on_delete is models.SET_NULL)
