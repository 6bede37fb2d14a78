"""The fixed cast: one programme with everybody in it, an outsider, a champion of elsewhere."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings
from django.conf import settings as django_settings
from django.db import connection
from django.db.migrations import RunSQL
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client
from hypothesis import settings as hypothesis
from playwright.sync_api import Playwright
from pytest_django import DjangoDbBlocker

from changeprog.accounts.models import User
from changeprog.programme.models import Person, Programme
from tests import factory
from tests.engines.up import FirstStart, first_start_in

hypothesis.register_profile("unhurried", deadline=None)
hypothesis.load_profile("unhurried")


OURS = ("changeprog.", "teams.", "stakeholders.", "workshops.")


@pytest.fixture(scope="session")
def django_db_use_migrations() -> bool:
    """Make the tables from the models: migrating takes ten times as long.

    ``operating/test_upgrade`` shows that both lead to the same ones.
    """
    return False


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:
    """Add what only migrations say in SQL, such as triggers, and that all of them are applied."""
    django_settings.MIGRATION_MODULES = {}  # where they were kept from being run
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        recorder = MigrationRecorder(connection)
        recorder.ensure_schema()
        for (app, name), migration in MigrationLoader(None).disk_migrations.items():
            recorder.record_applied(app, name)
            if migration.__module__.startswith(OURS):
                for each in migration.operations:
                    if isinstance(each, RunSQL):
                        cursor.execute(str(each.sql))


@pytest.fixture(autouse=True)
def plain_static_files(settings: LazySettings) -> None:
    """Pages of a test need no collected files."""
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }


@pytest.fixture(scope="session")
def first_start(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> FirstStart:
    """The first start of bin/up, which has all the setting up to do, once for a whole run."""
    own = tmp_path_factory.getbasetemp()
    return first_start_in((own if worker_id == "master" else own.parent) / "first start")


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


SLOW = (
    "browser/test_accessible",
    "engines",
    "browser",
    "operating",
    "test_demo",
    "test_access",
    "communications/test_reminders",
    "communications/test_delivering",
    "communications/faults",
    "communications/test_killed",
    "stakeholders/test_nothing_leaks",
    "live/test_in_a_browser",
    "closing/test_read_only",
    "closing/test_archive",
    "onboarding/test_journey",
    "onboarding/test_query_counts",
    "teams/test_query_counts",
    "direction/test_query_counts",
    "test_composition",
)
"""Where tests start programs or browsers, ask for every page, or let weeks pass; what takes longest
first, for a parallel run is over when its last file is."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what is slow, and mark it."""
    tests = Path(__file__).parent

    def turn(item: pytest.Item) -> int:
        place = item.path.relative_to(tests).as_posix()
        return next((at for at, slow in enumerate(SLOW) if place.startswith(slow)), len(SLOW))

    for item in items:
        if turn(item) < len(SLOW):
            item.add_marker("slow")
    items.sort(key=turn)


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
