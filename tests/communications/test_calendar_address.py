"""The address of a private feed: who reads it, who no longer does, how it is taken back."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

import pytest
import time_machine
from django.test import Client

from changeprog.communications.models import CalendarFeed
from changeprog.programme.models import Event, Person, Programme

pytestmark = pytest.mark.django_db


Browse = Callable[[Person | None], Client]
NOW = datetime(2026, 10, 20, 9, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


def path(feed: CalendarFeed) -> str:
    return urlsplit(feed.url).path


def read(feed: CalendarFeed) -> bytes:
    answer = Client().get(path(feed))
    assert answer.status_code == 200
    return answer.content


def test_it_needs_no_cookie_and_sets_none(feed: CalendarFeed) -> None:
    answer = Client().get(path(feed))
    assert not answer.cookies
    assert answer.headers.get("Vary", "") in {"", "Accept-Encoding"}
    assert answer.headers["Cache-Control"] == "private, no-cache"
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer.headers["X-Robots-Tag"] == "noindex"
    head = Client().head(path(feed))
    assert (head.status_code, head.content) == (200, b"")
    assert Client().post(path(feed)).status_code == 405


def test_no_table_holds_the_address(feed: CalendarFeed) -> None:
    row = CalendarFeed.objects.filter(pk=feed.pk).values_list().get()
    assert feed.token not in "".join(map(str, row))
    assert len(feed.token) == 43


def test_another_secret_key_leaves_the_address_working_and_hidden(
    feed: CalendarFeed, member: Person, browse: Browse, settings: Any
) -> None:
    place = path(feed)
    settings.SECRET_KEY = "another one"
    assert Client().get(place).status_code == 200
    page = browse_page(browse(member), member.programme)
    assert "cannot be shown any more" in page
    assert place not in page


def test_who_was_removed_is_read_no_more_at_once(
    feed: CalendarFeed, member: Person, champion: Person
) -> None:
    place = path(feed)
    assert Client().get(place).status_code == 200
    member.remove(champion)
    gone = Client().get(place)
    assert (gone.status_code, b"VEVENT" in gone.content) == (410, False)


def test_a_wrong_address_opens_nothing(feed: CalendarFeed) -> None:
    wrong = path(feed).replace(
        feed.token, feed.token[:-1] + ("A" if feed.token[-1] != "A" else "B")
    )
    assert Client().get(wrong).status_code == 404


def test_it_is_made_renewed_and_revoked_on_ones_own_page(member: Person, browse: Browse) -> None:
    client, programme = browse(member), member.programme
    assert "has no address yet" in browse_page(client, programme)
    post(client, programme, "link/")
    first = CalendarFeed.objects.get(person=member)
    page = browse_page(client, programme)
    assert first.url in page
    assert first.webcal in page
    assert "No calendar has read it" in page
    read(first)
    assert "Last read on Tuesday 20 October 2026" in browse_page(client, programme)
    post(client, programme, "link/")
    assert CalendarFeed.objects.get(person=member).token == first.token
    post(client, programme, "link/renewal/")
    second = CalendarFeed.objects.get(person=member)
    assert [Client().get(path(each)).status_code for each in (first, second)] == [404, 200]
    post(client, programme, "link/removal/")
    assert Client().get(path(second)).status_code == 404
    verbs = Event.objects.filter(verb__startswith="calendar.").order_by("pk")
    assert list(verbs.values_list("verb", "visibility")) == [
        ("calendar.made", "private"),
        ("calendar.renewed", "private"),
        ("calendar.revoked", "private"),
    ]


def test_the_choice_of_milestones_is_made_on_the_page(member: Person, browse: Browse) -> None:
    client, programme = browse(member), member.programme
    post(client, programme, "link/")
    for chosen, expected in (("all", True), ("mine", False)):
        post(client, programme, "milestones/", milestones=chosen)
        assert CalendarFeed.objects.get(person=member).every_milestone is expected


def test_one_sees_ones_own_calendar_only(
    feed: CalendarFeed, champion: Person, browse: Browse
) -> None:
    assert feed.token not in browse_page(browse(champion), champion.programme)


def browse_page(client: Client, programme: Programme) -> str:
    answer = client.get(f"/p/{programme.key}/communications/calendar/")
    assert answer.status_code == 200
    return answer.content.decode().replace("&amp;", "&")


def post(client: Client, programme: Programme, what: str, **data: str) -> None:
    answer = client.post(f"/p/{programme.key}/communications/calendar/{what}", data)
    assert answer.status_code == 302
