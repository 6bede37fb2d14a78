"""A private feed for each person: what stands in it, in which words and clocks."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

import pytest
import time_machine
from django.test import Client
from icalendar import Calendar

from changeprog.communications import calendar
from changeprog.communications.models import CalendarFeed
from changeprog.programme.models import Person, Team
from tests import factory, workshop_factory
from tests.khal import Khal, Seen
from workshops.models import Commitment, Participant, Workshop

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 10, 20, 9, 0, tzinfo=UTC)
"""Five days before the clocks of Europe go back."""
FEED_QUERIES = 7
Browse = Callable[[Person | None], Client]


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def rollout(member: Person) -> Team:
    """A team in which the member has a seat."""
    team = factory.core_team(member.programme)
    factory.seat(member, team)
    return team


def path(feed: CalendarFeed) -> str:
    return urlsplit(feed.url).path


def read(feed: CalendarFeed) -> bytes:
    answer = Client().get(path(feed))
    assert answer.status_code == 200
    return answer.content


def events(feed: CalendarFeed) -> list[Any]:
    """Return what icalendar reads in the feed; there is nothing that it does not understand."""
    read_back = Calendar.from_ical(read(feed))
    found = read_back.walk("VEVENT")
    assert [event.errors for event in found] == [[]] * len(found)
    return found


def titles(feed: CalendarFeed) -> list[str]:
    programme = feed.person.programme.name
    return [str(event["summary"]).removesuffix(f" · {programme}") for event in events(feed)]


def plan_workshop(by: Person, **fields: Any) -> Workshop:
    return workshop_factory.workshop(by, **({"starts_at": NOW + timedelta(days=3)} | fields))


def promise(person: Person, leader: Person, due: date, text: str = "I call ten customers") -> None:
    """Have ``person`` sign a commitment in a workshop of long ago."""
    done = workshop_factory.workshop(leader, starts_at=NOW - timedelta(days=100))
    done.open(leader)
    participant = Participant.of_person(done, person)
    Commitment.write(participant, uuid4(), text, due).sign()
    done.close(leader)


def test_what_concerns_somebody_stands_in_it_in_order(
    feed: CalendarFeed, member: Person, champion: Person, rollout: Team
) -> None:
    factory.make_milestone(member.programme, "Mine", due=date(2026, 12, 1), owner=member)
    factory.make_milestone(member.programme, "My team's", due=date(2026, 12, 2), team=rollout)
    factory.make_milestone(member.programme, "Somebody's", due=date(2026, 12, 3), owner=champion)
    factory.plan_meeting(member.programme, starts_at=NOW + timedelta(days=2))
    Participant.invite(champion, plan_workshop(champion), [member])
    promise(member, champion, date(2026, 11, 5))
    assert titles(feed) == [
        "Organizational meeting",
        "One commitment",
        "I call ten customers",
        "Mine",
        "My team's",
    ]


def test_it_may_hold_every_milestone_and_each_only_once(
    feed: CalendarFeed, member: Person, rollout: Team
) -> None:
    factory.make_milestone(member.programme, "Somebody's", due=date(2026, 12, 3))
    factory.make_milestone(
        member.programme, "Mine", due=date(2026, 12, 4), owner=member, team=rollout
    )
    assert titles(feed) == ["Mine"]
    feed.choose(every_milestone=True)
    assert titles(feed) == ["Somebody's", "Mine"]


def test_what_others_are_asked_to_does_not_stand_in_it(
    feed: CalendarFeed, champion: Person, observer: Person, stranger: Person
) -> None:
    shared = plan_workshop(champion)
    Participant.invite(champion, shared, [observer])
    promise(observer, champion, date(2026, 11, 5))
    factory.make_milestone(stranger.programme, "Elsewhere", owner=stranger)
    assert titles(CalendarFeed.offer(observer)) == ["One commitment", "I call ten customers"]
    assert titles(feed) == []


def test_who_leads_a_workshop_has_it_and_who_was_taken_off_has_it_no_longer(
    champion: Person, member: Person, facilitator: Person
) -> None:
    ahead = plan_workshop(champion, facilitator=facilitator)
    Participant.invite(champion, ahead, [member])
    assert titles(CalendarFeed.offer(facilitator)) == ["One commitment"]
    assert titles(CalendarFeed.offer(member)) == ["One commitment"]
    ahead.participants.get(person=member).remove(champion)
    assert titles(CalendarFeed.offer(member)) == []


def test_days_are_days_and_moments_are_moments(
    feed: CalendarFeed, member: Person, champion: Person, rollout: Team
) -> None:
    factory.make_milestone(member.programme, due=date(2026, 12, 1), owner=member)
    meeting = factory.plan_meeting(member.programme, starts_at=NOW + timedelta(days=2))
    moment, day = events(feed)
    assert day.decoded("dtstart") == date(2026, 12, 1)
    assert day.decoded("dtend") == date(2026, 12, 2)
    assert day["dtstart"].params["VALUE"] == "DATE"
    assert day["transp"] == "TRANSPARENT"
    assert moment.decoded("dtstart") == meeting.starts_at
    assert moment.decoded("dtend") == meeting.ends
    assert moment["transp"] == "OPAQUE"


def test_what_was_called_off_is_told_as_cancelled_under_the_same_name(
    feed: CalendarFeed, member: Person, champion: Person, rollout: Team
) -> None:
    meeting = factory.plan_meeting(member.programme, starts_at=NOW + timedelta(days=2))
    milestone = factory.make_milestone(member.programme, due=date(2026, 12, 1), owner=member)
    before = events(feed)
    meeting.cancel(champion)
    milestone.call_off(champion, "We need it no longer")
    after = events(feed)
    assert [event["status"] for event in before] == ["CONFIRMED", "CONFIRMED"]
    assert [event["status"] for event in after] == ["CANCELLED", "CANCELLED"]
    assert [event["uid"] for event in after] == [event["uid"] for event in before]
    newer = [new["sequence"] > old["sequence"] for old, new in zip(before, after, strict=True)]
    assert newer == [True, True]


def test_a_milestone_that_was_reached_stands_on_that_day(
    feed: CalendarFeed, member: Person, champion: Person
) -> None:
    milestone = factory.make_milestone(member.programme, due=date(2026, 12, 1), owner=member)
    milestone.reach(champion, date(2026, 10, 19), "Seen by everybody")
    (event,) = events(feed)
    assert event.decoded("dtstart") == date(2026, 10, 19)
    assert titles(feed) == ["Reached: Pilot live"]


def test_khal_reads_it_in_the_clock_of_the_person(
    feed: CalendarFeed, member: Person, rollout: Team, tmp_path: Path
) -> None:
    name = "Pilot, live; with “quotes”, 100 % done & <b>bold</b> names that are folded"
    factory.make_milestone(member.programme, name, due=date(2026, 12, 1), owner=member)
    for day in (24, 25):  # at ten by the clock, on both sides of the night of the change
        starts = datetime(2026, 10, day, 8 if day == 24 else 9, tzinfo=UTC)
        factory.plan_meeting(member.programme, starts_at=starts, title=f"Round {day}")
    khal = Khal(tmp_path, "Europe/Berlin")
    khal.take_in(read(feed))
    shown = khal.shows("2026-10-01", "2027-01-01")
    programme = member.programme.name
    assert [(each.title, each.start, each.end, each.all_day) for each in shown] == [
        (f"Round 24 · {programme}", "2026-10-24 10:00", "2026-10-24 11:30", "False"),
        (f"Round 25 · {programme}", "2026-10-25 10:00", "2026-10-25 11:30", "False"),
        (f"{name} · {programme}", "2026-12-01", "2026-12-01", "True"),
    ]
    assert shown[0] == Seen(
        uid=shown[0].uid,
        title=f"Round 24 · {programme}",
        start="2026-10-24 10:00",
        end="2026-10-24 11:30",
        all_day="False",
        status="CONFIRMED",
        place="Room 3",
        organizer=f"{programme} ({calendar.organizer()})",
    )


def test_read_again_a_moved_thing_stands_in_khal_once(
    feed: CalendarFeed, member: Person, champion: Person, tmp_path: Path
) -> None:
    milestone = factory.make_milestone(member.programme, due=date(2026, 12, 1), owner=member)
    khal = Khal(tmp_path)
    khal.take_in(read(feed))
    milestone.change(champion, 1, due=date(2026, 12, 9))
    khal.take_in(read(feed))
    assert [each.start for each in khal.shows("2026-11-01", "2027-01-01")] == ["2026-12-09"]


def test_it_is_written_as_the_format_asks(feed: CalendarFeed, member: Person) -> None:
    factory.make_milestone(member.programme, "Zürich: " + "ein Kundenstamm, " * 8, owner=member)
    raw = read(feed)
    lines = raw.split(b"\r\n")
    assert b"\n" not in b"".join(lines)
    assert max(len(line) for line in lines) <= 75
    assert [raw.count(line) for line in (b"\r\nMETHOD:PUBLISH\r\n", b"BEGIN:VCALENDAR\r\n")] == [
        1,
        1,
    ]
    assert b"\r\nREFRESH-INTERVAL;VALUE=DURATION:PT1H\r\n" in raw
    assert b"\r\nX-PUBLISHED-TTL:PT1H\r\n" in raw
    assert b"ATTENDEE" not in raw


def test_a_program_that_asks_again_is_told_that_nothing_is_new(
    feed: CalendarFeed, member: Person, clock: time_machine.Traveller
) -> None:
    client, place = Client(), path(feed)
    first = client.get(place)
    etag, modified = first.headers["ETag"], first.headers["Last-Modified"]
    clock.shift(timedelta(hours=3))
    again = client.get(place)
    assert (again.content, again.headers["ETag"]) == (first.content, etag)
    by_etag = client.get(place, headers={"If-None-Match": etag})
    by_date = client.get(place, headers={"If-Modified-Since": modified})
    assert [(each.status_code, each.content) for each in (by_etag, by_date)] == [(304, b"")] * 2
    assert [each.headers["ETag"] for each in (by_etag, by_date)] == [etag] * 2
    factory.make_milestone(member.programme, owner=member)
    new = client.get(place, headers={"If-None-Match": etag})
    assert new.status_code == 200
    assert new.headers["Last-Modified"] == "Tue, 20 Oct 2026 12:00:00 GMT"
    newer = client.get(place, headers={"If-Modified-Since": modified})
    assert newer.status_code == 200


@pytest.mark.parametrize("count", [1, 3])
def test_reading_takes_the_same_queries_however_much_stands_in_it(  # noqa: PLR0917
    count: int,
    feed: CalendarFeed,
    member: Person,
    champion: Person,
    rollout: Team,
    django_assert_num_queries: Callable[..., Any],
) -> None:
    for number in range(count):
        due = date(2026, 12, 1 + number)
        factory.make_milestone(member.programme, f"Mine {number}", due=due, owner=member)
        factory.make_milestone(member.programme, f"Ours {number}", due=due, team=rollout)
        starts = NOW + timedelta(days=2 + number)
        factory.plan_meeting(member.programme, starts_at=starts)
        Participant.invite(champion, plan_workshop(champion, starts_at=starts), [member])
        promise(member, champion, due)
    assert len(events(feed)) == 5 * count
    with django_assert_num_queries(FEED_QUERIES):
        read(feed)
