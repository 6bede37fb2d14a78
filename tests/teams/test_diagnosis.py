from hypothesis import given
from hypothesis import strategies as st

from teams.diagnosis import Progress, Question

SIDES = frozenset({1, 2})
some = st.frozensets(st.sampled_from([1, 2]))
progresses = st.builds(
    Progress,
    sides=st.just(SIDES),
    sharing=some,
    answered=st.dictionaries(st.sampled_from(list(Question)), some),
)


@given(progresses)
def test_personality_is_never_open_before_both_answered_the_other_three(progress: Progress) -> None:
    if progress.open(Question.PERSONALITY):
        first = list(Question)[:-1]
        assert [progress.answered.get(each) for each in first] == [SIDES] * 3


@given(progresses)
def test_questions_open_one_after_the_other(progress: Progress) -> None:
    states = [progress.open(question) for question in Question]
    assert states == sorted(states, reverse=True)


@given(progresses, st.booleans())
def test_a_side_reads_the_others_view_exactly_when_both_share(
    progress: Progress, handed_in: bool
) -> None:
    readable = progress.may_read_view(2, reader=1, handed_in=handed_in)
    assert readable == (progress.sharing == SIDES)


@given(progresses)
def test_the_mediator_reads_nothing_that_was_not_handed_in(progress: Progress) -> None:
    if not progress.shared:
        assert not progress.may_read_view(1, reader=None, handed_in=False)
    assert progress.may_read_view(1, reader=None, handed_in=True)


@given(progresses, st.sampled_from(list(Question)))
def test_an_answer_of_the_other_is_read_once_both_are_given(
    progress: Progress, question: Question
) -> None:
    both = progress.shared and progress.answered.get(question) == SIDES
    assert progress.may_read_answer(2, question, reader=1) == both
    assert progress.may_read_answer(2, question, reader=None) == both


@given(progresses, st.sampled_from([1, 2]), st.sampled_from(list(Question)))
def test_an_answer_more_never_closes_anything(
    progress: Progress, side: int, question: Question
) -> None:
    given_now = progress.answered.get(question, frozenset()) | {side}
    later = Progress(progress.sides, progress.sharing, {**progress.answered, question: given_now})
    assert all(later.open(each) for each in Question if progress.open(each))


def test_one_side_alone_shares_with_nobody() -> None:
    alone = Progress(frozenset({1}), frozenset({1}), {})
    assert not alone.shared
