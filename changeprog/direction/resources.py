"""What the programme still lacks, and whose hours have been promised; live.

Observers read; champions ask for a resource, change and drop it; members promise for themselves
and withdraw what is theirs, champions note and withdraw anybody's.
"""

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Count, Q, Sum
from django.utils.timezone import localdate

from changeprog.direction.models import Promise, Resource
from changeprog.direction.models.resource import ResourceQuerySet
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


A_PAGE = 50


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


def lacking(programme: Programme, _: Role, number: str = "1") -> dict[str, Any]:
    """Return a page of what is needed, what lacks most first; of all of it, how much is missing.

    Of what was dropped it is the latest.
    """
    today = localdate()
    known = Resource.objects.filter(programme=programme).with_names()
    needed = known.needed().with_gap(today)
    page = Paginator(needed.most_lacking(), A_PAGE).get_page(number)
    dropped = known.exclude(dropped_at=None).order_by("-dropped_at", "-pk")
    return {
        "page": page,
        "needs": [need(each, today) for each in page],
        "dropped": dropped[:A_PAGE],
        **missing(needed, programme),
    }


def missing(needed: ResourceQuerySet, programme: Programme) -> dict[str, Any]:
    """Return how many lack something, and of hours a week and money how much, with its unit."""
    units = {Resource.Kind.TIME: "hours a week", Resource.Kind.MONEY: programme.currency}
    gaps = {kind.value: Sum("gap", filter=Q(kind=kind)) for kind in units}
    found = needed.order_by().aggregate(open=Count("pk", filter=Q(gap__gt=0)), **gaps)
    told = [(found[kind.value], words) for kind, words in units.items()]
    return {"open": found["open"], "missing": [(gap, words) for gap, words in told if gap]}


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


def page_of_needs(number: str) -> ProgrammeRegion:
    """Return the region that shows a page of what is needed; only the first page is live."""
    if number == "1":
        return LACKING
    return replace(LACKING, context=partial(lacking, number=number))


def register() -> None:
    """Name what can happen, open the room, add the chapter of the demo."""
    journal.register(*VERBS)
    RESOURCES.add(LACKING)
    RESOURCES.open()
    search.register(Finder(35, "Resources", "package", find))
    demo.register(26, "changeprog.direction.demo_resources.tell")
