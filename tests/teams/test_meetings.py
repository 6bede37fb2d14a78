"""What meetings add elsewhere: home, the digest, search, the first principle, the road."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils.timezone import localdate, now
from time_machine import travel

from changeprog.accounts.models import User
from changeprog.communications import digest
from changeprog.direction.principles import Kind, Moment
from changeprog.programme.home import road
from changeprog.programme.models import Function, Person, Programme, Role
from changeprog.programme.search import Words, search
from teams import meetings, middles, panels
from teams.models import Attendance, Meeting
from tests import factory

Browse = Callable[[Person | User | None], Client]


def home(programme: Programme) -> str:
    return meetings.COMING.render_for(programme, Role.MEMBER)


def test_the_home_page_shows_a_meeting_two_weeks_ahead(programme: Programme) -> None:
    meeting = factory.plan_meeting(programme, starts_at=now() + timedelta(days=15))
    assert meeting.title not in home(programme)
    with travel(now() + timedelta(days=2), tick=False):
        assert meeting.title in home(programme)


def test_one_that_is_going_on_comes_first_and_can_be_joined(programme: Programme) -> None:
    factory.plan_meeting(programme, title="Later", starts_at=now() + timedelta(hours=1))
    assert "Join" not in home(programme)
    factory.open_meeting(programme, title="Now")
    shown = home(programme)
    assert ("Now" in shown, "Join" in shown, "Later" in shown) == (True, True, False)


def test_an_action_is_among_what_its_owner_promised(
    programme: Programme, member: Person, champion: Person
) -> None:
    factory.agree_action(factory.open_meeting(programme), "Write the list", member)
    mine, theirs = [
        panels.PROMISED_BY_ME.render_personally(person) for person in (member, champion)
    ]
    assert ("Write the list" in mine, "Write the list" in theirs) == (True, False)
    lines = [line.text for passage in digest.compose_for(member) for line in passage.lines]
    assert lines == ["Write the list"]
    assert digest.compose_for(champion) == []


def test_the_digest_tells_what_closed_meetings_decided(programme: Programme) -> None:
    factory.decide(factory.open_meeting(programme, title="Open"), "Not yet told")
    since = now()
    meeting = factory.open_meeting(programme)
    factory.decide(meeting, "One list of customers")
    factory.decide(meeting, "Taken back").withdraw(factory.champion_of(programme))
    meeting.close(factory.champion_of(programme))
    told = meetings.decided(programme, since, now())
    assert [(line.text, line.detail) for line in told] == [
        ("One list of customers", "Organizational meeting")
    ]


def test_meetings_decisions_and_actions_are_found(programme: Programme, observer: Person) -> None:
    meeting = factory.open_meeting(programme, title="Zebra day")
    factory.decide(meeting, "A zebra for everybody")
    factory.agree_action(meeting, "Buy a zebra")
    found = {
        group.kind: [hit.title for hit in group.hits]
        for group in search(observer, Words.of("zebra", 5))
    }
    assert found == {
        "Meetings": ["Zebra day"],
        "Decisions": ["A zebra for everybody"],
        "Actions": ["Buy a zebra"],
    }


@pytest.fixture
def leaders(programme: Programme) -> list[Person]:
    senior = Function.objects.get(programme=programme, name="Senior management")
    return [factory.make_person(programme, function=senior) for _ in range(3)]


@pytest.mark.parametrize(
    ("came", "kind"), [(3, Kind.MET), (2, Kind.MET), (1, Kind.PARTLY), (0, Kind.MISSING)]
)
def test_who_decides_is_there_themselves(
    came: int, kind: Kind, programme: Programme, leaders: list[Person], champion: Person
) -> None:
    meeting = factory.plan_meeting(programme)
    Attendance.invite(champion, meeting, leaders)
    meeting.open(champion)
    for leader in leaders:
        Attendance.say(champion, meeting, leader, "substitute", substitute_name="Vera")
    for leader in leaders[:came]:
        Attendance.arrive(meeting, leader)
    meeting.close(champion)
    (evidence,) = meetings.came(programme, Moment(localdate(), localdate()))
    assert evidence.kind is kind


def test_without_a_meeting_nothing_is_known(programme: Programme) -> None:
    factory.open_meeting(programme)
    assert meetings.came(programme, Moment(localdate(), localdate())) == []


def test_the_road_leads_past_the_meeting(programme: Programme) -> None:
    def state() -> str:
        return next(step.state for step in road(programme) if "meeting" in step.label)

    factory.plan_meeting(programme)
    assert state() != "done"
    factory.open_meeting(programme)
    assert state() == "done"


def test_minutes_tell_what_was_adopted_while_the_meeting_went_on(
    programme: Programme, champion: Person
) -> None:
    factory.adopt_rule(champion, "We begin on time.")
    meeting = factory.open_meeting(programme)
    factory.adopt_rule(champion, "We speak with each other first.")
    meeting.close(champion)
    passages = list(middles.passages(Meeting.objects.get(pk=meeting.pk)))
    (rules,) = [each for each in passages if each.title.startswith("Working rules")]
    assert len(rules.lines) == 1
    assert "We speak with each other first." in str(rules.lines)
