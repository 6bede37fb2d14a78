"""Twenty thousand readings, and pages that do not notice."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from itertools import groupby
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from changeprog.direction.models import Objective, Reading
from changeprog.direction.models.reading import POINTS
from changeprog.programme.models import Person, Programme
from tests import factory

Browse = Callable[[Person], Client]
BEGIN = date(2020, 1, 1)


def read_daily(objective: Objective, count: int, step: int = 1) -> None:
    """Store ``count`` readings that go up and down, without telling anybody."""
    Reading.objects.bulk_create(
        Reading(
            objective=objective,
            on=BEGIN + timedelta(days=step * day),
            value=Decimal((day * 7919) % 101),
        )
        for day in range(count)
    )


@pytest.mark.parametrize(("count", "step"), [(2_000, 1), (400, 7), (500, 3), (241, 1), (2_000, 4)])
def test_a_long_row_is_thinned_to_what_a_picture_can_show(
    programme: Programme, count: int, step: int
) -> None:
    objective = factory.make_objective(programme)
    read_daily(objective, count, step)
    points = objective.readings.drawn()
    kept = {(point.on, point.value) for point in points}
    everything = list(objective.readings.all())
    assert len(points) <= POINTS
    assert [point.on for point in points] == sorted({point.on for point in points})
    assert points[-1].on == everything[-1].on
    for _, year in groupby(everything, key=lambda reading: reading.on.year):
        known = [(reading.value, reading.on) for reading in year]
        lowest, highest = min(known)[0], max(known)[0]
        within = {value for on, value in kept if on.year == known[0][1].year}
        assert {lowest, highest} <= within


def test_a_short_row_is_drawn_as_it_is(programme: Programme) -> None:
    objective = factory.make_objective(programme)
    read_daily(objective, POINTS)
    assert len(objective.readings.drawn()) == POINTS


@pytest.fixture
def sixty(programme: Programme) -> list[Objective]:
    """Sixty objectives with twenty thousand readings."""
    objectives = [factory.make_objective(programme, f"Measure {n}") for n in range(60)]
    read_daily(objectives[0], 2_300)
    for objective in objectives[1:]:
        read_daily(objective, 300)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE direction_reading")
    return objectives


def test_twenty_thousand_readings_cost_no_more_queries_than_one(
    browse: Browse,
    programme: Programme,
    sixty: list[Objective],
    observer: Person,
    django_assert_num_queries: Any,
) -> None:
    assert Reading.objects.count() == 20_000
    client = browse(observer)
    overview = reverse("direction:overview", args=[programme.key])
    client.get(overview)
    with django_assert_num_queries(1):
        assert len(Objective.objects.filter(programme=programme).with_latest().with_names()) == 60
    with django_assert_num_queries(15):
        page = client.get(sixty[0].get_absolute_url())
    assert "1 to 25 of 2300 readings" in page.text
    assert len(page.content) < 100_000


def test_the_newest_reading_is_found_by_the_index(sixty: list[Objective]) -> None:
    newest = Objective.objects.with_latest().filter(pk__in=[one.pk for one in sixty])
    plan = newest.explain()
    assert plan.count("Scan Backward using reading_once_a_day") == 2
    assert "Seq Scan on direction_reading" not in plan


def test_the_table_of_readings_has_pages(
    browse: Browse, programme: Programme, observer: Person
) -> None:
    objective = factory.make_objective(programme)
    read_daily(objective, 60)
    client, url = browse(observer), objective.get_absolute_url()
    last = client.get(f"{url}?page=3").context["page"]
    assert [reading.on for reading in last] == [
        BEGIN + timedelta(days=day) for day in range(9, -1, -1)
    ]
    assert client.get(f"{url}?page=nonsense").context["page"].number == 1
