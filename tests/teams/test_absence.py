"""Absence that repeats is a question of time: it has names, and nothing to rank by."""

from datetime import timedelta

import pytest
from django.utils.timezone import now
from hypothesis import given
from hypothesis import strategies as st

from changeprog.programme.models import Person, Programme
from teams.absence import absences, is_repeated
from teams.models import Attendance, AttendanceState, Meeting
from tests import factory

STATES = st.lists(st.sampled_from(AttendanceState.values), max_size=6)


@pytest.mark.parametrize(
    ("states", "repeated"),
    [
        (["absent", "absent"], True),
        (["absent", "present", "absent"], True),
        (["absent", "present", "present", "absent"], False),
        (["absent", "substitute", "late"], False),
        (["absent"], False),
        ([], False),
    ],
)
def test_two_of_the_last_three(states: list[str], repeated: bool) -> None:
    assert is_repeated(states) is repeated


@given(STATES)
def test_only_the_last_three_count(states: list[str]) -> None:
    assert is_repeated(states) == is_repeated(states[:3])


@given(STATES)
def test_coming_once_more_never_makes_it_worse(states: list[str]) -> None:
    assert is_repeated(["present", *states]) <= is_repeated(states)


@pytest.fixture
def meetings(programme: Programme) -> list[Meeting]:
    """Three meetings that are over, a week apart."""
    made = [factory.close_meeting(programme, title=f"Meeting {number}") for number in range(3)]
    for weeks, meeting in enumerate(made):
        opened = now() - timedelta(weeks=9 - weeks)
        Meeting.objects.filter(pk=meeting.pk).update(opened_at=opened)
    return made


def test_who_was_kept_away_is_named_in_the_order_of_the_alphabet(
    meetings: list[Meeting], champion: Person, member: Person, observer: Person
) -> None:
    for meeting in meetings:
        Attendance.say(champion, meeting, champion, "present")
        Attendance.say(champion, meeting, observer, "absent")
        Attendance.say(champion, meeting, member, "absent")
    Attendance.say(champion, meetings[0], member, "present")
    assert absences(champion.programme) == [member, observer]


def test_who_was_removed_is_not_named(
    meetings: list[Meeting], champion: Person, member: Person
) -> None:
    Attendance.say(champion, meetings[0], champion, "present")
    Attendance.say(champion, meetings[1], champion, "present")
    for meeting in meetings:
        Attendance.say(champion, meeting, member, "absent")
    assert absences(champion.programme) == [member]
    member.remove(champion)
    assert absences(champion.programme) == []
