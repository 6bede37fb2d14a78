"""What the teams have people reminded of: actions and next steps, whose they are, and once."""

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
import time_machine
from pytest_django import DjangoAssertNumQueries

from changeprog.communications import reminders
from changeprog.communications.models import Notice, ReminderRule
from changeprog.programme.models import Person
from teams import reminding
from teams.models import Barrier
from tests import factory

MONDAY = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
DUE = date(2026, 11, 20)


@pytest.fixture(autouse=True)
def traveller() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(MONDAY, tick=False) as traveller:
        yield traveller


def on(traveller: time_machine.Traveller, day: int) -> list[tuple[str, str]]:
    """Let a beat pass on a day of November; return who was newly told what stage of what."""
    before = set(Notice.objects.values_list("pk", flat=True))
    traveller.move_to(datetime(2026, 11, day, 9, 0, tzinfo=UTC))
    reminders.remind_due()
    new = Notice.objects.exclude(pk__in=before).order_by("pk").select_related("person")
    return [(each.person.name, f"{each.kind} {each.occasion.rpartition('/')[2]}") for each in new]


def test_an_action_is_reminded_of_until_it_is_done(
    traveller: time_machine.Traveller, member: Person
) -> None:
    meeting = factory.close_meeting(member.programme)
    action = factory.agree_action(meeting, owner=member, due=DUE)
    told = [on(traveller, day) for day in (5, 6, 13, 19, 20, 27)]
    assert told == [
        [],
        *[[("Mo Member", f"action.due {stage}")] for stage in ("14", "7", "1", "0", "-7")],
    ]
    action.finish(member)
    assert on(traveller, 30) == []


def test_an_action_that_was_given_another_day_is_reminded_of_that(
    traveller: time_machine.Traveller, member: Person, champion: Person
) -> None:
    meeting = factory.close_meeting(member.programme)
    action = factory.agree_action(meeting, owner=member, due=DUE)
    traveller.move_to(datetime(2026, 11, 10, 9, 0, tzinfo=UTC))
    action.change(champion, action.revision, due=date(2026, 11, 12))
    assert [on(traveller, day) for day in (10, 11)] == [[], [("Mo Member", "action.due 1")]]


def test_a_next_step_that_is_late_goes_up_and_is_not_reminded_of_besides(
    traveller: time_machine.Traveller, member: Person
) -> None:
    barrier = factory.log_barrier(member, owner=member)
    barrier.change(member, barrier.revision, next_step="Ask for a day", next_step_due=DUE)
    told = [on(traveller, day) for day in (18, 19, 20, 28)]
    mine = "Mo Member"
    assert told == [[], [(mine, "next_step.due 1")], [(mine, "next_step.due 0")], []]
    newest = Notice.objects.get(thing=f"barrier/{barrier.pk}")
    assert newest.occasion.endswith("/0"), "what waits for its mail is replaced by what is newer"


def test_the_chairs_of_its_team_hear_of_a_next_step_where_the_programme_wants_it(
    traveller: time_machine.Traveller, member: Person, facilitator: Person, observer: Person
) -> None:
    programme = member.programme
    factory.seat(facilitator, factory.core_team(programme, "design"), chair=True)
    factory.seat(observer, factory.core_team(programme, "rollout"), chair=True)
    ReminderRule.objects.create(programme=programme, kind="next_step.due", to_chair=True)
    for team in (factory.core_team(programme, "design"), None):
        barrier = factory.log_barrier(member, owner=member)
        barrier.change(member, barrier.revision, next_step="Ask", next_step_due=DUE)
        Barrier.objects.filter(pk=barrier.pk).update(team=team)
    told = sorted(name for name, _ in on(traveller, 20))
    assert told == ["Fay Facilitator", "Mo Member", "Mo Member", "Ola Observer"]


@pytest.mark.parametrize("rows", [1, 3])
def test_each_kind_asks_one_query_for_any_number_of_things(
    member: Person, rows: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    meeting = factory.close_meeting(member.programme)
    for _ in range(rows):
        factory.agree_action(meeting, owner=member, due=DUE)
        barrier = factory.log_barrier(member, owner=member)
        barrier.change(member, barrier.revision, next_step="Ask", next_step_due=DUE)
    for kind in (reminding.actions, reminding.next_steps):
        with django_assert_num_queries(1):
            assert len(list(kind(DUE))) == rows
