"""What is done to a barrier by mistake: logged, taken on, handed over; each can be taken back."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils.timezone import localtime, now

from changeprog.accounts.models import User
from changeprog.communications.models import Notice
from changeprog.programme.models import Event, Person, Programme
from changeprog.programme.search import Words
from teams import digest, escalating
from teams.barrier_weeks import weeks_of
from teams.finders import find_barriers
from teams.models import Barrier, HandOff
from teams.models.barrier import ASKED
from tests import factory

Browse = Callable[[Person | User | None], Client]


def address(name: str, barrier: Barrier) -> str:
    return reverse(f"teams:{name}", args=[barrier.programme.key, barrier.pk])


def told(barrier: Barrier) -> list[str]:
    """Return what was done to a barrier after it was logged, oldest first."""
    verbs = Event.objects.of(barrier).order_by("pk").values_list("verb", flat=True)
    return [verb.removeprefix("barrier.") for verb in verbs if verb != "barrier.logged"]


@pytest.fixture
def barrier(member: Person) -> Barrier:
    return factory.log_barrier(member, "No tablets")


# Logged by mistake


def test_what_was_taken_back_is_gone_from_everywhere(
    browse: Browse, member: Person, champion: Person, programme: Programme, barrier: Barrier
) -> None:
    client, wanted = browse(champion), Words.of("tablets", 5)
    names = ("board", "barriers", "barrier_board")
    pages = [reverse(f"teams:{name}", args=[programme.key]) for name in names]
    pages.append(programme.get_absolute_url())

    def seen() -> list[bool]:
        told = digest.in_the_way(programme, now() - timedelta(days=7), now() + timedelta(days=1))
        weeks = weeks_of(programme, localtime().date(), now() + timedelta(days=1))
        return [
            *("No tablets" in client.get(page).content.decode() for page in pages),
            bool(told),
            bool(find_barriers(programme, champion, wanted)),
            any(week.standing for week in weeks),
        ]

    assert seen() == [True] * 7
    browse(member).post(address("barrier_taking_back", barrier))
    assert seen() == [False] * 7
    browse(member).post(address("barrier_taking_back_undo", barrier))
    assert seen() == [True] * 7
    assert told(barrier) == ["removed", "restored"]


@pytest.mark.parametrize(("hours", "status"), [(23, 302), (25, 403)])
def test_whoever_logged_it_may_take_it_back_within_a_day(  # noqa: PLR0917
    hours: int, status: int, browse: Browse, member: Person, champion: Person, barrier: Barrier
) -> None:
    with time_machine.travel(localtime() + timedelta(hours=hours), tick=False):
        url, page = address("barrier_taking_back", barrier), barrier.get_absolute_url()
        another = browse(factory.make_person(member.programme))
        offered = [url in who.get(page).content.decode() for who in (another, browse(member))]
        assert offered == [False, status == 302]
        assert another.post(url).status_code == 403
        assert browse(member).post(url).status_code == status
        assert browse(champion).post(url).status_code == 302


def test_only_who_may_bring_it_back_still_sees_it(
    browse: Browse, member: Person, champion: Person, facilitator: Person, barrier: Barrier
) -> None:
    barrier.remove(champion)
    page = barrier.get_absolute_url()
    statuses = [browse(who).get(page).status_code for who in (member, champion, facilitator)]
    assert statuses == [200, 200, 404]
    assert "Bring it back" in browse(member).get(page).content.decode()


def test_nothing_else_can_be_done_to_it(browse: Browse, champion: Person, barrier: Barrier) -> None:
    barrier.remove(champion)
    names = ("barrier_taking", "barrier_me_too", "barrier_knock_down", "barrier_editing")
    statuses = [browse(champion).post(address(name, barrier)).status_code for name in names]
    assert statuses == [404] * 4


def test_taken_back_nobody_is_asked_about_it_and_once_back_they_are_asked_anew(
    champion: Person, barrier: Barrier
) -> None:
    later, asked = localtime() + timedelta(days=4), Notice.objects.of(ASKED, f"{barrier.pk}.")
    with time_machine.travel(later, tick=False):
        assert escalating.escalate(barrier.pk)
        assert asked.exists()
        barrier.remove(champion)
        assert not asked.exists()
    with time_machine.travel(later + timedelta(days=4), tick=False):
        assert escalating.due(now()) == []
        barrier.bring_back(champion)
        assert escalating.due(now()) == [barrier]


def test_taking_back_twice_is_told_once(member: Person, barrier: Barrier) -> None:
    for _ in range(2):
        barrier.remove(member)
    for _ in range(2):
        barrier.bring_back(member)
    assert told(barrier) == ["removed", "restored"]


def test_a_leak_whose_barrier_was_taken_back_can_become_one_again(
    champion: Person, programme: Programme
) -> None:
    leak = factory.name_hand_off(programme, state=HandOff.State.LEAKS)
    first = leak.become_barrier(champion)
    assert first
    first.remove(champion)
    assert leak.become_barrier(champion) == first
    assert (list(Barrier.objects.all()), HandOff.objects.get().barrier) == ([first], first)


# Taken on, or handed over, by mistake


def test_what_was_taken_on_is_let_go_with_a_tap(
    browse: Browse, member: Person, barrier: Barrier
) -> None:
    client, undo = browse(member), address("barrier_owner_undo", barrier)
    shown = client.post(address("barrier_taking", barrier), follow=True).content.decode()
    assert f'action="{undo}"' in shown
    client.post(undo)
    assert Barrier.objects.get().owner is None
    assert told(barrier) == ["taken", "handed"]


def test_what_was_handed_over_comes_back_to_whoever_had_it(
    browse: Browse, member: Person, champion: Person, barrier: Barrier
) -> None:
    barrier.hand_to(champion, champion)
    client, undo = browse(member), address("barrier_owner_undo", barrier)
    given = {"owner": member.pk}
    shown = client.post(address("barrier_owner", barrier), given, follow=True).content.decode()
    assert f'action="{undo}"' in shown
    client.post(undo)
    assert Barrier.objects.get().owner == champion


def test_who_did_not_hand_it_over_undoes_nothing(
    browse: Browse, member: Person, champion: Person, barrier: Barrier
) -> None:
    barrier.hand_to(champion, champion)
    browse(member).post(address("barrier_owner_undo", barrier))
    assert Barrier.objects.get().owner == champion


def test_once_something_else_happened_the_hands_stay(
    member: Person, champion: Person, barrier: Barrier
) -> None:
    barrier.take(member)
    Barrier.objects.get().change(champion, 2, what="No tablets at fairs")
    assert not Barrier.objects.get().hand_back(member)
    assert Barrier.objects.get().owner == member


def test_nobody_gets_it_back_who_left_meanwhile(
    member: Person, champion: Person, facilitator: Person, barrier: Barrier
) -> None:
    barrier.hand_to(facilitator, champion)
    barrier.hand_to(member, member)
    facilitator.remove(champion)
    assert Barrier.objects.get().hand_back(member)
    assert Barrier.objects.get().owner is None
