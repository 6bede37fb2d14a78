"""What barriers and victories say about the six principles."""

from datetime import timedelta

import pytest
from django.utils.timezone import localdate, now

from changeprog.direction.principles import Kind, Moment, State, standings
from changeprog.programme.models import Person, Programme, Role
from teams.models import Barrier, Victory
from teams.principles import of_barriers, victories
from tests import factory


@pytest.mark.parametrize(
    ("standing", "down", "oldest", "kinds"),
    [
        (0, 0, 0, []),
        (1, 0, 21, [Kind.MET]),
        (1, 0, 22, [Kind.MISSING, Kind.MISSING]),
        (1, 1, 22, [Kind.MISSING, Kind.MET]),
        (1, 1, 21, [Kind.MET, Kind.MET]),
        (0, 2, 0, [Kind.MET]),
    ],
)
def test_three_weeks_are_long_for_a_barrier(
    standing: int, down: int, oldest: int, kinds: list[Kind]
) -> None:
    told = of_barriers(standing, down, oldest, "/barriers/")
    assert [piece.kind for piece in told] == kinds


def test_knocking_down_the_old_barrier_takes_its_word_back(
    programme: Programme, champion: Person
) -> None:
    barrier = factory.log_barrier(champion)
    Barrier.objects.filter(pk=barrier.pk).update(logged_at=now() - timedelta(days=40))
    assert standings(programme, Role.OBSERVER)[3].state is State.MISSING
    barrier.knock_down(champion, "We asked")
    assert standings(programme, Role.OBSERVER)[3].state is State.STARTED


def test_a_promoted_victory_is_a_visible_benefit_once_a_day(
    programme: Programme, champion: Person
) -> None:
    moment = Moment(localdate(), localdate())
    first = factory.log_victory(champion, "Seen by all")
    assert victories(programme, moment) == []
    first.promote(champion, "It took courage")
    for _ in range(2):
        factory.log_victory(champion, "The same day").promote(champion, "Also brave")
    yesterday = factory.log_victory(champion, "The day before")
    yesterday.promote(champion, "Braver still")
    Victory.objects.filter(pk=yesterday.pk).update(promoted_at=now() - timedelta(days=1))
    told = [(piece.text, piece.on, piece.kind) for piece in victories(programme, moment)]
    assert told == [
        ("Seen by all", localdate(), Kind.MET),
        ("The day before", localdate() - timedelta(days=1), Kind.MET),
    ]


def test_a_victory_that_is_not_promoted_any_more_counts_no_more(
    programme: Programme, champion: Person
) -> None:
    victory = factory.log_victory(champion)
    victory.promote(champion, "It took courage")
    assert standings(programme, Role.OBSERVER)[4].state is State.STARTED
    victory.take_down(champion)
    assert standings(programme, Role.OBSERVER)[4].state is State.UNKNOWN
