"""Taking an answer: what it costs, and that the database decides whether it comes in time."""

from collections.abc import Callable

import pytest
from django.test import Client

from changeprog.programme.models import Person
from tests import workshop_factory
from tests.bench import counted
from tests.workshops.conftest import Put
from tests.workshops.test_room import address, as_guest
from workshops.models import OutOfTurn, Participant, Round, Workshop


@pytest.fixture(params=[False, True], ids=["named", "anonymous"])
def held(request: pytest.FixtureRequest, on: Put, champion: Person) -> Round:
    proposal = workshop_factory.proposal(on("consensus"), champion)
    return workshop_factory.open_round(proposal, champion, anonymous=request.param)


@pytest.fixture
def crowd(workshop: Workshop) -> list[Participant]:
    """As many as it takes to reveal an anonymous round."""
    return [workshop_factory.guest(workshop, f"Guest {number}") for number in range(3)]


def queries_of_votes(client: Client, workshop: Workshop, held: Round) -> list[int]:
    """Return how many queries the first answer takes, and a change of mind."""
    made = []
    for level in (2, 3):
        with counted() as queries:
            answer = client.post(
                address(workshop, f"rounds/{held.pk}/position/"),
                {"level": level},
                headers={"HX-Request": "true"},
            )
        assert answer.status_code == 200
        made.append(len([each for each in queries if "SAVEPOINT" not in each]))
    return made


def test_an_answer_takes_few_queries(
    browse: Callable[[Person], Client], workshop: Workshop, held: Round, member: Person
) -> None:
    """The session, who it is, the round, its lock, the answer; of a person also the sign-in."""
    guest = queries_of_votes(as_guest(workshop), workshop, held)
    person = queries_of_votes(browse(member), workshop, held)
    assert (guest, person) == ([5, 5], [7, 7])


def test_the_database_says_whether_a_round_is_open(
    held: Round, crowd: list[Participant], champion: Person
) -> None:
    for each in crowd:
        held.take(each, 2)
    own = Round.objects.with_words().get(pk=held.pk)
    held.reveal(champion)
    assert own.is_open
    with pytest.raises(OutOfTurn, match="came too late and was not counted"):
        own.take(crowd[0], 8)
    rows = held.ballots if held.anonymous else held.positions
    assert list(rows.values_list("level", flat=True)) == [2, 2, 2]


def test_an_answer_sealed_before_a_round_was_reopened_is_refused(
    on: Put, crowd: list[Participant], champion: Person
) -> None:
    proposal = workshop_factory.proposal(on("consensus"), champion)
    held = workshop_factory.open_round(proposal, champion, anonymous=True)
    for each in crowd:
        held.take(each, 2)
    before = Round.objects.with_words().get(pk=held.pk)
    held.reveal(champion)
    held.reopen(champion)
    with pytest.raises(OutOfTurn, match="came too late and was not counted"):
        before.take(crowd[0], 8)
    held.take(crowd[0], 3)
    assert held.answers().count() == 1
