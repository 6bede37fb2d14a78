import re
from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from changeprog.accounts.models import Letter, User
from changeprog.communications import notices, tasks
from changeprog.communications.models import Mute, Notice
from changeprog.live import rooms as live_rooms
from changeprog.programme import bell
from changeprog.programme.models import Person, Programme, Role, Visibility
from tests import factory

Browse = Callable[[Person | User | None], Client]
Queries = Callable[[int], AbstractContextManager[object]]


def told(person: Person, text: str, occasion: str = "", **more: object) -> Notice:
    path = reverse("programme:home", args=[person.programme.key])
    said = {"text": text, "path": path, "mailed": False, **more}
    return notices.tell(person, "barrier.waits", occasion or text, **said)  # type: ignore[arg-type]


def page_of(client: Client, programme: Programme, asked: str = "", **headers: str) -> str:
    page = reverse("inbox:inbox", args=[programme.key])
    return client.get(page + asked, headers=headers).content.decode()


def titles(html: str) -> list[str]:
    return re.findall(r'<a href="[^"]*/inbox/\d+/"\s+dir="auto">(.*?)</a>', html)


def count_in(html: str) -> str:
    (count,) = re.findall(r'data-key="g i"\s+data-unread="(\d+)"', html)
    return str(count)


def do(client: Client, act: str, row: Notice | Mute, **headers: str) -> HttpResponse:
    address = reverse(f"inbox:{act}", args=[row.person.programme.key, row.pk])
    return client.post(address, headers=headers)  # type: ignore[return-value]


def test_an_inbox_shows_ones_own_items_newest_first(
    browse: Browse, member: Person, champion: Person
) -> None:
    told(member, "The first")
    told(member, "The second")
    told(champion, "Not for Mo")
    html = page_of(browse(member), member.programme)
    assert titles(html) == ["The second", "The first"]
    assert titles(page_of(browse(champion), member.programme)) == ["Not for Mo"]


def test_an_empty_inbox_says_what_it_is_for(browse: Browse, observer: Person) -> None:
    html = page_of(browse(observer), observer.programme)
    assert titles(html) == []
    assert "Nothing has been told to you yet" in html


def test_every_page_says_how_much_is_unread(browse: Browse, member: Person) -> None:
    home = reverse("programme:home", args=[member.programme.key])
    client = browse(member)
    assert count_in(client.get(home).content.decode()) == "0"
    told(member, "One")
    told(member, "Two")
    html = client.get(home).content.decode()
    assert count_in(html) == "2"
    assert 'title="Inbox, 2 unread"' in html


def test_a_page_follows_its_own_room_or_else_the_frame(browse: Browse, member: Person) -> None:
    client, key = browse(member), member.programme.key
    for name, followed in {"home": ["home", "frame"], "people": ["frame"]}.items():
        html = client.get(reverse(f"programme:{name}", args=[key])).content.decode()
        assert re.findall(r'data-live="/live/([a-z-]+)/', html) == followed
    assert live_rooms.get("home").framed  # type: ignore[union-attr]
    assert not live_rooms.get("workshop-phone").framed  # type: ignore[union-attr]


def test_another_programme_says_in_the_menu_how_much_is_unread_there(
    browse: Browse, member: Person
) -> None:
    elsewhere = factory.make_programme(factory.make_user("Ed"), "Elsewhere")
    there = Person.objects.create(programme=elsewhere, user=member.user, name="Mo", role="member")
    told(there, "One")
    html = page_of(browse(member), member.programme)
    assert count_in(html) == "0"
    assert '1<span class="visually-hidden"> unread</span>' in html


def test_streams_draw_the_bells_of_a_crowd_in_one_query(
    member: Person, observer: Person, django_assert_num_queries: Queries
) -> None:
    told(member, "One")
    with django_assert_num_queries(1):
        drawn = bell.drawn([str(member.pk), str(observer.pk), "guest-7", "0"])
    key = member.programme.key
    assert drawn == {
        str(member.pk): bell.element(key, 1),
        str(observer.pk): bell.element(key, 0),
    }


def test_opening_an_item_marks_it_read_and_leads_to_the_thing(
    browse: Browse, member: Person
) -> None:
    notice = told(member, "A barrier waits")
    address = reverse("inbox:opened", args=[member.programme.key, notice.pk])
    answer = browse(member).get(address)
    assert (answer.status_code, answer.headers["Location"]) == (302, notice.path)
    notice.refresh_from_db()
    assert notice.read_at is not None


def test_fetching_an_item_ahead_marks_nothing(browse: Browse, member: Person) -> None:
    notice = told(member, "A barrier waits")
    address = reverse("inbox:opened", args=[member.programme.key, notice.pk])
    assert browse(member).get(address, headers={"Sec-Purpose": "prefetch"}).status_code == 302
    notice.refresh_from_db()
    assert notice.read_at is None


def test_an_item_never_leads_out_of_the_app(browse: Browse, member: Person) -> None:
    notice = told(member, "A trap")
    Notice.objects.filter(pk=notice.pk).update(path="//evil.example/")
    address = reverse("inbox:opened", args=[member.programme.key, notice.pk])
    assert browse(member).get(address).status_code == 404


def test_an_item_can_be_marked_read_and_unread(browse: Browse, member: Person) -> None:
    notice, client = told(member, "A barrier waits"), browse(member)
    for act, count in (("read", "0"), ("read", "0"), ("unread", "1")):
        assert do(client, act, notice).status_code == 302
        assert count_in(page_of(client, member.programme)) == count


def test_all_can_be_marked_read_and_that_can_be_undone(browse: Browse, member: Person) -> None:
    read, client = told(member, "Read before"), browse(member)
    read.read()
    told(member, "One")
    told(member, "Two")
    client.post(reverse("inbox:read_all", args=[member.programme.key]))
    html = page_of(client, member.programme)
    assert count_in(html) == "0"
    undo = re.findall(r'action="([^"]*/inbox/unread/\d+/)"', html)[0]
    client.post(undo)
    assert count_in(page_of(client, member.programme)) == "2"
    read.refresh_from_db()
    assert read.read_at is not None


def test_an_htmx_answer_is_the_list_with_bell_and_message(browse: Browse, member: Person) -> None:
    notice, client = told(member, "A barrier waits", thing="barrier/1"), browse(member)
    answer = do(client, "mute", notice, hx_request="true")
    html = page_of(client, member.programme, hx_request="true")
    assert answer.status_code == 302
    assert "<html" not in html
    assert titles(html) == []
    assert '<hx-partial hx-target="#bell"' in html
    assert "You hear no more of this barrier." in html


def test_the_inbox_can_be_narrowed(browse: Browse, member: Person) -> None:
    home, client = reverse("programme:home", args=[member.programme.key]), browse(member)
    told(member, "A barrier waits").read()
    notices.tell(member, "milestone.changed", "1", text="A milestone moved", path=home)
    assert titles(page_of(client, member.programme, "?about=Milestones")) == ["A milestone moved"]
    assert titles(page_of(client, member.programme, "?about=Barriers")) == ["A barrier waits"]
    assert titles(page_of(client, member.programme, "?unread=on")) == ["A milestone moved"]
    narrow = page_of(client, member.programme, "?unread=on&about=Barriers")
    assert "Nothing like that" in narrow
    assert len(titles(page_of(client, member.programme, "?about=nonsense&page=x"))) == 2


def test_what_is_muted_is_neither_shown_nor_counted_nor_mailed(
    browse: Browse, member: Person
) -> None:
    before = told(member, "Of the barrier", thing="barrier/1", mailed=True, at_once=True)
    told(member, "Of another", thing="barrier/2")
    client = browse(member)
    assert count_in(page_of(client, member.programme)) == "2"
    do(client, "mute", before)
    told(member, "More of the barrier", thing="barrier/1", mailed=True, at_once=True)
    html = page_of(client, member.programme)
    assert (count_in(html), titles(html)) == ("1", ["Of another"])
    tasks.send_notices()
    assert not Letter.objects.filter(to__contains=member.email).exists()


def test_what_came_while_muted_stands_in_the_inbox_later_and_is_not_mailed(
    browse: Browse, member: Person
) -> None:
    first = told(member, "Of the barrier", thing="barrier/1")
    client = browse(member)
    do(client, "mute", first)
    told(member, "Meanwhile", thing="barrier/1", mailed=True, at_once=True)
    mute = Mute.objects.get()
    do(client, "hear_again", mute)
    html = page_of(client, member.programme)
    assert titles(html) == ["Meanwhile", "Of the barrier"]
    tasks.send_notices()
    assert not Letter.objects.filter(to__contains=member.email).exists()
    do(client, "mute_again", mute)
    assert titles(page_of(client, member.programme)) == []


def test_muted_things_are_listed_with_what_one_was_told_of_them(
    browse: Browse, member: Person
) -> None:
    client = browse(member)
    page = reverse("inbox:muted", args=[member.programme.key])
    assert "Nothing is muted" in client.get(page).content.decode()
    do(client, "mute", told(member, "Of the barrier", thing="barrier/1"))
    html = client.get(page).content.decode()
    assert titles(html) == ["Of the barrier"]


def test_what_is_asked_of_oneself_cannot_be_muted(browse: Browse, member: Person) -> None:
    asked, client = told(member, "Please see to it"), browse(member)
    assert "Hear no more of this" not in page_of(client, member.programme)
    assert do(client, "mute", asked).status_code == 404
    assert not Mute.objects.exists()


def test_what_was_read_in_the_app_is_not_mailed_any_more(member: Person) -> None:
    told(member, "Seen already", mailed=True, at_once=True).read()
    told(member, "Not seen", mailed=True, at_once=True)
    tasks.send_notices()
    assert [letter.subject for letter in Letter.objects.filter(to__contains=member.email)] == [
        f"{member.programme.name}: Not seen"
    ]


def test_words_that_ones_role_may_not_read_any_more_are_gone(
    browse: Browse, facilitator: Person
) -> None:
    secret = told(facilitator, "For facilitators", visibility=Visibility.FACILITATORS)
    client = browse(facilitator)
    assert titles(page_of(client, facilitator.programme)) == ["For facilitators"]
    champion = factory.champion_of(facilitator.programme)
    facilitator.change(champion, role=Role.MEMBER, function=None)
    html = page_of(client, facilitator.programme)
    assert (count_in(html), titles(html)) == ("0", [])
    address = reverse("inbox:opened", args=[facilitator.programme.key, secret.pk])
    assert client.get(address).status_code == 404


def test_an_item_of_somebody_else_is_not_there(
    browse: Browse, member: Person, champion: Person
) -> None:
    theirs, own = told(member, "For Mo", thing="barrier/1"), told(champion, "For Chris")
    client = browse(champion)
    for act in ("read", "unread", "mute"):
        assert do(client, act, theirs).status_code == 404
    assert do(client, "read", own).status_code == 302
    mute = Mute.begin(theirs)
    assert do(client, "hear_again", mute).status_code == 404
    theirs.refresh_from_db()
    assert theirs.read_at is None


@pytest.mark.parametrize("rows", [1, 3])
def test_an_inbox_costs_as_many_queries_for_three_items_as_for_one(
    rows: int, browse: Browse, member: Person, django_assert_num_queries: Queries
) -> None:
    for number in range(rows):
        Mute.begin(told(member, f"Muted {number}", thing=f"barrier/{number}"))
        told(member, f"Item {number}")
    client = browse(member)
    for name, count in {"inbox": 9, "muted": 6}.items():
        page = reverse(f"inbox:{name}", args=[member.programme.key])
        client.get(page)
        with django_assert_num_queries(count):
            assert client.get(page).status_code == 200
