"""How ready teams are, by what they said of the six convictions, in aggregate.

It is read from pulses alone, never from a profile. There is no figure for a part of a team, and a
sum over teams takes in those whose own figures are shown and no other, so that nothing can be
subtracted from anything.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from operator import attrgetter
from typing import Any

from django.db.models import Count, F, OuterRef, Q, Subquery, Window
from django.db.models.functions import Coalesce, RowNumber
from django.urls import reverse
from django.utils.timezone import localdate, now

from changeprog.onboarding.columns import Cell, Cells
from changeprog.onboarding.models import Adoption, Finding, Pulse
from changeprog.onboarding.models.pulse import FIRST_READ
from changeprog.onboarding.pulse import MOST, in_words
from changeprog.programme.models import Person, Programme, Team
from stakeholders.models import Belief
from teams.models import Seat

GOOD, FAIR = 5, 3
"""So many of the six most of a team have to believe for it to look good, or fair."""
KEPT = 12
"""Pulses of a team that are shown, the newest."""
NUMBERS = ("No", "One", "Two", "Three", "Four", "Five")


@dataclass(frozen=True)
class Bar:
    """One conviction: how many in five say yes, and how that was the last time."""

    belief: Belief
    fifths: int | None
    before: int | None = None

    @property
    def words(self) -> str:
        return in_words(self.fifths)

    @property
    def holds(self) -> bool:
        """Whether most believe it."""
        return self.fifths is not None and self.fifths >= MOST

    @property
    def change(self) -> int | None:
        """By how many fifths it has risen or fallen since the last time."""
        known = self.fifths is not None and self.before is not None
        return (self.fifths or 0) - (self.before or 0) if known else None

    @property
    def tone(self) -> str:
        """The class that colours it."""
        if self.fifths is None:
            return ""
        return "is-good" if self.holds else "is-warn" if self.fifths >= MOST / 2 else "is-bad"

    @property
    def change_in_words(self) -> str:
        """Such as "Two in five more"; nothing where it is unknown."""
        if not self.change:
            return "" if self.change is None else "About the same"
        return f"{NUMBERS[abs(self.change)]} in five {'more' if self.change > 0 else 'fewer'}"

    @property
    def blocks(self) -> list[dict[str, Any]]:
        """The five blocks of its picture: where each begins, and whether it is filled."""
        return [{"x": f"{20 * place}%", "filled": place < (self.fifths or 0)} for place in range(5)]


@dataclass(frozen=True)
class Readiness:
    """What one team said, on which day, and from how many of how many answers."""

    bars: tuple[Bar, ...]
    on: date
    answered: int
    asked: int

    @property
    def hold(self) -> int:
        """How many of the six most of the team believe."""
        return sum(bar.holds for bar in self.bars)

    @property
    def missing(self) -> Bar | None:
        """What fewest believe, if there is anything that most do not."""
        lacking = [bar for bar in self.bars if bar.fifths is not None and not bar.holds]
        return min(lacking, key=lambda bar: bar.fifths or 0, default=None)

    @property
    def words(self) -> str:
        return f"{self.hold} of {len(self.bars)}"

    @property
    def tone(self) -> str:
        """Good, warn or bad."""
        return tone_of(self.hold)


def may_share(person: Person, team: Team) -> bool:
    """Whether ``person`` may let everybody see it before the week is over: its lead or a chair."""
    chairs = Seat.objects.held().chairs().filter(person=person, team=team)
    return chairs.exists() or Adoption.objects.filter(team=team, lead=person).exists()


def visible(viewer: Person, at: datetime | None = None) -> Q:
    """Return the condition of the pulses of which ``viewer`` may see what was told."""
    seated = Seat.objects.held().filter(person=viewer).values("team")
    first = Q(team__in=seated) | Q(team__adoption__lead=viewer)
    public = ~Q(shared_at=None) | Q(closed_at__lte=(at or now()) - FIRST_READ)
    return Q(state=Pulse.State.READ) & (public | first)


def of(programme: Programme, viewer: Person) -> dict[int, Readiness]:
    """Return the newest readiness of each team that ``viewer`` may see, by the team's number."""
    newest = _seen(programme, viewer).filter(place__lte=2)
    related = newest.select_related("programme").order_by("team", "place")
    counted = related.prefetch_related("findings").annotate(asked=people_of(Pulse))
    teams = groupby(counted, attrgetter("team_id"))
    return {team: said(*pulses) for team, pulses in teams}


def history(team: Team, viewer: Person) -> list[tuple[Pulse, Readiness]]:
    """Return what ``team`` said each time, newest first, as far as ``viewer`` may see it."""
    seen = Pulse.objects.with_names().filter(visible(viewer), team=team)
    rows = list(seen.annotate(asked=people_of(Pulse)).prefetch_related("findings")[:KEPT])
    before: list[Pulse | None] = [*rows, None][1:]
    return [(each, said(each, last)) for each, last in zip(rows, before, strict=True)]


def people_of(model: type[Pulse]) -> Subquery:
    """Return the number of people whom a pulse asked, in a query about pulses."""
    asked: Any = model.people.through.objects.filter(pulse=OuterRef("pk")).order_by()
    return Subquery(asked.values("pulse").annotate(count=Count("pk")).values("count"))


def said(pulse: Any, before: Any = None) -> Readiness:
    """Return what ``pulse`` tells, with what the one ``before`` told beside it.

    Both have their findings, and ``pulse`` how many it ``asked``.
    """
    last = {row.belief: row.fifths for row in before.findings.all()} if before else {}
    found = {row.belief: row.fifths for row in pulse.findings.all()}
    bars = tuple(Bar(belief, found.get(belief), last.get(belief)) for belief in Belief)
    return Readiness(bars, localdate(pulse.closed_at, pulse.zone), pulse.answered, pulse.asked or 0)


def cells(programme: Programme, viewer: Person) -> Cells:
    """Say on the board, of each team, how many of the six most of it believe; one query."""
    rows = Finding.objects.filter(pulse=OuterRef("pk"), fifths__gte=MOST).order_by()
    hold = Coalesce(Subquery(rows.values("pulse").annotate(n=Count("pk")).values("n")), 0)
    newest = _seen(programme, viewer).filter(place=1).annotate(hold=hold)
    return {team: _cell(programme, team, hold) for team, hold in newest.values_list("team", "hold")}


def _seen(programme: Programme, viewer: Person) -> Any:
    """Find the pulses that ``viewer`` may see, each with its ``place`` in its team: 1 is newest."""
    order = [F("closed_at").desc(), F("pk").desc()]
    place = Window(RowNumber(), partition_by="team", order_by=order)
    return Pulse.objects.filter(visible(viewer), programme=programme).annotate(place=place)


def _cell(programme: Programme, team: int, hold: int) -> Cell:
    return Cell(
        f"{hold} of {len(Belief)}",
        url=reverse("onboarding:pulses_of", args=[programme.key, team]),
        tone=tone_of(hold),
        detail=f"Most of the team believe {hold} of the six things that it takes to move",
    )


def tone_of(hold: int) -> str:
    """Return good, warn or bad: five or six of the six hold, three or four, fewer."""
    return "good" if hold >= GOOD else "warn" if hold >= FAIR else "bad"


@dataclass(frozen=True)
class Across:
    """One conviction across teams: in how many of those that say something most believe it."""

    belief: Belief
    teams: int
    of: int

    @property
    def filled(self) -> str:
        """How much of its room is filled, as SVG writes it."""
        return f"{100 * self.teams / self.of:.2f}%" if self.of else "0%"


def across(known: Iterable[Readiness]) -> list[Across]:
    """Return each conviction across the teams ``known``; of no other team is anything counted."""
    bars = [bar for each in known for bar in each.bars if bar.fifths is not None]
    return [
        Across(
            belief,
            sum(bar.holds for bar in bars if bar.belief == belief),
            sum(bar.belief == belief for bar in bars),
        )
        for belief in Belief
    ]
