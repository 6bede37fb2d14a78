"""What is done with an import: begun, decided, confirmed, undone, stopped; at once or by a job."""

from typing import Any
from uuid import UUID

from django.db import transaction

from changeprog.accounts.lines import one_line
from changeprog.programme.models import Person
from changeprog.programme.steps import silent
from stakeholders.importing import source, working
from stakeholders.importing.acting import Changed, apply, take_back
from stakeholders.importing.undoing import Undoing
from stakeholders.models import Import, ImportProgress, ImportSource
from stakeholders.reading import Table, paste, read

AT_ONCE_BYTES = 100_000
"""A file of so many bytes is read while the page waits, a larger one by a job."""
AT_ONCE_ROWS = 300
"""So many rows are imported, or undone, while the page waits."""
State = Import.State


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
            source.keep_tables(fresh, tables)
        if fresh.is_at_work:
            working.ask_for_a_job(fresh)
    return fresh


def _tables(content: bytes | str) -> list[Table]:
    return paste(content) if isinstance(content, str) else read(content)


@transaction.atomic
def choose(of: Import, **values: Any) -> None:
    """Keep what a person decides: what columns hold, and the fields of ``Choices``.

    A large import is then compared with the map anew, by a job.
    """
    after = State.COMPARING if of.is_large else State.PREVIEWED
    if of.move(State.PREVIEWED, after, refusal="", **values) and of.is_large:
        working.ask_for_a_job(of)


def confirm(of: Import, by: Person, seen: str) -> None:
    """Do what was looked at; ``seen`` is the fingerprint of that plan.

    Raises ``Changed``, with nothing done, when something else would happen by now. A large import
    is done by a job, which then leaves it as it was and keeps the reason.
    """
    with transaction.atomic():
        if of.is_large and of.overview and of.overview["fingerprint"] != seen:
            raise Changed
        if not of.move(State.PREVIEWED, State.APPLYING, seen=seen, by=by):
            return
        if of.rows > AT_ONCE_ROWS:
            working.ask_for_a_job(of)
        else:
            apply(of, silent)


@transaction.atomic
def undo(of: Import, by: Person) -> None:
    """Take the import back, as far as nobody has built on it since; once."""
    if not of.move(State.CONFIRMED, State.UNDOING):
        return
    of.record("undone", by)
    if Undoing(of).rows > AT_ONCE_ROWS:
        working.ask_for_a_job(of)
    else:
        take_back(of, silent)


@transaction.atomic
def cancel(of: Import) -> None:
    """Stop the job before it has changed anything for good: at once if none has it in hand."""
    if held := working.claim(of.pk):
        working.stop(held, "")
    else:
        ImportProgress.cancel(of)


def forget_old() -> None:
    """Discard what was uploaded long ago and never confirmed, and rows that were left out."""
    for forgotten in Import.objects.forgotten():
        forgotten.discard()
    ImportSource.objects.forgotten().exclude(of__state__in=Import.AT_WORK).delete()
