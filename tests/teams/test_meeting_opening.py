"""Opening a meeting: at once, or with the reason why it cannot wait for who is missing."""

from collections.abc import Callable
from functools import partial

import pytest
from django.test import Client
from django.urls import reverse

from changeprog.accounts.models import User
from changeprog.programme.models import Person
from teams.models import Attendance, Meeting
from tests import factory

Browse = Callable[[Person | User | None], Client]


def at(name: str, meeting: Meeting) -> str:
    return reverse(f"teams:{name}", args=[meeting.programme.key, meeting.pk])


def test_opening_with_a_gap_asks_for_a_reason(browse: Browse, champion: Person) -> None:
    meeting = factory.plan_meeting(champion.programme)
    client, url = browse(champion), at("meeting_opening", meeting)
    refused = client.post(url, {"gap_reason": ""})
    assert refused.status_code == 422
    meeting.refresh_from_db()
    assert meeting.status == "planned"
    client.post(url, {"gap_reason": "They come next week."})
    meeting.refresh_from_db()
    assert (meeting.status, meeting.gap_reason) == ("open", "They come next week.")


def test_the_reason_is_asked_for_before_it_is_missed(browse: Browse, champion: Person) -> None:
    meeting = factory.plan_meeting(champion.programme)
    client = browse(champion)
    assert at("meeting_opening", meeting) in client.get(at("meeting", meeting)).content.decode()
    asked = client.post(at("meeting_opening", meeting))
    assert (asked.status_code, "Open it now" in asked.content.decode()) == (200, True)
    assert "Say why it cannot wait" not in asked.content.decode()


def test_with_every_seat_filled_it_is_opened_at_once(
    browse: Browse, champion: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("teams.views.meeting_room.gaps", lambda _: [])
    meeting = factory.plan_meeting(champion.programme)
    browse(champion).post(at("meeting_opening", meeting))
    meeting.refresh_from_db()
    assert meeting.status == "open"


def test_whoever_opens_the_meeting_is_here(browse: Browse, champion: Person) -> None:
    meeting = factory.plan_meeting(champion.programme)
    browse(champion).post(at("meeting_opening", meeting), {"gap_reason": "They come next week."})
    assert [row.person for row in Attendance.objects.here().filter(meeting=meeting)] == [champion]


def test_an_opening_is_undone_until_somebody_else_is_here(
    browse: Browse, champion: Person, member: Person
) -> None:
    meeting = factory.plan_meeting(champion.programme)
    undo = open_and_undo(browse(champion), meeting)
    undo()
    meeting.refresh_from_db()
    state = (meeting.status, meeting.opened_at, meeting.current, meeting.gap_reason)
    assert state == ("planned", None, None, "")
    assert not Attendance.objects.here().exists()

    undo = open_and_undo(browse(champion), meeting)
    Attendance.arrive(meeting, member)
    undo()
    meeting.refresh_from_db()
    assert meeting.status == "open"


def open_and_undo(client: Client, meeting: Meeting) -> Callable[[], object]:
    """Open the meeting; return what presses Undo in the message that says so."""
    said = {"gap_reason": "They come next week."}
    opened = client.post(at("meeting_opening", meeting), said, follow=True)
    (message,) = opened.context["messages"]
    return partial(client.post, message.extra_tags)
