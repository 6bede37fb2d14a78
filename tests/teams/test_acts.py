"""One barrier and one victory: their pages, and what is done there, with and without a script."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from changeprog.accounts.models import User
from changeprog.programme.models import Person, Programme
from teams.models import Barrier, Victory
from tests import factory

Browse = Callable[[Person | User | None], Client]


def address(name: str, subject: Barrier | Victory) -> str:
    return reverse(f"teams:{name}", args=[subject.programme.key, subject.pk])


def htmx(path: str) -> dict[str, str]:
    return {"HX-Request": "true", "HX-Current-URL": f"http://testserver{path}"}


def messages(client: Client, url: str) -> str:
    """Return the text of a page, in which the last act speaks once."""
    return client.get(url).content.decode()


def test_a_barrier_tells_its_history(browse: Browse, member: Person, champion: Person) -> None:
    barrier = factory.log_barrier(member, "No time", member)
    barrier.hand_to(champion, by=member)
    barrier.knock_down(champion, "Mornings are free now")
    shown = " ".join(messages(browse(member), address("barrier", barrier)).split())
    assert (
        "<strong>Mo Member</strong> logged a barrier, with <strong>Mo Member</strong> as its owner"
        in shown
    )
    assert "handed a barrier over to <strong>Chris Champion</strong>" in shown
    assert "<strong>Chris Champion</strong> knocked down a barrier" in shown
    assert "Mornings are free now" in shown


def test_a_victory_tells_what_it_moves(
    browse: Browse, member: Person, programme: Programme
) -> None:
    objective = factory.make_objective(programme, "Answered in a day")
    victory = factory.log_victory(member, objective=objective)
    shown = messages(browse(member), address("victory", victory))
    assert f'href="{objective.get_absolute_url()}"' in shown
    assert "logged a small victory" in shown


def test_what_people_wrote_is_escaped_everywhere(
    browse: Browse, champion: Person, programme: Programme
) -> None:
    bad = "<script>alert(1)</script>"
    victory = factory.log_victory(champion, bad)
    victory.promote(champion, bad)
    barrier = factory.log_barrier(champion, bad, champion)
    client = browse(champion)
    client.post(address("barrier_knock_down", barrier), {"how": bad})
    open_one = factory.log_barrier(champion, bad, champion)
    urls = [
        *(address(name, barrier) for name in ("barrier",)),
        *(address(name, open_one) for name in ("barrier", "barrier_knock_down", "barrier_owner")),
        address("victory", victory),
        *(reverse(f"teams:{n}", args=[programme.key]) for n in ("board", "barriers", "victories")),
        programme.get_absolute_url(),
    ]
    for url in urls:
        shown = client.get(url).content.decode()
        assert ("<script>alert" in shown, "&lt;script&gt;alert" in shown) == (False, True), url


def test_knocking_down_without_a_script_leads_to_the_barrier(
    browse: Browse, member: Person
) -> None:
    barrier, client = factory.log_barrier(member), browse(member)
    asked = client.get(address("barrier_knock_down", barrier))
    assert "How was it knocked down?" in asked.content.decode()
    answer = client.post(address("barrier_knock_down", barrier), {"how": "We asked"})
    assert answer.headers["Location"] == address("barrier", barrier)
    assert "Knocked down. One thing less in the way." in messages(
        client, address("barrier", barrier)
    )


def test_knocking_down_in_the_dialog_brings_the_row_and_the_page_as_they_are_now(
    browse: Browse, member: Person
) -> None:
    barrier, client = factory.log_barrier(member), browse(member)
    url = address("barrier_knock_down", barrier)
    asked = client.get(url, headers=htmx("/elsewhere/")).content.decode()
    assert (asked.startswith("<h2>"), "<html" in asked) == (True, False)
    answer = client.post(url, {"how": "We asked"}, headers=htmx("/elsewhere/"))
    shown = answer.content.decode()
    targets = [f"barrier-{barrier.pk}", "barrier", "history"]
    assert [f'hx-target="#{name}" hx-swap="outerMorph"><' in shown for name in targets] == [
        True
    ] * 3
    assert "One thing less in the way." in shown
    assert answer.headers["HX-Reswap"] == "none"


@pytest.mark.parametrize("how", ["", " \r\n", "x" * 501])
def test_how_has_to_be_said(how: str, browse: Browse, member: Person) -> None:
    barrier = factory.log_barrier(member)
    answer = browse(member).post(address("barrier_knock_down", barrier), {"how": how})
    assert answer.status_code == 422
    assert how.strip() in answer.content.decode()
    assert Barrier.objects.standing().count() == 1


def test_the_second_to_knock_down_hears_who_was_quicker(
    browse: Browse, member: Person, champion: Person
) -> None:
    barrier = factory.log_barrier(member)
    barrier.knock_down(champion, "We asked")
    answer = browse(member).post(
        address("barrier_knock_down", barrier), {"how": "I asked"}, follow=True
    )
    assert "Chris Champion has knocked it down already." in answer.content.decode()
    assert Barrier.objects.get().outcome == "We asked"


def test_taking_a_barrier(browse: Browse, member: Person, champion: Person) -> None:
    barrier = factory.log_barrier(champion)
    answer = browse(member).post(address("barrier_taking", barrier), follow=True)
    assert "It is yours now." in answer.content.decode()
    late = browse(champion).post(address("barrier_taking", barrier), follow=True)
    assert "Mo Member has taken it on already." in late.content.decode()
    assert Barrier.objects.get().owner == member


def test_handing_a_barrier_over(browse: Browse, member: Person, champion: Person) -> None:
    barrier, client = factory.log_barrier(member), browse(member)
    client.post(address("barrier_owner", barrier), {"owner": champion.pk})
    assert Barrier.objects.get().owner == champion
    client.post(address("barrier_owner", barrier), {"owner": ""})
    assert Barrier.objects.get().owner is None


def test_a_barrier_cannot_be_handed_to_somebody_of_another_programme(
    browse: Browse, member: Person, stranger: Person
) -> None:
    barrier = factory.log_barrier(member)
    answer = browse(member).post(address("barrier_owner", barrier), {"owner": stranger.pk})
    assert answer.status_code == 422
    assert "this one is not in the programme" in answer.content.decode()
    assert Barrier.objects.get().owner is None


def test_what_still_stands_is_put_back(browse: Browse, member: Person) -> None:
    barrier = factory.log_barrier(member)
    barrier.knock_down(member, "We asked")
    browse(member).post(address("barrier_return", barrier))
    assert list(Barrier.objects.standing()) == [barrier]


def test_promoting_asks_why_and_says_so(browse: Browse, champion: Person) -> None:
    victory, client = factory.log_victory(champion), browse(champion)
    url = address("victory_promotion", victory)
    assert client.post(url, {"because": ""}).status_code == 422
    answer = client.post(url, {"because": "It took courage"}, follow=True)
    assert "It took courage" in answer.content.decode()
    again = client.post(url, {"because": "It took time"}, follow=True)
    assert "It has been promoted already." in again.content.decode()
    assert Victory.objects.get().promoted_because == "It took courage"


def test_a_promotion_is_taken_back(browse: Browse, champion: Person) -> None:
    victory = factory.log_victory(champion)
    victory.promote(champion, "It took courage")
    browse(champion).post(address("victory_promotion_end", victory))
    assert list(Victory.objects.promoted()) == []


@pytest.mark.parametrize(
    ("name", "words", "role", "status"),
    [
        ("barrier_taking", {}, "observer", 403),
        ("barrier_taking", {}, "member", 302),
        ("barrier_owner", {"owner": ""}, "observer", 403),
        ("barrier_owner", {"owner": ""}, "member", 302),
        ("barrier_knock_down", {"how": "We asked"}, "observer", 403),
        ("barrier_knock_down", {"how": "We asked"}, "facilitator", 302),
        ("barrier_return", {}, "observer", 403),
        ("barrier_return", {}, "member", 302),
        ("victory_promotion", {"because": "Courage"}, "facilitator", 403),
        ("victory_promotion", {"because": "Courage"}, "champion", 302),
        ("victory_promotion_end", {}, "facilitator", 403),
        ("victory_promotion_end", {}, "champion", 302),
    ],
)
def test_each_act_asks_for_its_role(  # noqa: PLR0917
    name: str,
    words: dict[str, Any],
    role: str,
    status: int,
    browse: Browse,
    champion: Person,
    programme: Programme,
) -> None:
    make = factory.log_victory if name.startswith("victory") else factory.log_barrier
    person = champion if role == "champion" else factory.make_person(programme, role)
    assert browse(person).post(address(name, make(champion)), words).status_code == status


def test_acts_are_never_done_by_reading(browse: Browse, champion: Person) -> None:
    barrier, victory = factory.log_barrier(champion), factory.log_victory(champion)
    client = browse(champion)
    for name in ("barrier_taking", "barrier_return"):
        assert client.get(address(name, barrier)).status_code == 405
    assert client.get(address("victory_promotion_end", victory)).status_code == 405


@pytest.mark.parametrize(("name", "queries"), [("barrier", 18), ("victory", 12)])
@pytest.mark.parametrize("events", [1, 3])
def test_one_page_asks_the_same_few_questions_however_long_its_history(  # noqa: PLR0917
    events: int,
    name: str,
    queries: int,
    browse: Browse,
    champion: Person,
    member: Person,
    django_assert_num_queries: Any,
) -> None:
    barrier = factory.log_barrier(member, owner=champion)
    victory = factory.log_victory(member)
    for turn in range(events - 1):
        barrier.hand_to([member, champion][turn % 2], by=champion)
        (victory.take_down(champion) if turn % 2 else victory.promote(champion, "Courage"))
    client = browse(champion)
    with django_assert_num_queries(queries):
        client.get(address(name, barrier if name == "barrier" else victory))
