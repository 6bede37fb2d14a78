"""Why each person is proposed, who is left, and what taking one out or adding one changes."""

from hypothesis import given

from stakeholders import choosing
from stakeholders.reach import Reach, Someone, Turning
from stakeholders.reasons import (
    Change,
    Unreached,
    listed,
    reasons,
    unreached,
    with_one_more,
    without,
)
from tests.stakeholders.maps import small_maps


def office() -> Reach:
    """Ann and Bo may be asked; Dan passes Ann's words on; Ivy is heard by nobody we know of."""
    people = [
        Someone("Ann", "Ann", "Sales", weight=0),
        Someone("Bo", "Bo", "Service", weight=0),
        *(Someone(name, name, "Sales", eligible=False) for name in ("Cy", "Dan", "Eve")),
        *(Someone(name, name, "Service", weight=2, eligible=False) for name in ("Flo", "Gus")),
        Someone("Hal", "Hal", "IT", eligible=False),
        Someone("Ivy", "Ivy", "IT", eligible=False),
    ]
    turns = [("Cy", "Ann"), ("Dan", "Ann"), ("Eve", "Dan"), ("Flo", "Bo"), ("Cy", "Bo")]
    return Reach(people, [Turning(*each) for each in [*turns, ("Gus", "Flo"), ("Hal", "Ivy")]])


def test_a_reason_says_whom_they_reach_through_whom_and_whom_nobody_else_reaches() -> None:
    bo, ann = reasons(choosing.best(office(), 2).heard)
    assert bo.why == (
        "Reaches 3 people still to be won: 2 who turn to them, 1 through Flo. "
        "Nobody else chosen reaches Flo and Gus. The only way into Service."
    )
    assert [(each.person.name, each.strength) for each in ann.reached] == [
        ("Cy", 1.0),
        ("Dan", 1.0),
        ("Eve", 0.5),
    ]
    assert [(each.person.name, each.through and each.through.name) for each in ann.only] == [
        ("Dan", None),
        ("Eve", "Dan"),
    ]


def test_who_stays_unreached_is_said_with_the_reason_and_the_weightiest_first() -> None:
    reach = office()
    one = choosing.best(reach, 1).heard
    assert [(each.person.name, each.why) for each in unreached(one)] == [
        ("Dan", "Ann would reach them."),
        ("Eve", "Ann would reach them."),
        ("Hal", "Nobody they turn to, in one step or two, can be asked."),
        ("Ivy", "Turns to nobody we know of."),
    ]
    assert unreached(choosing.smallest(reach).heard) == unreached(choosing.best(reach, 2).heard)
    assert unreached(choosing.smallest(reach).heard)[0] == Unreached(reach.people[7], None, 1)


def test_taking_one_out_says_what_is_lost_and_adding_them_what_is_won() -> None:
    reach = office()
    both, bo = choosing.best(reach, 2).heard, choosing.best(reach, 1).heard
    lost = without(both, 0)
    dan, eve = reach.people[3], reach.people[4]
    assert lost == Change(reach.people[0], lost.share, (dan, eve), 0, ())
    assert round(lost.share, 3) == round(1.5 / 9, 3)
    assert with_one_more(bo, 0) == lost
    assert without(both, 1).groups == ("Service",)


def test_somebody_who_was_asked_and_reaches_nobody_is_said_to() -> None:
    people = [Someone("a", "a", weight=0, asked=True), Someone("b", "b")]
    (reason,) = reasons(choosing.best(Reach(people, []), 1).heard)
    assert reason.why == "Nobody who has still to be won turns to them, as far as the ties say."


@given(small_maps())
def test_nobody_is_reached_by_one_alone_and_still_there_without_them(reach: Reach) -> None:
    heard = choosing.best(reach, 3).heard
    for place, reason in zip(heard.chosen, reasons(heard), strict=True):
        lost = {someone.key for someone in without(heard, place).people}
        only = {each.person.key for each in reason.only}
        assert only == lost - {reach.people[place].key}
    missed = {each.person.key for each in unreached(heard)}
    reached = {reach.people[place].key for place in heard.reached}
    assert missed | reached == {reach.people[place].key for place in reach.wanted}
    assert not missed & reached


@given(small_maps())
def test_what_is_lost_by_taking_one_out_is_won_by_adding_them(reach: Reach) -> None:
    heard = choosing.best(reach, 3).heard
    for place in heard.chosen:
        fewer = reach.by(other for other in heard.chosen if other != place)
        assert with_one_more(fewer, place) == without(heard, place)


def test_lists_name_a_few_and_count_the_rest() -> None:
    assert [listed("abcdef"[:size]) for size in (1, 2, 3, 4, 6)] == [
        "a",
        "a and b",
        "a, b and c",
        "a, b, c and d",
        "a, b, c and 3 others",
    ]
