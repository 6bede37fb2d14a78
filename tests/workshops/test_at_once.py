"""Many people answer in the same moment in which the round is revealed: each is in, or is told."""

from collections import Counter
from collections.abc import Callable
from functools import partial
from http import HTTPStatus

import pytest
from django.test import Client

from changeprog.programme.models import Person
from tests import workshop_factory
from tests.bench.live.poll import let_in, sessions_of
from tests.teams.moment import at_once, in_a_crush
from tests.workshops.conftest import Put
from tests.workshops.test_room import address
from workshops.models import Ballot, OutOfTurn, Participant, Position, Round, Turnout, Workshop

pytestmark = pytest.mark.django_db(transaction=True)
PEOPLE, CROWD = 40, 300
TOO_LATE = "Your answer came too late and was not counted."


@pytest.fixture
def crowd(workshop: Workshop) -> list[Participant]:
    return [workshop_factory.guest(workshop, f"Guest {number}") for number in range(PEOPLE)]


@pytest.fixture(params=[False, True], ids=["named", "anonymous"])
def held(request: pytest.FixtureRequest, on: Put, champion: Person) -> Round:
    proposal = workshop_factory.proposal(on("consensus"), champion)
    return workshop_factory.open_round(proposal, champion, anonymous=request.param)


def said(held: Round, participant: Participant, *levels: int) -> bool:
    """Answer on a request's own copy of the round; say whether the last one was taken."""
    taken = False
    for level in levels:
        own = Round.objects.with_words().get(pk=held.pk)
        try:
            own.take(participant, level)
            taken = True
        except OutOfTurn:
            return taken
    return taken


def reveal(held: Round, by: Person) -> bool:
    return Round.objects.with_words().get(pk=held.pk).reveal(by)


def actions(held: Round, crowd: list[Participant]) -> list[Callable[[], bool]]:
    return [partial(said, held, each, 1 + place % 8) for place, each in enumerate(crowd)]


def test_who_was_told_that_it_counts_is_in_the_result_and_nobody_else(
    held: Round, crowd: list[Participant], champion: Person
) -> None:
    first = crowd[:3]
    assert all(said(held, each, 1) for each in first)
    *taken, revealed = at_once(*actions(held, crowd[3:]), partial(reveal, held, champion))
    held.refresh_from_db()
    accepted = len(first) + sum(taken)
    rows = held.ballots if held.anonymous else held.positions
    assert (revealed, held.outcome["answered"]) == (True, accepted)
    assert (held.answers().count(), rows.count()) == (accepted, accepted)


def answered(path: str, session: str, level: int) -> bool:
    """Answer as a phone does; say whether that counts. If not, it is told so."""
    phone = Client()
    phone.cookies["sessionid"] = session
    answer = phone.post(path, {"level": level}, headers={"HX-Request": "true"})
    is_refused = answer.status_code == HTTPStatus.CONFLICT and TOO_LATE in answer.content.decode()
    assert is_refused or answer.status_code == HTTPStatus.OK
    return not is_refused


def test_of_three_hundred_who_answer_while_it_is_revealed_each_is_in_or_is_told(
    held: Round, workshop: Workshop, champion: Person
) -> None:
    everybody = let_in(workshop, CROWD)
    path = address(workshop, f"rounds/{held.pk}/position/")
    levels = [1 + place % 4 for place in range(CROWD)]
    votes = [
        partial(answered, path, session, level)
        for session, level in zip(sessions_of(everybody, workshop), levels, strict=True)
    ]
    half = CROWD // 2
    before, revealed, after = in_a_crush(
        votes[:half], partial(reveal, held, champion), votes[half:]
    )
    counted = [*before, *after]
    assert (revealed, set(counted)) == (True, {True, False})
    held.refresh_from_db()
    accepted = {each.pk for each, counts in zip(everybody, counted, strict=True) if counts}
    assert set(held.answers().values_list("participant", flat=True)) == accepted
    rows = held.ballots if held.anonymous else held.positions
    said = Counter(level for level, counts in zip(levels, counted, strict=True) if counts)
    assert Counter(rows.values_list("level", flat=True)) == said
    assert held.outcome["answered"] == len(accepted)


def test_two_phones_of_one_person_make_one_answer(held: Round, crowd: list[Participant]) -> None:
    one = crowd[0]
    assert at_once(*[partial(said, held, one, 3, 4, 2) for _ in range(6)]) == [True] * 6
    assert held.answers().count() == 1
    assert held.answers().get().changes == 6 * 3 - 1


def test_two_who_reveal_at_once_reveal_once(
    held: Round, crowd: list[Participant], champion: Person, facilitator: Person
) -> None:
    for each in crowd[:5]:
        said(held, each, 2)
    answers = at_once(partial(reveal, held, champion), partial(reveal, held, facilitator))
    assert sorted(answers) == [False, True]
    assert Ballot.objects.count() + Position.objects.count() == 5
    assert Turnout.objects.exclude(sealed=b"").count() == 0


def test_only_one_of_two_rounds_that_are_opened_at_once_is_open(
    held: Round, champion: Person
) -> None:
    held.annul(champion, "A trial")

    def open_one() -> bool:
        try:
            workshop_factory.open_round(held.proposal, champion)
        except OutOfTurn:
            return False
        return True

    assert sorted(at_once(open_one, open_one)) == [False, True]
    assert Round.objects.open().count() == 1
