"""The demo's trials: one became habit, one was dropped, one runs, one waits for its evaluation."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from uuid import NAMESPACE_URL, uuid5

from changeprog.direction.models import Objective
from changeprog.onboarding.models import (
    Adoption,
    Evaluation,
    OldHabit,
    Stage,
    Tick,
    Trial,
    TrialNote,
)
from changeprog.programme.demo import Story, happened
from changeprog.programme.models import Person, Team
from teams.models import Barrier, Seat, Victory

PUNE, DESKS = "Pune sales office", "Eleven service desks"
Found = tuple[int, str, str, str, str]
"""Day of an evaluation, what was asked, answer, verdict, and a sentence."""


@dataclass(frozen=True)
class Told:
    """A trial, from ``begins`` on, and what was noted and found of it.

    ``misses`` says how many of the seven days each person left out, week by week; a weekend is two.
    """

    team: str
    by: int
    begins: int
    tasks: tuple[str, str]
    where: str
    purpose: str
    hope: str
    misses: list[int]
    notes: list[tuple[int, int, str, str, bool]] = field(default_factory=list)
    """Day, who, which kind, the words, and whether more was made of it."""
    found: list[Found] = field(default_factory=list)


TRIALS = [
    Told(
        PUNE,
        17,
        88,
        ("Put every enquiry into the CRM", ""),
        "Right after the call, before the headset comes off",
        "Whoever picks up next knows what was asked",
        "Nobody has to tell their story twice",
        [4, 4, 3, 3, 2, 2, 2, 3, 2, 2, 2, 2, 2, 2],
        [
            (97, 5, "result", "A customer was called back by another of us", True),
            (103, 10, "annoyance", "The form asks for a region that Pune does not have", True),
            (110, 6, "result", "The morning round is ten minutes shorter", False),
        ],
        [
            (119, "month", "partly", "keep", "Four of five do it. The late shift has its list."),
            (152, "process", "yes", "", "One field less, and it takes half a minute."),
        ],
    ),
    Told(
        PUNE,
        17,
        124,
        ("Write the offer together with sales in Chicago", ""),
        "At half past six in the evening, when Chicago comes in",
        "The customer gets one offer rather than two",
        "No offer is taken back any more",
        [5, 5, 6, 6],
        [(138, 11, "annoyance", "Half past six is when the children come home", False)],
        [(156, "month", "no", "drop", "The hour is wrong, not the idea. We shall try a morning.")],
    ),
    Told(
        PUNE,
        17,
        163,
        ("Send open offers to Chicago before leaving", "Read what Chicago left overnight"),
        "First and last five minutes of the day",
        "An offer goes on while one of us sleeps",
        "An answer within one working day",
        [3, 2, 2],
        [(172, 5, "result", "An offer was signed while we slept", False)],
    ),
    Told(
        DESKS,
        1,
        148,
        ("Look at open offers while the customer speaks", "Leave one line for sales"),
        "When the name comes up on the screen, before the first question",
        "The customer hears one company, not two",
        "Fewer calls that are passed on",
        [4, 3, 3, 2, 2],
        [
            (157, 13, "result", "I could say yes at once, instead of passing the call on", False),
            (166, 4, "annoyance", "The page of offers takes eleven seconds to open", True),
        ],
    ),
]  # fmt: skip

OLD_HABITS = [
    (90, PUNE, 5, "The morning round at the board, with everybody standing",
     "The board is the open list of the CRM now; the round is the same"),
    (112, DESKS, 1, "A yellow note for whoever takes the next shift",
     "The line for sales is that note, and it cannot fall off"),
    (141, DESKS, 13, "The customer's name is said back when the call begins",
     "It is typed while it is said, and the page opens by itself"),
]  # fmt: skip


SERVES = {
    "Put every enquiry into the CRM": "Customers with one complete record in the CRM",
    "Send open offers to Chicago before leaving": "Enquiries answered within one working day",
    "Look at open offers while the customer speaks": "Enquiries answered within one working day",
}
"""Which objective a trial serves; the one that was dropped had said none."""


def tell(story: Story) -> None:
    """Tell four trials from their beginnings, and three old habits."""
    for told in TRIALS:
        _try(story, told)
    for day, team, number, habit, use in OLD_HABITS:
        said = {"key": uuid5(NAMESPACE_URL, habit), "habit": habit, "use": use}
        named = OldHabit(programme=story.programme, team=_team(story, team), **said)
        named.at = story.moment(day, 10)
        with happened(named.at):
            named.name_it(story.people[number])


def _try(story: Story, told: Told) -> None:
    trial = _begin(story, told)
    for day, number, kind, words, more in told.notes:
        _note(story, trial, day, story.people[number], kind, words, more=more)
    for day, kind, answer, verdict, words in told.found:
        _evaluate(story, trial, day, told.by, kind, answer=answer, verdict=verdict, words=words)
    _tick(story, trial, told)


def _begin(story: Story, told: Told) -> Trial:
    starts_on, at = story.day(told.begins), story.moment(told.begins, 8)
    by = story.people[told.by]
    trial = Trial(
        programme=story.programme,
        team=_team(story, told.team),
        key=uuid5(NAMESPACE_URL, told.tasks[0]),
        task=told.tasks[0],
        second_task=told.tasks[1],
        where=told.where,
        purpose=told.purpose,
        hope=told.hope,
        objective=_objective(story, SERVES.get(told.tasks[0], "")),
        owner=by,
        starts_on=starts_on,
        ends_on=starts_on + timedelta(days=31),
        made_at=at,
    )
    with happened(at):
        trial.plan(by)
    Trial.objects.filter(pk=trial.pk).update(begun_at=at)
    _since(trial, Stage.IN_TRIAL, starts_on)
    return trial


def _note(  # noqa: PLR0913, PLR0917 -- what a note is made of
    story: Story, trial: Trial, day: int, by: Person, kind: str, words: str, *, more: bool
) -> None:
    at = story.moment(day, 16)
    key = uuid5(NAMESPACE_URL, words)
    note = TrialNote(programme=story.programme, trial=trial, key=key, kind=kind, what=words, at=at)
    with happened(at):
        note.write(by)
        made = note.become(by) if more else None
    if isinstance(made, Victory):
        Victory.objects.filter(pk=made.pk).update(logged_at=at)
    if isinstance(made, Barrier):
        Barrier.objects.filter(pk=made.pk).update(logged_at=at, since=at)
        if trial.team.name == PUNE:
            _clear(story, made, day + 9, by)


def _clear(story: Story, barrier: Barrier, day: int, by: Person) -> None:
    """Let the barrier be knocked down on a later day."""
    at = story.moment(day, 11)
    with happened(at):
        barrier.knock_down(by, "The field is gone; the region comes from the address.", [by])
    Barrier.objects.filter(pk=barrier.pk).update(knocked_down_at=at)


def _evaluate(story: Story, trial: Trial, day: int, number: int, kind: str, **said: str) -> None:
    on = story.day(day)
    with happened(story.moment(day, 15)):
        given = Evaluation.give(story.people[number], trial, kind, **said)
    Evaluation.objects.filter(pk=given.pk).update(on=on)
    if given.verdict:
        Trial.objects.filter(pk=trial.pk).update(decided_on=on)
        _since(trial, Stage.USING, on)
    trial.refresh_from_db()


def _since(trial: Trial, stage: Stage, on: date) -> None:
    """Date the stage that the trial has brought its team to."""
    Adoption.objects.filter(team=trial.team_id, stage=stage, since__gt=on).update(since=on)


def _tick(story: Story, trial: Trial, told: Told) -> None:
    """Let everybody in the team have ticked what they did, week by week."""
    last = min(story.day(182), trial.decided_on or date.max)
    if trial.outcome == "kept":
        last = story.day(182)
    seats = Seat.objects.held().filter(team=trial.team_id).exclude(person__role="observer")
    people = list(seats.order_by("pk").values_list("person", flat=True))
    ticks = [
        Tick(trial=trial, person_id=person, on=on)
        for place, person in enumerate(people)
        for week, missed in enumerate(told.misses)
        for on in _days(trial.starts_on + timedelta(weeks=week), missed, place)
        if on <= last
    ]
    Tick.objects.bulk_create(ticks)


def _days(first: date, missed: int, place: int) -> list[date]:
    """Return the days of a week on which somebody did it; every third person left out one more."""
    done = 7 - missed - (place + first.day) % 3 // 2
    return [first + timedelta(days=(day + place) % 7) for day in range(done)]


def _objective(story: Story, measure: str) -> Objective | None:
    own = Objective.objects.filter(programme=story.programme, measure=measure)
    found: Objective | None = own.first()
    return found


def _team(story: Story, name: str) -> Team:
    teams = Team.objects.select_related("programme")
    return teams.get(programme=story.programme, name=name)
