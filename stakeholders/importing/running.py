"""An import from beginning to end: read, looked at, confirmed, undone; at once or by a job."""

from typing import Any, cast
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.timezone import now

from changeprog import celery
from changeprog.accounts.lines import one_line
from changeprog.programme.models import Person, Programme
from stakeholders.importing import progress
from stakeholders.importing.applying import Application, steps
from stakeholders.importing.columns import Columns, guess
from stakeholders.importing.people import State
from stakeholders.importing.plan import Choices, Plan, plan
from stakeholders.importing.progress import Begin, Cancelled
from stakeholders.importing.undoing import Undoing
from stakeholders.models import Import, ImportProgress, ImportSource, Relation, Stakeholder
from stakeholders.models.imports import ATTEMPTS
from stakeholders.reading import Refused, Table, paste, read

AT_ONCE_BYTES = 100_000
"""A file of so many bytes is read while the page waits, a larger one by a job."""
AT_ONCE_ROWS = 300
"""So many rows are imported, or undone, while the page waits."""
GIVEN_UP = "This could not be finished. Send it in parts, or ask whoever runs this server."


class Changed(Exception):  # noqa: N818 -- the map was changed meanwhile, told in words
    """What was looked at would not happen any more."""

    def __init__(self) -> None:
        super().__init__("The map has changed since you looked. Look at what would happen now.")


def begin(by: Person, key: UUID, content: bytes | str, file_name: str = "") -> Import:
    """Keep a file, or pasted text, and read it; the same ``key`` again is the same import.

    Raises ``Refused`` for what cannot be read, if that is known at once; a large file is read by a
    job, which keeps the refusal.
    """
    if there := Import.objects.filter(programme=by.programme, key=key).first():
        return there
    kept = content if isinstance(content, bytes) else content.encode()
    small = len(kept) <= AT_ONCE_BYTES
    tables = _tables(content) if small else []
    with transaction.atomic():
        name = one_line(file_name)[-120:]
        fresh = Import.objects.create(programme=by.programme, key=key, by=by, file_name=name)
        ImportProgress.objects.create(of=fresh)
        ImportSource.objects.create(of=fresh, content=kept if not small else None)
        if small:
            _keep_tables(fresh, tables)
        else:
            _hint()
    return fresh


def _tables(content: bytes | str) -> list[Table]:
    return paste(content) if isinstance(content, str) else read(content)


def _keep_tables(of: Import, tables: list[Table]) -> None:
    """Keep what was read, with what its columns seem to hold."""
    kept = [[each.title, each.lines, each.headed, each.notes] for each in tables]
    ImportSource.objects.filter(of=of).update(tables=kept, content=None)
    columns = [guess(each).as_json() for each in tables]
    of.move(Import.State.READING, Import.State.PREVIEWED, columns=columns)


def tables_of(of: Import) -> list[tuple[Table, Columns]]:
    """Return the tables of an import that is not confirmed yet, with what their columns hold."""
    kept = ImportSource.objects.values_list("tables", flat=True).filter(of=of).first() or []
    tables = [Table(title, lines, headed, notes) for title, lines, headed, notes in kept]
    columns = [Columns.from_json(each) for each in of.columns]
    return list(zip(tables, columns, strict=True))


def choices_of(of: Import) -> Choices:
    return Choices(Relation(of.relation), of.add_functions, of.add_people)


def plan_of(of: Import) -> Plan:
    """Return what the import would do to the map as it is now."""
    return plan(of.programme, tables_of(of), choices_of(of))


def choose(of: Import, **values: Any) -> None:
    """Keep what a person decides: what columns hold, and the fields of ``Choices``."""
    of.move(Import.State.PREVIEWED, Import.State.PREVIEWED, **values)


def confirm(of: Import, by: Person, seen: str) -> None:
    """Do what was looked at; ``seen`` is the fingerprint of that plan.

    Raises ``Changed``, with nothing done, when something else would happen by now. A large import
    is done by a job, which then leaves it as it was and keeps the reason.
    """
    with transaction.atomic():
        if not of.move(Import.State.PREVIEWED, Import.State.APPLYING, seen=seen, by=by):
            return
        rows = sum(len(table.lines) for table, _ in tables_of(of))
        if rows > AT_ONCE_ROWS:
            _ask_for_a_job(of)
        else:
            _apply(of, progress.silent)


@transaction.atomic
def undo(of: Import, by: Person) -> None:
    """Take the import back, as far as nobody has built on it since; once."""
    if not of.move(Import.State.CONFIRMED, Import.State.UNDOING):
        return
    of.record("undone", by)
    if Undoing(of).rows > AT_ONCE_ROWS:
        _ask_for_a_job(of)
    else:
        _undo(of, progress.silent)


def cancel(of: Import) -> None:
    """Ask the job to stop before it has changed anything for good."""
    ImportProgress.objects.filter(of=of).update(cancelled=True)


def work() -> None:
    """Do what waits: read files, apply and undo imports; each in a transaction of its own."""
    for pk in Import.objects.waiting().order_by("pk").values_list("pk", flat=True):
        begun = ImportProgress.objects.filter(of=pk)
        attempts = begun.values_list("attempts", flat=True).first() or 0
        begun.update(attempts=attempts + 1)
        _work_on(pk, give_up=attempts >= ATTEMPTS)


def _work_on(pk: int, *, give_up: bool) -> None:
    """Do one import's work, unless another job has it in hand."""
    try:
        with transaction.atomic():
            free = Import.objects.waiting().select_for_update(skip_locked=True, of=("self",))
            of = free.select_related("programme", "by").filter(pk=pk).first()
            if of and give_up:
                _give_up(of, GIVEN_UP)
            elif of:
                _do(of)
    except (Changed, Cancelled) as stopped:
        _stop(pk, str(stopped))


def _do(of: Import) -> None:
    if of.state == Import.State.READING:
        _read(of)
        return
    with progress.told(of.pk) as begun:
        (_apply if of.state == Import.State.APPLYING else _undo)(of, begun)


def _read(of: Import) -> None:
    content = bytes(cast("bytes", of.source.content))
    try:
        _keep_tables(of, read(content))
    except Refused as refused:
        _give_up(of, str(refused))


def _give_up(of: Import, words: str) -> None:
    """Leave an import where nothing of it is done; what was confirmed can be tried once more."""
    if of.state == Import.State.READING:
        of.move(Import.State.READING, Import.State.REFUSED, refusal=words)
        of.forget_source()
    else:
        _back(of, words)


def _stop(pk: int, words: str) -> None:
    of = Import.objects.get(pk=pk)
    if of.state == Import.State.READING:
        of.discard()
    else:
        _back(of, words)


def _back(of: Import, words: str) -> None:
    """Go back to where the import was before its job was asked for."""
    if of.state == Import.State.APPLYING:
        of.move(Import.State.APPLYING, Import.State.PREVIEWED, refusal=words)
    else:
        of.move(Import.State.UNDOING, Import.State.CONFIRMED, refusal=words)
    ImportProgress.objects.filter(of=of).update(done=0, attempts=0, cancelled=False)


def _ask_for_a_job(of: Import) -> None:
    """Leave the work to a job, which says how far it is."""
    fresh = {"done": 0, "total": 0, "attempts": 0, "cancelled": False}
    ImportProgress.objects.filter(of=of).update(**fresh)
    _hint()


def _hint() -> None:
    """Ask a worker to look for work once this is committed."""
    from stakeholders.tasks import work_on_imports  # noqa: PLC0415 -- tasks import this module

    celery.hint(work_on_imports)


def _apply(of: Import, begun: Begin) -> None:
    """Put the plan into effect as it was confirmed, or raise ``Changed``; in a transaction."""
    _hold(of.programme)
    now_planned = plan_of(of)
    if now_planned.fingerprint != of.seen or of.by is None:
        raise Changed
    at = now()
    try:
        with transaction.atomic():
            step = begun(steps(now_planned))
            outcome = Application(of.programme, now_planned, of.by, at).run(step)
    except IntegrityError:
        raise Changed from None
    counts = counts_of(now_planned)
    of.move(
        Import.State.APPLYING,
        Import.State.CONFIRMED,
        outcome=outcome,
        counts=counts,
        refusal="",
        confirmed_at=at,
    )
    of.forget_source()
    of.record("confirmed", of.by, **counts)


def _undo(of: Import, begun: Begin) -> None:
    """Take back what was made, and forget what was needed for that; in a transaction."""
    _hold(of.programme)
    undoing = Undoing(of)
    kept = undoing.run(begun(undoing.rows))
    of.move(Import.State.UNDOING, Import.State.UNDONE, kept=kept, outcome={}, refusal="")


def _hold(programme: Programme) -> None:
    """Let nobody else import into the programme, or change its profiles, until this is done."""
    Programme.objects.select_for_update().get(pk=programme.pk)
    rows = Stakeholder.everything().filter(programme=programme).order_by("pk")
    list(rows.select_for_update().values_list("pk", flat=True))


def counts_of(done: Plan) -> dict[str, int]:
    """Return how many people and ties are new and changed, and how many rows are left out."""
    people, ties = ([each.state for each in rows] for rows in (done.people, done.ties))
    return {
        "new_people": people.count(State.NEW),
        "changed_people": people.count(State.CHANGED),
        "new_ties": ties.count(State.NEW),
        "changed_ties": ties.count(State.CHANGED),
        "functions": len(done.functions),
        "bad": len(done.bad),
    }


def forget_old() -> None:
    """Discard what was uploaded long ago and never confirmed."""
    for forgotten in Import.objects.forgotten():
        forgotten.discard()
