"""Jobs of large imports: how far they are is seen while they run, and they can be stopped."""

from uuid import uuid4

import pytest

from changeprog.programme.models import Person
from stakeholders.importing import progress, running
from stakeholders.models import Import, ImportProgress, Stakeholder
from tests import factory

pytestmark = pytest.mark.django_db(transaction=True)

ROWS = 400


@pytest.fixture
def confirmed(monkeypatch: pytest.MonkeyPatch) -> Import:
    """An import that was confirmed and that a job has to do."""
    monkeypatch.setattr(progress, "EVERY", 0)
    monkeypatch.setattr("changeprog.celery.hint", lambda _: None)
    champion = factory.champion_of(factory.make_programme())
    rows = "".join(f"Person {number};3\n" for number in range(ROWS))
    begun = running.begin(champion, uuid4(), f"Name;Influence\n{rows}")
    running.confirm(begun, champion, running.plan_of(begun).fingerprint)
    return begun


def said(of: Import) -> tuple[str, int, int]:
    of.refresh_from_db()
    told = ImportProgress.objects.get(of=of)
    return of.state, told.done, told.total


def test_a_job_says_how_far_it_is_from_outside_its_transaction(confirmed: Import) -> None:
    running.work()
    assert said(confirmed) == (Import.State.CONFIRMED, 2 * ROWS, 2 * ROWS)


def test_a_job_that_is_stopped_leaves_everything_as_it_was(confirmed: Import) -> None:
    running.cancel(confirmed)
    running.work()
    assert said(confirmed) == (Import.State.PREVIEWED, 0, 2 * ROWS)
    assert (Stakeholder.objects.count(), Person.objects.filter(role="").count()) == (0, 0)


def test_a_job_finds_that_the_map_has_changed(confirmed: Import) -> None:
    Person.objects.create(programme=confirmed.programme, name="Person 7")
    running.work()
    assert (said(confirmed)[0], confirmed.refusal) == (
        Import.State.PREVIEWED,
        "The map has changed since you looked. Look at what would happen now.",
    )


def test_undoing_can_be_stopped_too(confirmed: Import) -> None:
    running.work()
    assert confirmed.by is not None
    running.undo(Import.objects.get(pk=confirmed.pk), confirmed.by)
    running.cancel(confirmed)
    running.work()
    assert (said(confirmed)[0], Stakeholder.objects.count()) == (Import.State.CONFIRMED, ROWS)
