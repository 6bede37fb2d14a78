"""The quick log: two fields, from anywhere, once."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from changeprog.accounts.models import User
from changeprog.programme.models import Event, Function, Person, Programme
from teams.models import Barrier, Victory
from tests import factory

Browse = Callable[[Person | User | None], Client]
HTMX = {"HX-Request": "true", "HX-Current-URL": "http://testserver/elsewhere/"}


def address(programme: Programme, what: str = "") -> str:
    return reverse("teams:log", args=[programme.key]) + (f"?what={what}" if what else "")


def said(kind: str = "victory", what: str = "They called back", **fields: Any) -> dict[str, Any]:
    return {"kind": kind, "what": what, "key": uuid4().hex, **fields}


def logged() -> tuple[list[str], list[str]]:
    """Return what victories and barriers there are."""
    victories, barriers = Victory.objects.order_by("pk"), Barrier.objects.order_by("pk")
    return [v.what for v in victories], [b.what for b in barriers]


def test_a_member_logs_a_victory_with_its_function(
    browse: Browse, member: Person, programme: Programme
) -> None:
    function = Function.objects.get(programme=programme, name="Sales")
    answer = browse(member).post(address(programme), said(function=function.pk))
    assert (answer.status_code, answer.headers["Location"]) == (302, board(programme))
    victory = Victory.objects.get()
    assert (victory.what, victory.function, victory.logged_by) == (
        "They called back",
        function,
        member,
    )


def test_a_member_logs_a_barrier_with_its_owner(
    browse: Browse, member: Person, champion: Person, programme: Programme
) -> None:
    browse(member).post(address(programme), said("barrier", "No time", owner=champion.pk))
    barrier = Barrier.objects.get()
    assert (barrier.what, barrier.owner, barrier.logged_by) == ("No time", champion, member)


def test_a_victory_names_what_it_moves(
    browse: Browse, member: Person, programme: Programme
) -> None:
    objective, milestone = factory.make_objective(programme), factory.make_milestone(programme)
    links: dict[str, Any] = {"objective": objective.pk, "milestone": milestone.pk}
    browse(member).post(address(programme), said(**links))
    victory = Victory.objects.get()
    assert (victory.objective, victory.milestone) == (objective, milestone)


def test_a_victory_logged_by_mistake_is_a_tap_from_being_undone(
    browse: Browse, member: Person, programme: Programme
) -> None:
    client = browse(member)
    shown = client.post(address(programme), said(), follow=True).content.decode()
    undo = reverse("teams:victory_taking_back", args=[programme.key, Victory.objects.get().pk])
    assert f'action="{undo}"' in shown
    client.post(undo)
    assert logged() == ([], [])


def test_a_double_click_logs_once(browse: Browse, member: Person, programme: Programme) -> None:
    words, client = said(), browse(member)
    first = client.post(address(programme), words)
    second = client.post(address(programme), words)
    assert (first.status_code, second.status_code) == (302, 302)
    assert logged() == (["They called back"], [])
    assert Event.objects.filter(verb="victory.logged").count() == 1


def test_other_words_on_a_form_brought_back_by_the_back_button_are_not_lost(
    browse: Browse, member: Person, programme: Programme
) -> None:
    words, client = said(), browse(member)
    client.post(address(programme), words)
    client.post(address(programme), words | {"what": "They came back"})
    assert logged() == (["They called back", "They came back"], [])


@pytest.mark.parametrize("key", ["", "no key", "\x00", "1" * 100_000])
def test_a_spoilt_key_loses_nothing(
    key: str, browse: Browse, member: Person, programme: Programme
) -> None:
    browse(member).post(address(programme), said() | {"key": key})
    assert logged() == (["They called back"], [])


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("They called back 🎉👩🏽‍🏭", "They called back 🎉👩🏽‍🏭"),
        ("شكرنا عميل في نفس اليوم", "شكرنا عميل في نفس اليوم"),
        ("One line\r\nBcc: everybody@example.org", "One line Bcc: everybody@example.org"),
        ("<script>alert(1)</script>", "<script>alert(1)</script>"),
        ('=HYPERLINK("http://example.org")', '=HYPERLINK("http://example.org")'),
        ("A\x00B\x1bC", "A B C"),
        ("  spaced \t out  ", "spaced out"),
        ("x" * 500, "x" * 500),
    ],
)
def test_what_people_type_is_kept_as_one_line(
    typed: str, kept: str, browse: Browse, member: Person, programme: Programme
) -> None:
    client = browse(member)
    client.post(address(programme), said("victory", typed))
    client.post(address(programme), said("barrier", typed))
    assert logged() == ([kept], [kept])
    page = client.get(board(programme)).content.decode()
    assert "<script>alert" not in page


@pytest.mark.parametrize("typed", ["", " ", "\r\n", "\x00", "\x01\x02"])
def test_nothing_said_is_refused_in_words(
    typed: str, browse: Browse, member: Person, programme: Programme
) -> None:
    answer = browse(member).post(address(programme), said(what=typed))
    assert answer.status_code == 422
    assert "Say it in a few words." in answer.content.decode()
    assert logged() == ([], [])


def test_too_much_is_refused_and_still_there(
    browse: Browse, member: Person, programme: Programme
) -> None:
    text = "word " * 20_000
    answer = browse(member).post(address(programme), said("barrier", text))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Keep it to 500 characters; this has 99999." in page
    assert text in page
    assert 'value="barrier" id="id_kind_1" checked' in page.replace(" required", "")
    assert logged() == ([], [])


@pytest.mark.parametrize("kind", ["", "miracle", "\x00"])
def test_neither_victory_nor_barrier_is_refused(
    kind: str, browse: Browse, member: Person, programme: Programme
) -> None:
    answer = browse(member).post(address(programme), said(kind, "They called back"))
    assert answer.status_code == 422
    assert "They called back" in answer.content.decode()
    assert logged() == ([], [])


@pytest.mark.parametrize("field", ["objective", "milestone", "function", "owner"])
def test_what_belongs_to_another_programme_is_refused(
    field: str, browse: Browse, member: Person, stranger: Person, programme: Programme
) -> None:
    other = stranger.programme
    rows = {
        "objective": factory.make_objective(other),
        "milestone": factory.make_milestone(other),
        "function": Function.objects.filter(programme=other)[0],
        "owner": stranger,
    }
    kind = "barrier" if field == "owner" else "victory"
    answer = browse(member).post(address(programme), said(kind, **{field: rows[field].pk}))
    assert answer.status_code == 422
    assert "this one is not in the programme" in answer.content.decode()
    assert logged() == ([], [])


@pytest.mark.parametrize("value", ["0", "-1", "nobody", "\x00", "9" * 40])
def test_a_choice_that_does_not_exist_is_refused(
    value: str, browse: Browse, member: Person, programme: Programme
) -> None:
    answer = browse(member).post(address(programme), said("barrier", "No time", owner=value))
    assert answer.status_code == 422
    assert logged() == ([], [])


def test_somebody_removed_cannot_be_made_owner(
    browse: Browse, member: Person, facilitator: Person, champion: Person, programme: Programme
) -> None:
    words = said("barrier", "No time", owner=facilitator.pk)
    facilitator.remove(champion)
    assert browse(member).post(address(programme), words).status_code == 422


def test_the_address_chooses_the_kind(browse: Browse, member: Person, programme: Programme) -> None:
    chosen = {
        what: browse(member).get(address(programme, what)).context["form"]["kind"].value()
        for what in ("victory", "barrier", "", "miracle")
    }
    assert chosen == {
        "victory": "victory",
        "barrier": "barrier",
        "": "victory",
        "miracle": "victory",
    }


def test_ones_own_function_is_chosen_already(browse: Browse, programme: Programme) -> None:
    function = Function.objects.get(programme=programme, name="Marketing")
    somebody = factory.make_person(programme, function=function)
    form = browse(somebody).get(address(programme)).context["form"]
    assert form["function"].value() == function.pk


def test_observers_read_and_do_not_log(
    browse: Browse, observer: Person, programme: Programme
) -> None:
    client = browse(observer)
    assert client.get(address(programme)).status_code == 403
    assert client.post(address(programme), said()).status_code == 403
    assert logged() == ([], [])


def htmx(client: Client, url: str, words: dict[str, Any], page: str) -> HttpResponse:
    headers = {**HTMX, "HX-Current-URL": f"http://testserver{page}"}
    return client.post(url, words, headers=headers)  # type: ignore[return-value]


def test_the_dialog_gets_a_fragment(browse: Browse, member: Person, programme: Programme) -> None:
    answer = browse(member).get(address(programme), headers=HTMX)
    assert "<html" not in answer.content.decode()
    assert answer.content.decode().startswith("<h2>")
    assert "HX-Request" in answer.headers["Vary"]


def test_logging_in_the_dialog_stays_on_the_page_and_says_so(
    browse: Browse, member: Person, programme: Programme
) -> None:
    answer = htmx(browse(member), address(programme), said(), "/elsewhere/")
    page = answer.content.decode()
    assert (answer.headers["HX-Reswap"], "dialog:close" in answer.headers["HX-Trigger"]) == (
        "none",
        True,
    )
    assert 'id="flash"' in page
    assert "The victory is on the board." in page
    assert "board-victories" not in page


def test_logging_in_the_dialog_over_the_board_brings_the_board(
    browse: Browse, member: Person, programme: Programme
) -> None:
    answer = htmx(browse(member), address(programme), said(), board(programme))
    page = answer.content.decode()
    assert page.count('hx-swap="outerMorph"><div id="board-') == 2
    assert "They called back" in page


def test_logging_on_the_page_itself_leads_to_the_board(
    browse: Browse, member: Person, programme: Programme
) -> None:
    client = browse(member)
    answer = htmx(client, address(programme), said(), address(programme, "victory"))
    assert answer.headers["HX-Redirect"] == board(programme)
    assert "The victory is on the board." in client.get(board(programme)).content.decode()


def test_a_refusal_in_the_dialog_is_the_form_again(
    browse: Browse, member: Person, programme: Programme
) -> None:
    answer = htmx(browse(member), address(programme), said(what=""), "/elsewhere/")
    assert answer.status_code == 422
    assert "<h2>" not in answer.content.decode()
    assert "Say it in a few words." in answer.content.decode()


def test_a_barrier_without_owner_says_that_it_needs_one(
    browse: Browse, member: Person, champion: Person, programme: Programme
) -> None:
    client = browse(member)
    alone = client.post(address(programme), said("barrier", "No time"), follow=True)
    owned = client.post(
        address(programme), said("barrier", "No desk", owner=champion.pk), follow=True
    )
    assert "It needs an owner within a day." in alone.content.decode()
    assert "Chris Champion owns it." in owned.content.decode()


def board(programme: Programme) -> str:
    return reverse("teams:board", args=[programme.key])
