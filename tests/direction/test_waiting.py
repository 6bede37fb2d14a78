"""Milestones that wait for one another: never in a circle, warned of days that contradict."""

from collections.abc import Callable
from datetime import date
from graphlib import TopologicalSorter
from itertools import pairwise
from threading import Barrier, Thread
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from changeprog.direction.models import Circle, Dependency, Milestone
from changeprog.direction.waiting import chain
from changeprog.programme.models import Event, Person, Programme
from tests import factory

Browse = Callable[[Person], Client]


@pytest.fixture
def pilot(programme: Programme) -> Milestone:
    return factory.make_milestone(programme, "Pilot", due=date(2027, 3, 1))


@pytest.fixture
def rollout(programme: Programme) -> Milestone:
    return factory.make_milestone(programme, "Roll-out", due=date(2027, 6, 1))


def waiting(milestone: Milestone) -> str:
    return reverse("direction:milestone_waiting", args=[milestone.programme.key, milestone.pk])


def removal(dependency: Dependency) -> str:
    key = dependency.milestone.programme.key
    return reverse("direction:dependency_removal", args=[key, dependency.pk])


def test_a_champion_lets_one_wait_and_both_pages_show_it(
    browse: Browse, pilot: Milestone, rollout: Milestone, champion: Person, observer: Person
) -> None:
    answer = browse(champion).post(waiting(rollout), {"needed": pilot.pk})
    assert answer.headers["Location"] == rollout.get_absolute_url()
    client = browse(observer)
    of_rollout = client.get(rollout.get_absolute_url()).context["prerequisites"]
    of_pilot = client.get(pilot.get_absolute_url()).context["prerequisites"]
    assert [link.stop.milestone for link in of_rollout.needs] == [pilot]
    assert [link.stop.milestone for link in of_pilot.needed_by] == [rollout]
    assert (of_rollout.needed_by, of_pilot.needs, of_rollout.contradictions) == ([], [], [])
    event = Event.objects.about("milestone.waits").get()
    assert (event.subject, event.facts["other"]) == (rollout, "Pilot")


def test_asking_twice_makes_one_and_taking_it_away_twice_none(
    browse: Browse, pilot: Milestone, rollout: Milestone, champion: Person
) -> None:
    for _ in range(2):
        Dependency.add(champion, rollout, pilot)
    dependency = Dependency.objects.get()
    assert Event.objects.about("milestone.waits").count() == 1
    page = browse(champion).post(removal(dependency), follow=True).content.decode()
    assert "It no longer waits for “Pilot”." in page
    dependency.remove(champion)
    assert not Dependency.objects.exists()
    assert Event.objects.about("milestone.freed").count() == 1


def test_an_earlier_day_is_warned_of_and_not_refused(
    browse: Browse, pilot: Milestone, rollout: Milestone, champion: Person
) -> None:
    client = browse(champion)
    assert client.post(waiting(pilot), {"needed": rollout.pk}).status_code == 302
    page = client.get(pilot.get_absolute_url()).content.decode()
    words = "it waits for “Roll-out”, which is only due on 1 Jun 2027"
    assert words in page
    assert "The days contradict" in client.get(rollout.get_absolute_url()).content.decode()
    rollout.reach(champion, date(2026, 10, 1), "Look.")
    assert words not in client.get(pilot.get_absolute_url()).content.decode()


def test_a_circle_is_refused_in_words(
    browse: Browse, programme: Programme, pilot: Milestone, rollout: Milestone, champion: Person
) -> None:
    training = factory.make_milestone(programme, "Training")
    Dependency.add(champion, rollout, training)
    Dependency.add(champion, training, pilot)
    answer = browse(champion).post(waiting(pilot), {"needed": rollout.pk})
    assert answer.status_code == 422
    words = (
        "“Roll-out” waits for “Training”, and “Training” waits for “Pilot”. If “Pilot” waited "
        "for “Roll-out” in turn, none of them could ever be reached."
    )
    assert answer.context["form"].errors == {"needed": [words]}
    assert Dependency.objects.count() == 2


def test_none_waits_for_itself_for_one_of_elsewhere_or_twice_for_the_same(
    browse: Browse, pilot: Milestone, rollout: Milestone, champion: Person, stranger: Person
) -> None:
    theirs = factory.make_milestone(stranger.programme)
    Dependency.add(champion, rollout, pilot)
    client = browse(champion)
    for needed in (rollout, theirs, pilot):
        answer = client.post(waiting(rollout), {"needed": needed.pk})
        assert [*answer.context["form"].errors] == ["needed"]
    with pytest.raises(Circle):
        Dependency.add(champion, pilot, pilot)
    with pytest.raises(ValueError, match="own programme"):
        Dependency.add(champion, pilot, theirs)
    with pytest.raises(IntegrityError), transaction.atomic():
        Dependency.objects.create(milestone=pilot, needed=pilot)


@pytest.mark.parametrize("role", ["observer", "member", "facilitator"])
def test_only_a_champion_ties_and_unties(  # noqa: PLR0917
    browse: Browse,
    pilot: Milestone,
    rollout: Milestone,
    champion: Person,
    stranger: Person,
    role: str,
) -> None:
    Dependency.add(champion, rollout, pilot)
    dependency = Dependency.objects.get()
    client = browse(factory.make_person(pilot.programme, role))
    assert client.post(waiting(pilot), {"needed": rollout.pk}).status_code == 403
    assert client.post(removal(dependency)).status_code == 403
    assert "Wait no longer" not in client.get(rollout.get_absolute_url()).content.decode()
    through_theirs = reverse(
        "direction:dependency_removal", args=[stranger.programme.key, dependency.pk]
    )
    assert browse(stranger).post(through_theirs).status_code == 404
    assert Dependency.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_at_once_cannot_close_a_circle_together(
    pilot: Milestone, rollout: Milestone, champion: Person
) -> None:
    start, outcomes = Barrier(2), []

    def tie(milestone: Milestone, needed: Milestone) -> None:
        start.wait()
        try:
            Dependency.add(champion, milestone, needed)
            outcomes.append("accepted")
        except Circle:
            outcomes.append("refused")
        finally:
            connection.close()

    threads = [Thread(target=tie, args=ends) for ends in [(pilot, rollout), (rollout, pilot)]]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert sorted(outcomes) == ["accepted", "refused"]
    assert Dependency.objects.count() == 1


ties = st.lists(st.tuples(st.integers(0, 7), st.integers(0, 7)), max_size=40)


@given(ties)
def test_whatever_is_accepted_in_whatever_order_there_is_no_circle(
    asked: list[tuple[int, int]],
) -> None:
    waits: dict[int, list[int]] = {}
    for milestone, needed in asked:
        if not chain(waits, needed, milestone):
            waits.setdefault(milestone, []).append(needed)
    tuple(TopologicalSorter(waits).static_order())  # raises for a circle


@given(ties, st.integers(0, 7), st.integers(0, 7))
def test_a_chain_leads_along_what_waits_from_end_to_end(
    edges: list[tuple[int, int]], start: int, end: int
) -> None:
    waits: dict[int, list[int]] = {}
    for milestone, needed in edges:
        waits.setdefault(milestone, []).append(needed)
    found = chain(waits, start, end)
    if found:
        assert (found[0], found[-1]) == (start, end)
        assert set(pairwise(found)) <= set(edges)
    else:
        assert start != end
        assert (start, end) not in edges


def test_a_long_chain_is_no_burden() -> None:
    length = 5_000
    waits = {number: [number + 1] for number in range(length)}
    assert len(chain(waits, 0, length)) == length + 1


@pytest.mark.parametrize("rows", [1, 3])
def test_a_page_costs_the_same_however_much_hangs_on_it(  # noqa: PLR0917
    browse: Browse,
    programme: Programme,
    pilot: Milestone,
    champion: Person,
    observer: Person,
    rows: int,
    django_assert_num_queries: Any,
) -> None:
    for number in range(rows):
        Dependency.add(champion, pilot, factory.make_milestone(programme, f"Before {number}"))
        Dependency.add(champion, factory.make_milestone(programme, f"After {number}"), pilot)
        pilot.change(champion, number + 1, due=date(2027, 4, 1 + number))
    client = browse(observer)
    client.get(pilot.get_absolute_url())
    with django_assert_num_queries(11):
        page = client.get(pilot.get_absolute_url())
    assert len(page.context["prerequisites"].needs) == rows
