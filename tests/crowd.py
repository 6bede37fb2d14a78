"""A programme in which there is a lot of everything, written in bulk and without the journal."""

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

from django.db.models import Model
from django.utils.timezone import localdate

from changeprog.accounts.models import User
from changeprog.direction.models import (
    Benefit,
    BenefitEntry,
    CapabilityImprovement,
    Dependency,
    Judgement,
    LevelEntry,
    Milestone,
    MilestoneMove,
    Objective,
    Promise,
    Reading,
    Resource,
    SideEffect,
    Vision,
    VisionSignOff,
)
from changeprog.programme.models import Event, Function, Person, Programme, Team
from teams.models import Barrier, Victory

A_DAY = timedelta(days=1)


def crowd(programme: Programme, rows: int) -> None:
    """Put ``rows`` of everything into ``programme``; what belongs to one is given to the first."""
    people = _people(programme, rows)
    teams = Team.objects.bulk_create(
        Team(programme=programme, name=f"Team {number}") for number in range(rows)
    )
    Judgement.objects.bulk_create(
        Judgement(programme=programme, team=teams[0], share=20, weeks=8, by=by) for by in people
    )
    Judgement.objects.bulk_create(
        Judgement(programme=programme, team=team, share=20, weeks=8) for team in teams
    )
    _vision(programme, people)
    objectives = _objectives(programme, people, teams)
    milestones = _milestones(programme, people, teams, objectives)
    _resources(programme, people, teams, milestones)
    _value(programme, people, milestones)
    _daily_work(people, milestones)
    _history([programme, *objectives[:1], *milestones[:1]], people)


def _people(programme: Programme, rows: int) -> list[Person]:
    functions = list(Function.objects.filter(programme=programme))
    users = User.objects.bulk_create(
        User(email=f"crowd{number}@example.org", name=f"Crowd {number}") for number in range(rows)
    )
    return Person.objects.bulk_create(
        Person(
            programme=programme,
            user=user,
            name=user.name,
            email=user.email,
            role="member",
            function=functions[number % len(functions)],
        )
        for number, user in enumerate(users)
    )


def _vision(programme: Programme, people: list[Person]) -> None:
    visions = Vision.objects.bulk_create(
        Vision(programme=programme, version=number, statement=f"Text {number}", author=author)
        for number, author in enumerate(people, start=1)
    )
    VisionSignOff.objects.bulk_create(
        VisionSignOff(vision=visions[-1], person=person, where="Workshop") for person in people
    )


def _objectives(programme: Programme, people: list[Person], teams: list[Team]) -> list[Objective]:
    objectives = Objective.objects.bulk_create(
        Objective(
            programme=programme,
            measure=f"Measure {number}",
            unit="%",
            baseline=Decimal(40),
            baseline_on=date(2026, 1, 1),
            target=Decimal(90),
            due=date(2027, 12, 31),
            owner=owner,
            team=team,
        )
        for number, (owner, team) in enumerate(zip(people, teams, strict=True))
    )
    newest = [Reading(objective=each, on=localdate(), value=Decimal(50)) for each in objectives]
    earlier = [
        Reading(objective=objectives[0], on=localdate() - number * A_DAY, value=50, by=by)
        for number, by in enumerate(people, start=1)
    ]
    Reading.objects.bulk_create([*newest, *earlier])
    return objectives


def _milestones(
    programme: Programme, people: list[Person], teams: list[Team], objectives: list[Objective]
) -> list[Milestone]:
    """Return milestones a day apart around today, each waiting for the one before."""
    first = localdate() - len(people) // 2 * A_DAY
    milestones = Milestone.objects.bulk_create(
        Milestone(
            programme=programme,
            name=f"Milestone {number}",
            due=first + number * A_DAY,
            owner=owner,
            team=team,
            objective=objective,
            visible_benefit=number % 2 == 0,
        )
        for number, (owner, team, objective) in enumerate(
            zip(people, teams, objectives, strict=True)
        )
    )
    Milestone.objects.bulk_create(
        Milestone(programme=programme, name="Done", due=first, reached_on=first, objective=each)
        for each in objectives[:1] * len(people)
    )
    Dependency.objects.bulk_create(
        Dependency(milestone=after, needed=before) for before, after in pairwise(milestones)
    )
    moved = [milestones[0]] * len(people)
    MilestoneMove.objects.bulk_create(
        MilestoneMove(milestone=each, before=first, after=first + A_DAY, by=by)
        for each, by in zip(moved + milestones, people + people, strict=True)
    )
    return milestones


def _resources(
    programme: Programme, people: list[Person], teams: list[Team], milestones: list[Milestone]
) -> None:
    named = list(enumerate(zip(teams, milestones, strict=True)))
    needed = Resource.objects.bulk_create(
        Resource(
            programme=programme,
            name=f"Resource {number}",
            kind=Resource.Kind.TIME,
            amount=Decimal(12),
            needed_by=localdate(),
            team=team,
            milestone=milestone,
        )
        for number, (team, milestone) in named
    )
    whose = zip([needed[0]] * len(people) + needed, people + people, strict=True)
    Promise.objects.bulk_create(
        Promise(resource=resource, person=person, amount=Decimal(1), since=date(2026, 1, 1))
        for resource, person in whose
    )
    SideEffect.objects.bulk_create(
        SideEffect(programme=programme, outcome=f"Side effect {number}", likelihood=3)
        for number, _ in named
    )


def _value(programme: Programme, people: list[Person], milestones: list[Milestone]) -> None:
    capabilities = CapabilityImprovement.objects.bulk_create(
        CapabilityImprovement(
            programme=programme,
            name=f"Capability {number}",
            dimension="data",
            level=2,
            wanted=4,
            owner=owner,
        )
        for number, owner in enumerate(people)
    )
    capabilities[0].milestones.set(milestones)
    LevelEntry.objects.bulk_create(
        LevelEntry(capability=capabilities[0], level=2, on=date(2026, 1, 1), by=by) for by in people
    )
    benefits = Benefit.objects.bulk_create(
        Benefit(
            programme=programme,
            name=f"Benefit {number}",
            kind=Benefit.Kind.values[0],
            low=Decimal(1),
            likely=Decimal(2),
            high=Decimal(3),
            starts_on=date(2026, 3, 1),
            owner=owner,
        )
        for number, owner in enumerate(people)
    )
    benefits[0].capabilities.set(capabilities)
    BenefitEntry.objects.bulk_create(
        BenefitEntry(benefit=benefits[0], amount=Decimal(1), on=date(2026, 6, 1), by=by)
        for by in people
    )


def _daily_work(people: list[Person], milestones: list[Milestone]) -> None:
    """Log victories and barriers, an old one of which the first person owns."""
    programme = people[0].programme
    Victory.objects.bulk_create(
        Victory(programme=programme, what="Won", logged_by=by, milestone=milestone)
        for by, milestone in zip(people, milestones, strict=True)
    )
    Barrier.objects.bulk_create(
        Barrier(programme=programme, what="In the way", logged_by=by, owner=by) for by in people
    )


def _history(subjects: Sequence[Model], people: list[Person]) -> None:
    """Let everybody have changed each of ``subjects``."""
    programme = people[0].programme
    Event.objects.bulk_create(
        Event(
            programme=programme,
            verb=f"{subject._meta.model_name}.changed",
            subject=subject,
            person=by,
            facts={"title": str(subject), "changes": {"name": ["A", "B"]}},
        )
        for by in people
        for subject in subjects
    )
