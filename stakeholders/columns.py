"""The table of people: by what it can be sorted, and the columns that other modules add to it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import F
from django.db.models.functions import Lower

from stakeholders.models import Stakeholder
from stakeholders.models.stakeholder import StakeholderQuerySet

SORTS: dict[str, tuple[str, Any]] = {
    "name": ("Person", Lower("person__name")),
    "function": ("Function", F("person__function__name")),
    "influence": ("Influence", F("influence")),
    "interest": ("Interest", F("interest")),
    "touched": ("Touched", F("touched")),
    "support": ("Support now", F("support")),
    "needed": ("Needed", F("needed")),
    "gap": ("Missing", F("needed") - F("support")),
    "owner": ("Owner", F("owner__name")),
    "next": ("Next conversation", F("next_on")),
}
"""What can be sorted by, by its name in the address: the heading of its column, and the value."""
FIRST = "-gap"
"""How the table is sorted at first: who lacks most support stands at the top."""


NOTHING = "–"  # noqa: RUF001 -- a dash, as in the other columns


@dataclass(frozen=True)
class Column:
    """A column that another module adds; ``texts`` has its cells by the numbers of the rows.

    It is asked once for all rows of a page.
    """

    order: int
    label: str
    texts: Callable[[Sequence[Stakeholder]], Mapping[int, str]]


_more: list[Column] = []


def register(*columns: Column) -> None:
    """Add columns at the end of the table; registering one twice changes nothing."""
    _more.extend(column for column in columns if column not in _more)


def more() -> list[Column]:
    """Return the columns that other modules have added, in their order."""
    return sorted(_more, key=lambda column: column.order)


@dataclass(frozen=True)
class Text:
    """A cell of a column that another module has added."""

    label: str
    words: str


def texts(columns: Sequence[Column], rows: Sequence[Stakeholder]) -> dict[int, list[Text]]:
    """Return the cells of ``columns`` by the number of the row."""
    known = [(column.label, column.texts(rows)) for column in columns]
    return {row.pk: [Text(label, of.get(row.pk, NOTHING)) for label, of in known] for row in rows}


@dataclass(frozen=True)
class Heading:
    """The heading of a column: what sorts by it next, and how it is sorted now."""

    label: str
    sort: str
    state: str

    @classmethod
    def of(cls, name: str, sorted_by: str) -> "Heading":
        """Return the heading of the column called ``name`` of a table ``sorted_by`` some column."""
        if sorted_by == name:
            return cls(SORTS[name][0], f"-{name}", "ascending")
        state = "descending" if sorted_by == f"-{name}" else ""
        return cls(SORTS[name][0], name if state or _is_text(name) else f"-{name}", state)


def headings(sorted_by: str) -> list[Heading]:
    """Return the headings of all columns by which one can sort."""
    return [Heading.of(name, sorted_by) for name in SORTS]


def in_order(people: StakeholderQuerySet, sorted_by: str) -> StakeholderQuerySet:
    """Return ``people`` as ``sorted_by`` asks, "-" for the other way round; unknown ones last."""
    value = SORTS[sorted_by.removeprefix("-")][1]
    ordering = value.desc if sorted_by.startswith("-") else value.asc
    by_influence = F("influence").desc(nulls_last=True)
    return people.with_names().order_by(
        ordering(nulls_last=True), by_influence, "person__name", "pk"
    )


def _is_text(name: str) -> bool:
    """Whether people would look for the beginning of the column first, and not for the most."""
    return name in {"name", "function", "owner", "next"}
