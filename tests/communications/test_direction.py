"""What a digest tells of the direction, in plain sentences, and only where things stand now."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from uuid import uuid4

import pytest
import time_machine

from changeprog.communications import digest
from changeprog.communications.models import Procedure
from changeprog.direction.models import Milestone, Objective
from changeprog.programme import money
from changeprog.programme.models import Event, Person
from tests import factory

LATER = datetime(2026, 11, 19, 12, 0, tzinfo=UTC)
MONDAY = datetime(2026, 11, 23, 7, 30, tzinfo=UTC)
FAR = date(2027, 5, 1)
BAND = "40\N{EN DASH}60 %"
Told = Callable[[Person], list[tuple[str, str]]]


@pytest.fixture
def objective(procedure: Procedure) -> Objective:
    return factory.make_objective(procedure.programme)


@pytest.fixture
def milestone(procedure: Procedure) -> Milestone:
    return factory.make_milestone(procedure.programme, due=FAR)


@pytest.fixture
def told(procedure: Procedure) -> Told:
    """Return what changed in the direction since ``LATER``, as a person reads it on Monday."""

    def of(person: Person) -> list[tuple[str, str]]:
        composed = digest.compose(procedure.programme, LATER, MONDAY)
        return [
            (line.text, line.detail)
            for passage in composed
            if passage.name == "direction"
            for line in passage.for_person(person).lines
        ]

    return of


def test_an_objective_to_hold_is_told_by_its_band(
    clock: time_machine.Traveller, procedure: Procedure, member: Person, told: Told
) -> None:
    clock.move_to(LATER)
    held = factory.make_objective(
        procedure.programme, "Load", low=Decimal(40), high=Decimal(60), target=Decimal(40)
    )
    held.read(member, Decimal(62), date(2026, 11, 19))
    assert told(member) == [
        ("Objective: Load", f"to be held within {BAND} until 31 December 2027"),
        ("Load: 62 %", f"Read on 19 November 2026; it shall be held within {BAND}"),
    ]


def test_a_sheet_is_told_once(
    clock: time_machine.Traveller, objective: Objective, member: Person, told: Told
) -> None:
    clock.move_to(LATER)
    days = [date(2026, month, 1) for month in (3, 4, 5)]
    objective.read_all(member, {day: (Decimal(50), "") for day in days})
    assert told(member) == [
        (
            "Answered in a day: 3 readings from a sheet",
            "Read from 1 March 2026 to 1 May 2026; the target is 90 %",
        )
    ]


def test_a_reading_that_was_taken_away_is_told_unless_it_was_new(
    clock: time_machine.Traveller, objective: Objective, member: Person, told: Told
) -> None:
    before, new = date(2026, 3, 1), date(2026, 11, 1)
    objective.read(member, Decimal(50), before)
    clock.move_to(LATER)
    objective.withdraw(member, before)
    objective.read(member, Decimal(70), new)
    objective.withdraw(member, new)
    assert told(member) == [
        (
            "Answered in a day: a reading was taken away",
            "50 %, read on 1 March 2026, no longer counts; the target is 90 %",
        )
    ]


def test_a_sheet_that_was_taken_back_leaves_nothing_to_tell(
    clock: time_machine.Traveller, objective: Objective, member: Person, told: Told
) -> None:
    clock.move_to(LATER)
    day = date(2026, 3, 1)
    objective.read_all(member, {day: (Decimal(50), "")})
    sheet = Event.objects.get(verb="objective.read_many")
    assert objective.take_back(member, sheet.at, {day: None}) == 1
    assert told(member) == []


def test_what_was_taken_away_and_what_came_back(
    clock: time_machine.Traveller,
    objective: Objective,
    milestone: Milestone,
    champion: Person,
    told: Told,
) -> None:
    clock.move_to(LATER)
    objective.remove(champion)
    milestone.remove(champion)
    new = factory.make_milestone(objective.programme, "By mistake", due=FAR)
    new.remove(champion)
    back = factory.make_objective(objective.programme, "By mistake")
    back.remove(champion)
    back.restore(champion, {})
    assert told(champion) == [
        ("Objective: By mistake", "from 40 to 90 % by 31 December 2027"),
        ("No longer an objective: Answered in a day", ""),
        ("No longer planned: Pilot live", ""),
    ]


def test_a_milestone_called_off_is_told_with_its_reason(
    clock: time_machine.Traveller, milestone: Milestone, champion: Person, told: Told
) -> None:
    clock.move_to(LATER)
    milestone.call_off(champion, "The supplier has closed.")
    assert told(champion) == [("Pilot live: called off", "The supplier has closed.")]


def test_one_that_goes_ahead_after_all_is_told_if_it_was_told_as_called_off(
    clock: time_machine.Traveller,
    procedure: Procedure,
    milestone: Milestone,
    champion: Person,
    told: Told,
) -> None:
    milestone.call_off(champion, "No money.")
    clock.move_to(LATER)
    milestone.resume(champion)
    both = factory.make_milestone(procedure.programme, "Both", due=FAR)
    both.call_off(champion, "A slip.")
    both.resume(champion)
    assert told(champion) == [("Pilot live: goes ahead after all", "Due 1 May 2027")]


def test_moves_are_told_as_one_and_not_when_they_lead_back(
    clock: time_machine.Traveller, milestone: Milestone, champion: Person, told: Told
) -> None:
    clock.move_to(LATER)
    milestone.change(champion, 1, due=date(2027, 5, 11))
    milestone.change(champion, 2, due=date(2027, 5, 21))
    back = factory.make_milestone(milestone.programme, "Back", due=FAR)
    back.change(champion, 1, due=date(2027, 5, 11))
    back.change(champion, 2, due=FAR)
    assert told(champion) == [
        ("Pilot live: moved, 20 days later", "Due 21 May 2027 instead of 1 May 2027")
    ]


def test_one_that_was_told_as_reached_and_is_not(
    clock: time_machine.Traveller, milestone: Milestone, champion: Person, told: Told
) -> None:
    milestone.reach(champion, date(2026, 11, 18), "Seen")
    clock.move_to(LATER)
    milestone.reopen(champion)
    assert told(champion) == [("Pilot live: not reached after all", "Due 1 May 2027")]


def test_capabilities_and_what_came_of_benefits(
    clock: time_machine.Traveller, procedure: Procedure, champion: Person, told: Told
) -> None:
    capability = factory.make_capability(procedure.programme)
    benefit = factory.make_benefit(procedure.programme)
    clock.move_to(LATER)
    capability.assess(champion, 3, date(2026, 11, 19), "Seen")
    entry = benefit.realise(champion, uuid4(), Decimal("20000.00"), date(2026, 11, 1))
    assert [text for text, _ in told(champion)] == [
        f"One customer record: {capability.level_now}",
        f"Fewer customers leave: {money.write(Decimal(20000), 'EUR')}",
    ]
    benefit.correct(champion, entry, Decimal("18000.00"), date(2026, 11, 1))
    assert told(champion)[1] == (
        f"Fewer customers leave: {money.write(Decimal(18000), 'EUR')}",
        f"Booked on 1 November 2026, instead of {money.write(Decimal(20000), 'EUR')}",
    )


def test_a_leader_who_stands_behind_the_vision(
    clock: time_machine.Traveller, procedure: Procedure, champion: Person, told: Told
) -> None:
    vision = factory.write_vision(procedure.programme)
    clock.move_to(LATER)
    vision.sign_off(champion, "Kick-off")
    assert told(champion) == [("A leader stands behind the vision", "Kick-off")]


def test_side_effects_are_told_to_members_and_not_to_observers(
    clock: time_machine.Traveller,
    procedure: Procedure,
    member: Person,
    observer: Person,
    told: Told,
) -> None:
    clock.move_to(LATER)
    factory.make_side_effect(procedure.programme)
    assert told(member) == [("Side effect: A league table", "Nothing stands against it yet")]
    assert told(observer) == []
