"""Walking the chain: up to the vision, down to what came of it, in a settled number of queries."""

from pytest_django import DjangoAssertNumQueries

from changeprog.programme import chain
from changeprog.programme.chain import Ref
from changeprog.programme.models import Person, Programme
from changeprog.programme.tracing import all_joins, numbers_of, paths_of, place_of
from tests import factory


def test_a_milestone_hangs_on_its_objective_and_that_on_the_vision(
    programme: Programme, observer: Person
) -> None:
    factory.write_vision(programme)
    objective = factory.make_objective(programme)
    milestone = factory.make_milestone(programme, objective=objective)
    place = place_of(milestone, programme, observer)
    assert place
    assert [link.name for link in place.path] == ["The vision", "Answered in a day"]
    assert place.hangs


def test_a_milestone_without_an_objective_hangs_on_nothing(
    programme: Programme, observer: Person
) -> None:
    factory.write_vision(programme)
    place = place_of(factory.make_milestone(programme), programme, observer)
    assert place
    assert place.path == []
    assert not place.hangs


def test_the_vision_leads_to_everything_below(programme: Programme, observer: Person) -> None:
    vision = factory.write_vision(programme)
    objective = factory.make_objective(programme)
    for number in range(7):
        factory.make_milestone(programme, f"Step {number}", objective=objective)
    place = place_of(vision, programme, observer)
    assert place
    counts = {branch.kind.name: branch.count for branch in place.branches}
    assert counts == {"objective": 1, "milestone": 7}
    assert [branch.more for branch in place.branches] == [0, 2]


def test_a_new_version_of_the_vision_takes_the_place_of_the_one_before(
    programme: Programme, observer: Person
) -> None:
    before = factory.write_vision(programme)
    objective = factory.make_objective(programme)
    after = factory.write_vision(programme, "Every customer is known and heard.")
    place = place_of(objective, programme, observer)
    assert place
    assert [link.ref for link in place.path] == [Ref("vision", after.pk)]
    assert numbers_of(programme, observer)["vision"] == [after.pk]
    assert before.pk != after.pk


def test_another_programme_is_another_chain(
    programme: Programme, observer: Person, stranger: Person
) -> None:
    factory.write_vision(stranger.programme)
    factory.make_objective(stranger.programme)
    assert all_joins(programme, observer) == []


def test_many_links_cost_as_many_queries_as_one(
    programme: Programme, observer: Person, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    factory.write_vision(programme)
    objective = factory.make_objective(programme)
    refs = [
        Ref("milestone", factory.make_milestone(programme, f"Step {n}", objective=objective).pk)
        for n in range(4)
    ]
    with django_assert_num_queries(4):
        one = paths_of(programme, observer, refs[:1])
    with django_assert_num_queries(4):
        four = paths_of(programme, observer, refs)
    assert {len(path) for path in [*one.values(), *four.values()]} == {2}


def test_a_page_says_which_link_it_is_about(programme: Programme) -> None:
    milestone = factory.make_milestone(programme)
    assert chain.ref_at(milestone.get_absolute_url()) == Ref("milestone", milestone.pk)
    assert chain.ref_at(f"/p/{programme.key}/") is None
    assert chain.ref_at("/nowhere/at/all/") is None


def test_no_relation_leads_back_up() -> None:
    order = {kind.name: kind.order for kind in chain.kinds()}
    back = [each for each in chain.relations() if order[each.upper] >= order[each.lower]]
    assert chain.relations()
    assert back == []
