"""What pages show of a trial: how far it is, one's own ticks, and what is asked of it now."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.timezone import localdate

from changeprog import live
from changeprog.onboarding import habit, team_page
from changeprog.onboarding.habit import Habit, Week
from changeprog.onboarding.models import Evaluation, Tick, Trial
from changeprog.onboarding.standing import is_of
from changeprog.onboarding.team_page import Section
from changeprog.onboarding.trial_days import DAYS, Question, monday
from changeprog.onboarding.trying import is_offered
from changeprog.programme.models import Person, Role, Team
from changeprog.programme.object_rooms import key_of

SHOWN = 3
"""Trials on a team's own page: what runs, and what was kept last."""


@dataclass(frozen=True)
class Tap:
    """One thing to tap: a day, or the Monday of a week, and whether it is ticked."""

    on: date
    done: bool
    name: str
    """Such as "Today" or "Sat 21"."""


@dataclass(frozen=True)
class Card:
    """A trial as one person sees it; ``taps`` are theirs alone, the newest first.

    ``asked`` is what it is asked by today. ``day`` and ``length`` count the days it runs.
    """

    trial: Trial
    taps: list[Tap]
    asked: Question | None
    day: int
    length: int

    @property
    def found_last(self) -> Evaluation | None:
        """What its team found last, if it was asked."""
        found = list(self.trial.evaluations.all())
        return found[-1] if found else None

    @property
    def now(self) -> Tap | None:
        """The tap for today, or for this week."""
        return self.taps[0] if self.taps else None

    @property
    def earlier(self) -> list[Tap]:
        return self.taps[1:]


def cards(trials: Iterable[Trial], ticker: Person | None) -> list[Card]:
    """Return the cards of ``trials``, with the taps of ``ticker`` if they may tick; one query."""
    today, known = localdate(), list(trials)
    ticks = Tick.objects.filter(person=ticker, trial__in=known) if ticker else Tick.objects.none()
    ticked = set(ticks.values_list("trial", "on"))
    return [_card(trial, today, ticked, ticks=ticker is not None) for trial in known]


def card(trial: Trial, viewer: Person) -> Card:
    """Return the card of one trial as ``viewer`` sees it."""
    return cards([trial], viewer if _ticks(viewer, trial.team) else None)[0]


def section(team: Team, viewer: Person) -> dict[str, Any] | None:
    """Return what a team's own page shows of its trials; nothing where there is nothing to do."""
    may = is_offered(viewer, team)
    trials = list(Trial.objects.filter(team=team).current().with_names()[:SHOWN])
    if not trials and not may:
        return None
    ticker = viewer if trials and _ticks(viewer, team) else None
    busy = any(trial.outcome == "open" for trial in trials)
    return {"cards": cards(trials, ticker), "may_try": may, "is_busy": busy}


def redraw(trial: Trial) -> None:
    """Have the open pages of a team show what its people can tap by now, each person their own.

    A tick is no event, so nothing else would; without it, what the stream drew before a tap could
    be put onto the page after it.
    """
    live.changed(team_page.ROOM.name, key_of(trial.team), [ON_TEAM_PAGE.name])


def sums(trial: Trial) -> tuple[list[Week], Habit]:
    """Return the weeks of a trial as its team may see them, and what they say; one query."""
    ticked = trial.ticks.values_list("person", "on")
    found = habit.weeks(ticked, trial.rhythm, trial.starts_on, localdate())
    return found, habit.read(found)


def _ticks(person: Person, team: Team) -> bool:
    """Whether ``person`` is one of ``team`` and may tick."""
    open_ = team.programme.closed_at is None
    return open_ and person.may(Role.MEMBER) and is_of(person, team)


ON_TEAM_PAGE = Section(5, "onboarding/trial/_section.html", section, ("trial.", "trial_note."))
"""First of all, so that the tick is on the first screen of a phone."""


def _card(trial: Trial, today: date, ticked: set[tuple[int, date]], *, ticks: bool) -> Card:
    asked = trial.next_question
    return Card(
        trial=trial,
        taps=[_tap(trial, on, today, ticked) for on in trial.days(today)] if ticks else [],
        asked=asked if asked and asked.due <= today else None,
        day=max(1, (min(today, trial.ends_on) - trial.starts_on).days + 1),
        length=(trial.ends_on - trial.starts_on).days + 1,
    )


def _tap(trial: Trial, on: date, today: date, ticked: set[tuple[int, date]]) -> Tap:
    if trial.rhythm == DAYS:
        name = "Today" if on == today else f"{on:%a} {on.day}"
    else:
        name = "This week" if on == monday(today) else "Last week"
    return Tap(on, (trial.pk, on) in ticked, name)
