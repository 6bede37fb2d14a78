"""What was kept is found again, whole or not at all, wherever it is put back."""

import json
import stat
from collections.abc import Iterator
from pathlib import Path
from zipfile import ZIP_STORED, ZipFile

import psycopg
import pytest

from changeprog.backups import DUMP, FACTS, KEY, BackupError, database, opened, spoken_to
from changeprog.embedded import postgres
from changeprog.engine import claim
from tests import factory
from tests.addresses import database_url
from tests.operating.copies import a_new_database, content, run


@pytest.fixture
def empty() -> Iterator[str]:
    with a_new_database() as url:
        yield url


@pytest.fixture
def backup(tmp_path: Path, transactional_db: None) -> Path:
    """A backup of one programme with a victory in it."""
    programme = factory.make_programme()
    factory.log_victory(factory.champion_of(programme), "Zwölf Anrufe, kein Zettel")
    file = tmp_path / "of today.zip"
    assert run("backup", str(file), DATABASE_URL=database_url()) == (0, words_of(file, "Kept"))
    return file


def words_of(file: Path, verb: str) -> str:
    _, facts = opened(file)
    return f"{verb} 1 programme and 1 account, as of {facts.made_at}.\n"


def changed(backup: Path, name: str, data: bytes) -> Path:
    """Return a copy in which one part is another."""
    other = backup.with_name("changed.zip")
    with ZipFile(backup) as source, ZipFile(other, "w", ZIP_STORED) as target:
        for part in source.namelist():
            target.writestr(part, data if part == name else source.read(part))
    return other


def test_everything_is_found_again_in_another_data_folder(backup: Path, tmp_path: Path) -> None:
    var = tmp_path / "it's another"
    made = tmp_path / "with a key.zip"
    before = content(database_url())
    assert before["teams_victory"][0] == 1

    assert run("restore", str(backup), VAR_DIR=str(var))[0] == 0
    with postgres(var / "postgres") as url:
        assert content(url) == before
    (var / KEY).write_text("made by bin/up")
    assert run("backup", str(made), VAR_DIR=str(var)) == (0, words_of(made, "Kept"))

    third = tmp_path / "third"
    assert run("restore", str(made), VAR_DIR=str(third)) == (0, words_of(made, "Put back"))
    assert (third / KEY).read_text() == "made by bin/up"
    with postgres(third / "postgres") as url:
        assert content(url) == before


def test_what_is_there_is_replaced_only_when_told_so(backup: Path, empty: str) -> None:
    assert run("restore", str(backup), DATABASE_URL=empty)[0] == 0
    with psycopg.connect(empty) as there:
        there.execute("UPDATE programme_programme SET name = 'Since then'")
        there.execute("CREATE TABLE of_a_later_version (id int)")
    changed_since = content(empty)

    code, said = run("restore", str(backup), DATABASE_URL=empty)
    assert (code, "Give --replace" in said) == (1, True)
    assert content(empty) == changed_since

    assert run("restore", "--replace", str(backup), DATABASE_URL=empty)[0] == 0
    assert content(empty) == content(database_url())


def test_while_others_use_it_nothing_is_touched(backup: Path, empty: str) -> None:
    with psycopg.connect(empty):
        code, said = run("restore", str(backup), DATABASE_URL=empty)
    assert (code, "in use by 1 more" in said) == (1, True)
    assert content(empty) == {}


def test_a_half_dump_leaves_what_was_there(backup: Path, empty: str) -> None:
    with ZipFile(backup) as whole:
        dump = whole.read(DUMP)
    with psycopg.connect(empty) as there:
        there.execute("CREATE TABLE kept AS SELECT 1 AS value")
    cut = changed(backup, DUMP, dump[: len(dump) * 2 // 3])
    code, said = run("restore", str(cut), DATABASE_URL=empty)
    assert (code, "What was there is there" in said) == (1, True)
    assert list(content(empty)) == ["kept"]


def test_a_backup_of_a_newer_version_is_refused(backup: Path, empty: str) -> None:
    with ZipFile(backup) as whole:
        facts = json.loads(whole.read(FACTS))
    facts["migrations"]["teams"].append("0999_of_next_year")
    newer = changed(backup, FACTS, json.dumps(facts).encode())
    code, said = run("restore", str(newer), DATABASE_URL=empty)
    assert (code, "A newer version" in said, "0999_of_next_year" in said) == (1, True, True)
    assert content(empty) == {}


def test_only_its_owner_reads_it_and_a_key_that_is_named_is_not_in_it(backup: Path) -> None:
    assert stat.S_IMODE(backup.stat().st_mode) == 0o600
    again = backup.with_name("again.zip")
    assert (
        run("backup", str(again), DATABASE_URL=database_url(), SECRET_KEY="known-to-nobody")[0] == 0
    )
    assert ZipFile(again).namelist() == [FACTS, DUMP]
    assert b"known-to-nobody" not in again.read_bytes()


def test_a_database_without_changeprog_leaves_no_file(tmp_path: Path, empty: str) -> None:
    file = tmp_path / "none.zip"
    code, said = run("backup", str(file), DATABASE_URL=empty)
    assert (code, said) == (1, "bin/backup: There is nothing in that database to keep.\n")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("words", [b"", b"not a ZIP", b"PK\x03\x04 nor this"])
def test_what_is_no_backup_is_said_plainly(tmp_path: Path, words: bytes) -> None:
    file = tmp_path / "letter.txt"
    file.write_bytes(words)
    with pytest.raises(BackupError, match="no backup of Changeprog"):
        opened(file)


def test_a_database_that_runs_is_kept_from_and_not_put_back_into(tmp_path: Path) -> None:
    with claim(tmp_path):
        (tmp_path / "running.env").write_text("DATABASE_URL='postgresql://here/changeprog'\n")
        with pytest.MonkeyPatch.context() as patch:
            patch.delenv("DATABASE_URL", raising=False)
            with database(tmp_path, alone=False) as url:
                assert url == "postgresql://here/changeprog"
            with pytest.raises(BackupError, match="Stop it first"), database(tmp_path, alone=True):
                pass


def test_a_password_is_on_no_command_line() -> None:
    told = spoken_to("postgresql://anna:pa%20ss@db.example:5433/changeprog?sslmode=require")
    expected = {
        "PGUSER": "anna",
        "PGPASSWORD": "pa ss",
        "PGHOST": "db.example",
        "PGPORT": "5433",
        "PGDATABASE": "changeprog",
        "PGSSLMODE": "require",
    }
    assert {name: told.get(name) for name in expected} == expected
