"""One table of an archive in its three formats, read once, whatever its length."""

import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from tempfile import SpooledTemporaryFile
from typing import IO, Any
from zipfile import ZipFile

from django.template.loader import render_to_string

from changeprog.programme.archive import Column, Row, Table, values

Step = Callable[[int], None]
"""Called with how many rows were written; raises what shall end the writing."""
PAGE = 250
"""Rows that are drawn at a time."""
IN_MEMORY = 2**20
"""Bytes of a file that are kept in memory while another one is written."""
NARROW = 7
"""Columns up to which rows are shown as those of a table, and not one below the other."""


def write(zipped: ZipFile, folder: str, table: Table, rows: Iterable[Row], step: Step) -> int:
    """Write ``json/``, ``csv/`` and ``pages/`` of one table below ``folder``; say how many rows.

    The three are written in one pass, because what is read must not be kept.
    """
    with SpooledTemporaryFile(IN_MEMORY) as sheet, SpooledTemporaryFile(IN_MEMORY) as page:
        drawing = Page(page, table)
        lines = csv.writer(text := io.TextIOWrapper(sheet, "utf-8-sig", newline=""))
        lines.writerow(values.headings(table.columns))
        with zipped.open(f"{folder}json/{table.name}.json", "w", force_zip64=True) as out:
            count = _write_rows(out, lines, drawing, rows, step)
        text.flush()
        drawing.end()
        _add(zipped, f"{folder}csv/{table.name}.csv", sheet)
        _add(zipped, f"{folder}pages/{table.name}.html", page)
        text.detach()
    return count


def _write_rows(
    out: IO[bytes], lines: Any, drawing: "Page", rows: Iterable[Row], step: Step
) -> int:
    table, count = drawing.table, 0
    out.write(b"[")
    for some in _parts(rows):
        texts = [values.as_json(row) for row in some]
        out.write(("," if count else "").encode() + ("\n" + ",\n".join(texts)).encode())
        lines.writerows(values.cells(table.columns, row) for row in some)
        drawing.draw(some)
        count += len(some)
        step(len(some))
    out.write(b"\n]\n")
    return count


def _parts(rows: Iterable[Row]) -> Iterator[list[Row]]:
    waiting = iter(rows)
    while part := list(islice(waiting, PAGE)):
        yield part


def _add(zipped: ZipFile, path: str, file: IO[bytes]) -> None:
    file.seek(0)
    with zipped.open(path, "w", force_zip64=True) as out:
        while some := file.read(IN_MEMORY):
            out.write(some)


class Page:
    """The page of one table, drawn part by part."""

    def __init__(self, out: IO[bytes], table: Table) -> None:
        self.out, self.table = out, table
        self.is_narrow = len(table.columns) <= NARROW
        self.any = False
        start, self.rest = frame(table.title, table.note, up="../").split(HERE)
        self._write(start)

    def draw(self, rows: list[Row]) -> None:
        """Draw some more rows."""
        if not self.any and self.is_narrow:
            self._write(_drawn("_begin", columns=self.table.columns, title=self.table.title))
        self.any = True
        shown = [_shown(self.table.columns, row) for row in rows]
        self._write(_drawn("_table" if self.is_narrow else "_cards", rows=shown))

    def end(self) -> None:
        """Draw what comes after the last row."""
        if not self.any:
            self._write("<p>There is none.</p>")
        elif self.is_narrow:
            self._write("</tbody></table></div>")
        self._write(self.rest)

    def _write(self, text: str) -> None:
        self.out.write(text.encode())


HERE = "<!-- content -->"
"""Where the frame of a page has its content."""


def frame(title: str, note: str = "", up: str = "", **context: Any) -> str:
    """Return a page of an archive with ``HERE`` for its content; ``up`` leads to the index."""
    shown = {"title": title, "note": note, "up": up, "here": HERE, **context}
    return render_to_string("programme/archive/page.html", shown)


def _shown(columns: tuple[Column, ...], row: Row) -> dict[str, Any]:
    told = [(each.title, values.spoken(each, row.get(each.name))) for each in columns]
    return {"number": row.get("id"), "cells": told}


def _drawn(name: str, **context: Any) -> str:
    return render_to_string(f"programme/archive/{name}.html", context)


def manifest_of(table: Table, count: int) -> dict[str, Any]:
    """Return what ``archive.json`` says of a table: its files' name, rows, and columns."""
    return {
        "name": table.name,
        "title": table.title,
        "chapter": table.chapter,
        "note": table.note,
        "rows": count,
        "columns": [_told(each) for each in table.columns],
    }


def _told(column: Column) -> dict[str, Any]:
    known = {"name": column.name, "title": column.title, "kind": column.kind}
    return known | ({"choices": dict(column.choices)} if column.choices else {})


def as_json(told: dict[str, Any]) -> str:
    """Return a document of JSON that people can read, too."""
    return json.dumps(told, ensure_ascii=False, indent=2) + "\n"
