from collections.abc import Callable

import pytest
from django.conf import LazySettings
from django.test import Client

from changeprog.accounts.models import User
from changeprog.programme import navigation
from changeprog.programme.models import Person
from tests.factory import make_user

Browse = Callable[[Person | User | None], Client]


def current(person: Person, path: str) -> list[str]:
    places = navigation.links(person, person.programme, person.programme.get_absolute_url() + path)
    return [place.label for place in places if place.current]


@pytest.mark.parametrize(
    ("path", "places"),
    [
        ("", ["Home"]),
        ("people/", ["People"]),
        ("people/7/", ["People"]),
        ("direction/milestones/7/", ["Direction"]),
        ("meetings/7/minutes/", ["Teams"]),
        ("journal/", ["Settings"]),
        ("closing/review/", ["Settings"]),
        ("me/", []),
    ],
)
def test_the_navigation_marks_where_one_is(champion: Person, path: str, places: list[str]) -> None:
    assert current(champion, path) == places


def test_everybody_finds_their_own_settings(browse: Browse, observer: Person) -> None:
    home = observer.programme.get_absolute_url()
    assert f'href="{home}me/"' in browse(observer).get(home).content.decode()


def test_a_second_programme_is_a_click_away(browse: Browse, champion: Person) -> None:
    home = champion.programme.get_absolute_url()
    assert 'href="/new/"' in browse(champion).get(home).content.decode()


@pytest.mark.django_db
def test_the_kept_mail_is_offered_to_whom_it_is_open(settings: LazySettings) -> None:
    settings.EMAIL_URL = ""
    administrator = make_user("Ada", is_administrator=True)
    assert navigation.outbox_url(administrator) == "/outbox/"
    assert navigation.outbox_url(make_user("Bo")) == ""
    settings.EMAIL_URL = "smtp://mail.example.org"
    assert navigation.outbox_url(administrator) == ""


@pytest.mark.parametrize(
    ("name", "initials"),
    [("Ana Champion", "AC"), ("Ana", "A"), ("Ana María de la Cruz", "AC"), ("", "X")],
)
def test_a_face_shows_the_initials_of_the_account(name: str, initials: str) -> None:
    assert User(name=name, email="x@example.org").initials == initials
