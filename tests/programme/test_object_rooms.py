"""A live page about one object: who is let in, and what is drawn for whom."""

from collections.abc import Callable

import pytest
from django.test import Client

from changeprog.accounts.models import User
from changeprog.live import rooms
from changeprog.programme.models import Person
from changeprog.programme.object_rooms import key_of
from changeprog.programme.rooms import journal_revision
from teams.meeting_room import FOLLOWS, LEADS, ROOM
from teams.models import Meeting
from tests import factory

Browse = Callable[[Person | User | None], Client]


@pytest.fixture
def meeting(champion: Person) -> Meeting:
    return factory.open_meeting(champion.programme)


@pytest.fixture
def admitted(browse: Browse) -> Callable[[Person | User | None, str], str | None]:
    """Return a function that knocks at the room with a key and returns the audience, if any."""

    def knock(who: Person | User | None, key: str) -> str | None:
        session = browse(who).session.session_key
        room = rooms.get(ROOM.name)
        assert room
        admission = room.admit(session, key)
        return admission.audience if admission else None

    return knock


Knock = Callable[[Person | User | None, str], str | None]


def test_each_is_let_in_as_the_audience_they_belong_to(
    admitted: Knock, meeting: Meeting, champion: Person, member: Person, observer: Person
) -> None:
    key = key_of(meeting)
    seen = [admitted(who, key) for who in (champion, member, observer)]
    assert seen == [LEADS, FOLLOWS, FOLLOWS]


def test_nobody_else_is_let_in(
    admitted: Knock, meeting: Meeting, stranger: Person, outsider: User
) -> None:
    key = key_of(meeting)
    assert [admitted(who, key) for who in (stranger, outsider, None)] == [None, None, None]


def test_who_was_removed_is_let_in_no_more(
    admitted: Knock, meeting: Meeting, champion: Person, member: Person
) -> None:
    assert admitted(member, key_of(meeting)) == FOLLOWS
    member.remove(champion)
    assert admitted(member, key_of(meeting)) is None


def test_a_key_leads_to_no_object_of_another_programme(
    admitted: Knock, meeting: Meeting, champion: Person, stranger: Person
) -> None:
    theirs = factory.open_meeting(stranger.programme)
    assert admitted(stranger, key_of(theirs)) == LEADS
    assert admitted(champion, f"{champion.programme.key}.{theirs.pk}") is None
    assert admitted(champion, key_of(theirs)) is None


@pytest.mark.parametrize(
    "end", ["", ".", ".0", ".x", ".-1", ".1.2", ".9999999999999999999999", ".٣"]
)
def test_a_key_that_names_nothing_lets_nobody_in(
    end: str, admitted: Knock, meeting: Meeting, champion: Person
) -> None:
    assert admitted(champion, key_of(meeting)) == LEADS
    assert admitted(champion, champion.programme.key + end) is None


def test_whoever_is_asked_to_lead_sees_the_controls(meeting: Meeting, member: Person) -> None:
    controls = ROOM._live_region(ROOM.regions["meeting-controls"])
    drawn = [controls.render(key_of(meeting), audience) for audience in (LEADS, FOLLOWS)]
    assert ['data-key="n"' in html for html in drawn] == [True, False]


def test_what_is_personal_is_drawn_for_nobody_who_is_gone(
    meeting: Meeting, champion: Person, member: Person
) -> None:
    mine = ROOM._live_region(ROOM.regions["meeting-mine"])
    assert "I am here" in mine.render(key_of(meeting), str(member.pk))
    member.remove(champion)
    assert "I am here" not in mine.render(key_of(meeting), str(member.pk))


def test_every_event_of_the_programme_is_a_new_revision(meeting: Meeting, champion: Person) -> None:
    before = journal_revision(key_of(meeting))
    assert before == journal_revision(champion.programme.key)
    meeting.close(champion)
    assert journal_revision(key_of(meeting)) != before


def test_what_happens_is_announced_below_the_programmes_key(
    meeting: Meeting, monkeypatch: pytest.MonkeyPatch, champion: Person
) -> None:
    said: list[tuple[str, ...]] = []

    def changed(room: str, key: str, regions: list[str]) -> None:
        said.append(("changed", room, key))

    def recheck(room: str, key: str) -> None:
        said.append(("recheck", room, key))

    monkeypatch.setattr("changeprog.live.changed", changed)
    monkeypatch.setattr("changeprog.live.recheck", recheck)
    key = champion.programme.key
    ROOM._refresh(key, "meeting.changed")
    ROOM._recheck(key, "meeting.changed")
    ROOM._recheck(key, "meeting.turned")
    assert said == [("changed", "meeting", key), ("recheck", "meeting", key)]
