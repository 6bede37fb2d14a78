"""Readings: one field, one a day, remembered when corrected; and their picture."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.timezone import localdate
from hypothesis import given
from hypothesis import strategies as st

from changeprog.direction import picture
from changeprog.direction.models import Objective, Reading
from changeprog.programme.models import Event, Person, Programme
from tests import factory

Browse = Callable[[Person], Client]
FAR = "Choose a day between 2000 and 2100: that is as far as a programme is planned here."


@pytest.fixture
def objective(programme: Programme) -> Objective:
    return factory.make_objective(programme)


@pytest.fixture
def readings(objective: Objective) -> str:
    return reverse("direction:objective_readings", args=[objective.programme.key, objective.pk])


def test_a_member_records_a_reading_and_everybody_sees_it(
    browse: Browse, readings: str, objective: Objective, member: Person, observer: Person
) -> None:
    on = localdate().isoformat()
    answer = browse(member).post(readings, {"value": "62,5", "on": on, "note": "weekly report"})
    assert answer.headers["Location"] == objective.get_absolute_url()
    page = browse(observer).get(objective.get_absolute_url()).content.decode()
    assert '<td class="number">62.5</td>' in page
    assert "weekly report" in page
    assert "45 % of the way" in page


def test_the_day_is_today_unless_said_otherwise(
    browse: Browse, objective: Objective, member: Person
) -> None:
    page = browse(member).get(objective.get_absolute_url())
    assert page.context["form"]["on"].value() == localdate()


def test_an_observer_has_no_form_and_may_not_record(
    browse: Browse, readings: str, objective: Objective, observer: Person, member: Person
) -> None:
    assert readings in browse(member).get(objective.get_absolute_url()).content.decode()
    client = browse(observer)
    assert readings not in client.get(objective.get_absolute_url()).content.decode()
    assert client.post(readings, {"value": "5", "on": "2026-02-01"}).status_code == 403
    assert not Reading.objects.exists()


def test_a_second_reading_of_a_day_replaces_the_first_and_the_journal_remembers(
    browse: Browse, objective: Objective, member: Person, champion: Person
) -> None:
    objective.read(member, Decimal(50), date(2026, 3, 1))
    objective.read(champion, Decimal(55), date(2026, 3, 1))
    objective.read(champion, Decimal(55), date(2026, 3, 1))
    kept = objective.readings.get()
    assert (kept.value, kept.by) == (Decimal(55), champion)
    events = Event.objects.about("objective.read").order_by("pk")
    assert [event.facts.get("was") for event in events] == [None, "50.0000"]
    page = browse(member).get(objective.get_absolute_url()).content.decode()
    assert "55 % on 1 Mar 2026, instead of 50" in page


@pytest.mark.parametrize(
    ("sent", "errors"),
    [
        ({"value": ""}, {"value": ["Write the number you measured."]}),
        (
            {"value": "good"},
            {"value": ["That is not a number yet. Write only the number, such as 40."]},
        ),
        ({"on": ""}, {"on": ["Choose a day."]}),
        (
            {"on": "2100-12-31"},
            {"on": ["This day is still to come. Choose today or an earlier one."]},
        ),
        (
            {"on": "1999-12-31"},
            {"on": [FAR]},
        ),
    ],
)
def test_bad_input_is_answered_in_words_with_the_picture_still_there(
    browse: Browse, readings: str, member: Person, sent: dict[str, str], errors: dict[str, Any]
) -> None:
    answer = browse(member).post(readings, {"value": "5", "on": "2026-02-01", **sent})
    assert (answer.status_code, answer.context["form"].errors) == (422, errors)
    assert "<svg" in answer.content.decode()
    assert not Reading.objects.exists()


def test_htmx_gets_the_fragment_with_the_new_reading_and_a_word_of_thanks(
    browse: Browse, readings: str, member: Person
) -> None:
    sent = {"value": "50", "on": "2026-02-01"}
    page = browse(member).post(readings, sent, headers={"HX-Request": "true"}).content.decode()
    assert page.strip().startswith('<div class="stack-loose" id="objective">')
    assert '<td class="number">50</td>' in page
    assert "The reading is recorded." in page


def test_the_picture_says_in_words_what_it_shows(
    browse: Browse, objective: Objective, observer: Person, champion: Person
) -> None:
    objective.read(champion, Decimal(50), date(2026, 2, 1))
    page = browse(observer).get(objective.get_absolute_url()).content.decode()
    assert (
        "From 40 % on 1 Jan 2026 to 90 % on 31 Dec 2027. Ahead of the straight path. "
        "Last reading: 50 % on 1 Feb 2026.</desc>"
    ) in page


@given(
    st.lists(
        st.tuples(
            st.dates(date(2000, 1, 1), date(2100, 12, 31)),
            st.decimals(-(10**10), 10**10, places=4),
        ),
        max_size=5,
    ),
    st.dates(date(2000, 1, 1), date(2100, 12, 31)),
)
def test_everything_in_the_picture_lies_within_it(
    values: list[tuple[date, Decimal]], today: date
) -> None:
    objective = Objective(
        baseline=Decimal(40),
        target=Decimal(90),
        baseline_on=date(2026, 1, 1),
        due=date(2026, 1, 1) + timedelta(days=1),
    )
    drawn = picture.draw(objective, [Reading(on=on, value=value) for on, value in values], today)
    places = [drawn.today, *(tick.y for tick in drawn.ticks), *drawn.line.replace(",", " ").split()]
    for point in [*drawn.dots, drawn.start, drawn.end]:
        places += [point.x, point.y]
    assert all(0 <= Decimal(place.removesuffix("%")) <= 100 for place in places)
    assert len(drawn.ticks) <= 2 * picture.TICKS


@pytest.mark.parametrize("rows", [1, 3])
def test_an_objective_costs_the_same_however_much_there_is(  # noqa: PLR0917
    browse: Browse,
    objective: Objective,
    observer: Person,
    champion: Person,
    rows: int,
    django_assert_num_queries: Any,
) -> None:
    for number in range(rows):
        objective.read(champion, Decimal(number), date(2026, 2, 1 + number))
        factory.make_milestone(objective.programme, objective=objective, owner=observer)
    client = browse(observer)
    client.get(objective.get_absolute_url())
    with django_assert_num_queries(17):
        client.get(objective.get_absolute_url())


def test_the_entry_suggests_a_number_of_its_own_measure(
    browse: Browse, programme: Programme, member: Person
) -> None:
    objective = factory.make_objective(programme, unit="days", baseline=Decimal(1200))
    page = browse(member).get(objective.get_absolute_url()).content.decode()
    assert ('placeholder="1200"' in page, 'placeholder="62.5"' in page) == (True, False)
