"""Below 80 % response: what the map says it cannot say, and when."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from changeprog.programme.models import Person
from stakeholders.models import Tie
from stakeholders.survey import ENOUGH, Response, incomplete
from tests.survey_factory import answer, on_map, running


@pytest.fixture
def five(champion: Person) -> list[Person]:
    """Five people on the map whom a mail reaches."""
    names = ["Ana", "Ben", "Cleo", "Dora", "Emil"]
    return [on_map(champion.programme, f"{name} Asked") for name in names]


def test_without_any_answer_there_is_nothing_to_hold_back(
    champion: Person, five: list[Person]
) -> None:
    assert incomplete(champion.programme) is None
    running(champion)
    assert incomplete(champion.programme) is None


def test_while_too_few_have_answered_the_map_says_what_it_cannot_say(
    champion: Person, five: list[Person]
) -> None:
    made = running(champion)
    for person in five[:3]:
        answer(made, person, five[4].name)
    found = incomplete(champion.programme)
    assert found is not None
    assert found.relations == {"advice"}
    assert "seeks advice from: 3 of 5 people asked have answered (60 %)" in found.words
    assert len(found.unsaid) == 3
    answer(made, five[3], five[4].name)
    assert incomplete(champion.programme) is None


def test_closing_does_not_make_it_complete_and_cancelling_ends_it(
    champion: Person, five: list[Person]
) -> None:
    made = running(champion)
    answer(made, five[0], five[1].name)
    made.close(champion)
    assert incomplete(champion.programme) is not None
    made.cancel(champion)
    assert incomplete(champion.programme) is None


def test_nobody_is_an_answer_too(champion: Person, five: list[Person]) -> None:
    made = running(champion)
    answer(made, five[0], five[1].name)
    for person in five[1:4]:
        answer(made, person)
    assert incomplete(champion.programme) is None


def test_ties_by_hand_or_import_are_no_sample(champion: Person, five: list[Person]) -> None:
    running(champion)
    Tie.add(champion, five[0], five[1], "advice")
    assert Tie.objects.count() == 1
    assert incomplete(champion.programme) is None


def test_each_relation_stands_for_itself(champion: Person, five: list[Person]) -> None:
    advice, trust = running(champion), running(champion, relation="trust")
    for person in five[:4]:
        answer(advice, person, five[4].name)
    answer(trust, five[0], five[4].name)
    found = incomplete(champion.programme)
    assert found is not None
    assert found.relations == {"trust"}


def test_a_newer_survey_leaves_complete_what_an_older_one_completed(
    champion: Person, five: list[Person]
) -> None:
    first = running(champion)
    for person in five:
        answer(first, person, five[0].name if person != five[0] else five[1].name)
    second = running(champion)
    answer(second, five[0], five[2].name)
    assert incomplete(champion.programme) is None


def test_another_programme_s_survey_is_its_own(
    champion: Person, stranger: Person, five: list[Person]
) -> None:
    made = running(champion)
    answer(made, five[0], five[1].name)
    assert incomplete(champion.programme) is not None
    assert incomplete(stranger.programme) is None


@given(st.integers(0, 400), st.integers(0, 400))
def test_missing_answers_make_it_enough_and_one_fewer_does_not(asked: int, answered: int) -> None:
    response = Response("", asked, min(answered, asked))
    if asked:
        assert Response("", asked, response.answered + response.missing).is_enough
        assert response.is_enough == (response.missing == 0)
        assert response.is_enough == (response.answered / asked >= ENOUGH / 100)
        if response.missing:
            short = Response("", asked, response.answered + response.missing - 1)
            assert not short.is_enough
    else:
        assert not response.is_enough
