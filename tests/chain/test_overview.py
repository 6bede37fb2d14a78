"""The whole programme at once: what hangs on what, and what hangs on nothing."""

from collections.abc import Callable
from uuid import uuid4

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from changeprog.accounts.models import User
from changeprog.chain.one import one
from changeprog.chain.overview import Overview, overview
from changeprog.chain.picture import draw
from changeprog.chain.whole import Whole
from changeprog.direction.models import Objective
from changeprog.programme.chain import Ref
from changeprog.programme.models import Person, Programme
from changeprog.programme.tracing import Join
from teams.models import Barrier, Victory
from tests import factory
from tests.counting import address, queries_of

Browse = Callable[[Person | User | None], Client]


@pytest.fixture
def objective(programme: Programme) -> Objective:
    """An objective with two milestones, below a vision."""
    factory.write_vision(programme)
    made = factory.make_objective(programme)
    for name in ("Pilot", "Roll-out"):
        factory.make_milestone(programme, name, objective=made)
    return made


def counted(shown: Overview, place: int = 0) -> dict[str, int]:
    return {each.kind.name: each.count for each in shown.threads[place].tallies if each.count}


def loose(shown: Overview) -> dict[str, int]:
    return {each.kind.name: each.count for each in shown.loose}


def test_everything_below_an_objective_is_counted_once(
    programme: Programme, champion: Person, objective: Objective
) -> None:
    victory = Victory.log(champion, uuid4(), "We called back", objective=objective)
    victory.milestone = objective.milestones.first()
    victory.save()
    shown = overview(programme, champion)
    assert counted(shown) == {"milestone": 2, "victory": 1}
    assert loose(shown) == {}


def test_what_hangs_on_nothing_is_seen_at_once(
    programme: Programme, champion: Person, objective: Objective
) -> None:
    factory.make_milestone(programme, "Adrift")
    factory.make_objective(programme, "Nobody serves it")
    Victory.log(champion, uuid4(), "It moves nothing")
    Barrier.log(champion, uuid4(), "In the way of nothing")
    shown = overview(programme, champion)
    assert loose(shown) == {"objective": 1, "milestone": 1, "barrier": 1, "victory": 1}
    words = [f"{each.count} {each.words}" for each in shown.loose]
    assert "1 objective that nobody serves" in words
    assert "1 milestone without an objective" in words
    assert "1 victory that moves nothing" in words


def test_until_there_is_a_vision_things_hang_on_objectives(
    programme: Programme, champion: Person
) -> None:
    made = factory.make_objective(programme)
    factory.make_milestone(programme, objective=made)
    shown = overview(programme, champion)
    assert shown.vision is None
    assert loose(shown) == {}


def test_an_empty_programme_says_how_to_begin(
    browse: Browse, programme: Programme, champion: Person
) -> None:
    client = browse(champion)
    for page in ("chain:answers", "chain:picture", "chain:loose"):
        assert client.get(address(page, programme)).status_code == 200, page
    assert "No objective yet" in client.get(address("chain:picture", programme)).content.decode()


def test_each_loose_thing_leads_to_where_it_is_mended(
    browse: Browse, programme: Programme, champion: Person, objective: Objective
) -> None:
    adrift = factory.make_milestone(programme, "Adrift")
    mending = address("direction:milestone_editing", programme, adrift)
    client = browse(champion)
    for page in ("chain:picture", "chain:loose ?kind=milestone"):
        assert f'href="{mending}"' in client.get(address(page, programme)).content.decode(), page


def test_a_member_reads_the_answers_and_an_objective_but_not_the_picture(
    browse: Browse, programme: Programme, member: Person, objective: Objective
) -> None:
    client = browse(member)
    pages = ["chain:answers", "chain:objective", "chain:picture", "chain:loose"]
    statuses = [client.get(address(page, programme)).status_code for page in pages]
    assert statuses == [200, 200, 403, 403]


def test_the_answers_say_why_what_happened_and_what_one_has_in_hand(
    browse: Browse, programme: Programme, member: Person, objective: Objective
) -> None:
    factory.make_milestone(programme, "Mine to reach", objective=objective, owner=member)
    page = browse(member).get(address("chain:answers", programme)).content.decode()
    assert "Why are we doing this?" in page
    assert str(objective) in page
    assert page.index("What you have in hand for it") < page.index("Mine to reach")


def test_home_and_the_navigation_lead_to_the_answers(
    browse: Browse, programme: Programme, observer: Person
) -> None:
    page = browse(observer).get(f"/p/{programme.key}/home/").content.decode()
    there = address("chain:answers", programme)
    assert f'href="{there}"' in page
    assert f'href="{there}#agreed"' in page


def test_another_programme_stays_out(
    programme: Programme, champion: Person, stranger: Person
) -> None:
    factory.make_milestone(stranger.programme, "Theirs")
    assert loose(overview(programme, champion)) == {}


def test_pages_of_the_chain_ask_as_often_for_many_as_for_one(
    browse: Browse, programme: Programme, champion: Person, objective: Objective
) -> None:
    client = browse(champion)
    pages = ["chain:answers", "chain:picture", "chain:objective", "chain:loose ?kind=milestone"]
    where = [(page, address(page, programme)) for page in pages]
    many(champion, objective, "One")
    before = queries_of(client, where)
    for name in ("Two", "Three", "Four"):
        many(champion, objective, name)
    assert queries_of(client, where) == before


def many(champion: Person, objective: Objective, name: str) -> None:
    """One more of each, in its place and hanging on nothing."""
    programme = champion.programme
    factory.make_milestone(programme, f"{name} adrift")
    factory.make_milestone(programme, name, objective=objective, owner=champion)
    Victory.log(champion, uuid4(), name, objective=objective)
    Victory.log(champion, uuid4(), f"{name} alone")
    Barrier.log(champion, uuid4(), name, objective=objective)


def test_the_picture_has_a_row_for_each_objective_and_one_for_what_is_loose(
    programme: Programme, champion: Person, objective: Objective
) -> None:
    factory.make_milestone(programme, "Adrift")
    shown = overview(programme, champion)
    picture = draw(shown)
    assert len(picture.rows) == 1
    assert picture.loose
    assert [cell.count for cell in picture.loose.cells] == [1]
    assert picture.loose.y > picture.rows[-1].y


def test_an_objective_names_the_newest_and_counts_the_rest(
    programme: Programme, champion: Person, objective: Objective
) -> None:
    for number in range(7):
        factory.make_milestone(programme, f"Step {number}", objective=objective)
    shown = one(objective, champion)
    assert [(each.tally.count, len(each.links), each.more) for each in shown.columns] == [(9, 6, 3)]
    assert len(shown.picture.threads) == 6


LINKS = st.builds(Ref, st.sampled_from(["a", "b", "c"]), st.integers(0, 4))


@given(st.lists(st.tuples(LINKS, LINKS), max_size=30), st.lists(LINKS, max_size=3))
def test_what_lies_below_is_what_steps_down_reach(
    steps: list[tuple[Ref, Ref]], begins: list[Ref]
) -> None:
    """Steps lead from a lower kind to a higher one, as relations do."""
    down = [(upper, lower) for upper, lower in steps if upper.kind < lower.kind]
    whole = Whole({}, [Join(upper, lower, "serves") for upper, lower in down])
    reached: set[Ref] = set()
    for _ in range(3):
        reached |= {lower for upper, lower in down if upper in reached or upper in begins}
    found = whole.below(begins)
    assert {Ref(name, n) for name, numbers in found.items() for n in numbers} == reached
    joins = whole.above(begins)
    assert {join.lower for join in joins} <= {*begins, *(join.upper for join in joins)}
