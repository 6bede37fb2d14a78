"""Jobs of large imports: how far they are is seen while they run, and they can be stopped.

Each is done by the function of the task itself, as a worker would.
"""

from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection
from django.test import Client
from django.urls import reverse

from changeprog.programme import progress
from changeprog.programme.models import Person
from stakeholders import import_record
from stakeholders.importing import running, showing, source, working
from stakeholders.importing.acting import Changed
from stakeholders.importing.applying import Application
from stakeholders.models import Import, ImportPage, ImportProgress, ImportSource, Stakeholder
from stakeholders.tasks import work_on_imports
from tests import factory

pytestmark = pytest.mark.django_db(transaction=True)

ROWS = 400
CHANGED = "The map has changed since you looked. Look at what would happen now."


@pytest.fixture(autouse=True)
def by_hand(monkeypatch: pytest.MonkeyPatch) -> None:
    """No job begins by itself, and each says at every row how far it is; 300 rows are many."""
    monkeypatch.setattr(progress, "EVERY", 0)
    monkeypatch.setattr("changeprog.celery.hint", lambda _: None)
    monkeypatch.setattr("stakeholders.models.imports.LARGE", 300)


@pytest.fixture
def champion() -> Person:
    return factory.champion_of(factory.make_programme())


@pytest.fixture
def begun(champion: Person) -> Import:
    """An import that a job has to compare with the map; two of its rows cannot be taken."""
    rows = "".join(f"Person {number};3\n" for number in range(ROWS))
    return running.begin(champion, uuid4(), f"Name;Influence\n{rows}Bad;9\n=Worse;9\n")


@pytest.fixture
def confirmed(begun: Import, champion: Person) -> Import:
    """That import, looked at and confirmed: a job has to do it."""
    work_on_imports()
    begun.refresh_from_db()
    running.confirm(begun, champion, begun.overview["fingerprint"])
    return begun


def state(of: Import) -> str:
    return Import.objects.get(pk=of.pk).state


def said(of: Import) -> tuple[str, int, int]:
    told = ImportProgress.objects.get(of=of)
    return state(of), told.done, told.total


def on_the_map() -> tuple[int, int]:
    return Stakeholder.objects.count(), Person.objects.filter(role="").count()


def lines(champion: Person, of: Import, path: str = "import") -> Any:
    client = Client()
    client.force_login(champion.user)  # type: ignore[arg-type]
    return client.get(reverse(f"stakeholders:{path}", args=[champion.programme.key, of.pk]))


def test_the_page_of_a_large_import_waits_for_a_job_and_compares_nothing(
    begun: Import, champion: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert begun.state == Import.State.COMPARING
    assert "Being compared with the map" in lines(champion, begun).content.decode()
    work_on_imports()
    monkeypatch.setattr(source, "plan_of", None)
    page = lines(champion, begun)
    assert [entry.who for entry in page.context["page"]] == ["Bad · 9", "=Worse · 9"]
    assert "Import 400 new people, leave 2 rows out" in " ".join(page.content.decode().split())


def test_every_row_of_the_kept_preview_is_the_row_of_the_plan(begun: Import) -> None:
    work_on_imports()
    kept = showing.shown(Import.objects.get(pk=begun.pk))
    live = showing.AtOnce(begun)
    assert isinstance(kept, showing.Kept)
    assert kept.overview == live.overview
    for group in live.overview.groups:
        rows = kept.entries(group.name)
        assert [rows[place] for place in range(len(rows))] == list(live.entries(group.name))
        assert rows[45:105] == live.entries(group.name)[45:105]


def test_a_job_says_how_far_it_is_from_outside_its_transaction(
    confirmed: Import, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard: list[int] = []
    plain = progress.Teller.say

    def listen(self: progress.Teller) -> None:
        plain(self)
        heard.append(ImportProgress.objects.get(of=confirmed).done)

    monkeypatch.setattr(progress.Teller, "say", listen)
    work_on_imports()
    assert (state(confirmed), max(heard), heard == sorted(heard)) == ("confirmed", 2 * ROWS, True)


def test_comparing_counts_every_row_twice(begun: Import, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ImportProgress, "begin_anew", lambda _: None)
    work_on_imports()
    assert said(begun) == (Import.State.PREVIEWED, 2 * ROWS + 2, 2 * (ROWS + 3))


def test_what_no_job_has_in_hand_stops_at_once(confirmed: Import) -> None:
    running.cancel(confirmed)
    assert said(confirmed) == (Import.State.PREVIEWED, 0, 0)
    work_on_imports()
    assert (state(confirmed), on_the_map()) == (Import.State.PREVIEWED, (0, 0))


@pytest.fixture
def stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody presses Stop in the middle of whatever the next job does."""
    plain = progress.Teller.step

    def press(self: progress.Teller, count: int) -> None:
        if self.done > ROWS // 2:
            with self.apart.cursor() as cursor:
                cursor.execute(
                    f"UPDATE {self.table} SET cancelled = true WHERE of_id = %s",  # noqa: S608
                    [self.of],
                )
        plain(self, count)

    monkeypatch.setattr(progress.Teller, "step", press)


def test_an_import_that_is_stopped_leaves_everything_as_it_was(
    confirmed: Import, stopped: None
) -> None:
    work_on_imports()
    assert (state(confirmed), on_the_map()) == (Import.State.PREVIEWED, (0, 0))


def test_comparing_that_is_stopped_forgets_the_file(begun: Import, stopped: None) -> None:
    work_on_imports()
    assert (state(begun), ImportSource.objects.count(), ImportPage.objects.count()) == (
        Import.State.DISCARDED,
        0,
        0,
    )


def test_reading_that_is_stopped_forgets_the_file(
    champion: Person, stopped: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(running, "AT_ONCE_BYTES", 0)
    reading = running.begin(champion, uuid4(), "Name\n" + "Ana\n" * ROWS)
    assert reading.state == Import.State.READING
    work_on_imports()
    assert (state(reading), ImportSource.objects.count()) == (Import.State.DISCARDED, 0)


def test_undoing_can_be_stopped_too(confirmed: Import, champion: Person) -> None:
    work_on_imports()
    running.undo(Import.objects.get(pk=confirmed.pk), champion)
    running.cancel(confirmed)
    work_on_imports()
    assert (state(confirmed), Stakeholder.objects.count()) == (Import.State.CONFIRMED, ROWS)


def test_a_job_finds_that_the_map_has_changed_and_compares_anew(confirmed: Import) -> None:
    seen = confirmed.seen
    Person.objects.create(programme=confirmed.programme, name="Person 7")
    work_on_imports()
    confirmed.refresh_from_db()
    assert (confirmed.state, confirmed.refusal) == (Import.State.PREVIEWED, CHANGED)
    assert confirmed.overview["fingerprint"] != seen
    assert confirmed.overview["counts"]["changed_people"] == 1


def test_another_preview_than_was_looked_at_is_not_even_begun(
    begun: Import, champion: Person
) -> None:
    work_on_imports()
    begun.refresh_from_db()
    with pytest.raises(Changed):
        running.confirm(begun, champion, "another")
    assert state(begun) == Import.State.PREVIEWED


def test_another_decision_is_compared_by_another_job(begun: Import) -> None:
    work_on_imports()
    begun.refresh_from_db()
    running.choose(begun, add_functions=True)
    assert (state(begun), begun.pages.count()) == (Import.State.COMPARING, 9)
    work_on_imports()
    assert (state(begun), begun.pages.count()) == (Import.State.PREVIEWED, 9)


DYING = {
    "comparing": (showing, "_pages"),
    "applying": (Application, "change_people"),
}


@pytest.fixture(params=[*DYING])
def dying(
    request: pytest.FixtureRequest, begun: Import, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Import]:
    """An import whose worker dies in the middle: the database loses its connection."""
    of = begun if request.param == "comparing" else request.getfixturevalue("confirmed")
    owner, name = DYING[request.param]

    def die(*_: Any) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(pg_backend_pid())")

    monkeypatch.setattr(owner, name, die)
    yield of
    connection.close()


def killed() -> None:
    """Have a worker begin, which is dead soon after."""
    with pytest.raises(DatabaseError):
        work_on_imports()
    connection.close()


def test_a_worker_that_dies_leaves_the_import_waiting_and_the_next_one_does_it(
    dying: Import, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, pages = state(dying), dying.pages.count()
    killed()
    told = ImportProgress.objects.get(of=dying)
    assert (state(dying), told.attempts, on_the_map()) == (before, 1, (0, 0))
    assert dying.pages.count() == pages
    monkeypatch.undo()
    monkeypatch.setattr("stakeholders.models.imports.LARGE", 300)
    work_on_imports()
    after = {"comparing": ("previewed", (0, 0)), "applying": ("confirmed", (ROWS, ROWS))}
    assert (state(dying), on_the_map()) == after[before]
    work_on_imports()
    assert (state(dying), on_the_map()) == after[before]


def test_an_import_that_kills_its_workers_is_given_up(dying: Import) -> None:
    before = state(dying)
    for _ in range(3):
        killed()
    if before == "applying":
        with pytest.MonkeyPatch.context() as whole:
            whole.setattr(showing, "keep", lambda *_: None)
            work_on_imports()
    else:
        work_on_imports()
    dying.refresh_from_db()
    assert (dying.state != before, dying.refusal, on_the_map()) == (
        True,
        working.GIVEN_UP,
        (0, 0),
    )


def test_one_that_a_worker_has_in_hand_is_left_alone_by_the_next(confirmed: Import) -> None:
    apart = connection.copy()
    with apart.cursor() as cursor:
        cursor.execute("BEGIN")
        cursor.execute("SELECT 1 FROM stakeholders_import WHERE id = %s FOR UPDATE", [confirmed.pk])
        work_on_imports()
        assert said(confirmed) == (Import.State.APPLYING, 0, 0)
        running.cancel(confirmed)
        assert ImportProgress.objects.get(of=confirmed).cancelled
        cursor.execute("ROLLBACK")
    apart.close()
    assert ImportProgress.objects.get(of=confirmed).attempts == 0


def test_whoever_is_erased_is_on_no_page_that_was_kept(begun: Import, champion: Person) -> None:
    work_on_imports()
    known = Person.objects.create(programme=champion.programme, name="Person 7")
    import_record.erase(known)
    assert (state(begun), ImportPage.objects.count()) == (Import.State.COMPARING, 0)
    work_on_imports()
    entries = [each for page in ImportPage.objects.all() for each in page.entries]
    assert len(entries) == ROWS + 2 - 1
    assert [each for each in entries if each["who"] == "Person 7"] == []
