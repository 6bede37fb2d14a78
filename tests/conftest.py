"""The fixed cast: one programme with everybody in it, an outsider, a champion of elsewhere."""

import shutil
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.conf import LazySettings
from django.test import Client
from hypothesis import settings as hypothesis
from playwright.sync_api import Playwright

from changeprog.accounts.models import User
from changeprog.programme.models import Person, Programme
from tests import factory

hypothesis.register_profile("unhurried", deadline=None)
hypothesis.load_profile("unhurried")


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


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print what tests have counted."""
    for report in terminalreporter.getreports("passed"):
        for name, words in report.user_properties:
            if name == "counted":
                terminalreporter.write_line(str(words))


@pytest.fixture(scope="session")
def playwright(playwright: Playwright) -> Iterator[Playwright]:
    """Keep the database open to tests: Playwright runs a loop in their thread, and Django minds."""
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        yield playwright


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Debian's Chromium where it is installed, else Playwright's own; it calls nobody."""
    return {
        **browser_type_launch_args,
        "executable_path": shutil.which("chromium"),
        "args": [
            "--no-sandbox",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--no-first-run",
            "--no-proxy-server",
        ],
    }
