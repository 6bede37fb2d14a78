"""More resources than fit on a page: the first page is live, and all of them are counted."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.timezone import localdate

from changeprog.direction.models import Resource
from changeprog.programme.models import Person, Programme

Browse = Callable[[Person], Client]


@pytest.fixture
def sixty(programme: Programme) -> None:
    Resource.objects.bulk_create(
        Resource(
            programme=programme,
            name=f"Need {number:02}",
            kind=Resource.Kind.TIME,
            amount=Decimal(2),
            needed_by=localdate() + timedelta(days=number),
        )
        for number in range(60)
    )


@pytest.mark.usefixtures("sixty")
@pytest.mark.parametrize(
    ("asked", "first", "rows", "is_live"),
    [
        ("", "Need 00", 50, True),
        ("?page=1", "Need 00", 50, True),
        ("?page=2", "Need 50", 10, False),
        ("?page=99", "Need 50", 10, False),
        ("?page=x", "Need 00", 50, False),
    ],
)
def test_resources_come_by_the_page(  # noqa: PLR0917
    browse: Browse,
    programme: Programme,
    observer: Person,
    asked: str,
    first: str,
    rows: int,
    is_live: bool,
) -> None:
    there = reverse("direction:resources", args=[programme.key]) + asked
    page = browse(observer).get(there).content.decode()
    shown = [part.split("<")[0] for part in page.split('dir="auto">Need ')[1:]]
    assert (f"Need {shown[0]}", len(shown)) == (first, rows)
    assert ("/live/resources/" in page) == is_live
    assert "of 60 lack something" in page
    assert "120 <small>hours a week</small>" in page
