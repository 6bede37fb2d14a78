"""XLSX: looked at from outside first, and only read if it cannot grow too large."""

import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time
from io import BytesIO
from typing import Any

from openpyxl import load_workbook

from changeprog.programme.steps import Stopped
from stakeholders.reading.markup import DANGEROUS, Dangerous, refuse_document_type
from stakeholders.reading.table import Allowance, Refused, Table

ENTRIES = 1_000
"""Most files within the archive; a workbook has a few dozen."""
CENTRAL = b"PK\x01\x02"
"""What each entry of an archive's directory begins with."""
SHEET_BYTES = 64_000_000
"""Most bytes of a sheet once unpacked; sheets are read row by row."""
SHARED_BYTES = 24_000_000
"""Most bytes of the texts that sheets share, which are held in memory together."""
OTHER_BYTES = 4_000_000
"""Most bytes of any other part that is read."""
TOTAL_BYTES = 128_000_000
SHEETS = 20
LAST_ROW = 1_048_576
"""The last row that a sheet can have."""
PLACES = 10_000_000
"""Most places for cells, empty ones counted, as a row reaches to its last formatted cell."""
CHUNK = 65_536
NO_WORKBOOK = "This file cannot be read as XLSX. Open it in a spreadsheet and save it once more."
TOO_LARGE = "Unpacked, this file is far larger than it looks. Save only its cells, as CSV."
READ = ("xl/", "[Content_Types]", "_rels/", "docProps/")
NEVER_READ = ("xl/media/", "xl/drawings/", "xl/embeddings/", "xl/charts/", "xl/pivotCache/")


def read(content: bytes, allowance: Allowance) -> list[Table]:
    """Return the sheets that have rows; raises ``Refused``, which says why."""
    try:
        _inspect(content)
        book = load_workbook(BytesIO(content), read_only=True, data_only=True, keep_links=False)
        return _tables(book, allowance)
    except (Refused, Stopped):
        raise
    except Dangerous:
        raise Refused(DANGEROUS) from None
    except Exception:  # noqa: BLE001 -- of a spoilt archive, parsers raise whatever comes
        raise Refused(NO_WORKBOOK) from None


def _inspect(content: bytes) -> None:
    """Raise ``Refused`` for an archive that could take too much memory or time."""
    if content.count(CENTRAL) > ENTRIES:
        raise Refused(NO_WORKBOOK)
    with zipfile.ZipFile(BytesIO(content)) as archive:
        _inspect_parts(archive)


def _inspect_parts(archive: zipfile.ZipFile) -> None:
    parts = archive.infolist()
    names = {part.filename for part in parts}
    if "content.xml" in names:
        raise Refused("This is an OpenDocument sheet. Save it as XLSX or CSV.")
    if "xl/workbook.xml" not in names:
        raise Refused("This archive is no XLSX workbook. Save the sheet as XLSX or CSV.")
    read_ones = [part for part in parts if _is_read(part.filename)]
    if any(part.file_size > _most(part.filename) for part in read_ones):
        raise Refused(TOO_LARGE)
    if sum(part.file_size for part in read_ones) > TOTAL_BYTES:
        raise Refused(TOO_LARGE)
    for part in read_ones:
        with archive.open(part) as stream:
            refuse_document_type(iter(lambda: stream.read(CHUNK), b""))


def _is_read(name: str) -> bool:
    return name.startswith(READ) and not name.startswith(NEVER_READ)


def _most(name: str) -> int:
    """Return how many bytes the part called ``name`` may have."""
    if name.startswith("xl/worksheets/"):
        return SHEET_BYTES
    return SHARED_BYTES if name == "xl/sharedStrings.xml" else OTHER_BYTES


def _tables(book: Any, allowance: Allowance) -> list[Table]:
    sheets = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
    if len(sheets) > SHEETS:
        raise Refused(f"There are more than {SHEETS} sheets. Send those with people and ties.")
    tables = [Table(sheet.title, [*allowance.lines(_rows(sheet))]) for sheet in sheets]
    return [table for table in tables if table.lines]


def _rows(sheet: Any) -> Iterator[list[str]]:
    sheet.reset_dimensions()
    visited = 0
    for number, row in enumerate(sheet.iter_rows(values_only=True), start=1):
        visited += len(row)
        if number > LAST_ROW or visited > PLACES:
            raise Refused(TOO_LARGE)
        yield [_text(value) for value in row]


def _text(value: object) -> str:
    """Return a cell as a person would have typed it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value)
    if isinstance(value, datetime) and value.time() == time():
        return value.date().isoformat()
    return value.isoformat() if isinstance(value, date) else str(value)
