"""Hand-offs: where they are drawn, how they are checked, and how a leak becomes a barrier."""

from collections.abc import Callable, Iterator
from itertools import combinations, pairwise
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.timezone import localdate
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from changeprog.accounts.models import User
from changeprog.direction.principles import Kind
from changeprog.programme.models import Event, Person, Programme, Role, Team
from changeprog.programme.search import Words, search
from teams import middles
from teams.handoff_picture import LINE, LINES, NUMBER, Flow, Picture, Side, draw, name_lines
from teams.handoffs import HAND_OFFS, of_hand_offs
from teams.models import Barrier, HandOff, PartKind
from tests import factory

Browse = Callable[[Person | User | None], Client]
TEAMS = [(number, f"Team {number}") for number in range(8)]
ENDS = st.tuples(st.integers(0, 7), st.integers(0, 7), st.sampled_from(Side))
FLOWS = st.lists(ENDS.filter(lambda ends: ends[0] != ends[1]), max_size=20).map(
    lambda rows: [Flow(key, *row) for key, row in enumerate(rows)]
)
Stretch = tuple[int, int, int, int]


def stretches(picture: Picture) -> Iterator[tuple[int, Stretch]]:
    """Yield the straight parts of each arrow as (left, top, right, bottom)."""
    for arrow in picture.arrows:
        for (x, y), (u, v) in zip(arrow.corners, arrow.corners[1:], strict=False):
            yield arrow.key, (min(x, u), min(y, v), max(x, u), max(y, v))


def lie_on_each_other(one: Stretch, other: Stretch) -> bool:
    """Whether two straight parts run the same way and touch."""
    upright = [part[0] == part[2] for part in (one, other)]
    meet = all(one[n] <= other[n + 2] and other[n] <= one[n + 2] for n in (0, 1))
    return meet and upright[0] == upright[1]


@given(FLOWS)
def test_no_two_arrows_lie_on_each_other(flows: list[Flow]) -> None:
    parts = list(stretches(draw(TEAMS, flows)))
    touching = [
        (key, other)
        for (key, one), (other, two) in combinations(parts, 2)
        if key != other and lie_on_each_other(one, two)
    ]
    assert touching == []


@given(FLOWS)
def test_no_arrow_runs_through_a_team_or_out_of_the_picture(flows: list[Flow]) -> None:
    picture = draw(TEAMS, flows)
    for _, (left, top, right, bottom) in stretches(picture):
        inside = min(left, top) >= 0 and right <= picture.width and bottom <= picture.height
        through = [b for b in picture.boxes if left < b.x + b.width and b.x < right]
        assert (inside, [b for b in through if top < b.y + b.height and b.y < bottom]) == (True, [])


@given(FLOWS)
def test_numbers_overlap_neither_each_other_nor_the_line_of_another(flows: list[Flow]) -> None:
    picture = draw(TEAMS, flows)
    circles = [(arrow.key, *arrow.label) for arrow in picture.arrows]
    for (_, x, y), (_, u, v) in combinations(circles, 2):
        assert (x - u) ** 2 + (y - v) ** 2 >= (2 * NUMBER) ** 2
    for key, x, y in circles:
        for other, (left, top, right, bottom) in stretches(picture):
            apart_x, apart_y = max(left - x, x - right, 0), max(top - y, y - bottom, 0)
            assert other == key or apart_x**2 + apart_y**2 > NUMBER**2


@given(FLOWS)
def test_each_flow_goes_from_its_team_to_its_team_on_its_side(flows: list[Flow]) -> None:
    picture = draw(TEAMS, flows)
    places = {box.key: box for box in picture.boxes}
    for flow, arrow in zip(flows, picture.arrows, strict=True):
        (x, y), (u, v) = arrow.corners[0], arrow.corners[-1]
        source, target = places[flow.source], places[flow.target]
        edge = source.x + source.width if flow.side is Side.FORWARD else source.x
        assert (x, u) == (edge, edge)
        assert source.y < y < source.y + source.height
        assert target.y < v < target.y + target.height


@given(FLOWS)
def test_teams_stand_below_one_another_in_their_order(flows: list[Flow]) -> None:
    boxes = draw(TEAMS, flows).boxes
    assert [box.key for box in boxes] == [key for key, _ in TEAMS]
    assert all(one.y + one.height < two.y for one, two in pairwise(boxes))


@given(st.text(max_size=80))
def test_a_name_has_room(name: str) -> None:
    lines = name_lines(name)
    assert (len(lines) <= LINES, max(len(line) for line in lines) <= LINE) == (True, True)


@pytest.fixture
def leak(programme: Programme) -> HandOff:
    return factory.name_hand_off(programme, "Exceptions", "leaks", risk="They stay in heads")


def to(name: str, hand_off: HandOff) -> str:
    return reverse(f"teams:{name}", args=[hand_off.programme.key, hand_off.pk])


def typed(programme: Programme, **changes: Any) -> dict[str, Any]:
    teams = {name: factory.core_team(programme, name).pk for name in ("design", "rollout")}
    said = {"key": str(uuid4()), "revision": "0", "what": "Screens", "risk": "", "kind": "forward"}
    return {**said, "from_team": teams["design"], "to_team": teams["rollout"], **changes}


def test_members_name_a_hand_off_once(
    browse: Browse, programme: Programme, member: Person, observer: Person
) -> None:
    url, said = reverse("teams:name_hand_off", args=[programme.key]), typed(programme)
    assert browse(observer).post(url, said).status_code == 403
    for _ in range(2):
        assert browse(member).post(url, said).status_code == 302
    named = HandOff.objects.get()
    assert (named.state, named.checked_on) == ("unknown", None)
    assert Event.objects.about("hand_off.named").count() == 1


@pytest.mark.parametrize(
    ("wrong", "field"),
    [({"what": " "}, "what"), ({"kind": "sideways"}, "kind"), ({"risk": "x" * 301}, "risk")],
)
def test_what_makes_no_sense_is_refused(
    browse: Browse, programme: Programme, member: Person, wrong: dict[str, str], field: str
) -> None:
    url = reverse("teams:name_hand_off", args=[programme.key])
    answer = browse(member).post(url, typed(programme, **wrong))
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [field])


def test_it_goes_to_another_team_of_the_programme(
    browse: Browse, programme: Programme, member: Person, stranger: Person
) -> None:
    url = reverse("teams:name_hand_off", args=[programme.key])
    here = factory.core_team(programme, "design").pk
    for target in (here, factory.core_team(stranger.programme).pk):
        answer = browse(member).post(url, typed(programme, to_team=target))
        assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["to_team"])


def test_a_check_says_who_found_what_today_and_can_be_taken_back(
    browse: Browse, programme: Programme, leak: HandOff, member: Person
) -> None:
    client = browse(member)
    for _ in range(2):
        assert client.post(to("hand_off_check", leak), {"state": "works"}).status_code == 302
    leak.refresh_from_db()
    assert (leak.state, leak.checked_by, leak.checked_on) == ("works", member, localdate())
    event = Event.objects.of(leak).filter(verb="hand_off.checked", person=member).get()
    client.post(reverse("direction:undoing", args=[programme.key, event.pk]))
    leak.refresh_from_db()
    assert leak.state == "leaks"
    assert client.post(to("hand_off_check", leak), {"state": "maybe"}).status_code == 422


def test_a_leak_becomes_one_barrier_that_leads_back(
    browse: Browse, leak: HandOff, member: Person, facilitator: Person
) -> None:
    for person in (member, facilitator):
        assert browse(person).post(to("hand_off_barrier", leak)).status_code == 302
    barrier = Barrier.objects.get()
    leak.refresh_from_db()
    assert (leak.barrier, barrier.source, barrier.team) == (barrier, leak, leak.from_team)
    shown = browse(member).get(barrier.get_absolute_url()).content.decode()
    assert f'href="{leak.get_absolute_url()}"' in shown
    listed = browse(member).get(leak.get_list_url()).content.decode()
    assert barrier.get_absolute_url() in listed


def test_a_leak_that_comes_again_is_another_barrier(leak: HandOff, member: Person) -> None:
    first = leak.become_barrier(member)
    assert first is not None
    first.knock_down(member, "We wrote them down")
    again = leak.become_barrier(member)
    assert (again == first, Barrier.objects.count()) == (False, 2)


def test_what_works_is_no_barrier(browse: Browse, programme: Programme, member: Person) -> None:
    works = factory.name_hand_off(programme, state="works")
    browse(member).post(to("hand_off_barrier", works))
    assert Barrier.objects.count() == 0


def test_the_second_to_change_it_is_shown_both(
    browse: Browse, programme: Programme, leak: HandOff, member: Person, champion: Person
) -> None:
    leak.change(champion, leak.revision, what="Theirs")
    answer = browse(member).post(to("hand_off", leak), typed(programme, revision="1", what="Mine"))
    shown = answer.content.decode()
    assert (answer.status_code, "Theirs" in shown, "Mine" in shown) == (409, True, True)


def test_taken_away_it_is_nowhere_and_can_come_back(
    browse: Browse, programme: Programme, leak: HandOff, member: Person
) -> None:
    client = browse(member)
    answer = client.post(to("hand_off_removal", leak), follow=True).content.decode()
    assert (">Undo<" in answer, "No hand-off is named yet" in answer) == (True, True)
    event = Event.objects.of(leak).filter(verb="hand_off.removed").get()
    client.post(reverse("direction:undoing", args=[programme.key, event.pk]))
    assert HandOff.objects.get() == leak


def test_those_of_a_retired_team_are_not_shown(programme: Programme, champion: Person) -> None:
    desks = Team.add(champion, uuid4(), "Service desks")
    factory.name_hand_off(programme, "Training", to_team=desks)
    assert "Training" in HAND_OFFS.render_for(programme, Role.MEMBER)
    desks.retire(champion)
    assert "Training" not in HAND_OFFS.render_for(programme, Role.MEMBER)


def test_a_meeting_shows_picture_and_table_to_be_read(programme: Programme, leak: HandOff) -> None:
    shown = middles.shared(PartKind.HANDOFFS, programme)
    assert ('class="flows"' in shown, "Exceptions" in shown) == (True, True)
    assert to("hand_off_check", leak) not in shown


def test_what_people_wrote_is_only_words(programme: Programme) -> None:
    bad = "<script>alert(1)</script>"
    factory.name_hand_off(programme, bad, risk=bad)
    assert "<script>" not in HAND_OFFS.render_for(programme, Role.MEMBER)


def test_hand_offs_are_found(leak: HandOff, observer: Person) -> None:
    found = [hit.title for group in search(observer, Words.of("heads", 5)) for hit in group.hits]
    assert found == ["Exceptions"]


@pytest.mark.parametrize(
    ("everything", "works", "kinds"), [(0, 0, []), (3, 2, [Kind.PARTLY]), (3, 3, [Kind.MET])]
)
def test_hand_offs_known_to_work_speak_for_managing_people(
    everything: int, works: int, kinds: list[Kind]
) -> None:
    assert [piece.kind for piece in of_hand_offs(everything, works, 0, "/x/")] == kinds


@pytest.mark.parametrize("count", [1, 3, 300])
def test_the_list_takes_as_many_queries_for_many(
    django_assert_num_queries: DjangoAssertNumQueries, programme: Programme, count: int
) -> None:
    for _ in range(min(count, 3)):
        factory.name_hand_off(programme, state="works")
    ends = {name: factory.core_team(programme, name) for name in ("design", "rollout")}
    HandOff.objects.bulk_create(
        HandOff(programme=programme, what="More", from_team=ends["design"], to_team=ends["rollout"])
        for _ in range(count - 3)
    )
    with django_assert_num_queries(2):
        HAND_OFFS.render_for(programme, Role.MEMBER)


def test_the_journal_says_how_it_goes_in_peoples_words(leak: HandOff, member: Person) -> None:
    leak.check_it(member, "unknown")
    event = Event.objects.of(leak).filter(verb="hand_off.checked", person=member).get()
    assert event.facts["changes"]["state"] == ["Leaks", "Nobody knows"]
