"""Victories and barriers hang on what they move, or stand in the way of."""

from changeprog.programme import chain
from changeprog.programme.models import Person, Programme
from changeprog.programme.tracing import numbers_of, place_of
from teams.celebrating import celebrate
from teams.models import Barrier, Victory
from tests import factory


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
