"""The sixth principle reads what teams have accepted as business as usual."""

from datetime import timedelta

import pytest
from django.utils.timezone import localdate
from hypothesis import given
from hypothesis import strategies as st

from changeprog.direction.principles import Kind, Moment, State, standings
from changeprog.onboarding.criteria import Tally
from changeprog.onboarding.models import Criterion
from changeprog.onboarding.usual_principle import accepted, told_of
from changeprog.programme.models import Person, Programme, Role, Team
from tests.onboarding.criteria import shown


@pytest.fixture
def team(programme: Programme) -> Team:
    return Team.objects.create(programme=programme, name="Service desk")


def sixth(programme: Programme) -> tuple[State, list[str]]:
    found = standings(programme, Role.OBSERVER)[5]
    return found.state, [piece.text for piece in found.evidence]


def test_the_sixth_principle_reads_what_is_accepted(
    programme: Programme, champion: Person, team: Team
) -> None:
    assert sixth(programme) == (State.UNKNOWN, [])
    own, of_team = shown(programme, champion), shown(programme, champion, team)
    assert sixth(programme) == (
        State.MISSING,
        [
            "0 of 1 adopting team is business as usual",
            "0 of 1 criterion of the whole programme accepted",
        ],
    )
    of_team.accept(champion, 1)
    assert sixth(programme)[0] is State.STARTED
    own.accept(champion, 1)
    assert sixth(programme)[0] is State.HOLDS
    own.take_back(champion, "Not yet.")
    assert sixth(programme)[0] is State.STARTED


def test_a_claim_is_no_acceptance_and_silence_is_evidence(
    programme: Programme, champion: Person
) -> None:
    programme.change(champion, status=Programme.Status.BUSINESS_AS_USUAL)
    assert sixth(programme)[0] is State.STARTED
    shown(programme, champion)
    claimed = "The programme is called business as usual; 1 of its criteria are open"
    assert claimed in sixth(programme)[1]
    Criterion.objects.get().accept(champion, 1)
    assert sixth(programme)[0] is State.HOLDS


def test_an_old_programme_that_agreed_on_nothing_is_told_so(programme: Programme) -> None:
    moment = Moment(localdate() - timedelta(days=91), localdate())
    (piece,) = accepted(programme, moment)
    assert (piece.kind, piece.step is not None) == (Kind.MISSING, True)


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(1, 3)), max_size=5))
def test_only_what_is_accepted_everywhere_is_met(counts: list[tuple[int, int]]) -> None:
    known: dict[int | None, Tally] = {
        number: Tally(of, min(done, of)) for number, (done, of) in enumerate(counts)
    }
    found = told_of({None: Tally(1, 1), **known}, len(counts), "/")
    kinds = {piece.kind for piece in found}
    assert (kinds == {Kind.MET}) == all(tally.usual for tally in known.values())
