"""Preferences: what one says on the page, and mails that obey it."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from changeprog.communications import audience, notices, tasks
from changeprog.communications.models import (
    Delivery,
    NoticeMail,
    Preference,
    Procedure,
    Unsubscription,
)
from changeprog.programme.models import Event, Person
from tests import factory
from tests.communications.conftest import beat

Browse = Callable[[Person | None], Client]
NOTHING = {"time_zone": "UTC", "gather": "daily"}
MONDAY = datetime(2026, 11, 23, 7, 30, tzinfo=UTC)


def page(person: Person) -> str:
    return reverse("communications:preferences", args=[person.programme.key])


def say(browse: Browse, person: Person, **said: Any) -> Any:
    """Save the page of preferences as ``person`` fills it in."""
    return browse(person).post(page(person), {**NOTHING, **said})


def tell(person: Person, occasion: str = "1", **more: Any) -> None:
    path = person.programme.get_absolute_url()
    notices.tell(person, "barrier.waits", occasion, text="A barrier waits", path=path, **more)


def sent_at(clock: time_machine.Traveller, *moments: str) -> list[str]:
    """Let a beat pass at each of these moments; return those at which a mail of notices left."""
    left = []
    for moment in moments:
        clock.move_to(datetime.fromisoformat(moment).replace(tzinfo=UTC))
        before = NoticeMail.objects.sent().count()
        tasks.send_notices()
        left += [moment] if NoticeMail.objects.sent().count() > before else []
    return left


def test_the_page_leads_there_from_ones_own_and_keeps_what_is_said(
    browse: Browse, member: Person
) -> None:
    assert page(member) in browse(member).get(f"/p/{member.programme.key}/me/").content.decode()
    said = {
        "time_zone": "Asia/Kathmandu",
        "hour": "09:15",
        "gather": "weekly",
        "quiet_from": "22:00",
        "quiet_until": "07:00",
        "quiet_days": ["5", "6"],
        "holidays": "NP",
        "stopped": ["digest", "single"],
    }
    assert say(browse, member, **said).status_code == 302
    kept = Preference.objects.get(person=member)
    assert (kept.hour, kept.quiet_from, kept.quiet_until) == (time(9, 15), time(22), time(7))
    assert (kept.quiet_days, kept.holidays, kept.gather) == ("5,6", "NP", "weekly")
    member.refresh_from_db()
    assert (member.time_zone, member.digest_paused) == ("Asia/Kathmandu", True)
    assert Unsubscription.objects.get(person=member).what == "single"
    shown = browse(member).get(page(member)).content.decode()
    for words in ("09:15", "22:00", "Nepal"):
        assert words in shown
    say(browse, member)
    member.refresh_from_db()
    assert (member.digest_paused, Unsubscription.objects.count()) == (False, 0)


def test_what_one_says_is_for_nobody_else(browse: Browse, champion: Person, member: Person) -> None:
    say(browse, member, quiet_days=["6"], stopped=["single"])
    told = Event.objects.filter(person=member, programme=member.programme)
    assert set(told.values_list("verb", flat=True)) == {"preference.changed", "mail.stopped"}
    assert list(told.visible_to(champion)) == []
    assert list(told.visible_to(member)) == list(told)


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"quiet_from": "22:00"}, "Say both"),
        ({"quiet_from": "22:00", "quiet_until": "22:00"}, "Leave an hour open"),
        ({"quiet_days": list("0123456")}, "Leave one day open"),
        ({"paused_until": "2020-01-01"}, "still to come"),
        ({"time_zone": "Mars/Olympus"}, "not one of the available choices"),
        ({"holidays": "XX"}, "not one of the available choices"),
        ({"stopped": ["procedure-999999"]}, "not one of the available choices"),
    ],
)
def test_what_would_leave_nothing_open_is_refused(
    browse: Browse, member: Person, said: dict[str, Any], words: str
) -> None:
    answer = say(browse, member, **said)
    assert (answer.status_code, words in answer.content.decode()) == (422, True)
    assert Preference.objects.count() == 0


def test_a_digest_waits_for_the_readers_own_hour_and_for_the_end_of_the_night(
    clock: time_machine.Traveller, procedure: Procedure, member: Person, champion: Person
) -> None:
    Preference.set(member, hour=time(16))
    Preference.set(champion, quiet_from=time(22), quiet_until=time(8))
    factory.log_victory(member)
    clock.move_to(MONDAY)
    assert beat() == []
    clock.move_to(MONDAY.replace(hour=8, minute=0))
    assert beat() == ["Chris Champion: 23 Nov"]
    clock.move_to(MONDAY.replace(hour=15, minute=59))
    assert beat() == []
    clock.move_to(MONDAY.replace(hour=16, minute=0))
    assert beat() == ["Mo Member: 23 Nov"]


def test_a_digest_of_a_day_in_the_pause_is_not_sent_and_the_ledger_says_so(
    clock: time_machine.Traveller, procedure: Procedure, member: Person
) -> None:
    Preference.set(member, paused_until=date(2026, 11, 24))
    factory.log_victory(member)
    clock.move_to(MONDAY)
    assert beat() == ["Chris Champion: 23 Nov"]
    unsent = Delivery.objects.get(person=member)
    assert (unsent.state, unsent.reason) == ("suppressed", audience.AWAY)
    factory.log_victory(member, "Another")
    clock.move_to(datetime(2026, 11, 30, 7, 30, tzinfo=UTC))
    assert beat() == ["Chris Champion: 30 Nov", "Mo Member: 30 Nov"]


def test_notices_come_each_when_it_happens_or_once_a_week(
    clock: time_machine.Traveller, procedure: Procedure, member: Person, champion: Person
) -> None:
    Preference.set(member, gather="as_they_come")
    tell(member)
    assert sent_at(clock, "2026-11-18T12:00") == ["2026-11-18T12:00"]
    Preference.set(champion, gather="weekly")
    for occasion in ("1", "2"):
        tell(champion, occasion)
    assert sent_at(clock, "2026-11-19T07:30", "2026-11-23T07:29", "2026-11-23T07:30") == [
        "2026-11-23T07:30"
    ]
    assert NoticeMail.objects.get(person=champion).notices.count() == 2


def test_what_is_told_at_once_waits_for_the_morning_after_quiet_hours(
    clock: time_machine.Traveller, member: Person
) -> None:
    Preference.set(member, quiet_from=time(11), quiet_until=time(13))
    tell(member, at_once=True)
    moments = ("2026-11-18T12:00", "2026-11-18T12:59", "2026-11-18T13:00")
    assert sent_at(clock, *moments) == ["2026-11-18T13:00"]


def test_what_waited_through_a_pause_is_one_mail(
    clock: time_machine.Traveller, member: Person
) -> None:
    Preference.set(member, paused_until=date(2026, 11, 25))
    tell(member, "1")
    clock.move_to(datetime(2026, 11, 20, 12, 0, tzinfo=UTC))
    tell(member, "2")
    assert sent_at(clock, "2026-11-24T23:59", "2026-11-25T00:00") == ["2026-11-25T00:00"]
    assert NoticeMail.objects.get().notices.count() == 2


@pytest.mark.parametrize("readers", [1, 40])
def test_what_is_due_is_one_query_for_any_number_of_wishes(
    clock: time_machine.Traveller,
    procedure: Procedure,
    readers: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for number in range(readers):
        person = factory.make_person(procedure.programme)
        Preference.objects.create(person=person, hour=time(number % 24, 10))
    clock.move_to(MONDAY)
    tasks.compose_due()
    with django_assert_num_queries(1):
        found = list(Delivery.objects.due(MONDAY.replace(hour=23)))
    assert len(found) == readers + 1


@pytest.mark.parametrize("procedures", [1, 3])
def test_the_page_asks_the_same_however_many_procedures_reach_somebody(
    browse: Browse,
    champion: Person,
    member: Person,
    procedures: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for number in range(procedures - 1):
        factory.agree_procedure(champion, f"No. {number}", to_functions=[], to_everyone=True)
    client = browse(member)
    assert client.get(page(member)).content.decode().count('value="procedure-') == procedures
    with django_assert_num_queries(A_PAGE):
        client.get(page(member))


A_PAGE = 11
