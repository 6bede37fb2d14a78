"""A site for the browser, and people who are signed in to it."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import OperationalError, connection
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, expect
from psycopg.errors import DeadlockDetected
from pytest_django import DjangoDbBlocker

from changeprog.accounts.models import User
from changeprog.programme.models import Person
from tests.addresses import free_port
from tests.browser.site import Site

PATIENCE = 30_000
"""Milliseconds: a busy machine is slow, and waiting ends as soon as there is something to see."""

TRIES = 3
"""How often the tables are emptied where a page that is still live stands in the way."""
NETWORK = re.compile("Failed to (load resource|fetch)")
OF_DJANGO = {"django_migrations", "django_content_type"}

PHONE: dict[str, Any] = {
    "viewport": {"width": 390, "height": 844},
    "device_scale_factor": 2,
    "has_touch": True,
    "is_mobile": True,
}

Visit = Callable[..., Page]


@pytest.fixture(scope="session", autouse=True)
def patience() -> None:
    expect.set_options(timeout=PATIENCE)


@pytest.fixture(scope="session")
def site(django_db_setup: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """One server for all tests of this process, over their database."""
    database = str(connection.settings_dict["NAME"])
    site = Site(tmp_path_factory.mktemp("site"), free_port(), database)
    site.collect()
    site.start()
    yield site
    site.stop()


@pytest.fixture
def db(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Commit what a test writes, so that the site can read it, and take it away again.

    Content types stay, unlike with pytest-django's own ``transactional_db``: the server knows them
    by heart.
    """
    with django_db_blocker.unblock():
        yield
        empty()


def empty() -> None:
    """Take every row that a test can have written.

    A page that is still live may read while one table after the other is locked. Where PostgreSQL
    ends such a deadlock by refusing this, it is asked again.
    """
    tables = set(connection.introspection.table_names()) - OF_DJANGO
    names = ", ".join(map(connection.ops.quote_name, sorted(tables)))
    for left in reversed(range(TRIES)):
        try:
            with connection.cursor() as cursor:
                cursor.execute(f"TRUNCATE {names}")
        except OperationalError as refused:
            if not left or not isinstance(refused.__cause__, DeadlockDetected):
                raise
        else:
            return


@pytest.fixture(scope="session")
def learnt() -> dict[str, object]:
    """What the server of this process knows by heart."""
    return {}


def keep_up(site: Site, learnt: dict[str, object]) -> None:
    """Start the server anew when a test with ``transactional_db`` has given types other numbers."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, app_label, model FROM django_content_type ORDER BY id")
        types = cursor.fetchall()
    if learnt.setdefault("types", types) != types:
        site.stop()
        site.start()
        learnt["types"] = types


@pytest.fixture
def visit(browser: Browser, site: Site, db: None, learnt: dict[str, object]) -> Iterator[Visit]:
    """Return a function that opens a path in a browser of somebody's own, or of nobody's.

    Whatever the pages complain of fails the test.
    """
    keep_up(site, learnt)
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def visit(path: str, who: Person | User | None = None, **device: Any) -> Page:
        context = browser.new_context(base_url=site.url, **device)
        contexts.append(context)
        context.set_default_timeout(PATIENCE)
        if who:
            sign_in(context, site, who)
        page = context.new_page()
        listen(page, complaints)
        page.goto(path)
        return page

    yield visit
    for context in contexts:
        context.close()
    assert complaints == []


def sign_in(context: BrowserContext, site: Site, who: Person | User) -> None:
    """Give a browser the session of somebody who has signed in."""
    user = who.user if isinstance(who, Person) else who
    assert user
    client = Client()
    client.force_login(user)
    session = client.cookies["sessionid"].value
    context.add_cookies([{"name": "sessionid", "value": session, "url": site.url}])


def listen(page: Page, complaints: list[str]) -> None:
    """Note every error of the page's scripts, and what its Content-Security-Policy forbids.

    That an address was refused or the network was gone is for the test to know.
    """

    def note(line: ConsoleMessage) -> None:
        if line.type == "error" and not NETWORK.search(line.text):
            complaints.append(f"{page.url}: {line.text}")

    page.on("pageerror", lambda error: complaints.append(f"{page.url}: {error}"))
    page.on("console", note)
