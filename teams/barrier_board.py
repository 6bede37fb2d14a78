"""The board of barriers: what stands, in columns by its age or by its owner, live for everybody."""

from collections import defaultdict
from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import models
from django.db.models import Case, Count, F, Value, When, Window
from django.db.models.functions import RowNumber
from django.utils.timezone import now

from changeprog.programme.models import Programme, Role
from changeprog.programme.rooms import ProgrammeRegion, ProgrammeRoom
from teams.filters import NOBODY, BarrierFilter
from teams.models import Barrier
from teams.models.barrier import AGEING, OLD, without_owner

OF_AN_AGE, OF_AN_OWNER = 10, 4
"""Rows of a column; the list shows the rest."""
COLUMNS = 12
"""Owners with a column each, those with the most first; the list shows the others."""
CHANGES = ("barrier.", "person.changed", "person.joined", "person.removed")


@dataclass(frozen=True)
class Column:
    """Barriers that have something in common, the oldest first; ``query`` lists all of them."""

    name: str
    title: str
    count: int
    barriers: list[Barrier]
    query: str
    tone: str = ""

    @property
    def more(self) -> int:
        return self.count - len(self.barriers)


@dataclass(frozen=True)
class _Group:
    count: int
    keys: list[int]


def by_age(programme: Programme, _role: Role) -> dict[str, Any]:
    """Return a column for each age, the oldest first."""
    old, ageing = (now() - timedelta(days=days) for days in (OLD, AGEING))
    band = Case(
        When(logged_at__lte=old, then=Value(BarrierFilter.Age.OLD.value)),
        When(logged_at__lte=ageing, then=Value(BarrierFilter.Age.AGEING.value)),
        default=Value(BarrierFilter.Age.YOUNG.value),
    )
    groups = _groups(programme, band, OF_AN_AGE)
    rows = _rows(groups.values())
    tones = {"old": "is-bad", "ageing": "is-warn"}
    columns = [
        Column(
            name=age.value,
            title=str(age.label),
            count=groups[age.value].count if age.value in groups else 0,
            barriers=[rows[key] for key in groups[age.value].keys] if age.value in groups else [],
            query=f"age={age.value}",
            tone=tones.get(age.value, ""),
        )
        for age in reversed(BarrierFilter.Age)
    ]
    return {"columns": columns, "standing": sum(column.count for column in columns)}


def by_owner(programme: Programme, _role: Role) -> dict[str, Any]:
    """Return a column for what nobody owns, and for each owner, those with the most first."""
    owner = Case(When(without_owner(), then=None), default=F("owner"))
    groups = _groups(programme, owner, OF_AN_OWNER)
    ranked = sorted(groups, key=lambda key: (key is not None, -groups[key].count, str(key)))
    shown = {key: groups[key] for key in ranked[:COLUMNS]}
    rows = _rows(shown.values())
    columns = [
        Column(
            name=f"owner-{key or NOBODY}",
            title=_owner_of(rows[group.keys[0]]),
            count=group.count,
            barriers=[rows[row] for row in group.keys],
            query=f"owner={key or NOBODY}",
            tone="" if key else "is-warn",
        )
        for key, group in shown.items()
    ]
    return {
        "columns": columns,
        "standing": sum(group.count for group in groups.values()),
        "others": len(groups) - len(shown),
    }


def _owner_of(barrier: Barrier) -> str:
    return barrier.present_owner.name if barrier.present_owner else "No owner yet"


def _groups(programme: Programme, common: Any, shown: int) -> dict[Hashable, _Group]:
    """Return what stands, by what it has in common: how many, and the keys of the oldest few."""
    standing = Barrier.objects.filter(programme=programme).standing().annotate(common=common)
    together: dict[str, Any] = {"partition_by": F("common")}
    age: list[str] = ["logged_at", "pk"]
    placed = standing.annotate(
        place=Window(RowNumber(), order_by=age, **together),
        count=Window(Count("pk"), output_field=models.IntegerField(), **together),
    )
    found: dict[Hashable, _Group] = {}
    keys: dict[Hashable, list[int]] = defaultdict(list)
    rows = placed.filter(place__lte=shown).values_list("common", "pk", "count")
    for common_value, pk, count in rows.order_by("logged_at", "pk"):
        keys[common_value].append(pk)
        found[common_value] = _Group(count, keys[common_value])
    return found


def _rows(groups: Iterable[_Group]) -> dict[int, Barrier]:
    keys = [key for group in groups for key in group.keys]
    return {row.pk: row for row in Barrier.objects.filter(pk__in=keys).with_names()}


BY_AGE = ProgrammeRegion("barriers-by-age", "teams/barrier/_columns.html", CHANGES, by_age)
BY_OWNER = ProgrammeRegion("barriers-by-owner", "teams/barrier/_columns.html", CHANGES, by_owner)
WAYS = {"age": BY_AGE, "owner": BY_OWNER}
"""The regions by what the address says."""

ROOM = ProgrammeRoom("barriers")
ROOM.add(BY_AGE)
ROOM.add(BY_OWNER)
