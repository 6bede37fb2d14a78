"""Meetings: planned once, opened with a reason, led part by part, closed, gone on with."""

from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from django.utils.timezone import localdate, now
from time_machine import travel

from changeprog.direction.models import Overtaken
from changeprog.programme.models import Event, Person, Programme
from teams.agenda import USUAL
from teams.convening import convene
from teams.models import (
    Action,
    AgendaPart,
    Attendance,
    AttendanceState,
    Decision,
    Meeting,
    PartOn,
    ReasonMissing,
)
from tests import factory


def told(programme: Programme, *verbs: str) -> list[str]:
    """Return the verbs of the journal that are among ``verbs``, oldest first."""
    events = Event.objects.filter(programme=programme, verb__in=verbs).order_by("pk")
    return list(events.values_list("verb", flat=True))


def titles(meeting: Meeting) -> list[str]:
    return list(AgendaPart.objects.filter(meeting=meeting).values_list("title", flat=True))


def expected(meeting: Meeting) -> list[Person]:
    return [row.person for row in Attendance.objects.filter(meeting=meeting).with_names()]


def test_everybody_with_a_seat_is_invited_and_the_usual_agenda_is_there(
    champion: Person, member: Person, observer: Person
) -> None:
    factory.seat(member, factory.core_team(champion.programme, "design"))
    factory.seat(member, factory.core_team(champion.programme, "rollout"))
    meeting = factory.plan_meeting(champion.programme)
    assert expected(meeting) == [champion, member]
    assert titles(meeting) == [title for _, title, _, _ in USUAL]
    assert sum(minutes for _, _, minutes, _ in USUAL) == meeting.minutes


def test_others_are_asked_besides(champion: Person, observer: Person) -> None:
    meeting = Meeting(
        programme=champion.programme, title="All", place="Hall", minutes=60, starts_at=now()
    )
    convene(champion, meeting, [observer])
    assert expected(meeting) == [champion, observer]


def test_the_same_attempt_is_one_meeting(champion: Person) -> None:
    key = uuid4()
    first = factory.plan_meeting(champion.programme, key=key)
    again = factory.plan_meeting(champion.programme, key=key)
    assert (again.pk, Meeting.objects.count()) == (first.pk, 1)
    assert told(champion.programme, "meeting.planned") == ["meeting.planned"]


def test_meetings_are_numbered_within_their_programme(champion: Person, stranger: Person) -> None:
    factory.plan_meeting(stranger.programme)
    numbers = [factory.plan_meeting(champion.programme).number for _ in range(2)]
    assert numbers == [1, 2]


def test_a_gap_needs_a_reason_that_stays(champion: Person) -> None:
    meeting = factory.plan_meeting(champion.programme)
    gaps = ["Design: nobody from Sales"]
    with pytest.raises(ReasonMissing):
        meeting.open(champion, gaps)
    meeting.refresh_from_db()
    assert meeting.status == "planned"
    assert meeting.open(champion, gaps, "Sales joins in a week.")
    assert (meeting.missing, meeting.gap_reason) == (gaps, "Sales joins in a week.")


def test_it_is_opened_once_with_its_first_part(champion: Person, facilitator: Person) -> None:
    meeting = factory.plan_meeting(champion.programme)
    same = Meeting.objects.get(pk=meeting.pk)
    assert (meeting.open(champion), same.open(facilitator)) == (True, False)
    assert same.opened_by == champion
    assert same.current is not None
    assert (same.current.place, same.current.started_at) == (1, same.opened_at)
    assert told(champion.programme, "meeting.opened") == ["meeting.opened"]


def test_next_pressed_twice_goes_one_part_further(champion: Person) -> None:
    meeting = factory.open_meeting(champion.programme)
    first, second, third = AgendaPart.objects.filter(meeting=meeting)[:3]
    assert meeting.turn(champion, first.pk, second)
    assert not meeting.turn(champion, first.pk, second)
    assert not meeting.turn(champion, first.pk, third)
    assert meeting.current == second
    assert told(champion.programme, "meeting.turned") == ["meeting.turned"]


def test_the_times_of_parts_are_those_they_really_had(champion: Person) -> None:
    begins = datetime.fromisoformat("2026-11-30T10:00:00+00:00")
    with travel(begins, tick=False):
        meeting = factory.open_meeting(champion.programme)
    first, second = AgendaPart.objects.filter(meeting=meeting)[:2]
    for minutes, seen, to in ((7, first, second), (9, second, first), (12, first, second)):
        with travel(begins + timedelta(minutes=minutes), tick=False):
            assert meeting.turn(champion, seen.pk, to)
    with travel(begins + timedelta(minutes=30), tick=False):
        meeting.close(champion)
    first.refresh_from_db()
    second.refresh_from_db()
    spans = [(part.started_at, part.ended_at) for part in (first, second)]
    minute = timedelta(minutes=1)
    assert spans == [
        (begins, begins + 12 * minute),
        (begins + 7 * minute, begins + 30 * minute),
    ]


def test_closing_says_of_the_silent_that_they_were_absent_and_going_on_takes_it_back(
    champion: Person, member: Person, observer: Person
) -> None:
    meeting = factory.open_meeting(champion.programme)
    Attendance.invite(champion, meeting, [member, observer])
    Attendance.arrive(meeting, member)
    Attendance.say(champion, meeting, observer, "absent", reason="On a train")
    assert meeting.close(champion)
    assert not meeting.close(champion)
    rows = Attendance.objects.filter(meeting=meeting).order_by("person__name")
    assert [row.state for row in rows] == ["absent", "present", "absent"]
    assert meeting.resume(champion)
    assert [row.state for row in rows.all()] == ["expected", "present", "absent"]
    assert told(champion.programme, "meeting.closed", "meeting.resumed") == [
        "meeting.closed",
        "meeting.resumed",
    ]


def test_whoever_comes_after_ten_minutes_came_late(
    champion: Person, member: Person, observer: Person
) -> None:
    meeting = factory.open_meeting(champion.programme)
    assert meeting.opened_at
    for minutes, person in ((9, member), (11, observer)):
        with travel(meeting.opened_at + timedelta(minutes=minutes), tick=False):
            Attendance.arrive(meeting, person)
            Attendance.arrive(meeting, person)
    states = dict(Attendance.objects.here().values_list("person__name", "state"))
    assert states == {member.name: "present", observer.name: "late"}
    assert told(champion.programme, "attendance.said") == ["attendance.said"] * 2


def test_what_goes_with_a_state_goes_with_it(champion: Person, member: Person) -> None:
    meeting = factory.open_meeting(champion.programme)
    row = Attendance.say(champion, meeting, member, "substitute", substitute_name="Vera")
    assert (row.sent, row.get_state_display()) == ("Vera", "Sent a substitute")
    row = Attendance.say(champion, meeting, member, AttendanceState.PRESENT)
    assert (row.sent, row.reason) == ("", "")


def test_why_somebody_is_absent_is_not_in_the_journal(champion: Person, member: Person) -> None:
    meeting = factory.open_meeting(champion.programme)
    Attendance.say(member, meeting, member, "absent", reason="A hospital")
    (event,) = Event.objects.filter(verb="attendance.said")
    assert event.facts == {"title": meeting.title, "of": member.name, "state": "absent"}


def test_parts_are_added_before_the_close_and_moved(champion: Person) -> None:
    meeting = factory.plan_meeting(champion.programme)
    part = AgendaPart(programme=champion.programme, meeting=meeting, title="New", minutes=5)
    part.add(champion)
    assert titles(meeting)[-2:] == ["New", "Close"]
    part.move(champion, -1)
    assert titles(meeting)[-3:] == ["New", "What we have decided, and who does what", "Close"]
    places = list(AgendaPart.objects.filter(meeting=meeting).values_list("place", flat=True))
    assert places == list(range(1, len(USUAL) + 2))


def test_a_part_that_has_begun_stays(champion: Person) -> None:
    meeting = factory.open_meeting(champion.programme)
    first, second = AgendaPart.objects.filter(meeting=meeting)[:2]
    with pytest.raises(PartOn):
        first.remove(champion)
    second.remove(champion)
    assert second.title not in titles(meeting)
    assert told(champion.programme, "part.removed") == ["part.removed"]


def test_what_is_in_calendars_counts_as_new_and_nothing_else_does(champion: Person) -> None:
    meeting = factory.plan_meeting(champion.programme)
    meeting.change(champion, 1, leader=champion)
    assert meeting.sequence == 0
    meeting.change(champion, 2, starts_at=meeting.starts_at + timedelta(hours=1))
    assert meeting.sequence == 1
    with pytest.raises(Overtaken):
        meeting.change(champion, 2, place="Room 9")
    assert told(champion.programme, "meeting.changed") == ["meeting.changed"] * 2


def test_the_next_meeting_starts_from_the_last(champion: Person, member: Person) -> None:
    last = factory.plan_meeting(champion.programme)
    AgendaPart.objects.filter(meeting=last).first().change(champion, 1, title="Good morning")  # type: ignore[union-attr]
    last.open(champion)
    done = factory.agree_action(last, "Done in time", member)
    factory.agree_action(last, "Still open", member)
    last.close(champion)
    done.finish(member)
    following = factory.plan_meeting(champion.programme, after=last)
    assert titles(following) == titles(last)
    assert titles(following)[0] == "Good morning"
    assert [str(action) for action in Action.objects.open_at(following)] == ["Still open"]


def test_minutes_keep_what_was_open_when_the_meeting_began(champion: Person) -> None:
    last = factory.open_meeting(champion.programme)
    action = factory.agree_action(last)
    last.close(champion)
    following = factory.close_meeting(champion.programme, after=last)
    action.finish(champion)
    assert list(Action.objects.open_at(following)) == [action]
    assert list(Action.objects.open()) == []


@pytest.mark.parametrize(
    ("acts", "verbs"),
    [
        (("finish", "finish", "reopen"), ["action.done", "action.reopened"]),
        (("drop", "drop", "take_up"), ["action.dropped", "action.taken_up"]),
    ],
)
def test_an_action_is_done_or_dropped_once_and_that_can_be_undone(
    acts: tuple[str, ...], verbs: list[str], champion: Person
) -> None:
    action = factory.agree_action(factory.open_meeting(champion.programme))
    for act in acts:
        getattr(action, act)(champion)
    assert told(champion.programme, *verbs) == verbs
    assert list(Action.objects.open()) == [action]


def test_an_action_is_late_after_its_day(champion: Person) -> None:
    today = localdate()
    action = factory.agree_action(factory.open_meeting(champion.programme), due=today)
    assert (action.is_late(today), action.is_late(today + timedelta(days=1))) == (False, True)


def test_a_decision_leaves_the_minutes_and_comes_back(champion: Person) -> None:
    decision = factory.decide(factory.open_meeting(champion.programme))
    decision.withdraw(champion)
    decision.withdraw(champion)
    assert list(Decision.objects.standing()) == []
    decision.restore(champion)
    assert list(Decision.objects.standing()) == [decision]
    said = ["decision.made", "decision.withdrawn", "decision.restored"]
    assert told(champion.programme, *said) == said


def test_who_may_lead(
    champion: Person, facilitator: Person, member: Person, observer: Person
) -> None:
    meeting = factory.plan_meeting(champion.programme)
    people = [champion, facilitator, member, observer]
    assert [meeting.led_by(person) for person in people] == [True, True, False, False]
    meeting.change(champion, 1, leader=member)
    assert meeting.led_by(member)
