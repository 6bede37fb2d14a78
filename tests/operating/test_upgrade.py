"""A copy that was made by an earlier version is put back by this one, with everything in it."""

from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from django.db.migrations.loader import MigrationLoader

from changeprog.backups import opened
from tests.addresses import database_url
from tests.operating.copies import a_new_database, content, run
from tests.test_architecture import ROOMS

EARLIER = Path(__file__).parents[1] / "data" / "backups" / "2026-11-22.zip"
"""The demo of the version that did not bring teams on board nor close a programme yet."""

THERE = {
    "programme_person": 21,
    "programme_event": 615,
    "direction_objective": 8,
    "direction_reading": 51,
    "direction_milestone": 12,
    "teams_victory": 14,
    "teams_barrier": 11,
    "teams_seat": 24,
    "workshops_workshop": 2,
    "workshops_commitment": 8,
    "communications_edition": 27,
    "communications_delivery": 250,
    "communications_procedure": 6,
    "stakeholders_tie": 110,
    "stakeholders_conversation": 20,
    "workshops_position": 22,
}
"""How many rows of each kind were in it."""


@pytest.fixture(scope="module")
def upgraded() -> Iterator[str]:
    with a_new_database() as url:
        code, said = run("restore", str(EARLIER), DATABASE_URL=url)
        assert (code, "Put back 1 programme and 21 accounts" in said) == (0, True), said
        yield url


def test_it_was_made_before_the_newest_migrations() -> None:
    """The premise of the others."""
    applied = {
        (app, name) for app, names in opened(EARLIER)[1].migrations.items() for name in names
    }
    leaves = set(MigrationLoader(None).graph.leaf_nodes())
    assert {app for app, _ in leaves - applied} >= {"onboarding", "closing"}


def test_nothing_is_left_to_be_migrated(upgraded: str) -> None:
    with psycopg.connect(upgraded) as database:
        applied = set(database.execute("SELECT app, name FROM django_migrations").fetchall())
    assert set(MigrationLoader(None).graph.leaf_nodes()) - applied == set()


def test_everything_is_still_there(upgraded: str) -> None:
    found = content(upgraded)
    assert {table: found[table][0] for table in THERE} == THERE


SCHEMA = (
    """SELECT table_name, column_name, data_type, is_nullable, character_maximum_length,
              numeric_precision, numeric_scale
         FROM information_schema.columns WHERE table_schema = 'public'""",
    # A dump writes conditions in other words.
    """SELECT conrelid::regclass::text, conname,
              CASE contype WHEN 'c' THEN 'condition' ELSE pg_get_constraintdef(oid) END
         FROM pg_constraint WHERE connamespace = 'public'::regnamespace""",
    """SELECT tablename, indexname, split_part(indexdef, ' WHERE ', 1)
         FROM pg_indexes WHERE schemaname = 'public'""",
    "SELECT tgrelid::regclass::text, tgname FROM pg_trigger WHERE NOT tgisinternal",
)


def schema(url: str) -> list[set[tuple[object, ...]]]:
    """Return every column, constraint, index and trigger of our own tables."""
    ours = tuple(f"{room}_" for room in ROOMS)
    with psycopg.connect(url) as database:
        answers = [database.execute(question).fetchall() for question in SCHEMA]
    return [{row for row in rows if row[0].startswith(ours)} for rows in answers]


@pytest.mark.django_db
def test_it_leads_to_the_tables_that_all_other_tests_use(upgraded: str) -> None:
    """They make theirs from the models, without migrating."""
    ours, theirs = schema(database_url()), schema(upgraded)
    assert [one - other for one, other in zip(ours, theirs, strict=True)] == [set()] * 4
    assert [one - other for one, other in zip(theirs, ours, strict=True)] == [set()] * 4
    assert [bool(each) for each in ours] == [True] * 4
