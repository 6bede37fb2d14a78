"""The ZIP of an archive: an index, its pages, tables and JSON, and what they look like."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import groupby
from typing import IO, Any
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

from django.contrib.staticfiles.finders import get_finders
from django.db import connection, transaction
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.text import capfirst, slugify
from django.utils.timezone import localdate, now

from changeprog import stylesheets
from changeprog.programme import archive
from changeprog.programme.archive import Document, Names, Table, writing
from changeprog.programme.archive.models import plural_of
from changeprog.programme.archive.writing import HERE, Step, frame
from changeprog.programme.models import Person, Role

FORMAT = 1
"""The number of the format, which changes when a reader of the JSON would have to."""
ADDRESS = re.compile(r'\s(?:href|src|action|hx-\w+)="/[^"]*"')
"""An address of the app, which leads nowhere from a file."""


@dataclass
class Contents:
    """What is in an archive so far."""

    tables: list[tuple[Table, int]] = field(default_factory=list)
    documents: list[tuple[str, Document]] = field(default_factory=list)
    files: int = 0

    @property
    def chapters(self) -> list[tuple[str, list[tuple[Table, int]]]]:
        """The tables by their chapters."""
        grouped = groupby(self.tables, key=lambda each: each[0].chapter)
        return [(chapter, list(own)) for chapter, own in grouped]

    @property
    def read_as_a_whole(self) -> list[tuple[str, list[Document]]]:
        """The pages by their chapters."""
        grouped = groupby(self.documents, key=lambda each: each[0])
        return [(chapter, [page for _, page in own]) for chapter, own in grouped]


@contextmanager
def one_moment() -> Iterator[None]:
    """Read everything as it is at one moment, whatever is changed meanwhile."""
    outermost = not connection.in_atomic_block
    with transaction.atomic():
        if outermost:
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        yield


def size(person: Person) -> int:
    """Return how many rows the tables have that ``person`` gets."""
    return sum(table.count(person) for table in archive.tables(person))


def pack(person: Person, out: IO[bytes], step: Step) -> Contents:
    """Write the archive that ``person`` may have; ``step`` hears of every row.

    Runs in a transaction, best that of ``one_moment``.
    """
    contents, names = Contents(), Names(person)
    folder = f"{slugify(person.programme.name) or 'programme'}-{localdate():%Y-%m-%d}/"
    with timezone.override(person.zone), ZipFile(out, "w", ZIP_DEFLATED) as zipped:
        zipped.writestr(f"{folder}style.css", style())
        for table in archive.tables(person):
            rows = table.rows(person, names)
            contents.tables.append((table, writing.write(zipped, folder, table, rows, step)))
        _write_documents(zipped, folder, person, contents)
        for file in archive.files(person):
            zipped.writestr(f"{folder}files/{file.path}", file.content, ZIP_STORED)
            contents.files += 1
        zipped.writestr(f"{folder}archive.json", writing.as_json(_manifest(person, contents)))
        zipped.writestr(f"{folder}index.html", _index(person, contents))
    _note(person, contents)
    return contents


def _write_documents(zipped: ZipFile, folder: str, person: Person, contents: Contents) -> None:
    for documents in archive.documents():
        for page in documents.pages(person):
            whole = frame(page.title, up="../").replace(HERE, detached(page.html))
            zipped.writestr(f"{folder}documents/{page.name}.html", whole)
            contents.documents.append((documents.chapter, page))


def detached(html: str) -> str:
    """Return ``html`` without addresses of the app, which lead nowhere from a file."""
    return ADDRESS.sub("", html)


def _note(person: Person, contents: Contents) -> None:
    """Let everything that keeps who has looked at it know that it is in an archive."""
    for table, count in contents.tables:
        if table.noted and count:
            table.noted(person)


def style() -> str:
    """Return the app's own stylesheet in one piece, so that pages look and print as they do."""
    found = (pair for finder in get_finders() for pair in finder.list([]))
    paths = {path: (storage, path) for path, storage in found if path.startswith("css/")}
    return stylesheets.folded(paths)


def _manifest(person: Person, contents: Contents) -> dict[str, Any]:
    programme = person.programme
    return {
        "format": FORMAT,
        "programme": {"key": programme.key, "name": programme.name, "status": programme.status},
        "made_at": now().isoformat(timespec="seconds"),
        "made_for": {"name": person.name, "role": person.role},
        "tables": [writing.manifest_of(table, count) for table, count in contents.tables],
        "documents": [f"documents/{page.name}.html" for _, page in contents.documents],
        "files": contents.files,
        "left_out": [{"what": what, "why": why} for why, what in _left_out()],
    }


def _index(person: Person, contents: Contents) -> str:
    context = {
        "contents": contents,
        "person": person,
        "role": Role(person.role).label.lower(),
        "programme": person.programme,
        "made_at": now(),
        "left_out": _left_out(),
    }
    body = render_to_string("programme/archive/index.html", context)
    return frame(person.programme.name, lang="en-GB").replace(HERE, body)


def _left_out() -> list[tuple[str, str]]:
    """Return why something is left out, with what that is in words."""
    reasons: dict[str, list[str]] = {}
    for model, reason in archive.left_out().items():
        reasons.setdefault(reason, []).append(plural_of(model))
    return [(reason, capfirst(", ".join(sorted(names)))) for reason, names in reasons.items()]
