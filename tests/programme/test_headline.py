"""What stands first on the home page: the rule, and what it chooses in every state."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils.timezone import localdate, now
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from changeprog.programme.headline import ALSO, Headline, Matter, Weight, headline, matters
from changeprog.programme.models import Event, Person, Programme, Role
from tests import factory

MATTERS = st.builds(
    Matter,
    weight=st.sampled_from(list(Weight)),
    words=st.text(min_size=1),
    url=st.integers(0, 30).map(str),
    icon=st.just("flag"),
    days=st.integers(-20, 200),
)
ROLES = st.sampled_from(list(Role))


def matter(weight: Weight, words: str = "", days: int = 0) -> Matter:
    words = words or weight.name
    return Matter(weight, words, f"/{words}/", "flag", days=days)


def words_of(person: Person) -> list[str]:
    """Return what stands first for ``person``, and what stands below it."""
    shown = headline(matters(person), Role(person.role))
    return [each.words for each in (shown.first, *shown.also)] if shown else []


def test_without_matters_nothing_is_said() -> None:
    assert headline([], Role.MEMBER) is None


def test_a_standstill_comes_before_what_a_champion_promised() -> None:
    both = [matter(Weight.LATE), matter(Weight.STUCK)]
    assert headline(both, Role.CHAMPION) == Headline(both[1], (both[0],))


def test_what_a_member_promised_comes_before_a_standstill() -> None:
    both = [matter(Weight.STUCK), matter(Weight.LATE)]
    assert headline(both, Role.MEMBER) == Headline(both[1], (both[0],))


def test_among_equals_what_waits_longest_comes_first() -> None:
    longer, shorter = matter(Weight.SLOW, "longer", 9), matter(Weight.SLOW, "shorter", 3)
    assert headline([shorter, longer], Role.OBSERVER) == Headline(longer, (shorter,))


def test_that_it_goes_well_is_not_said_beside_what_does_not() -> None:
    both = [matter(Weight.GOING), matter(Weight.SLOW)]
    assert headline(both, Role.OBSERVER) == Headline(both[1])


def test_a_closed_programme_has_nothing_besides() -> None:
    both = [matter(Weight.CLOSED), matter(Weight.NOW)]
    assert headline(both, Role.CHAMPION) == Headline(both[0])


@given(st.lists(MATTERS, min_size=1), ROLES)
def test_the_order_in_which_sources_speak_decides_nothing_but_ties(
    found: list[Matter], role: Role
) -> None:
    one, other = headline(found, role), headline(found[::-1], role)
    assert one
    assert other
    assert (one.first.weight, one.first.days) == (other.first.weight, other.first.days)


@given(st.lists(MATTERS, min_size=1), ROLES)
def test_no_address_stands_there_twice_and_little_besides(found: list[Matter], role: Role) -> None:
    shown = headline(found, role)
    assert shown
    urls = [each.url for each in (shown.first, *shown.also)]
    assert len(urls) == len(set(urls)) <= 1 + ALSO


def test_an_empty_programme_asks_its_champion_for_the_vision(champion: Person) -> None:
    assert words_of(champion) == ["Next: write the vision."]


@pytest.mark.parametrize("role", ["facilitator", "member", "observer"])
def test_an_empty_programme_tells_others_that_it_is_only_beginning(
    role: str, request: pytest.FixtureRequest
) -> None:
    expected = "This programme is only beginning. Its champions are to write the vision."
    assert words_of(request.getfixturevalue(role)) == [expected]


def test_the_first_victory_does_not_hide_the_next_step(
    champion: Person, member: Person, programme: Programme
) -> None:
    factory.write_vision(programme)
    factory.log_victory(member)
    assert words_of(champion) == ["Next: set an objective."]


def go_along(programme: Programme, monkeypatch: pytest.MonkeyPatch) -> None:
    """Have every step of the road taken."""
    monkeypatch.setattr("changeprog.programme.home._steps", [])


def test_a_programme_in_which_nobody_does_anything_says_so(
    champion: Person, observer: Person, programme: Programme, monkeypatch: pytest.MonkeyPatch
) -> None:
    go_along(programme, monkeypatch)
    assert words_of(observer) == []
    Event.objects.update(at=now() - timedelta(weeks=5, hours=2))
    assert words_of(observer) == ["Nothing has happened here for 5 weeks."]
    shown = headline(matters(champion), Role.CHAMPION)
    assert shown
    assert shown.first.note.endswith("Chris Champion started the programme.")


def test_late_milestones_are_told_to_everybody(
    champion: Person, observer: Person, programme: Programme, monkeypatch: pytest.MonkeyPatch
) -> None:
    go_along(programme, monkeypatch)
    factory.make_milestone(programme, "First", due=localdate() - timedelta(days=12))
    assert words_of(observer) == ["“First” is 12 days late."]
    factory.make_milestone(programme, "Second", due=localdate() - timedelta(days=2))
    assert words_of(observer) == ["2 milestones are late, the first by 12 days."]
    assert words_of(champion) == words_of(observer)


def test_ones_own_late_milestone_comes_first_for_a_member(
    member: Person, programme: Programme, monkeypatch: pytest.MonkeyPatch
) -> None:
    go_along(programme, monkeypatch)
    late = localdate() - timedelta(days=3)
    factory.make_milestone(programme, "Mine", due=late, owner=member)
    assert words_of(member) == ["Your milestone “Mine” is 3 days late."]


def test_a_programme_that_moves_says_what_is_next_and_what_was_won(
    member: Person, observer: Person, programme: Programme, monkeypatch: pytest.MonkeyPatch
) -> None:
    go_along(programme, monkeypatch)
    factory.make_milestone(programme, "Pilot", due=localdate() + timedelta(days=4))
    factory.log_victory(member)
    expected = ["It moves: a small victory in the last seven days.", "Next: “Pilot”, in 4 days."]
    assert words_of(observer) == expected


def test_a_stopped_programme_says_only_that(champion: Person, programme: Programme) -> None:
    programme.change(champion, status=Programme.Status.STOPPED)
    champion.refresh_from_db()
    assert words_of(champion) == ["This programme has been stopped."]


def test_it_stands_first_on_the_page(browse: Callable[[Person], Client], champion: Person) -> None:
    page = browse(champion).get(champion.programme.get_absolute_url()).content.decode()
    assert page.index("Next: write the vision.") < page.index("The road ahead")


@pytest.mark.parametrize("role", ["champion", "member", "observer"])
def test_all_that_may_matter_is_asked_for_in_one_query(
    role: str,
    request: pytest.FixtureRequest,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    own = request.getfixturevalue(role)
    person = Person.objects.select_related("programme").get(pk=own.pk)
    with django_assert_num_queries(1):
        matters(person)
