"""Choosing somebody out of thousands: a list whose options are written quickly."""

from collections.abc import Iterable, Iterator
from html import escape
from typing import Any

from django import forms
from django.forms.models import ModelChoiceIterator
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

from changeprog.programme.models import Person


class LongSelect(forms.Select):
    """Django's select, its options written as one string rather than each by the template."""

    template_name = "shell/_long_select.html"

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        chosen = set(self.format_value(value))
        written = "".join(_written(self.choices, chosen))  # every part of it is escaped
        context["widget"]["options"] = mark_safe(written)
        return context

    def optgroups(self, name: str, value: list[str], attrs: Any = None) -> list[Any]:
        """Return nothing: the options are written already."""
        return []


def _written(choices: Iterable[Any], chosen: set[str]) -> Iterator[str]:
    """Yield ``choices`` as HTML; of ``chosen``, which shrinks, only the first of each is."""
    for value, label in choices:
        if isinstance(label, (list, tuple)):
            inside = "".join(_written(label, chosen))
            yield _group(value, inside) if value else inside
        else:
            yield _option("" if value is None else str(value), label, chosen)


def _group(name: Any, inside: str) -> str:
    return f'\n  <optgroup label="{conditional_escape(name)}">{inside}\n  </optgroup>'


def _option(value: str, label: Any, chosen: set[str]) -> str:
    mark = ""
    if value in chosen:
        mark = " selected"
        chosen.clear()
    words = label if isinstance(label, SafeString) else escape(str(label))
    return f'\n  <option value="{escape(value)}"{mark}>{words}</option>'


class PeopleIterator(ModelChoiceIterator[Person]):
    """Reads numbers and names alone, unless the field has a label of its own for people."""

    def __iter__(self) -> Iterator[tuple[Any, Any]]:
        if type(self.field).label_from_instance is not OneOfPeople.label_from_instance:
            yield from super().__iter__()
            return
        if self.field.empty_label is not None:
            yield "", self.field.empty_label
        yield from self.queryset.values_list("pk", "name")


class OneOfPeople(forms.ModelChoiceField[Person]):
    """One of the people of ``queryset``, of whom there may be thousands."""

    widget = LongSelect
    iterator = PeopleIterator
