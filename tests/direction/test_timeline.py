"""The timeline: its picture, its choices, and that nothing covers anything else."""

from collections import defaultdict
from collections.abc import Callable
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.timezone import localdate
from hypothesis import given
from hypothesis import strategies as st
from time_machine import travel

from changeprog.direction.fit import shorten, width
from changeprog.direction.models import Dependency, Milestone
from changeprog.direction.span import Quarter, around, from_quarter, whole
from changeprog.direction.stacking import GAP, Label, stack
from changeprog.programme.models import Person, Programme, Team
from tests import factory

Browse = Callable[[Person], Client]
LENGTH, RADIUS = 1000.0, 11.0


def address(programme: Programme, query: str = "") -> str:
    return reverse("direction:timeline", args=[programme.key]) + query


@pytest.fixture
def year(programme: Programme) -> list[Milestone]:
    """One milestone in the middle of each month of 2026 and 2027."""
    days = [date(2026 + month // 12, month % 12 + 1, 15) for month in range(24)]
    return [factory.make_milestone(programme, f"{day:%B %Y}", due=day) for day in days]


def names(page: Any) -> list[str]:
    return [stop.milestone.name for stop in page.context["stops"]]


labels = st.builds(
    Label, st.integers(0, 10_000), st.floats(20, LENGTH - 20), st.floats(0, LENGTH / 4)
)


@given(st.lists(labels, max_size=60, unique_by=lambda label: label.key))
def test_no_label_covers_another_and_all_stay_in_the_picture(asked: list[Label]) -> None:
    places = stack(asked, length=LENGTH, radius=RADIUS)
    assert sorted(place.key for place in places) == sorted(label.key for label in asked)
    assert [place.at for place in places] == sorted(place.at for place in places)
    rows = defaultdict(list)
    for place in places:
        assert 0 <= place.start <= place.at - RADIUS < place.at + RADIUS <= place.end <= LENGTH
        rows[place.row].append((place.start, place.end))
    assert sorted(rows) == [*range(len(rows))]
    for row in rows.values():
        assert all(left + GAP <= right for (_, left), (right, _) in pairwise(sorted(row)))


@given(st.lists(labels, max_size=30, unique_by=lambda label: label.key), st.randoms())
def test_the_order_in_which_they_are_given_does_not_matter(asked: list[Label], chance: Any) -> None:
    shuffled = asked.copy()
    chance.shuffle(shuffled)
    assert stack(shuffled, length=LENGTH, radius=RADIUS) == stack(
        asked, length=LENGTH, radius=RADIUS
    )


@given(st.text(max_size=80), st.floats(20, 300))
def test_a_shortened_name_fits(text: str, most: float) -> None:
    short = shorten(text, most, 13)
    assert width(short, 13) <= most
    assert short == text or short.endswith("…")


@given(st.dates(date(2000, 1, 1), date(2100, 12, 31)), st.sampled_from(["quarter", "year"]))
def test_spans_lie_side_by_side_and_hold_today(today: date, zoom: str) -> None:
    span = around(zoom, today)
    assert span.first <= today
    assert today <= span.last or span.start == Quarter.of(date(2100, 12, 31))
    if span.next:
        assert from_quarter(zoom, span.next).first == span.last + timedelta(days=1)
    if span.previous:
        assert from_quarter(zoom, span.previous).last == span.first - timedelta(days=1)


@given(st.dates(date(2000, 1, 1), date(2100, 12, 31)), st.integers(0, 36_000))
def test_ticks_are_few_and_within(first: date, length: int) -> None:
    last = min(first + timedelta(days=length), date(2100, 12, 31))
    span = whole(first, last)
    ticks = span.ticks(13)
    assert len(ticks) <= 13
    assert all(span.holds(day) for day in ticks)
    assert (span.share(span.first), span.share(span.last)) == (0, 1)


@travel("2026-11-21 12:00Z", tick=False)
def test_it_opens_on_the_year_around_today(
    browse: Browse, programme: Programme, year: list[Milestone], observer: Person
) -> None:
    page = browse(observer).get(address(programme))
    assert names(page) == [f"{milestone.due:%B %Y}" for milestone in year[6:18]]
    assert (page.context["around"]["earlier"], page.context["around"]["later"]) == (6, 6)
    assert page.context["around"]["earlier_late"] == 6
    assert str(page.context["span"].start) == "2026-Q3"
    assert page.context["chart"].today is not None


@travel("2026-11-21 12:00Z", tick=False)
@pytest.mark.parametrize(
    ("query", "first", "count"),
    [
        ("?zoom=quarter", "October 2026", 3),
        ("?zoom=quarter&from=2027-Q1", "January 2027", 3),
        ("?zoom=year&from=2026", "January 2026", 12),
        ("?zoom=all", "January 2026", 24),
        ("?zoom=all&from=2027-Q1", "January 2026", 24),
        ("?zoom=century&from=soon&by=luck", "July 2026", 12),
        ("?from=2026-Q5", "July 2026", 12),
        ("?from=9999-Q1", "July 2026", 12),
    ],
)
def test_its_address_says_what_is_shown(  # noqa: PLR0917
    browse: Browse,
    programme: Programme,
    year: list[Milestone],
    observer: Person,
    query: str,
    first: str,
    count: int,
) -> None:
    shown = names(browse(observer).get(address(programme, query)))
    assert (shown[0], len(shown)) == (first, count)


@travel("2026-11-21 12:00Z", tick=False)
def test_earlier_and_later_lead_on_and_keep_the_lanes(
    browse: Browse, programme: Programme, year: list[Milestone], observer: Person
) -> None:
    page = browse(observer).get(address(programme, "?zoom=quarter&by=team")).content.decode()
    assert "?zoom=quarter&amp;by=team&amp;from=2026-Q3" in page
    assert "?zoom=quarter&amp;by=team&amp;from=2027-Q1" in page


def test_state_is_told_by_shape_and_word(
    browse: Browse, programme: Programme, champion: Person, observer: Person
) -> None:
    today = localdate()
    late = factory.make_milestone(programme, "Late one", due=today - timedelta(days=5))
    done = factory.make_milestone(programme, "Done one", due=today)
    done.reach(champion, today, "Look.")
    factory.make_milestone(programme, "Next one", due=today + timedelta(days=5))
    page = browse(observer).get(address(programme)).content.decode()
    for name, state, word in [
        ("Late one", "late", "Late"),
        ("Done one", "reached", "Reached"),
        ("Next one", "upcoming", "Upcoming"),
    ]:
        mark = page.split(f'aria-label="{name} · ')[1].split("</a>")[0]
        assert f'href="#mark-{state}"' in mark
        assert f"· {word}" in mark
    assert f'href="{late.get_absolute_url()}"' in page


@pytest.mark.parametrize("by", ["objective", "team"])
def test_lanes_keep_together_what_belongs_together(
    browse: Browse, programme: Programme, observer: Person, by: str
) -> None:
    team = Team.objects.get(programme=programme, kind=Team.Kind.DESIGN)
    objective = factory.make_objective(programme, "Answered")
    for number in range(4):
        belongs: dict[str, Any] = {"team": team, "objective": objective} if number % 2 else {}
        factory.make_milestone(programme, f"Stop {number}", **belongs)
    chart = browse(observer).get(address(programme, f"?by={by}")).context["chart"]
    lanes = {lane.title: [mark.name for mark in lane.marks] for lane in chart.lanes}
    assert [*lanes.items()] == [
        ("Design" if by == "team" else "Answered", ["Stop 1", "Stop 3"]),
        (f"No {by} yet", ["Stop 0", "Stop 2"]),
    ]


def test_arrows_are_drawn_until_they_would_clutter(
    browse: Browse, programme: Programme, champion: Person, observer: Person
) -> None:
    hub = factory.make_milestone(programme, "Hub", due=localdate() + timedelta(days=30))
    for number in range(24):
        Dependency.add(champion, factory.make_milestone(programme, f"Stop {number}"), hub)
    client = browse(observer)
    chart = client.get(address(programme)).context["chart"]
    assert (len(chart.arrows), chart.spared) == (24, 0)
    assert all(arrow.contradicts for arrow in chart.arrows)
    Dependency.add(champion, factory.make_milestone(programme, "One more"), hub)
    chart = client.get(address(programme)).context["chart"]
    assert (len(chart.arrows), chart.spared) == (0, 25)


def test_an_empty_timeline_says_what_it_is_for(
    browse: Browse, programme: Programme, champion: Person, observer: Person
) -> None:
    page = browse(champion).get(address(programme)).content.decode()
    assert "No milestone is planned yet" in page
    assert reverse("direction:new_milestone", args=[programme.key]) in page
    factory.make_milestone(programme)
    page = browse(observer).get(address(programme, "?from=2050-Q1")).content.decode()
    assert "Nothing happens in these months" in page


def test_a_name_is_text_and_nothing_else(
    browse: Browse, programme: Programme, observer: Person
) -> None:
    factory.make_milestone(programme, '"><script>x</script> & </svg>')
    assert "<script>x" not in browse(observer).get(address(programme)).content.decode()


def many(programme: Programme, rows: int) -> None:
    champion, today = factory.champion_of(programme), localdate()
    team = Team.objects.filter(programme=programme).first()
    objective = factory.make_objective(programme)
    made = Milestone.objects.bulk_create(
        Milestone(
            programme=programme,
            name=f"Milestone number {number}",
            due=today + timedelta(days=number - rows // 2),
            owner=champion,
            team=team,
            objective=objective,
        )
        for number in range(rows)
    )
    Dependency.objects.bulk_create(
        Dependency(milestone=after, needed=before) for before, after in pairwise(made)
    )


@pytest.mark.parametrize("rows", [1, 3, 300])
@pytest.mark.parametrize("query", ["?zoom=all", "?zoom=all&by=team", "?zoom=year&by=objective"])
def test_it_costs_the_same_however_many_there_are(  # noqa: PLR0917
    browse: Browse,
    programme: Programme,
    observer: Person,
    rows: int,
    query: str,
    django_assert_num_queries: Any,
) -> None:
    many(programme, rows)
    client = browse(observer)
    with django_assert_num_queries(11 if "by" in query else 10):
        page = client.get(address(programme, query))
    assert page.context["around"]["count"] == rows


@pytest.mark.parametrize("rows", [1, 3, 300])
@pytest.mark.parametrize("page", ["programme:home", "direction:overview"])
def test_home_and_overview_stay_as_they_are(
    browse: Browse, programme: Programme, observer: Person, rows: int, page: str
) -> None:
    many(programme, rows)
    answer = browse(observer).get(reverse(page, args=[programme.key]))
    shown = answer.content.decode().count(">Milestone number")
    assert shown == min(rows, {"programme:home": 3, "direction:overview": 9}[page])


@pytest.mark.parametrize(("asked", "rows"), [("", 50), ("&page=2", 10), ("&page=all", 60)])
def test_the_picture_has_them_all_and_the_table_a_page(
    browse: Browse, programme: Programme, observer: Person, asked: str, rows: int
) -> None:
    many(programme, 60)
    page = browse(observer).get(address(programme, "?zoom=all" + asked))
    assert page.content.decode().count("chart-mark") == 60
    assert page.content.decode().count('<th scope="row">') == rows
    first = page.context["rows"][0].milestone.name
    assert first == ("Milestone number 50" if rows == 10 else "Milestone number 0")


def test_the_pager_gets_the_table_alone(
    browse: Browse, programme: Programme, observer: Person
) -> None:
    many(programme, 60)
    client, there = browse(observer), address(programme, "?zoom=all&page=2")
    answer = client.get(there, headers={"HX-Request": "true"})
    table = answer.content.decode()
    assert table.count('<th scope="row">') == 10
    assert ('id="in-words"' in table, '<svg class="chart"' in table) == (True, False)
    assert answer.headers["Vary"] == client.get(there).headers["Vary"]
    assert "HX-Request" in answer.headers["Vary"]


def test_another_programmes_milestones_are_not_shown(
    browse: Browse, programme: Programme, champion: Person, stranger: Person
) -> None:
    factory.make_milestone(programme, "Ours alone")
    assert "Ours alone" in browse(champion).get(address(programme)).content.decode()
    theirs = browse(stranger).get(address(stranger.programme, "?zoom=all"))
    assert "Ours alone" not in theirs.content.decode()
    assert browse(stranger).get(address(programme)).status_code == 404
