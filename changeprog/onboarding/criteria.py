"""How far it is until the new way is the usual one: what has to be true, and what is accepted."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import Enum

from django.utils.formats import date_format
from django.utils.timezone import localdate

from changeprog.direction.models import Reading
from changeprog.onboarding.figures_in_band import State, Watch, earliest, watch
from changeprog.onboarding.models.criterion import Criterion
from changeprog.onboarding.standing import may_lead
from changeprog.programme.models import Person, Role, Team

Readings = Mapping[int, Mapping[date, Decimal]]
"""What was read on which day, by the number of the objective."""


class Progress(Enum):
    """How far one criterion is: its order, words, one short word, Lucide icon and tone."""

    OPEN = (0, "Nothing shows it yet", "open", "circle-dashed", "")
    SHOWN = (1, "Waits to be accepted", "to accept", "hourglass", "is-warn")
    ACCEPTED = (2, "Accepted", "accepted", "circle-check", "is-good")

    def __init__(self, order: int, words: str, short: str, icon: str, tone: str) -> None:
        self.order, self.words, self.short = order, words, short
        self.icon, self.tone = icon, tone


def progress(accepted: bool, shown: bool) -> Progress:
    """Return how far a criterion is; an acceptance holds until its person takes it back."""
    if accepted:
        return Progress.ACCEPTED
    return Progress.SHOWN if shown else Progress.OPEN


@dataclass(frozen=True)
class Tally:
    """How many criteria there are, how many are accepted, and how many wait to be."""

    all: int = 0
    accepted: int = 0
    waiting: int = 0

    @classmethod
    def of(cls, each: Iterable[Progress]) -> "Tally":
        known = list(each)
        accepted = known.count(Progress.ACCEPTED)
        return cls(len(known), accepted, known.count(Progress.SHOWN))

    @property
    def usual(self) -> bool:
        """Whether it is business as usual: something was agreed, and all of it is accepted."""
        return self.all > 0 and self.accepted == self.all

    @property
    def words(self) -> str:
        return f"{self.accepted} of {self.all}" if self.all else "none agreed"


def worst(each: Collection[Progress]) -> Progress | None:
    """Return how far the least of several is; nothing where there are none."""
    return min(each, key=lambda one: one.order, default=None)


@dataclass(frozen=True)
class Standing:
    """One criterion with how far it is; ``watch`` is what the readings of its figures say."""

    criterion: Criterion
    progress: Progress
    watch: Watch | None = None

    @property
    def slipped(self) -> bool:
        """Whether its figures, accepted once, are not in their band any more."""
        inside = self.watch is None or self.watch.state in (State.HELD, State.COUNTING)
        return self.progress is Progress.ACCEPTED and not inside

    @property
    def words(self) -> str:
        """Return how far it is, in words; figures in their band are more than nothing."""
        counting = self.watch is not None and self.watch.state is State.COUNTING
        on_its_way = counting and self.progress is Progress.OPEN
        return "In its band, not long enough" if on_its_way else self.progress.words

    @property
    def figures(self) -> str:
        """Return what the readings say, in words; nothing where it is not about figures."""
        return _figures(self.criterion, self.watch) if self.watch else ""


def holds(team: Team) -> bool:
    """Whether ``team`` has criteria of business as usual and every one of them is accepted."""
    return Criterion.objects.filter(team=team).all_accepted()


def standings(criteria: Iterable[Criterion], today: date | None = None) -> list[Standing]:
    """Return how far each is, in their order; ``with_names`` is asked for. One query."""
    day, known = today or localdate(), list(criteria)
    read = readings([each for each in known if each.of_figures], day)
    return [_standing(each, read, day) for each in known]


def readings(criteria: Collection[Criterion], today: date) -> Readings:
    """Return what was read lately of the objectives of ``criteria``; one query, or none."""
    found: dict[int, dict[date, Decimal]] = defaultdict(dict)
    objectives = {each.objective_id for each in criteria if each.objective_id}
    if objectives:
        since = earliest(today, max(each.months for each in criteria))
        rows = Reading.objects.filter(objective__in=objectives, on__gte=since)
        for objective, on, value in rows.values_list("objective", "on", "value"):
            found[objective][on] = value
    return found


def may_write(person: Person, team: Team | None) -> bool:
    """Whether ``person`` may say what the criteria of ``team``, or of the programme, are."""
    return may_lead(person, team) if team else person.may(Role.CHAMPION)


def _standing(criterion: Criterion, read: Readings, today: date) -> Standing:
    if not criterion.of_figures:
        return Standing(criterion, progress(criterion.is_accepted, bool(criterion.shown_by)))
    values = read.get(criterion.objective_id or 0, {})
    seen = watch(values, criterion.band, criterion.months, today)
    return Standing(criterion, progress(criterion.is_accepted, seen.holds), seen)


def _figures(criterion: Criterion, seen: Watch) -> str:
    if criterion.objective is None:
        return "Its objective was taken away. Choose another one"
    since, last, due = (
        date_format(day) if day else "" for day in (seen.since, seen.last, seen.due)
    )
    return {
        State.UNREAD: "Nobody has recorded a reading lately",
        State.SILENT: f"Not read since {last}, so nobody can say where it is",
        State.OUT: f"Outside its band when it was read last, on {last}",
        State.COUNTING: f"In its band since {since}; it will be long enough on {due}",
        State.HELD: f"In its band since {since} or longer",
    }[seen.state]
