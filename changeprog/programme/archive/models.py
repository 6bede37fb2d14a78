"""Tables made of models: every field is in it, unless it is named as left out."""

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Any

from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils.text import capfirst, slugify

from changeprog.programme.archive import Column, Names, Reference, Row, Table
from changeprog.programme.models import Person, Role

Visible = Callable[[Person], "models.QuerySet[Any]"]
"""Returns the rows of which a person may read everything that the table shows."""
Shown = Callable[[Row, Person], Row]
"""Changes a row before it is written: takes away what just this person may not read of it."""

PLUMBING = ("programme", "key", "revision", "removed_at")
"""Which programme it is, the name of the attempt, the count of changes, and when it was taken away:
what was taken away is in no archive."""
CALLED = ("name", "title", "what", "text", "words", "statement", "measure", "question", "outcome")
"""Fields by which a thing is called, the first that it has."""
IRREGULAR = re.compile(r"(?<=[^aeiou])ys$")
"""What Django makes of a noun in "y"."""
AT_ONCE = 1_000
"""Rows that are fetched at a time."""
KINDS: tuple[tuple[type[models.Field[Any, Any]], str], ...] = (
    (models.BooleanField, "yes or no"),
    (models.DateTimeField, "moment"),
    (models.DateField, "day"),
    (models.DecimalField, "number"),
    (models.FloatField, "number"),
    (models.IntegerField, "number"),
    (models.JSONField, "data"),
)


def of_model(  # noqa: PLR0913 -- what a table says
    order: int,
    chapter: str,
    model: type[models.Model],
    visible: Visible,
    *,
    name: str = "",
    title: str = "",
    called: str = "",
    without: Collection[str] = (),
    but: Collection[str] = (),
    shown: Shown | None = None,
    also: Mapping[str, Callable[[Row], Any]] | None = None,
    note: str = "",
    least: Role = Role.OBSERVER,
    noted: Callable[[Person], None] | None = None,
) -> Table:
    """Return the table of ``model`` with the rows that ``visible`` gives.

    ``called`` is the field by which a row is called. Beside ``without`` it has all fields but the
    plumbing, of which ``but`` names what is told nevertheless. ``also`` adds columns that are
    worked out from a row.
    """
    plural = plural_of(model)
    out = {each for each in (*PLUMBING, *without) if each not in but}
    reading = Reading(model, out, also or {}, shown)
    label = called or next((each for each in CALLED if each in reading.plain), "")
    return Table(
        order=order,
        chapter=chapter,
        name=name or slugify(plural),
        title=title or capfirst(plural),
        covers=(model,),
        columns=reading.columns(),
        rows=lambda person, names: reading.rows(visible(person), person, names),
        count=lambda person: visible(person).order_by().count(),
        names=lambda person: _names(visible(person), label),
        note=note,
        least=least,
        noted=noted,
    )


def plural_of(model: type[models.Model]) -> str:
    """Return what many of a model are called."""
    meta = model._meta  # noqa: SLF001 -- Django's documented name
    return IRREGULAR.sub("ies", str(meta.verbose_name_plural))


def _names(rows: "models.QuerySet[Any]", label: str) -> dict[Any, str]:
    if not label:
        return dict.fromkeys(rows.order_by().values_list("pk", flat=True), "")
    return {number: str(name or "") for number, name in rows.order_by().values_list("pk", label)}


class Reading:
    """How rows of one model are read: plain values, whatever their number, in a few queries."""

    def __init__(
        self,
        model: type[models.Model],
        out: Collection[str],
        also: Mapping[str, Callable[[Row], Any]],
        shown: Shown | None,
    ) -> None:
        meta = model._meta  # noqa: SLF001 -- Django's documented name
        self.also, self.shown = also, shown
        self.generic = [
            each
            for each in meta.private_fields
            if isinstance(each, GenericForeignKey) and each.name not in out
        ]
        taken = {name for each in meta.private_fields for name in _parts(each)}
        self.fields = [
            each for each in meta.concrete_fields if each.name not in out and each.name not in taken
        ]
        self.many = [each for each in meta.many_to_many if each.name not in out]
        self.plain = {each.name for each in self.fields}
        self.pk = meta.pk.name

    def columns(self) -> tuple[Column, ...]:
        """Return the columns: the number first, then the fields as the model has them."""
        own = [_column(each) for each in self.fields]
        own += [Column(each.name, _title(each.name), "reference") for each in self.generic]
        own += [
            Column(each.name, _title(str(each.verbose_name)), "references") for each in self.many
        ]
        own += [Column(name, _title(name), "file") for name in self.also]
        return tuple(own)

    def rows(self, visible: "models.QuerySet[Any]", person: Person, names: Names) -> Iterator[Row]:
        """Yield the rows in the order of their numbers."""
        wanted = [each.attname for each in self.fields]
        wanted += [part for each in self.generic for part in (each.ct_field + "_id", each.fk_field)]
        many = [(each.name, self._pairs(visible, each, names)) for each in self.many]
        for row in visible.order_by("pk").values(*wanted).iterator(AT_ONCE):
            told = self._told(row, names)
            told |= {name: pairs.get(row[self.pk], []) for name, pairs in many}
            told |= {name: worked_out(row) for name, worked_out in self.also.items()}
            yield self.shown(told, person) if self.shown else told

    def _told(self, row: Row, names: Names) -> Row:
        told: Row = {}
        for each in self.fields:
            value = row[each.attname]
            related = each.related_model
            told[each.name] = names.of(related, value) if related else value
        for one in self.generic:
            told[one.name] = _generic(row[one.ct_field + "_id"], row[one.fk_field], names)
        return told

    def _pairs(
        self, visible: "models.QuerySet[Any]", field: Any, names: Names
    ) -> dict[Any, list[Reference]]:
        """Return what each row is tied to by a relation to many, in one query."""
        found: dict[Any, list[Reference]] = defaultdict(list)
        some = visible.order_by().filter(**{f"{field.name}__isnull": False})
        for number, other in sorted(set(some.values_list("pk", field.name))):
            if tied := names.of(field.related_model, other):
                found[number].append(tied)
        return found


def _parts(field: Any) -> tuple[str, ...]:
    """Return the fields of which a generic relation is made."""
    return (field.ct_field, field.fk_field) if isinstance(field, GenericForeignKey) else ()


def _generic(kind: int | None, number: Any, names: Names) -> Reference | None:
    model = ContentType.objects.get_for_id(kind).model_class() if kind else None
    return names.of(model, number) if model else None


def _column(field: "models.Field[Any, Any]") -> Column:
    title = _title(str(field.verbose_name))
    if field.is_relation:
        return Column(field.name, title, "reference")
    if field.choices:
        known = {str(value): str(words) for value, words in field.flatchoices}
        return Column(field.name, title, "choice", known)
    kind = next((name for of, name in KINDS if isinstance(field, of)), "text")
    return Column(field.name, "Number" if field.primary_key else title, kind)


def _title(name: str) -> str:
    return capfirst(str(name).replace("_", " "))
