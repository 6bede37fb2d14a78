"""Values as each of the three formats writes them."""

import json
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join, linebreaks
from django.utils.safestring import SafeString, mark_safe
from django.utils.timezone import localtime

from changeprog.programme.archive import Column, Kept, Reference, Row
from changeprog.programme.cells import guarded
from changeprog.programme.words import figure

NOTHING: tuple[Any, ...] = (None, "", [], {})


def as_json(row: Row) -> str:
    """Return a row as one line of JSON; a reference is an object with ``id`` and ``name``."""
    plain = {name: _plain(value) for name, value in row.items()}
    return json.dumps(plain, cls=DjangoJSONEncoder, ensure_ascii=False)


def _plain(value: Any) -> Any:
    if isinstance(value, Reference):
        return {"table": value.table, "id": value.number, "name": value.name}
    if isinstance(value, Kept):
        return value.path
    return [_plain(each) for each in value] if isinstance(value, list) else value


def headings(columns: tuple[Column, ...]) -> list[str]:
    """Return the first line of a CSV file; a reference takes two columns, its name and number."""
    return [name for each in columns for name in _heading(each)]


def _heading(column: Column) -> tuple[str, ...]:
    one = (column.name,)
    return (*one, f"{column.name}_id") if column.kind == "reference" else one


def cells(columns: tuple[Column, ...], row: Row) -> list[Any]:
    """Return a line of a CSV file, such that no spreadsheet computes any of it."""
    told: list[Any] = []
    for column in columns:
        value = row.get(column.name)
        told.append(guarded(_cell(column, value)))
        if column.kind == "reference":
            told.append(value.number if isinstance(value, Reference) else "")
    return told


def _cell(column: Column, value: Any) -> Any:  # noqa: PLR0911 -- one line for each kind of value
    if column.choices and value not in NOTHING:
        return column.choices.get(str(value), str(value))
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        return value.isoformat(" ", "seconds")
    if isinstance(value, Reference):
        return value.name or f"no. {value.number}"
    if isinstance(value, Kept):
        return value.path
    if isinstance(value, list) and all(isinstance(each, Reference | str) for each in value):
        return "; ".join(str(_cell(column, each)) for each in value)
    if isinstance(value, list | dict):
        return json.dumps(_plain(value), cls=DjangoJSONEncoder, ensure_ascii=False)
    return value


def spoken(column: Column, value: Any) -> SafeString:  # noqa: PLR0911 -- as above
    """Return a value as a page shows it, in the reader's zone; nothing for no value."""
    if value in NOTHING:
        return SafeString("")
    if column.choices:
        return format_html("{}", column.choices.get(str(value), value))
    if isinstance(value, Reference):
        name = value.name or f"no. {value.number}"
        return format_html('<a href="{}.html#row-{}">{}</a>', value.table, value.number, name)
    if isinstance(value, Kept):
        return format_html('<a href="../{0}"><img src="../{0}" alt="" width="320"></a>', value.path)
    if isinstance(value, list) and all(isinstance(each, Reference) for each in value):
        return format_html_join(", ", "{}", ((spoken(column, each),) for each in value))
    if isinstance(value, str):
        return mark_safe(linebreaks(value, autoescape=True)) if "\n" in value else _escaped(value)
    if isinstance(value, list | dict):
        words = json.dumps(_plain(value), cls=DjangoJSONEncoder, ensure_ascii=False, indent=1)
        return format_html("<pre>{}</pre>", words)
    return _escaped(_written(value))


def _escaped(text: str) -> SafeString:
    return format_html("{}", text)


def _written(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        return date_format(localtime(value), "j F Y, H:i")
    if isinstance(value, date):
        return date_format(value, "j F Y")
    return figure(value) if isinstance(value, Decimal) else str(value)
