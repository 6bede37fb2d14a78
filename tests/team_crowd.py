"""Teams in which there is a lot of everything, written in bulk and without the journal."""

from collections.abc import Sequence
from datetime import timedelta
from decimal import Decimal

from django.utils.timezone import localdate, now

from changeprog.communications.models import Procedure
from changeprog.programme.models import Person, Programme, Team
from teams.models import (
    Acknowledgement,
    Action,
    AgendaPart,
    AgreedSet,
    Attendance,
    Barrier,
    Decision,
    Duty,
    Escalation,
    HandOff,
    Meeting,
    MeToo,
    RuleAnswer,
    RuleComment,
    RuleVersion,
    Seat,
    Thanks,
    Victory,
    WorkingRule,
)
from teams.models.escalation import Ask
from tests import factory
from tests.crowd import crowd

A_WEEK = timedelta(days=7)


def team_crowd(programme: Programme, rows: int) -> None:
    """Put ``rows`` of everything into ``programme`` and its teams; what belongs to one too.

    One meeting is over, one is going on, and all others are ahead.
    """
    closed, planned = factory.close_meeting(programme), factory.plan_meeting(programme)
    crowd(programme, rows)
    people = list(Person.objects.filter(programme=programme, name__startswith="Crowd"))
    teams = list(Team.objects.filter(programme=programme, name__startswith="Team"))
    _seats(people, [factory.core_team(programme), *teams[:1]], teams)
    _meetings(programme, rows)
    for meeting in (closed, planned, factory.open_meeting(programme, title="The one going on")):
        _in_meeting(meeting, people)
    _agreed(programme, people)
    _time(programme, people, [factory.core_team(programme), *teams])
    _daily_work(programme, people)


def _seats(people: list[Person], crowded: Sequence[Team], teams: list[Team]) -> None:
    """Seat all of one function in each of the ``crowded`` teams, and somebody in every team.

    The other functions are missing there, however many people there are.
    """
    alike = [person for person in people if person.function_id == people[0].function_id]
    seats = {(team, person) for team in crowded for person in alike}
    seats |= set(zip(teams, people, strict=True))
    Seat.objects.bulk_create(
        Seat(team=team, person=person, hours=Decimal(2), chair=person == people[0])
        for team, person in sorted(seats, key=lambda seat: (seat[0].pk, seat[1].pk))
    )


def _meetings(programme: Programme, rows: int) -> None:
    Meeting.objects.bulk_create(
        Meeting(
            programme=programme,
            number=1_000 + number,
            title=f"Meeting {number}",
            place="Room 3",
            starts_at=now() + number * A_WEEK,
            minutes=90,
        )
        for number in range(rows)
    )


def _in_meeting(meeting: Meeting, people: list[Person]) -> None:
    own = {"programme": meeting.programme, "meeting": meeting}
    known = set(meeting.attendances.values_list("person", flat=True))
    Attendance.objects.bulk_create(
        Attendance(meeting=meeting, person=person) for person in people if person.pk not in known
    )
    AgendaPart.objects.bulk_create(
        AgendaPart(**own, title=f"Part {number}", minutes=5, place=100 + number)
        for number, _ in enumerate(people)
    )
    Decision.objects.bulk_create(Decision(**own, text=f"Decided by {each}") for each in people)
    Action.objects.bulk_create(
        Action(**own, text="To do", owner=owner, due=localdate()) for owner in people
    )


def _agreed(programme: Programme, people: list[Person]) -> None:
    """Let there be rules in force and proposed, procedures, and an edition of them."""
    for state in ("adopted", "proposed"):
        rules = WorkingRule.objects.bulk_create(WorkingRule(programme=programme) for _ in people)
        versions = RuleVersion.objects.bulk_create(
            RuleVersion(
                rule=rule,
                number=1,
                text="We speak with each other first.",
                proposed_by=by,
                state=state,
                **({"adopted_at": now(), "adopted_by": by} if state == "adopted" else {}),
            )
            for rule, by in zip(rules, people, strict=True)
        )
        RuleAnswer.objects.bulk_create(
            RuleAnswer(version=version, person=person, can_live=True)
            for version, person in zip(versions[:1] * len(people), people, strict=True)
        )
        RuleComment.objects.bulk_create(
            RuleComment(version=versions[0], by=by, text="Well said.") for by in people
        )
    procedures = Procedure.objects.bulk_create(
        Procedure(programme=programme, name=f"Procedure {number}", owner=owner, automatic=False)
        for number, owner in enumerate(people)
    )
    procedures[0].to_people.set(people)
    edition = AgreedSet.issue(programme, None)
    Acknowledgement.objects.bulk_create(
        Acknowledgement(agreed_set=edition, person=person) for person in people
    )


def _time(programme: Programme, people: list[Person], teams: list[Team]) -> None:
    today = localdate()
    Duty.objects.bulk_create(
        Duty(programme=programme, person=each, what="Support", since=today, until=today + A_WEEK)
        for each in people
    )
    HandOff.objects.bulk_create(
        HandOff(programme=programme, from_team=teams[0], to_team=to, what="Screens")
        for to in teams[1:]
    )


def _daily_work(programme: Programme, people: list[Person]) -> None:
    """Let people thank for each victory, suffer from each barrier, and be asked about it."""
    victories = list(Victory.objects.filter(programme=programme))
    barriers = list(Barrier.objects.filter(programme=programme))
    Victory.doers.through.objects.bulk_create(
        Victory.doers.through(victory=victory, person=person)
        for victory, person in [
            *zip(victories, people, strict=True),
            *((victories[0], person) for person in people[1:]),
        ]
    )
    Thanks.objects.bulk_create(Thanks(victory=victories[0], person=person) for person in people)
    MeToo.objects.bulk_create(MeToo(barrier=barriers[0], person=person) for person in people)
    asked = Escalation.objects.bulk_create(
        Escalation(barrier=barrier, occasion=barrier.occasion, level=1) for barrier in barriers
    )
    champion = factory.champion_of(programme)
    Ask.objects.bulk_create(Ask(escalation=each, person=champion) for each in asked)
