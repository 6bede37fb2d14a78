"""Many adopting teams with people, trials, pulses and criteria, in bulk and without the journal."""

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from itertools import cycle
from typing import Any
from uuid import uuid4

from django.utils.timezone import localdate, now

from changeprog.direction.models import Judgement
from changeprog.onboarding.models import (
    Adoption,
    Criterion,
    Evaluation,
    Evidence,
    Finding,
    Gap,
    Material,
    Mentorship,
    OldHabit,
    Pulse,
    Question,
    Stage,
    Tick,
    Trial,
    TrialNote,
)
from changeprog.programme.models import Function, Person, Programme, Team
from stakeholders.models.conviction import Belief
from teams.models import Barrier, Seat
from tests import factory
from tests.onboarding import outside

A_DAY = timedelta(days=1)
TICKED = 20
"""Days that each person of a team in trial has ticked."""
CRITERIA = ["policy", "owner", "trained", "old_way", "own"]


def crowd(programme: Programme, teams: int, people: int) -> list[Team]:
    """Put ``teams`` adopting teams of ``people`` each into ``programme``; return the teams.

    Their stages go round: one team in six is in trial, one is business as usual, and so on.
    """
    made = Team.objects.bulk_create(
        Team(programme=programme, name=f"Adopting team {number:03}") for number in range(teams)
    )
    members = _seat(programme, made, people)
    _stages(programme, made, members)
    _trials(programme, made, members)
    _pulses(programme, made)
    _knowledge(programme, made, members)
    _criteria(programme, made, members)
    _in_the_way(programme, made, members)
    _outside(programme, made)
    return made


def _save(rows: Sequence[Any] | Any) -> Any:
    listed = list(rows)
    model: Any = type(listed[0])
    return model._base_manager.bulk_create(listed, batch_size=2_000)


def _seat(programme: Programme, teams: list[Team], people: int) -> dict[int, list[Person]]:
    """Return the people by the number of their team; the first of each has its chair."""
    functions = cycle(Function.objects.filter(programme=programme))
    made = _save(
        Person(
            programme=programme,
            name=f"Adopter {number:04}",
            email=f"adopter{number}@example.org",
            role="member",
            function=next(functions),
        )
        for number in range(len(teams) * people)
    )
    members = {
        team.pk: made[place * people : (place + 1) * people] for place, team in enumerate(teams)
    }
    _save(
        Seat(team_id=pk, person=person, chair=place == 0, hours=Decimal(4))
        for pk, own in members.items()
        for place, person in enumerate(own)
    )
    return members


def stage_of(number: int) -> str:
    """Return the stage of the team that was made as that number."""
    return Stage.values[number % len(Stage.values)]


def _stages(programme: Programme, teams: list[Team], members: dict[int, list[Person]]) -> None:
    _save(
        Adoption(
            programme=programme,
            team=team,
            stage=stage_of(number),
            lead=members[team.pk][0],
            starts_on=localdate() + (number - 100) * A_DAY,
            since=localdate() - number * A_DAY,
        )
        for number, team in enumerate(teams)
    )
    _save(
        Judgement(programme=programme, team=team, share=5 + number % 60, weeks=1 + number % 20)
        for number, team in enumerate(teams)
    )


def _trials(programme: Programme, teams: list[Team], members: dict[int, list[Person]]) -> None:
    """Have those in trial try something, those beyond have kept something and others dropped it."""
    tried = [team for number, team in enumerate(teams) if stage_of(number) in TRIED]
    trials = _save(_trial(programme, team, stage_of(teams.index(team))) for team in tried)
    _save(
        Tick(trial=trial, person=person, on=trial.starts_on + day * A_DAY)
        for trial in trials
        for place, person in enumerate(members[trial.team_id])
        for day in range(1 + (place + trial.pk) % TICKED)
    )
    _save(
        Evaluation(
            trial=trial,
            kind="month",
            asked_for=trial.ends_on,
            verdict="keep",
            answer="partly",
            by=members[trial.team_id][0],
        )
        for trial in trials
        if trial.outcome != "open" or trial.team_id % 2
    )
    _save(
        TrialNote(
            programme=programme,
            key=uuid4(),
            trial=trial,
            kind="result" if number % 2 else "annoyance",
            what=f"Something that people noticed, number {number}",
            by=members[trial.team_id][number % len(members[trial.team_id])],
        )
        for trial in trials
        for number in range(4)
    )
    _save(
        OldHabit(
            programme=programme,
            key=uuid4(),
            team=team,
            habit="A list at the door, on paper",
            use="It is where the new list hangs",
            by=members[team.pk][0],
        )
        for team in teams
    )


TRIED = (Stage.IN_TRIAL, Stage.USING, Stage.USUAL)


def _trial(programme: Programme, team: Team, stage: str) -> Trial:
    is_open = stage == Stage.IN_TRIAL
    begins: date = localdate() - (30 if is_open else 120) * A_DAY
    return Trial(
        programme=programme,
        key=uuid4(),
        team=team,
        task="Write to the customer before they ask",
        where="After the first coffee, before the queue opens",
        purpose="Fewer calls that only ask how long",
        hope="An hour of quiet before noon",
        starts_on=begins,
        ends_on=begins + 29 * A_DAY,
        begun_at=now() - 30 * A_DAY,
        outcome="open" if is_open else "kept",
        decided_on=None if is_open else localdate() - 60 * A_DAY,
    )


def _pulses(programme: Programme, teams: list[Team]) -> None:
    """Have every second team asked twice, and read."""
    pulses = _save(
        Pulse(
            programme=programme,
            key=uuid4(),
            team=team,
            moment=moment,
            state=Pulse.State.READ,
            opened_at=now() - (days + 7) * A_DAY,
            closes_on=localdate() - days * A_DAY,
            closed_at=now() - days * A_DAY,
            shared_at=now() - days * A_DAY,
            answered=20,
        )
        for team in teams[::2]
        for moment, days in (("before", 90), ("month", 30))
    )
    _save(
        Finding(pulse=pulse, belief=belief, fifths=(pulse.pk + place) % 6, given=20)
        for pulse in pulses
        for place, belief in enumerate(Belief.values)
    )


def _knowledge(programme: Programme, teams: list[Team], members: dict[int, list[Person]]) -> None:
    shared = _save(
        Material(
            programme=programme,
            key=uuid4(),
            title=f"How the new queue works, part {number}",
            form=form,
            theme=f"Theme {number % 12}",
            place="The page of the service desk",
            owner=members[team.pk][0],
            check_on=localdate() + (number - 50) * A_DAY,
        )
        for (number, team), form in zip(
            enumerate(teams), cycle(["talk", "page", "recording"]), strict=False
        )
    )
    own = {"programme": programme}
    _save(
        Mentorship(**own, key=uuid4(), team=team, person=members[team.pk][-1], hours=Decimal(3))
        for team in teams
    )
    _save(
        Gap(
            **own,
            key=uuid4(),
            what=f"What to do when a record is locked, case {number}",
            theme=f"Theme {number % 12}",
            team=team,
            owner=members[team.pk][-1],
            logged_by=members[team.pk][0],
            logged_at=now() - number * A_DAY,
            resolved_at=now() - number * A_DAY / 2 if number % 2 else None,
            material=material if number % 2 else None,
        )
        for team, material in zip(teams, shared, strict=True)
        for number in range(4)
    )
    _save(
        Question(
            **own,
            key=uuid4(),
            team=team,
            asker=members[team.pk][0],
            words=f"Whom do I ask about case {number}?",
            asked_at=now() - (number + 1) * A_DAY,
            answered_at=now() - number * A_DAY if number % 2 else None,
            answered_by=members[team.pk][-1] if number % 2 else None,
            answer="Ask me." if number % 2 else "",
        )
        for team in teams
        for number in range(4)
    )


def _criteria(programme: Programme, teams: list[Team], members: dict[int, list[Person]]) -> None:
    """Agree on five criteria of each team and of the programme; some are shown and accepted."""
    made = _save(
        Criterion(
            programme=programme,
            key=uuid4(),
            team=team,
            kind=kind,
            statement=f"{kind} is settled in writing",
            acceptor=members[(team or teams[0]).pk][0],
            accepted_at=now() if place < 2 else None,
            accepted_by=members[(team or teams[0]).pk][0] if place < 2 else None,
        )
        for team in [None, *teams]
        for place, kind in enumerate(CRITERIA)
    )
    _save(
        Evidence(programme=programme, key=uuid4(), criterion=each, words="It hangs at the door.")
        for each in made[::2]
    )


def _in_the_way(programme: Programme, teams: list[Team], members: dict[int, list[Person]]) -> None:
    _save(
        Barrier(
            programme=programme,
            key=uuid4(),
            what=f"The old list is still asked for, case {number}",
            affected_team=team,
            owner=members[team.pk][number],
            logged_by=members[team.pk][0],
            logged_at=now() - (number + 1) * 5 * A_DAY,
            knocked_down_at=now() if number == 1 else None,
        )
        for team in teams
        for number in range(2)
    )


def _outside(programme: Programme, teams: list[Team]) -> None:
    """Ask somebody outside for every tenth team; all have answered but the last."""
    by = factory.champion_of(programme)
    for number in range(1 + len(teams) // 10):
        check = outside.asked(by, person=outside.sceptic(programme, f"Sceptic{number} Outside"))
        outside.said(check, words=f"Nobody has time, reason {number}")
    outside.asked(by, person=outside.sceptic(programme, "Last Outside"))
