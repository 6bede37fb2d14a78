"""Days that move are remembered, and told in a row and on the page."""

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from changeprog.direction.models import Milestone
from changeprog.direction.moves import moved
from changeprog.programme.models import Person, Programme
from tests import factory
from tests.direction import typed

Browse = Callable[[Person], Client]
FIRST = date(2027, 3, 31)


@pytest.mark.parametrize(
    ("times", "due", "words"),
    [
        (0, FIRST, ""),
        (1, date(2027, 4, 1), "moved once, 1 day later"),
        (2, date(2027, 5, 4), "moved twice, 34 days later"),
        (3, date(2027, 3, 21), "moved 3 times, 10 days earlier"),
        (2, FIRST, "moved twice, back to its first day"),
    ],
)
def test_moves_in_words(times: int, due: date, words: str) -> None:
    assert moved(times, FIRST if times else None, due) == words


def test_each_move_is_kept_and_told(
    browse: Browse, programme: Programme, champion: Person, observer: Person
) -> None:
    milestone = factory.make_milestone(programme, due=FIRST)
    for revision, due in enumerate(["2027-04-14", "2027-05-04", "2027-05-04"], 1):
        address = reverse("direction:milestone_editing", args=[programme.key, milestone.pk])
        sent = typed.milestone(revision=str(revision), due=due)
        assert browse(champion).post(address, sent).status_code == 302
    kept = milestone.moves.values_list("before", "after", "by")
    assert list(kept) == [
        (FIRST, date(2027, 4, 14), champion.pk),
        (date(2027, 4, 14), date(2027, 5, 4), champion.pk),
    ]
    named = Milestone.objects.with_names().get(pk=milestone.pk)
    assert (named.moved_times, named.first_due) == (2, FIRST)
    page = browse(observer).get(milestone.get_absolute_url()).content.decode()
    assert "moved twice, 34 days later" in page
    assert "20 days later · Chris Champion" in page


def test_another_field_moves_nothing(programme: Programme, champion: Person) -> None:
    milestone = factory.make_milestone(programme, due=FIRST)
    milestone.change(champion, 1, name="Another name")
    assert not milestone.moves.exists()
