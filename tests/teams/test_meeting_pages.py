"""The pages of meetings: who sees and does what, live and loaded alike, at a constant price."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.timezone import localtime, now

from changeprog.accounts.models import User
from changeprog.programme.models import Person, Programme
from teams import meeting_room
from teams.forms.meeting import LOCAL
from teams.models import Action, AgendaPart, Attendance, Decision, Meeting
from tests import factory

Browse = Callable[[Person | User | None], Client]
HTMX = {"HX-Request": "true"}


def at(name: str, subject: Any, **query: str) -> str:
    """Return the address ``name`` of a meeting or of what belongs to it."""
    return reverse(f"teams:{name}", args=[subject.programme.key, subject.pk], query=query)


def shown(browse: Browse, person: Person, url: str) -> str:
    answer = browse(person).get(url)
    assert answer.status_code == 200
    return str(answer.content.decode())


@pytest.fixture
def meeting(champion: Person, member: Person, observer: Person) -> Meeting:
    """A meeting that is going on, with a member and an observer invited."""
    planned = factory.plan_meeting(champion.programme)
    Attendance.invite(champion, planned, [member, observer])
    planned.open(champion)
    return planned


def plan(person: Person, **changes: str) -> dict[str, str]:
    starts = localtime(now() + timedelta(days=3), person.zone)
    said = {
        "title": "All of us",
        "starts_at": starts.strftime(LOCAL),
        "minutes": "60",
        "place": "Hall",
        "leader": "",
        "key": "6f7c2a90-6d1f-4f0a-9a53-6bb0b1f2a001",
        "revision": "0",
    }
    return said | changes


def test_the_champion_plans_a_meeting_and_sees_who_is_missing(
    browse: Browse, champion: Person
) -> None:
    client = browse(champion)
    page = client.get(reverse("teams:plan_meeting", args=[champion.programme.key]))
    assert "Leadership: nobody from Senior management" in page.content.decode()
    answer = client.post(page.request["PATH_INFO"], plan(champion))
    planned = Meeting.objects.get(title="All of us")
    assert answer.headers["Location"] == planned.get_absolute_url()
    assert "12 seats still to be filled" in shown(browse, champion, planned.get_absolute_url())


def test_a_meeting_in_the_past_is_refused_and_what_was_typed_stays(
    browse: Browse, champion: Person
) -> None:
    url = reverse("teams:plan_meeting", args=[champion.programme.key])
    answer = browse(champion).post(url, plan(champion, starts_at="2020-01-01T10:00"))
    assert answer.status_code == 422
    assert "still to come" in answer.content.decode()
    assert "All of us" in answer.content.decode()
    assert not Meeting.objects.exists()


LEADING = ["meeting_closing", "meeting_decisions", "meeting_actions", "meeting_opening"]


@pytest.mark.parametrize("name", LEADING)
@pytest.mark.parametrize("role", ["member", "observer"])
def test_who_does_not_lead_cannot(
    name: str, role: str, request: pytest.FixtureRequest, browse: Browse, meeting: Meeting
) -> None:
    person: Person = request.getfixturevalue(role)
    assert browse(person).post(at(name, meeting)).status_code == 403
    meeting.refresh_from_db()
    assert meeting.status == "open"
    assert not Decision.objects.exists()


def test_who_does_not_lead_cannot_turn_the_agenda(
    browse: Browse, meeting: Meeting, member: Person, facilitator: Person
) -> None:
    first, second = AgendaPart.objects.filter(meeting=meeting)[:2]
    url, seen = at("part_turn", second), {"seen": str(first.pk)}
    assert browse(member).post(url, seen).status_code == 403
    meeting.refresh_from_db()
    assert meeting.current == first
    assert browse(facilitator).post(url, seen).status_code == 302
    meeting.refresh_from_db()
    assert meeting.current == second


def test_whoever_was_asked_to_lead_can(browse: Browse, meeting: Meeting, member: Person) -> None:
    Meeting.objects.filter(pk=meeting.pk).update(leader=member)
    url = at("meeting_decisions", meeting)
    browse(member).post(url, {"decision": "We meet on Mondays"})
    assert [str(each) for each in Decision.objects.all()] == ["We meet on Mondays"]


def test_each_is_offered_what_they_may_do(
    browse: Browse, meeting: Meeting, champion: Person, member: Person, observer: Person
) -> None:
    url = at("meeting_room", meeting)
    offered = {
        person.role: [
            words in shown(browse, person, url) for words in ("I am here", 'data-key="n"')
        ]
        for person in (champion, member, observer)
    }
    assert offered == {
        "champion": [True, True],
        "member": [True, False],
        "observer": [False, False],
    }


def test_one_tap_says_that_i_am_here(browse: Browse, meeting: Meeting, member: Person) -> None:
    answer = browse(member).post(
        at("meeting_presence", meeting),
        headers={**HTMX, "HX-Current-URL": f"http://testserver{at('meeting_room', meeting)}"},
    )
    assert "You are here" in answer.content.decode()
    assert Attendance.objects.get(person=member).state == "present"


def test_an_observer_cannot_say_so(browse: Browse, meeting: Meeting, observer: Person) -> None:
    assert browse(observer).post(at("meeting_presence", meeting)).status_code == 403
    assert Attendance.objects.get(person=observer).state == "expected"


def test_who_cannot_come_says_who_comes_instead(
    browse: Browse, meeting: Meeting, member: Person
) -> None:
    client, url = browse(member), at("meeting_absence", meeting)
    assert client.post(url, {"state": "substitute"}).status_code == 422
    client.post(url, {"state": "substitute", "substitute_name": "Vera"})
    assert Attendance.objects.get(person=member).sent == "Vera"


def test_a_form_on_a_page_of_its_own_leads_back_to_the_meeting(
    browse: Browse, meeting: Meeting, member: Person
) -> None:
    url = at("meeting_absence", meeting)
    behind = {**HTMX, "HX-Current-URL": f"http://testserver{url}"}
    answer = browse(member).post(url, {"state": "absent"}, headers=behind)
    assert answer.headers["HX-Redirect"] == meeting.get_absolute_url()


def test_the_leader_sets_others(browse: Browse, meeting: Meeting, champion: Person) -> None:
    row = Attendance.objects.get(meeting=meeting, person__role="observer")
    url = reverse("teams:attendance", args=[champion.programme.key, row.pk])
    browse(champion).post(url, {"state": "absent", "reason": "On a train"})
    row.refresh_from_db()
    assert (row.state, row.reason) == ("absent", "On a train")


def test_the_same_words_sent_twice_are_one_decision(
    browse: Browse, meeting: Meeting, champion: Person
) -> None:
    said = {"decision": "One list", "key": "6f7c2a90-6d1f-4f0a-9a53-6bb0b1f2a001"}
    for _ in range(2):
        browse(champion).post(at("meeting_decisions", meeting), said)
    assert Decision.objects.count() == 1


def test_an_action_is_finished_by_its_owner_and_by_no_other_member(
    browse: Browse, meeting: Meeting, member: Person, programme: Programme
) -> None:
    action = factory.agree_action(meeting, owner=member)
    other = factory.make_person(programme, "member")
    assert browse(other).post(at("action_done", action)).status_code == 403
    assert Action.objects.open().count() == 1
    browse(member).post(at("action_done", action))
    assert Action.objects.open().count() == 0


def test_the_minutes_say_what_happened(browse: Browse, meeting: Meeting, champion: Person) -> None:
    Meeting.objects.filter(pk=meeting.pk).update(
        missing=["Design: nobody from Sales"], gap_reason="They come next week."
    )
    factory.decide(meeting, "One list of customers")
    factory.agree_action(meeting, "Name its owner", champion)
    browse(champion).post(at("meeting_closing", meeting))
    minutes = shown(browse, champion, at("meeting_minutes", meeting))
    said = [
        "One list of customers",
        "Name its owner",
        "Design: nobody from Sales",
        "They come next week.",
        "Absent (3)",
        "How this change works",
    ]
    assert [words for words in said if words not in minutes] == []


def test_an_open_meeting_has_no_minutes_yet(
    browse: Browse, meeting: Meeting, observer: Person
) -> None:
    answer = browse(observer).get(at("meeting_minutes", meeting))
    assert answer.headers["Location"] == meeting.get_absolute_url()


def test_before_closing_the_leader_hears_what_is_still_proposed(
    browse: Browse, meeting: Meeting, champion: Person, member: Person
) -> None:
    factory.propose_rule(champion)
    page, words = at("meeting_room", meeting), "1 proposed rule is still open"
    assert words not in shown(browse, champion, page)
    last = meeting.parts.last()
    assert last
    meeting.turn(champion, meeting.current_id, last)
    assert (words in shown(browse, champion, page), words in shown(browse, member, page)) == (
        True,
        False,
    )


def test_a_guest_is_taken_off_the_invitation_by_whoever_leads(
    browse: Browse, champion: Person, member: Person, observer: Person
) -> None:
    factory.seat(member, factory.core_team(champion.programme))
    planned = factory.plan_meeting(champion.programme)
    Attendance.invite(champion, planned, [observer])
    guest, seated = (planned.attendances.get(person=each) for each in (observer, member))
    key = champion.programme.key
    urls = [reverse("teams:attendance_removal", args=[key, row.pk]) for row in (guest, seated)]
    forms = [
        shown(browse, champion, reverse("teams:attendance", args=[key, row.pk]))
        for row in (guest, seated)
    ]
    assert [url in form for url, form in zip(urls, forms, strict=True)] == [True, False]
    assert browse(member).post(urls[0]).status_code == 403
    for url in urls:
        browse(champion).post(url)
    assert [planned.attendances.filter(person=who).exists() for who in (observer, member)] == [
        False,
        True,
    ]


def test_what_is_pushed_is_what_is_loaded(
    browse: Browse, meeting: Meeting, champion: Person, member: Person, observer: Person
) -> None:
    key = f"{champion.programme.key}.{meeting.pk}"
    for person in (champion, member, observer):
        page = shown(browse, person, at("meeting_room", meeting))
        for region in meeting_room.ROOM.regions.values():
            live = meeting_room.ROOM._live_region(region)
            viewer = str(person.pk) if live.personal else meeting_room.audience(meeting, person)
            assert (region.name, live.render(key, viewer) in page) == (region.name, True)


def test_the_wall_shows_the_part_and_nothing_to_press(
    browse: Browse, meeting: Meeting, champion: Person
) -> None:
    wall = shown(browse, champion, at("meeting_screen", meeting))
    assert "Why we are here" in wall
    assert "<button" not in wall.partition("<main")[2].partition("</main>")[0]


PRICES = {"meetings": 10, "meeting_room": 14, "meeting_screen": 8, "meeting_minutes": 12}


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize("name", PRICES)
def test_pages_cost_the_same_for_many(
    name: str, rows: int, browse: Browse, champion: Person, programme: Programme
) -> None:
    for number in range(rows):
        meeting = factory.plan_meeting(programme, title=f"Meeting {number}")
        people = [factory.make_person(programme) for _ in range(rows)]
        Attendance.invite(champion, meeting, people)
        meeting.open(champion)
        for person in people:
            factory.decide(meeting, f"Decided by {person}")
            factory.agree_action(meeting, f"Done by {person}", person)
        if name not in {"meeting_room", "meeting_screen"} or number + 1 < rows:
            meeting.close(champion)
    everything = reverse("teams:meetings", args=[programme.key])
    url = everything if name == "meetings" else at(name, meeting)
    client = browse(champion)
    client.get(url)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(url).status_code == 200
    assert len(asked) == PRICES[name]


def test_absence_that_repeats_is_put_as_a_question_of_time(
    browse: Browse, champion: Person, member: Person, observer: Person
) -> None:
    for number in range(3):
        meeting = factory.open_meeting(champion.programme, title=f"Meeting {number}")
        Attendance.say(champion, meeting, member, "absent")
        Attendance.arrive(meeting, champion)
        meeting.close(champion)
    url = reverse("teams:meetings", args=[champion.programme.key])
    said = shown(browse, champion, url)
    assert "somebody was promised twice" in said
    assert reverse("teams:time", args=[champion.programme.key]) in said
    assert "somebody was promised twice" not in shown(browse, observer, url)
