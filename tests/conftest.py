"""The fixed cast: one programme with everybody in it, an outsider, a champion of elsewhere."""

from collections.abc import Callable

import pytest
from django.conf import LazySettings
from django.test import Client

from changeprog.accounts.models import User
from changeprog.programme.models import Person, Programme
from tests import factory


@pytest.fixture(autouse=True)
def plain_static_files(settings: LazySettings) -> None:
    """Pages of a test need no collected files."""
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }


@pytest.fixture
def programme(db: None) -> Programme:
    return factory.make_programme()


@pytest.fixture
def champion(programme: Programme) -> Person:
    return factory.champion_of(programme)


@pytest.fixture
def facilitator(programme: Programme) -> Person:
    return factory.make_person(programme, "facilitator", "Fay Facilitator")


@pytest.fixture
def member(programme: Programme) -> Person:
    return factory.make_person(programme, "member", "Mo Member")


@pytest.fixture
def observer(programme: Programme) -> Person:
    return factory.make_person(programme, "observer", "Ola Observer")


@pytest.fixture
def outsider(db: None) -> User:
    """Somebody with an account and no programme."""
    return factory.make_user("Otto Outsider")


@pytest.fixture
def stranger(db: None) -> Person:
    """The champion of another programme."""
    elsewhere = factory.make_programme(factory.make_user("Sam Stranger"), "Elsewhere")
    return factory.champion_of(elsewhere)


@pytest.fixture
def browse() -> Callable[[Person | User | None], Client]:
    """Return a client signed in as somebody, or as nobody."""

    def signed_in(who: Person | User | None) -> Client:
        client = Client()
        user = who.user if isinstance(who, Person) else who
        if user is not None:
            client.force_login(user, "allauth.account.auth_backends.AuthenticationBackend")
        return client

    return signed_in
