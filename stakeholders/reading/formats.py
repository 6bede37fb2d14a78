"""Which format a file has: told from what it contains, as its name may say anything."""

from changeprog.programme.steps import Step, unheard
from stakeholders.reading import delimited, graphml, pajek, workbook
from stakeholders.reading.encoding import NO_TEXT, decode
from stakeholders.reading.matrix import as_ties
from stakeholders.reading.table import FILE_BYTES, Allowance, Refused, Table

TOO_LARGE = (
    f"The file is larger than {FILE_BYTES // 1_000_000} MB. Send it in parts, or only its cells."
)
EMPTY = "There is nothing in it. It needs a row for each person, or for each tie."
SIGNS = {
    b"\xd0\xcf\x11\xe0": (
        "This is an old Excel file, or one with a password. Save it as XLSX without a password."
    ),
    b"%PDF": "This is a PDF. Save the sheet it was made from as XLSX or CSV.",
    b"\x89PNG": NO_TEXT,
    b"\xff\xd8\xff": NO_TEXT,
    b"\x1f\x8b": "This file is packed. Unpack it first.",
}
"""What to say to a file that begins so."""
BEGINNING = 4_000


def read(content: bytes, step: Step = unheard) -> list[Table]:
    """Return the tables of a file; raises ``Refused``, which says why and what can be done.

    ``step`` hears how many rows were read.
    """
    if len(content) > FILE_BYTES:
        raise Refused(TOO_LARGE)
    for sign, words in SIGNS.items():
        if content.startswith(sign):
            raise Refused(words)
    if content.startswith(b"PK"):
        return _filled([as_ties(each) for each in workbook.read(content, Allowance(step=step))])
    text = decode(content)
    if text.lstrip().startswith("<"):
        return _markup(content, text.lstrip()[:BEGINNING], step)
    return paste(text, step)


def paste(text: str, step: Step = unheard) -> list[Table]:
    """Return the tables of pasted text, or of a text file that is no XML."""
    if len(text) > FILE_BYTES:
        raise Refused(TOO_LARGE)
    if _first_line(text).startswith("*"):
        return pajek.read(text, Allowance(step=step))
    lines = delimited.read(text, Allowance(step=step))
    return _filled([as_ties(Table("", lines))] if lines else [])


def _markup(content: bytes, beginning: str, step: Step) -> list[Table]:
    if "<graphml" not in beginning and "graphdrawing" not in beginning:
        raise Refused("This is XML or a web page, but no GraphML.")
    return _filled(graphml.read(content, Allowance(step=step)))


def _filled(tables: list[Table]) -> list[Table]:
    if not tables:
        raise Refused(EMPTY)
    return tables


def _first_line(text: str) -> str:
    """Return the first line that is neither blank nor one of Pajek's remarks."""
    lines = (line.strip() for line in text[:BEGINNING].splitlines())
    return next((line for line in lines if line and not line.startswith("%")), "")
