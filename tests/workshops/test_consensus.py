"""The consensus rule: what holds, what does not, and what is missing, in words."""

from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from workshops.consensus import Rule, Tally, Voice, judge
from workshops.disclosure import safe

SALES, MARKETING = 2, 3
NAMES = {SALES: "Sales", MARKETING: "Marketing"}
OFF = Rule(worst=8, share=0, quorum=0)

voices = st.lists(
    st.builds(Voice, level=st.integers(1, 8), function=st.sampled_from([0, SALES, MARKETING])),
    min_size=1,
    max_size=40,
)
rules = st.builds(
    Rule,
    worst=st.integers(1, 8),
    level=st.integers(1, 8),
    share=st.integers(0, 100),
    quorum=st.integers(0, 100),
    required=st.lists(st.sampled_from([SALES, MARKETING]), unique=True).map(tuple),
    reasons=st.booleans(),
)


def tally(*said: Voice, invited: int = 0) -> Tally:
    return Tally(said, invited or len(said), NAMES)


def at(*levels: int, function: int = SALES) -> list[Voice]:
    return [Voice(level, function) for level in levels]


def words(rule: Rule, held: Tally) -> list[tuple[bool, str]]:
    return [(clause.holds, clause.words) for clause in judge(rule, held).clauses]


def test_the_usual_rule_says_itself_in_sentences() -> None:
    assert Rule(required=(SALES, MARKETING), reasons=True).clauses(NAMES) == [
        "Nobody stands at 7 or 8.",
        "In every function at least 80 % stand at 4 or better.",
        "At least 75 % of those invited have answered.",
        "Somebody from Sales and Marketing has answered.",
        "Whoever stands at 5 or beyond says why.",
    ]
    assert OFF.clauses(NAMES) == []


def test_a_round_that_everybody_supports_is_agreed() -> None:
    held = tally(*at(1, 2, 3, 4), *at(1, function=MARKETING))
    assert judge(Rule(), held).holds
    assert words(Rule(), held) == [
        (True, "Nobody stands at 7 or 8."),
        (True, "In every function at least 80 % stand at 4 or better."),
        (True, "5 of 5 invited have answered; 75 % are needed."),
    ]


def test_nobody_may_stand_beyond_the_worst_level() -> None:
    assert words(Rule(share=0, quorum=0), tally(*at(1, 7, 8))) == [
        (False, "2 people stand at 7 or 8. The rule wants nobody there.")
    ]
    assert words(Rule(worst=7, share=0, quorum=0), tally(*at(1, 8))) == [
        (False, "1 person stands at 8. The rule wants nobody there.")
    ]
    assert words(Rule(worst=4, share=0, quorum=0), tally(*at(1, 4))) == [
        (True, "Nobody stands at 5 to 8.")
    ]


def test_each_function_that_lacks_support_is_named_with_how_many_are_missing() -> None:
    held = tally(*at(1, 1, 1, 1, 1, 1, 1, 1), *at(2, 5, 5, 6, function=MARKETING))
    assert words(Rule(quorum=0), held) == [
        (True, "Nobody stands at 7 or 8."),
        (False, "Marketing: 1 of 4 stand at 4 or better; 80 % are needed, which is 3 more."),
    ]


def test_the_quorum_counts_those_invited() -> None:
    assert words(Rule(worst=8, share=0), tally(*at(1, 1), invited=3)) == [
        (False, "2 of 3 invited have answered; 75 % are needed, which is 1 more.")
    ]


def test_a_required_function_has_to_have_answered() -> None:
    rule = Rule(worst=8, share=0, quorum=0, required=(SALES, MARKETING))
    assert words(rule, tally(*at(1))) == [
        (False, "Nobody from Marketing has answered. The rule wants somebody.")
    ]
    assert judge(rule, tally(*at(1), *at(1, function=MARKETING))).holds


def test_reasons_are_missed_where_the_rule_wants_them() -> None:
    rule = Rule(worst=8, share=0, quorum=0, reasons=True)
    assert words(rule, tally(Voice(5, SALES), Voice(8, SALES, "Too soon"), *at(1))) == [
        (False, "1 person at 5 or beyond gave no reason. The rule wants one.")
    ]


def test_nothing_is_agreed_by_nobody() -> None:
    verdict = judge(OFF, tally(invited=3))
    assert (verdict.holds, verdict.missing) == (False, ["Nobody has answered."])


def test_an_anonymous_round_names_a_function_only_for_three_or_more() -> None:
    few = [*at(1, 1, 1, 8), *at(1, 1, 1, 1, function=MARKETING)]
    rule = Rule(worst=8, quorum=0)
    shown = safe([(each.function, each.level) for each in few], rule.level)
    assert [clause.words for clause in judge(rule, Tally(few, 8, NAMES, shown)).clauses] == [
        "7 of 8 stand at 4 or better, counted over all functions; at least 80 % are needed."
    ]
    many = [*at(1, 1, 1, 5, 5, 8), *at(1, 1, 1, 6, 6, 6, function=MARKETING)]
    shown = safe([(each.function, each.level) for each in many], rule.level)
    assert [clause.words for clause in judge(rule, Tally(many, 12, NAMES, shown)).clauses] == [
        "Sales: 3 of 6 stand at 4 or better; 80 % are needed, which is 2 more.",
        "Marketing: 3 of 6 stand at 4 or better; 80 % are needed, which is 2 more.",
    ]


@given(rules)
def test_a_rule_survives_being_kept(rule: Rule) -> None:
    assert Rule.from_json(rule.to_json()) == rule


def test_what_a_kept_rule_lacks_is_as_usual() -> None:
    assert Rule.from_json({}) == Rule()
    assert Rule.from_json({"share": 90, "of a later release": 1}) == Rule(share=90)


@given(rules, voices, st.data())
def test_going_one_better_never_undoes_an_agreement(
    rule: Rule, said: list[Voice], data: st.DataObject
) -> None:
    before = judge(rule, tally(*said))
    place = data.draw(st.integers(0, len(said) - 1))
    moved = Voice(max(said[place].level - 1, 1), said[place].function)
    after = judge(rule, tally(*said[:place], moved, *said[place + 1 :]))
    assert after.holds >= before.holds


@given(rules, voices)
def test_the_order_in_which_people_answer_does_not_matter(rule: Rule, said: list[Voice]) -> None:
    assert judge(rule, tally(*said)) == judge(rule, tally(*said[::-1]))


def test_the_share_is_exact_at_its_edge() -> None:
    for share, size in product([1, 33, 50, 66, 67, 80, 100], range(1, 13)):
        for agreeing in range(size + 1):
            said = at(*[4] * agreeing, *[5] * (size - agreeing))
            rule = Rule(worst=8, share=share, quorum=0)
            assert judge(rule, tally(*said)).holds == (agreeing * 100 >= share * size)
