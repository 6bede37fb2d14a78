"""Victories and barriers hang on what they move, or stand in the way of."""

from collections.abc import Callable

from django.test import Client
from django.urls import reverse

from changeprog.accounts.models import User
from changeprog.programme import chain
from changeprog.programme.models import Person, Programme
from changeprog.programme.tracing import numbers_of, place_of
from teams.celebrating import celebrate
from teams.models import Barrier, Victory
from tests import factory

Browse = Callable[[Person | User | None], Client]


def way(subject: object, programme: Programme, reader: Person) -> list[str]:
    place = place_of(subject, programme, reader)  # type: ignore[arg-type]
    assert place
    return [link.kind.name for link in place.path]


def test_a_victory_hangs_on_the_milestone_that_it_moves(
    programme: Programme, member: Person, observer: Person
) -> None:
    factory.write_vision(programme)
    objective = factory.make_objective(programme)
    milestone = factory.make_milestone(programme, objective=objective)
    victory = factory.log_victory(member, milestone=milestone)
    assert way(victory, programme, observer) == ["vision", "objective", "milestone"]


def test_a_victory_that_moves_nothing_hangs_on_nothing(
    programme: Programme, member: Person, observer: Person
) -> None:
    factory.write_vision(programme)
    place = place_of(factory.log_victory(member), programme, observer)
    assert place
    assert not place.hangs


def test_a_barrier_that_hangs_on_nothing_asks_those_who_can_say_on_what(
    browse: Browse, programme: Programme, member: Person, observer: Person
) -> None:
    barrier = factory.log_barrier(member)
    page = reverse("teams:barrier", args=[programme.key, barrier.pk])
    asked = f'href="{reverse("teams:barrier_editing", args=[programme.key, barrier.pk])}"'
    strip = browse(member).get(page).content.decode().split("</nav>")
    assert any("Say on what" in part and asked in part for part in strip)
    assert "Say on what" not in browse(observer).get(page).content.decode()
    Barrier.objects.filter(pk=barrier.pk).update(objective=factory.make_objective(programme))
    assert "Say on what" not in browse(member).get(page).content.decode()


def test_what_a_barrier_blocks_shows_at_once_where_it_was_said(
    browse: Browse, programme: Programme, member: Person
) -> None:
    barrier = factory.log_barrier(member)
    client, own = browse(member), barrier.get_absolute_url()
    act = reverse("teams:barrier_me_too", args=[programme.key, barrier.pk])
    htmx = {"HX-Request": "true", "HX-Current-URL": f"http://testserver{own}"}
    assert 'hx-target="#place"' in client.post(act, headers=htmx).content.decode()
    htmx["HX-Current-URL"] = f"http://testserver{programme.get_absolute_url()}"
    assert 'hx-target="#place"' not in client.post(act, headers=htmx).content.decode()


def test_a_victory_that_moves_nothing_asks_those_whose_doing_it_is_what_it_moves(
    browse: Browse, programme: Programme, member: Person, observer: Person
) -> None:
    victory = factory.log_victory(member)
    own = victory.get_absolute_url()
    page = reverse("teams:victory_editing", args=[programme.key, victory.pk])
    strip = browse(member).get(own).content.decode().split("</nav>")[:-1]
    assert any("Say on what" in part and f'href="{page}"' in part for part in strip)
    assert "Say on what" not in browse(observer).get(own).content.decode()
    htmx = {"HX-Request": "true", "HX-Current-URL": f"http://testserver{own}"}
    objective = factory.make_objective(programme)
    typed = {"what": victory.what, "objective": objective.pk, "revision": victory.revision}
    typed["key"] = victory.key
    answer = browse(member).post(page, typed, headers=htmx).content.decode()
    _, _, place = answer.partition('hx-target="#place"')
    assert "Answered in a day" in place.partition("</nav>")[0]
    assert "Say on what" not in answer


def test_what_was_taken_back_is_no_link(
    programme: Programme, member: Person, observer: Person
) -> None:
    objective = factory.make_objective(programme)
    victory, barrier = factory.log_victory(member, objective=objective), factory.log_barrier(member)
    Barrier.objects.filter(pk=barrier.pk).update(objective=objective)
    assert numbers_of(programme, observer)["victory"] == [victory.pk]
    for row in (victory, barrier):
        row.remove(member)
    numbers = numbers_of(programme, observer)
    assert (numbers["victory"], numbers["barrier"]) == ([], [])
    place = place_of(objective, programme, observer)
    assert place
    assert place.branches == []


def test_a_leak_leads_to_its_barrier_and_that_to_the_victory_over_it(
    programme: Programme, champion: Person, observer: Person
) -> None:
    hand_off = factory.name_hand_off(programme, state="leaks")
    barrier = hand_off.become_barrier(champion)
    assert barrier
    barrier.knock_down(champion, "A list at the door")
    celebrate(barrier, champion)
    place = place_of(hand_off, programme, observer)
    assert place
    branches = {branch.kind.name: branch.newest[0].state for branch in place.branches}
    assert branches == {"barrier": "knocked down", "victory": ""}
    assert way(Victory.objects.get(), programme, observer) == ["hand_off", "barrier"]


def test_a_line_that_leads_to_the_place_of_a_hand_off_is_about_it(programme: Programme) -> None:
    hand_off = factory.name_hand_off(programme)
    address = hand_off.get_absolute_url()
    assert address.endswith(f"#hand-off-{hand_off.pk}")
    assert chain.ref_at(address) == chain.Ref("hand_off", hand_off.pk)
    nobodys = [f"{hand_off.get_list_url()}{tail}" for tail in ("", "#hand-off-", "#-7", "#a-7")]
    assert [chain.ref_at(each) for each in nobodys] == [None] * 4
