"""What opens where the connection is bad is light: page, styles, scripts and pictures together."""

from collections.abc import Callable

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from changeprog.accounts.models import User
from changeprog.programme.models import Person, Programme
from tests import first_load, objects, workshop_factory

Browse = Callable[[Person | User | None], Client]
MOST = 100_000
"""Bytes over the wire."""


@pytest.fixture
def filled(programme: Programme) -> Programme:
    objects.fill(programme)
    return programme


def test_home_loads_less_than_100_kb(browse: Browse, filled: Programme, champion: Person) -> None:
    loaded = first_load.load(browse(champion), reverse("programme:home", args=[filled.key]))
    assert 0 < loaded.bytes < MOST, loaded


def test_a_workshop_on_a_phone_loads_less_than_100_kb(
    browse: Browse, filled: Programme, member: Person
) -> None:
    held = workshop_factory.present(filled, member).workshop
    url = reverse("workshop_room:room", args=[filled.key, held.pk])
    assert 0 < first_load.load(browse(member), url).bytes < MOST


def test_the_quick_log_loads_less_than_100_kb(
    browse: Browse, filled: Programme, member: Person
) -> None:
    url = reverse("teams:log", args=[filled.key]) + "?what=victory"
    assert 0 < first_load.load(browse(member), url).bytes < MOST


def test_all_that_a_page_names_is_weighed() -> None:
    page = """
        <link rel="icon" href="/static/img/mark.svg" type="image/svg+xml">
        <link rel="apple-touch-icon" href="/static/img/icon-touch.png">
        <link rel="stylesheet" href="/static/css/main.css">
        <script src="/static/django_htmx/htmx-4.min.js" defer></script>
        <script type="module" src="/static/js/theme.js"></script>
        <img src="/static/img/mark.svg" width="28" height="28" alt="">
        <img src="/p/abc/picture/" alt="">
    """
    assert first_load.named(page) == {
        "img/mark.svg",
        "css/main.css",
        "django_htmx/htmx-4.min.js",
        "js/theme.js",
    }


def test_the_stylesheet_is_weighed_with_everything_in_it() -> None:
    assert b"@import" not in first_load.stylesheet()
    assert first_load.weight("css/main.css") > 10_000


def test_a_page_is_compressed_for_a_browser_that_asks(browse: Browse, champion: Person) -> None:
    home = reverse("programme:home", args=[champion.programme.key])
    plain = browse(champion).get(home)
    small = browse(champion).get(home, headers={"Accept-Encoding": "gzip"})
    assert "Content-Encoding" not in plain.headers
    assert small.headers["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in small.headers["Vary"]
    assert len(small.content) < len(plain.content) / 3


def test_what_is_no_text_stays_as_it_is(
    browse: Browse, filled: Programme, champion: Person
) -> None:
    url = reverse("stakeholders:export_workbook", args=[filled.key])
    answer = browse(champion).get(url, headers={"Accept-Encoding": "gzip"})
    assert answer.status_code == 200
    assert "Content-Encoding" not in answer.headers


def test_static_files_are_served_before_anything_is_compressed() -> None:
    order = settings.MIDDLEWARE
    whitenoise = order.index("whitenoise.middleware.WhiteNoiseMiddleware")
    assert whitenoise < order.index("changeprog.compression.TextCompression")
