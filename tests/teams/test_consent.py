"""Agreement is neither a vote nor silence: the rule by which a working rule is adopted."""

from hypothesis import given
from hypothesis import strategies as st

from teams.consent import Stand, Verdict, doubters, may_be_adopted, verdict

PEOPLE = st.integers(1, 8)
STANDS = st.dictionaries(PEOPLE, st.booleans()).map(
    lambda said: [Stand(person, can_live) for person, can_live in said.items()]
)
VOICES = st.frozensets(PEOPLE)
NOTES = st.sampled_from(["", "  ", "We try it for a month."])


@given(STANDS, VOICES)
def test_it_is_doubted_exactly_while_somebody_on_a_team_stands_at_not_yet(
    stands: list[Stand], voices: frozenset[int]
) -> None:
    doubting = {stand.person for stand in stands if not stand.can_live} & voices
    assert doubters(stands, voices) == doubting
    assert (verdict(stands, voices) is Verdict.DOUBTED) == bool(doubting)


@given(STANDS, VOICES, NOTES)
def test_without_a_note_it_is_adopted_only_when_all_who_spoke_can_live_with_it(
    stands: list[Stand], voices: frozenset[int], note: str
) -> None:
    heard = [stand for stand in stands if stand.person in voices]
    agreed = bool(heard) and all(stand.can_live for stand in heard)
    assert may_be_adopted(stands, voices, "") == agreed
    assert may_be_adopted(stands, voices, note) == (agreed or bool(heard and note.strip()))


@given(VOICES, NOTES)
def test_silence_is_no_agreement_whatever_is_written(voices: frozenset[int], note: str) -> None:
    assert verdict([], voices) is Verdict.SILENT
    assert not may_be_adopted([], voices, note)


@given(STANDS, VOICES, NOTES, PEOPLE, st.booleans())
def test_who_is_on_no_team_changes_nothing(
    stands: list[Stand], voices: frozenset[int], note: str, person: int, can_live: bool
) -> None:
    others = [stand for stand in stands if stand.person != person]
    without = voices - {person}
    said = [*others, Stand(person, can_live)]
    assert may_be_adopted(said, without, note) == may_be_adopted(others, without, note)


@given(STANDS, VOICES, NOTES, PEOPLE)
def test_one_more_who_can_live_with_it_never_holds_it_up(
    stands: list[Stand], voices: frozenset[int], note: str, person: int
) -> None:
    others = [stand for stand in stands if stand.person != person]
    said = [*others, Stand(person, can_live=True)]
    assert may_be_adopted(said, voices, note) >= may_be_adopted(others, voices, note)


@given(STANDS.flatmap(lambda stands: st.tuples(st.just(stands), st.permutations(stands))), VOICES)
def test_the_order_in_which_people_spoke_does_not_matter(
    both: tuple[list[Stand], list[Stand]], voices: frozenset[int]
) -> None:
    stands, shuffled = both
    assert verdict(shuffled, voices) is verdict(stands, voices)
