"""Rounds: opened on words, answered, revealed at once, reopened, annulled, left."""

from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from changeprog.direction.models.revised import Overtaken
from changeprog.programme.models import Event, Person
from tests import workshop_factory
from tests.workshops.conftest import Put
from workshops import rounds
from workshops.models import Activity, OutOfTurn, Participant, Position, Proposal, Round, Workshop


@pytest.fixture
def activity(on: Put) -> Activity:
    return on("consensus")


@pytest.fixture
def proposal(activity: Activity, champion: Person) -> Proposal:
    return workshop_factory.proposal(activity, champion)


@pytest.fixture
def held(proposal: Proposal, champion: Person) -> Round:
    return workshop_factory.open_round(proposal, champion)


@pytest.fixture
def mo(workshop: Workshop, member: Person) -> Participant:
    return workshop.participants.get(person=member)


@pytest.fixture
def chris(workshop: Workshop, champion: Person) -> Participant:
    return workshop.participants.get(person=champion)


def stands(held: Round) -> list[tuple[str, int, str, int]]:
    rows = held.positions.order_by("participant__name")
    return list(rows.values_list("participant__name", "level", "reason", "changes"))


def test_a_proposal_is_put_on_the_table_once(activity: Activity, champion: Person) -> None:
    first = Proposal(programme=activity.programme, activity=activity)
    again = Proposal(programme=activity.programme, activity=activity, key=first.key)
    assert [first.propose(champion, "One list."), again.propose(champion, "One list.")] == [
        True,
        False,
    ]
    assert again == first
    with pytest.raises(OutOfTurn, match="There is a proposal on the table"):
        workshop_factory.proposal(activity, champion)


def test_words_change_in_place_until_a_round_was_held_on_them(
    proposal: Proposal, champion: Person
) -> None:
    assert proposal.amend(champion, "Two lists.", based_on=1) is True
    assert proposal.amend(champion, "Two lists.", based_on=2) is False
    assert list(proposal.versions.values_list("number", "text")) == [(1, "Two lists.")]
    held = workshop_factory.open_round(proposal, champion)
    with pytest.raises(OutOfTurn, match="People are answering"):
        proposal.amend(champion, "Three lists.", based_on=2)
    held.annul(champion, "A typing mistake")
    assert proposal.amend(champion, "Three lists.", based_on=2) is True
    texts = list(proposal.versions.values_list("number", "text"))
    assert texts == [(1, "Two lists."), (2, "Three lists.")]


def test_who_writes_on_top_of_old_words_is_shown_the_new_ones(
    proposal: Proposal, champion: Person, facilitator: Person
) -> None:
    proposal.amend(facilitator, "Hers.", based_on=1)
    with pytest.raises(Overtaken) as caught:
        proposal.amend(champion, "His.", based_on=1)
    assert isinstance(caught.value.current, Proposal)
    assert caught.value.current.newest().text == "Hers."


def test_a_round_is_opened_once_and_one_at_a_time(proposal: Proposal, champion: Person) -> None:
    key = uuid4()
    rounds = {
        Round.open_on(proposal, champion, key, anonymous=False, scale="eight").pk for _ in range(2)
    }
    assert rounds == {Round.objects.get().pk}
    with pytest.raises(OutOfTurn, match="A round is open already"):
        workshop_factory.open_round(proposal, champion)


def test_the_last_answer_counts(held: Round, mo: Participant, chris: Participant) -> None:
    held.take(mo, 6, "Too fast")
    held.take(chris, 2)
    held.take(mo, 3)
    assert stands(held) == [("Chris Champion", 2, "", 0), ("Mo Member", 3, "", 1)]


def test_votes_write_no_events(held: Round, mo: Participant) -> None:
    before = Event.objects.count()
    held.take(mo, 6, "Too fast")
    assert Event.objects.count() == before


def test_an_answer_after_the_reveal_is_refused_in_words(
    held: Round, mo: Participant, chris: Participant, champion: Person
) -> None:
    held.take(mo, 1)
    assert [held.reveal(champion), held.reveal(champion)] == [True, False]
    with pytest.raises(OutOfTurn, match="came too late and was not counted"):
        held.take(chris, 8)
    assert stands(held) == [("Mo Member", 1, "", 0)]
    assert Event.objects.about("round.revealed").count() == 1


def test_nothing_is_revealed_where_nobody_answered(held: Round, champion: Person) -> None:
    with pytest.raises(OutOfTurn, match="Nobody has answered yet"):
        held.reveal(champion)


def test_the_database_keeps_levels_on_the_scale_and_answers_single(
    held: Round, mo: Participant
) -> None:
    held.take(mo, 1)
    for row in (
        Position(round=held, participant=mo, level=2),
        Position(round=held, participant=workshop_factory.guest(mo.workshop), level=9),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            row.save()


def test_an_agreed_proposal_says_by_which_round(
    held: Round, proposal: Proposal, mo: Participant, chris: Participant, champion: Person
) -> None:
    for who in (mo, chris):
        held.take(who, 2)
    held.reveal(champion)
    assert [proposal.agree(champion), proposal.agree(champion)] == [True, False]
    assert (proposal.state, proposal.agreed_round) == ("agreed", held)
    with pytest.raises(OutOfTurn, match="These words are agreed"):
        proposal.amend(champion, "Other words.", proposal.revision)


def test_a_proposal_is_not_agreed_against_the_rule(
    held: Round, proposal: Proposal, mo: Participant, chris: Participant, champion: Person
) -> None:
    held.take(mo, 2)
    held.take(chris, 8)
    held.reveal(champion)
    with pytest.raises(OutOfTurn, match=r"The rule does not hold. 1 person stands at 7 or 8\."):
        proposal.agree(champion)


def test_words_that_no_round_was_held_on_are_not_agreed(
    held: Round, proposal: Proposal, mo: Participant, chris: Participant, champion: Person
) -> None:
    for who in (mo, chris):
        held.take(who, 1)
    held.reveal(champion)
    proposal.amend(champion, "Quite other words.", proposal.revision)
    with pytest.raises(OutOfTurn, match="no revealed round on these words"):
        proposal.agree(champion)


def test_a_reopened_round_hides_all_and_keeps_positions_to_be_changed(
    held: Round, proposal: Proposal, mo: Participant, champion: Person
) -> None:
    held.take(mo, 6, "Too fast")
    held.reveal(champion)
    assert [held.reopen(champion), held.reopen(champion)] == [True, False]
    assert (held.status, held.outcome, stands(held)) == (
        "open",
        {},
        [("Mo Member", 6, "Too fast", 0)],
    )
    held.take(mo, 2)
    held.reveal(champion)
    assert (held.outcome["answered"], dict(held.outcome["levels"])[2]) == (1, 1)


def test_only_the_last_round_is_reopened(
    held: Round, proposal: Proposal, mo: Participant, champion: Person
) -> None:
    held.take(mo, 6)
    held.reveal(champion)
    workshop_factory.open_round(proposal, champion)
    with pytest.raises(OutOfTurn, match="Only the last one can be reopened"):
        held.reopen(champion)


def test_an_annulled_round_counts_for_nothing_and_keeps_what_was_hidden_hidden(
    held: Round, proposal: Proposal, mo: Participant, champion: Person
) -> None:
    held.take(mo, 6)
    assert [held.annul(champion, "Half were away"), held.annul(champion, "Again")] == [True, False]
    assert (held.status, held.note, held.is_shown) == ("annulled", "Half were away", False)
    assert (stands(held), held.outcome) == ([], {"answered": 1})
    assert proposal.last_round() is None


def test_annulling_the_round_takes_the_agreement_back(
    held: Round, proposal: Proposal, mo: Participant, chris: Participant, champion: Person
) -> None:
    for who in (mo, chris):
        held.take(who, 1)
    held.reveal(champion)
    proposal.agree(champion)
    proposal.refresh_from_db()
    Round.objects.get(pk=held.pk).annul(champion, "Two were not meant to vote")
    proposal.refresh_from_db()
    assert (proposal.state, proposal.agreed_round, proposal.settled_at) == ("open", None, None)


def test_no_consensus_is_a_result_and_other_words_bring_it_back(
    held: Round, proposal: Proposal, mo: Participant, champion: Person
) -> None:
    with pytest.raises(OutOfTurn, match="A round is open"):
        proposal.leave(champion)
    held.take(mo, 8, "Never")
    held.reveal(champion)
    assert [proposal.leave(champion), proposal.leave(champion)] == [True, False]
    held.refresh_from_db()
    assert (proposal.state, held.status, held.is_shown) == ("left", "no_consensus", True)
    with pytest.raises(OutOfTurn, match="settled"):
        workshop_factory.open_round(proposal, champion)
    proposal.amend(champion, "Other words.", proposal.revision)
    assert workshop_factory.open_round(proposal, champion).number == 2


def test_somebody_removed_does_not_count(
    held: Round, mo: Participant, chris: Participant, champion: Person
) -> None:
    held.take(mo, 8)
    held.take(chris, 1)
    Participant.objects.filter(pk=mo.pk).update(state="removed")
    held.reveal(champion)
    assert (held.outcome["answered"], held.outcome["invited"], held.missing) == (1, 1, [])


def test_a_workshop_does_not_close_over_an_open_round(
    held: Round, workshop: Workshop, mo: Participant, champion: Person
) -> None:
    assert rounds.blockers(workshop) == ["Round 1 is open. Reveal it, or annul it."]
    held.take(mo, 1)
    held.reveal(champion)
    assert rounds.blockers(workshop) == []
