"""What the programme still lacks, and whose hours have been promised; live.

Observers read; champions ask for a resource, change and drop it; members promise for themselves
and withdraw what is theirs, champions note and withdraw anybody's.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Sum
from django.utils.timezone import localdate

from changeprog.direction.models import Promise, Resource
from changeprog.programme import demo, journal, search
from changeprog.programme.journal import Verb
from changeprog.programme.models import Person, Programme, Role
from changeprog.programme.rooms import ProgrammeRegion, ProgrammeRoom
from changeprog.programme.search import Finder, Hit, Words

VERBS = [
    Verb("resource.needed", "asked for a resource"),
    Verb("resource.changed", "changed what is needed"),
    Verb("resource.dropped", "asked for a resource no longer"),
    Verb("resource.taken_up", "asked for a resource again"),
    Verb("resource.promised", "noted a promise"),
    Verb("resource.promise_withdrawn", "withdrew a promise"),
    Verb("resource.promise_renewed", "stood by a promise again"),
]


@dataclass(frozen=True)
class Need:
    """A resource with what is promised of it, as it looks on ``today``."""

    resource: Resource
    promised: Decimal
    gap: Decimal
    today: date

    @property
    def percent(self) -> int:
        """How much of it is promised, 0 to 100; 100 only when nothing is lacking."""
        return 100 if not self.gap else int(100 * self.promised / self.resource.amount)

    @property
    def tone(self) -> str:
        if not self.gap:
            return "is-good"
        return "is-bad" if self.resource.needed_by < self.today else "is-warn"

    @property
    def words(self) -> str:
        if not self.gap:
            return "Covered"
        return f"{self.resource.in_words(self.gap)} missing"

    @property
    def promised_words(self) -> str:
        return self.resource.in_words(self.promised) if self.promised else "Nothing yet"

    @property
    def amount_words(self) -> str:
        return self.resource.in_words(self.resource.amount)


def need(resource: Resource, today: date) -> Need:
    """Return how a resource that came ``with_gap`` stands."""
    return Need(resource, resource.promised, resource.gap, today)


def promised_hours(programme: Programme, on: date | None = None) -> dict[int, Decimal]:
    """Return the hours a week that each person has promised on a day, today unless said.

    The keys are those of ``Person``; who has promised none is not among them.
    """
    standing = Promise.objects.of_time(programme).standing(on or localdate())
    return dict(standing.order_by().values_list("person").annotate(Sum("amount")))


def lacking(programme: Programme, _: Role) -> dict[str, Any]:
    """Return what is needed, what lacks most first, how much is missing, and what was dropped."""
    today = localdate()
    known = Resource.objects.filter(programme=programme).with_names()
    needs = [need(each, today) for each in known.needed().with_gap(today).most_lacking()]
    return {
        "needs": needs,
        "missing": missing(needs, programme),
        "open": sum(1 for each in needs if each.gap),
        "dropped": known.exclude(dropped_at=None),
    }


def missing(needs: list[Need], programme: Programme) -> list[tuple[Decimal, str]]:
    """Return how many hours a week and how much money are missing, each with its unit."""
    units = {Resource.Kind.TIME: "hours a week", Resource.Kind.MONEY: programme.currency}
    gaps = [
        (sum((each.gap for each in needs if each.resource.kind == kind), Decimal(0)), words)
        for kind, words in units.items()
    ]
    return [(gap, words) for gap, words in gaps if gap]


def find(programme: Programme, _: Person, words: Words) -> list[Hit]:
    """Find resources by what is needed."""
    rows = Resource.objects.filter(programme=programme).select_related("programme")
    return [
        Hit(found.name, found.get_absolute_url(), found.in_words(found.amount))
        for found in words.among(rows, "name")
    ]


RESOURCES = ProgrammeRoom("resources")
LACKING = ProgrammeRegion(
    "resources-lacking",
    "direction/_resources_region.html",
    ("resource.", "milestone.changed", "person.", "programme.changed"),
    lacking,
)


def register() -> None:
    """Name what can happen, open the room, add the chapter of the demo."""
    journal.register(*VERBS)
    RESOURCES.add(LACKING)
    RESOURCES.open()
    search.register(Finder(35, "Resources", "package", find))
    demo.register(26, "changeprog.direction.demo_resources.tell")
