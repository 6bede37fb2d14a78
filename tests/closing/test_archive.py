"""Archives: complete, for their asker alone, and with no more than that person may see."""

import io
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4
from zipfile import ZipFile

import pytest
import time_machine
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.models import BinaryField
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.timezone import now

from changeprog.accounts.models import User
from changeprog.closing import archives
from changeprog.closing.models import Archive, ArchivePart, ArchiveProgress
from changeprog.closing.tasks import forget_archives, make_archives
from changeprog.programme import archive
from changeprog.programme.archive import packing
from changeprog.programme.models import Event, Person, Programme
from tests import factory, objects
from tests.archives import pack, read, rows, tables
from tests.test_architecture import OURS

Browse = Callable[[Person | User | None], Client]


def close(programme: Programme) -> None:
    Programme.objects.filter(pk=programme.pk).update(closed_at=now())


def made(person: Person) -> Archive:
    """An archive that ``person`` asked for and a worker made."""
    asked = archives.ask(person, uuid4())
    make_archives()
    asked.refresh_from_db()
    return asked


@pytest.mark.parametrize("model", OURS, ids=lambda model: model._meta.label)
def test_every_kind_of_thing_is_in_an_archive_or_left_out_for_a_reason(model: Any) -> None:
    reason = archive.left_out().get(model, "")
    assert (model in archive.covered()) != bool(reason.strip())


def test_no_bytes_are_in_a_table() -> None:
    bytes_there = {
        f"{model._meta.label}.{field.name}"
        for table in archive.every_table()
        for model in table.covers
        for field in model._meta.concrete_fields
        if isinstance(field, BinaryField) and field.name in {each.name for each in table.columns}
    }
    assert bytes_there == set()


def test_a_reference_never_leads_to_a_kind_that_is_left_out() -> None:
    out = archive.left_out()
    lead_nowhere = {
        f"{model._meta.label}.{column.name}"
        for table in archive.every_table()
        for model in table.covers
        for column in table.columns
        if column.kind == "reference"
        for field in model._meta.get_fields()
        if field.name == column.name and field.related_model in out
    }
    assert lead_nowhere == set()
    assert len(apps.get_models()) > len(out)


def test_the_champions_archive_has_every_kind_three_times(
    programme: Programme, champion: Person
) -> None:
    objects.fill(programme)
    zipped = pack(champion)
    names = {each.split("/", 1)[1] for each in zipped.namelist()}
    for table in archive.every_table():
        for path in ("json/{}.json", "csv/{}.csv", "pages/{}.html"):
            assert path.format(table.name) in names
    assert {"index.html", "archive.json", "style.css"} <= names


def test_what_is_counted_is_what_is_written(programme: Programme, champion: Person) -> None:
    objects.fill(programme)
    size = packing.size(champion)
    zipped = pack(champion)
    told = tables(zipped)
    assert told == {name: len(rows(zipped, name)) for name in told}
    assert sum(told.values()) == size
    assert told["victories"] > 0


def test_a_victory_is_told_with_what_it_belongs_to(programme: Programme, champion: Person) -> None:
    milestone = factory.make_milestone(programme, "First offers by e-mail")
    victory = factory.log_victory(champion, "A customer called back")
    victory.change(champion, victory.revision, milestone=milestone)
    (told,) = rows(pack(champion), "victories")
    assert told["what"] == "A customer called back"
    assert told["milestone"] == {
        "table": "milestones",
        "id": milestone.pk,
        "name": "First offers by e-mail",
    }
    assert told["logged_by"]["name"] == champion.name


def test_a_text_that_begins_like_a_formula_is_not_computed(
    programme: Programme, champion: Person
) -> None:
    factory.log_victory(champion, '=HYPERLINK("http://evil.example")')
    sheet = read(pack(champion), "csv/victories.csv")
    assert "'=HYPERLINK" in sheet
    assert ",=HYPERLINK" not in sheet
    assert sheet.startswith("\ufeff")


def test_what_somebody_wrote_is_no_markup_on_a_page(programme: Programme, champion: Person) -> None:
    factory.log_victory(champion, "<script>alert(1)</script>")
    page = read(pack(champion), "pages/victories.html")
    assert "<script" not in page
    assert "&lt;script&gt;" in page


def test_what_was_taken_away_is_not_in_it(programme: Programme, champion: Person) -> None:
    kept, gone = factory.log_victory(champion, "Kept"), factory.log_victory(champion, "Gone")
    gone.remove(champion)
    assert [each["id"] for each in rows(pack(champion), "victories")] == [kept.pk]


def test_nothing_of_another_programme_is_in_it(champion: Person, stranger: Person) -> None:
    factory.log_victory(stranger, "Elsewhere we won")
    zipped = pack(champion)
    assert all(b"Elsewhere" not in zipped.read(each) for each in zipped.namelist())


def test_pages_lead_nowhere_outside_the_archive(programme: Programme, champion: Person) -> None:
    objects.fill(programme)
    zipped = pack(champion)
    pages = [each for each in zipped.namelist() if "/pages/" in each or "/documents/" in each]
    assert pages
    for page in pages:
        assert 'href="/' not in zipped.read(page).decode()


def test_what_is_read_as_a_whole_is_in_it(programme: Programme, champion: Person) -> None:
    factory.write_vision(programme, "Nobody waits a day for an answer.")
    objective = factory.make_objective(programme)
    meeting = factory.close_meeting(programme)
    factory.decide(meeting, "One list of customers")
    zipped = pack(champion)
    assert "Nobody waits a day" in read(zipped, "documents/charter.html")
    assert "<svg" in read(zipped, f"documents/objective-{objective.pk}.html")
    assert "One list of customers" in read(zipped, f"documents/minutes-{meeting.number}.html")


@pytest.mark.django_db(transaction=True)
def test_a_worker_makes_it_and_its_asker_fetches_it(browse: Browse) -> None:
    champion = factory.champion_of(factory.make_programme())
    client = browse(champion)
    url = reverse("closing:archives", args=[champion.programme.key])
    answer = client.post(url, {"key": uuid4()})
    make_archives()
    found = Archive.objects.get(by=champion)
    assert answer.headers["Location"] == found.get_absolute_url()
    assert "It is ready" in client.get(found.get_absolute_url()).content.decode()
    file = client.get(f"{found.get_absolute_url()}archive.zip")
    assert file.streaming
    content = b"".join(file.streaming_content)  # type: ignore[attr-defined]  # as it streams
    assert len(content) == found.size == int(file.headers["Content-Length"])
    assert ZipFile(io.BytesIO(content)).testzip() is None
    assert found.progress.done == found.progress.total == found.rows > 0


@pytest.mark.django_db(transaction=True)
def test_one_that_is_stopped_while_it_is_made_is_not_kept() -> None:
    champion = factory.champion_of(factory.make_programme())
    asked = archives.ask(champion, uuid4())
    ArchiveProgress.objects.filter(of=asked).update(cancelled=True)
    make_archives()
    asked.refresh_from_db()
    assert asked.state == Archive.State.CANCELLED
    assert not ArchivePart.objects.exists()


def test_one_that_nobody_has_in_hand_stops_at_once(champion: Person, browse: Browse) -> None:
    asked = archives.ask(champion, uuid4())
    browse(champion).post(f"{asked.get_absolute_url()}cancelling/")
    asked.refresh_from_db()
    assert asked.state == Archive.State.CANCELLED


def test_the_page_says_how_far_it_is_however_often_it_is_loaded(
    champion: Person, browse: Browse
) -> None:
    asked = archives.ask(champion, uuid4())
    ArchiveProgress.objects.filter(of=asked).update(done=1200, total=4000)
    for url in (asked.get_absolute_url(), f"{asked.get_absolute_url()}progress/"):
        page = browse(champion).get(url).content.decode()
        assert '<progress class="meter"' in page
        assert "1\u202f200 of 4\u202f000 things" in page


def test_once_it_is_over_the_page_looks_anew(champion: Person, browse: Browse) -> None:
    asked = made(champion)
    answer = browse(champion).get(f"{asked.get_absolute_url()}progress/")
    assert answer.headers["HX-Refresh"] == "true"


def test_more_rows_take_no_more_queries(programme: Programme, champion: Person) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as caught:
            pack(champion)
        return len(caught)

    def add(words: str) -> None:
        factory.log_victory(champion, words)
        factory.log_barrier(champion, words)
        factory.make_milestone(programme, words)

    add("One")
    queries()  # kinds of content are looked up once a process
    one = queries()
    add("Two")
    add("Three")
    assert queries() == one


def test_asking_twice_makes_one(champion: Person) -> None:
    key = uuid4()
    assert archives.ask(champion, key) == archives.ask(champion, key)
    assert archives.ask(champion, uuid4()) == Archive.objects.get()
    assert Event.objects.about("archive.asked").count() == 1


def test_one_that_was_begun_three_times_in_vain_is_given_up(champion: Person) -> None:
    asked = archives.ask(champion, uuid4())
    ArchiveProgress.objects.filter(of=asked).update(attempts=3)
    make_archives()
    asked.refresh_from_db()
    assert asked.state == Archive.State.FAILED


def test_it_is_thrown_away_after_a_week(champion: Person) -> None:
    asked = made(champion)
    with time_machine.travel(asked.asked_at + timedelta(days=6, hours=23), tick=False):
        forget_archives()
        assert Archive.objects.get() == asked
    with time_machine.travel(asked.asked_at + timedelta(days=7, seconds=1), tick=False):
        forget_archives()
    assert not Archive.objects.exists()


def test_another_champion_does_not_find_it(champion: Person, browse: Browse) -> None:
    other = factory.make_person(champion.programme, "champion", "Cleo Champion")
    asked = made(champion)
    for url in (asked.get_absolute_url(), f"{asked.get_absolute_url()}archive.zip"):
        assert browse(champion).get(url).status_code == 200
        assert browse(other).get(url).status_code == 404


def test_whoever_may_see_less_by_now_does_not_get_it(champion: Person, browse: Browse) -> None:
    factory.make_person(champion.programme, "champion", "Cleo Champion")
    asked = made(champion)
    close(champion.programme)
    url = f"{asked.get_absolute_url()}archive.zip"
    assert browse(champion).get(url).status_code == 200
    champion.change(champion, role="member", function=None)
    answer = browse(champion).get(url, follow=True)
    assert answer.redirect_chain == [(asked.get_absolute_url(), 302)]
    assert "something else by now" in answer.content.decode()


@pytest.mark.parametrize("role", ["facilitator", "member", "observer"])
def test_others_can_have_one_once_the_programme_is_closed(
    role: str, request: pytest.FixtureRequest, browse: Browse
) -> None:
    person: Person = request.getfixturevalue(role)
    url = reverse("closing:archives", args=[person.programme.key])
    assert browse(person).post(url, {"key": uuid4()}).status_code == 403
    assert "Make my archive" not in browse(person).get(url).content.decode()
    close(person.programme)
    assert "Make my archive" in browse(person).get(url).content.decode()
    assert browse(person).post(url, {"key": uuid4()}).status_code == 302
    assert Archive.objects.get().by == person


def test_the_terminal_writes_the_same(
    champion: Person, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "all.zip"
    call_command("archive", champion.programme.key, f"--as={champion.email}", f"--to={path}")
    said = capsys.readouterr()
    assert said.err == ""
    assert str(path) in said.out
    with ZipFile(path) as zipped:
        assert tables(zipped) == tables(pack(champion))
    assert path.stat().st_mode & 0o077 == 0


def test_the_terminal_refuses_what_it_cannot_do(
    champion: Person, outsider: User, tmp_path: Path
) -> None:
    path = tmp_path / "all.zip"
    with pytest.raises(CommandError, match="Nobody takes part"):
        call_command("archive", champion.programme.key, f"--as={outsider.email}", f"--to={path}")
    path.write_text("mine")
    with pytest.raises(CommandError, match="is there already"):
        call_command("archive", champion.programme.key, f"--as={champion.email}", f"--to={path}")
    assert path.read_text() == "mine"
