"""Reminders: a month of a milestone, what is moved or done meanwhile, and who hears of it."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from pytest_django import DjangoAssertNumQueries

from changeprog import liveness
from changeprog.accounts.models import Letter
from changeprog.communications import clock as clock_of
from changeprog.communications import reminders, tasks
from changeprog.communications.models import Notice, Preference, ReminderRule
from changeprog.direction.models import Milestone
from changeprog.programme.models import Person, Programme
from tests import factory
from tests.communications.conftest import START

DUE = date(2026, 12, 14)
KIND = "milestone.due"


@pytest.fixture
def milestone(clock: time_machine.Traveller, member: Person) -> Milestone:
    """Planned at ``START``, due in four weeks less two days, Mo's."""
    return factory.make_milestone(member.programme, due=DUE, owner=member)


def beat() -> None:
    tasks.remind()
    tasks.send_notices()


def live_until(traveller: time_machine.Traveller, end: datetime, *zones: str) -> None:
    """Let beats pass when a day begins and when the morning comes, in each of the zones."""
    begun = datetime.now(UTC)
    days = [begun.date() + timedelta(days=n) for n in range(-1, (end - begun).days + 3)]
    moments = {
        clock_of.instant(day, hour, ZoneInfo(zone))
        for day in days
        for hour in (time(0), time(7, 30), time(9))
        for zone in zones or ("UTC",)
    }
    for moment in sorted(moments):
        if begun <= moment <= end:
            traveller.move_to(moment)
            beat()


def mailed(person: Person) -> list[str]:
    """Return when somebody was written to of what, by their own clock."""
    zone = ZoneInfo(Person.objects.get(pk=person.pk).time_zone)
    sent = person.notice_mails.sent().order_by("pk").prefetch_related("notices")
    return [
        f"{mail.sent_at.astimezone(zone):%d %b %H:%M} {notice.text}"
        for mail in sent
        if mail.sent_at
        for notice in mail.notices.all()
    ]


def told() -> list[tuple[str, str]]:
    rows = Notice.objects.filter(kind=KIND).order_by("pk")
    return [(row.person.name, row.occasion.partition("/")[2]) for row in rows]


def rule(programme: Programme, **values: object) -> None:
    kind = next(each for each in reminders.kinds() if each.name == KIND)
    reminders.rule_of(programme, kind).set(factory.champion_of(programme), **values)


def test_a_month_of_a_milestone_for_people_in_three_zones(
    clock: time_machine.Traveller, programme: Programme
) -> None:
    zones = ("Pacific/Auckland", "Asia/Kathmandu", "America/Los_Angeles")
    people = [factory.make_person(programme, time_zone=zone) for zone in zones]
    for person in people:
        factory.make_milestone(programme, f"{person.name}'s", due=DUE, owner=person)
    clock.move_to(datetime(2026, 11, 29, 0, 0, tzinfo=UTC))
    live_until(clock, datetime(2026, 12, 29, 0, 0, tzinfo=UTC), *zones)
    for person in people:
        assert mailed(person) == [
            f"{day} 07:30 {verb} 14 December 2026: {person.name}'s"
            for day, verb in [
                ("30 Nov", "Due"),
                ("07 Dec", "Due"),
                ("13 Dec", "Due"),
                ("14 Dec", "Due"),
                ("21 Dec", "Was due"),
                ("28 Dec", "Was due"),
            ]
        ]


def test_several_due_on_one_day_are_one_mail(
    clock: time_machine.Traveller, milestone: Milestone, member: Person
) -> None:
    factory.make_milestone(member.programme, "Another", due=DUE, owner=member)
    live_until(clock, datetime(2026, 11, 30, 12, 0, tzinfo=UTC))
    assert [letter.subject for letter in Letter.objects.all()] == [
        f"{member.programme.name}: 2 things for you"
    ]


def test_a_beat_that_was_lost_reminds_late_and_once(
    clock: time_machine.Traveller, milestone: Milestone, member: Person
) -> None:
    clock.move_to(datetime(2026, 12, 3, 9, 0, tzinfo=UTC))
    beat()
    live_until(clock, datetime(2026, 12, 6, 12, 0, tzinfo=UTC))
    assert mailed(member) == ["04 Dec 07:30 Due 14 December 2026: Pilot live"]


def test_two_beats_at_once_tell_once(clock: time_machine.Traveller, milestone: Milestone) -> None:
    clock.move_to(datetime(2026, 11, 30, 1, 0, tzinfo=UTC))
    owed = reminders.owed(datetime.now(UTC))
    tasks.remind()
    reminders._tell(owed)
    assert told() == [("Mo Member", "2026-12-14/14")]


def test_a_moved_date_takes_back_what_waits_and_reminds_of_the_new_one(
    clock: time_machine.Traveller, milestone: Milestone, champion: Person, member: Person
) -> None:
    clock.move_to(datetime(2026, 11, 30, 1, 0, tzinfo=UTC))
    beat()
    assert told() == [("Mo Member", "2026-12-14/14")]
    milestone.change(champion, milestone.revision, due=date(2026, 12, 16))
    live_until(clock, datetime(2026, 12, 2, 12, 0, tzinfo=UTC))
    assert mailed(member) == ["02 Dec 07:30 Due 16 December 2026: Pilot live"]


def test_what_is_moved_nearer_gets_no_stage_that_had_begun_before(
    clock: time_machine.Traveller, milestone: Milestone, champion: Person
) -> None:
    milestone.change(champion, milestone.revision, due=date(2026, 11, 22))
    beat()
    assert told() == []
    clock.move_to(datetime(2026, 11, 21, 1, 0, tzinfo=UTC))
    beat()
    assert told() == [("Mo Member", "2026-11-22/1")]


@pytest.mark.parametrize("how", ["reached", "called off", "removed", "handed over", "stopped"])
def test_nothing_leaves_for_what_is_not_to_be_done_any_more(  # noqa: PLR0917
    clock: time_machine.Traveller,
    milestone: Milestone,
    champion: Person,
    member: Person,
    facilitator: Person,
    how: str,
) -> None:
    clock.move_to(datetime(2026, 11, 30, 1, 0, tzinfo=UTC))
    tasks.remind()
    assert told() == [("Mo Member", "2026-12-14/14")]
    if how == "reached":
        milestone.reach(champion, date(2026, 11, 30), "It runs.")
    elif how == "called off":
        milestone.call_off(champion, "Too dear.")
    elif how == "removed":
        milestone.remove(champion)
    elif how == "handed over":
        milestone.change(champion, milestone.revision, owner=facilitator)
    else:
        Programme.objects.update(status=Programme.Status.STOPPED)
    clock.move_to(datetime(2026, 11, 30, 8, 0, tzinfo=UTC))
    tasks.send_notices()
    assert (mailed(member), Letter.objects.count()) == ([], 0)


def test_whoever_is_set_hears_of_it_and_the_champions_of_what_nobody_owns(
    clock: time_machine.Traveller, milestone: Milestone, champion: Person, facilitator: Person
) -> None:
    team = factory.core_team(champion.programme, "design")
    factory.seat(facilitator, team, chair=True)
    Milestone.objects.filter(pk=milestone.pk).update(team=team)
    free = factory.make_milestone(champion.programme, "Free", due=date(2026, 12, 15))
    rule(champion.programme, to_chair=True, to_owner=False)
    clock.move_to(datetime(2026, 12, 1, 1, 0, tzinfo=UTC))
    tasks.remind()
    rows = Notice.objects.filter(kind=KIND).order_by("pk")
    assert [(row.person.name, row.thing, row.detail) for row in rows] == [
        ("Fay Facilitator", f"milestone/{milestone.pk}", "Mo Member answers for it."),
        ("Chris Champion", f"milestone/{free.pk}", "Nobody answers for it yet."),
    ]


def test_a_rule_says_when_and_one_that_is_off_says_nothing(
    clock: time_machine.Traveller, milestone: Milestone, member: Person
) -> None:
    rule(member.programme, offsets="3", weekly_while_late=False)
    live_until(clock, datetime(2026, 12, 24, 12, 0, tzinfo=UTC))
    assert mailed(member) == ["11 Dec 07:30 Due 14 December 2026: Pilot live"]
    rule(member.programme, active=False, weekly_while_late=True)
    live_until(clock, datetime(2026, 12, 30, 12, 0, tzinfo=UTC))
    assert len(mailed(member)) == 1
    assert ReminderRule.objects.count() == 1


def test_a_pause_holds_reminders_back_and_the_last_stage_alone_leaves(
    clock: time_machine.Traveller, milestone: Milestone, member: Person
) -> None:
    Preference.set(member, paused_until=date(2026, 12, 9), quiet_from=time(22), quiet_until=time(9))
    live_until(clock, datetime(2026, 12, 10, 12, 0, tzinfo=UTC))
    assert mailed(member) == ["09 Dec 09:00 Due 14 December 2026: Pilot live"]


def test_liveness_knows_of_somebody_who_was_not_reminded(
    clock: time_machine.Traveller, milestone: Milestone
) -> None:
    moment = datetime(2026, 11, 30, 0, 0, tzinfo=UTC)
    assert "reminders" not in liveness.overdue(moment)
    assert "reminders" in liveness.overdue(moment + liveness.PATIENCE)
    clock.move_to(moment)
    tasks.remind()
    assert "reminders" not in liveness.overdue(moment + liveness.PATIENCE)


@pytest.mark.parametrize("milestones", [1, 300])
def test_the_question_costs_as_many_queries_for_many_as_for_one(
    clock: time_machine.Traveller,
    member: Person,
    milestones: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    Milestone.objects.bulk_create(
        Milestone(programme=member.programme, name=f"M{number}", due=DUE, owner=member)
        for number in range(milestones)
    )
    clock.move_to(START + timedelta(days=14))
    with django_assert_num_queries(A_BEAT):
        tasks.remind()
    assert len(told()) == milestones
    with django_assert_num_queries(AGAIN):
        tasks.remind()


A_BEAT, AGAIN = 21, 20
