"""People and ties in two CSV files, for whoever works out ambassadors without the browser.

``person[,group,support]``, one person a line, and ``from,to[,relation,strength]``, which says that
``from`` turns to ``to``. Other columns are left alone. UTF-8, with or without a byte order mark;
commas, semicolons or tabs. Either a file is read whole, or ``Unreadable`` says in words, line by
line, what is wrong with it.
"""

import csv
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import TypeVar

from stakeholders.reach import Someone, Turning
from stakeholders.support import Support

NEEDED = Support.SUPPORTIVE
"""The support that counts as won, where a file says no more than where people stand."""
UNKNOWN = 1
"""The gap of somebody of whom nobody knows where they stand: the least there is."""
REPORTING = {"reports_to", "reports to", "reports"}
"""Relations that are no way for words of this kind: to report to somebody is not to ask them."""
SHOWN = 10
"""Bad lines that are named, before the rest are counted."""
DELIMITERS = ",;\t"

Row = Mapping[str, str]
Made = TypeVar("Made")


class Unreadable(ValueError):  # noqa: N818  # it is what the file is
    """What is wrong with a file, in words."""


@dataclass(frozen=True)
class Line:
    """A line of a file, by its number; every column that the file has, without outer spaces."""

    number: int
    cells: Row

    def get(self, column: str) -> str:
        return self.cells.get(column, "")


def read_people(path: Path) -> list[Someone]:
    """Return the people of the file, as ``support`` says; everybody alike where it does not.

    Candidates are the supportive and the leading. Still to be won are those below supportive, by
    as many steps. Where that is nobody, everybody counts alike.
    """
    lines = _read(path, ("person",))
    supported = any("support" in line.cells for line in lines)
    seen: dict[str, int] = {}

    def someone(line: Line) -> Someone:
        name = _new_name(line, seen)
        if not supported:
            return Someone(name, name, line.get("group"))
        support = _support(line.get("support"))
        gap = UNKNOWN if support is None else max(0, NEEDED - support)
        eligible = support is not None and support >= NEEDED
        return Someone(name, name, line.get("group"), gap, eligible)

    people = _each(path, lines, someone)
    if not any(each.weight for each in people):
        return [Someone(each.key, each.name, each.group, 1, each.eligible) for each in people]
    return people


def read_ties(path: Path, people: Sequence[Someone], *, undirected: bool) -> list[Turning]:
    """Return the ties of the file between ``people``; each in both directions if ``undirected``.

    Every relation counts but those of ``REPORTING``. Without a strength a tie has the full one, 1.
    """
    known = {each.key for each in people}

    def tie(line: Line) -> list[Turning]:
        source, target = (_known(line, column, known) for column in ("from", "to"))
        if source == target:
            raise Unreadable(f"{source} turns to themself.")
        strength = _strength(line.get("strength"))
        if line.get("relation").lower() in REPORTING:
            return []
        there = Turning(source, target, strength)
        return [there, Turning(target, source, strength)] if undirected else [there]

    lines = _read(path, ("from", "to"))
    return [each for ties in _each(path, lines, tie) for each in ties]


def _new_name(line: Line, seen: dict[str, int]) -> str:
    name = line.get("person")
    if not name:
        raise Unreadable("The person has no name.")
    first = seen.setdefault(name, line.number)
    if first != line.number:
        raise Unreadable(f"{name} is there already, in line {first}.")
    return name


def _known(line: Line, column: str, known: set[object]) -> str:
    name = line.get(column)
    if not name:
        raise Unreadable(f"There is nobody under “{column}”.")
    if name not in known:
        raise Unreadable(f"{name} is not among the people.")
    return name


def _support(word: str) -> Support | None:
    if not word:
        return None
    try:
        return Support.named(word)
    except KeyError:
        words = ", ".join(step.label.lower() for step in Support)
        raise Unreadable(f"“{word}” is no support: it is one of {words}.") from None


def _strength(cell: str) -> float:
    try:
        strength = float(cell or 1)
    except ValueError:
        strength = 0.0
    if not 0 < strength <= 1:
        raise Unreadable(f"“{cell}” is no strength: it is a number above 0, and 1 at most.")
    return strength


def _each(path: Path, lines: Sequence[Line], make: Callable[[Line], Made]) -> list[Made]:
    """Return what ``make`` makes of each line, or raise what is wrong with all of them."""
    made, wrong = [], []
    for line in lines:
        try:
            made.append(make(line))
        except Unreadable as error:
            wrong.append(f"{path.name}, line {line.number}: {error}")
    if wrong:
        rest = len(wrong) - SHOWN
        more = [f"… and {rest:,} more lines like these."] if rest > 0 else []
        raise Unreadable("\n".join([*wrong[:SHOWN], *more]))
    return made


def _read(path: Path, needed: Sequence[str]) -> list[Line]:
    """Return the lines of the file that are not empty; ``needed`` are columns it has to have."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            return list(_lines(file.read(), path.name, needed))
    except OSError as error:
        raise Unreadable(f"{path} cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise Unreadable(f"{path.name} is not in UTF-8: save it as “CSV UTF-8”.") from error
    except csv.Error as error:
        raise Unreadable(f"{path.name} is no CSV file: {error}.") from error


def _lines(text: str, name: str, needed: Sequence[str]) -> Iterator[Line]:
    header = text.partition("\n")[0]
    reader = csv.reader(StringIO(text, newline=""), delimiter=max(DELIMITERS, key=header.count))
    columns = [cell.strip().lower() for cell in next(reader, [])]
    for column in needed:
        if column not in columns:
            there = f"it has {', '.join(filter(None, columns))}" if any(columns) else "it is empty"
            raise Unreadable(f"{name} has no column “{column}”: {there}.")
    for row in reader:
        cells = [cell.strip() for cell in row]
        if any(cells):
            padded = cells + [""] * (len(columns) - len(cells))
            yield Line(reader.line_num, dict(zip(columns, padded, strict=False)))
