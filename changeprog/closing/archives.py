"""Making archives: what waits is made by a job, from one moment's state, and can be stopped.

Whoever makes one locks its row. A worker that dies lets go of it, and beat asks again; begun three
times in vain, it is given up.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO
from uuid import UUID

from django.db import transaction
from django.urls import reverse
from django.utils.timezone import now

from changeprog import celery, liveness
from changeprog.closing.models import Archive, ArchivePart, ArchiveProgress
from changeprog.closing.models.archive import ATTEMPTS
from changeprog.communications import inbox
from changeprog.communications.inbox import Kind
from changeprog.communications.notices import tell
from changeprog.programme import archive, journal, settings_ways
from changeprog.programme.archive import packing
from changeprog.programme.archive.packing import Contents
from changeprog.programme.journal import Verb
from changeprog.programme.models import Person
from changeprog.programme.progress import Cancelled, Work, told
from changeprog.programme.steps import Begin

PART = 2**18
"""Bytes of one part of a file."""
State = Archive.State
WAY = settings_ways.Way(
    20,
    "Take it along",
    "Everything that you may see, in one ZIP: pages to read, CSV, JSON.",
    "Have an archive made",
    "archive",
    "closing:archives",
)


@transaction.atomic
def ask(by: Person, key: UUID) -> Archive:
    """Ask for an archive, which a job makes."""
    asked = Archive.ask(by, key)
    celery.hint("changeprog.closing.tasks.make_archives")
    return asked


def make_due() -> None:
    """Make every archive that waits and that nobody has in hand."""
    for pk in Archive.objects.waiting().order_by("pk").values_list("pk", flat=True):
        _make(pk)


def _make(pk: int) -> None:
    try:
        with packing.one_moment():
            if held := _claim(pk):
                _attempt(held)
    except Cancelled:
        with transaction.atomic():
            if held := _claim(pk):
                held.move(State.CANCELLED)


def _claim(pk: int) -> Archive | None:
    """Return an archive that waits, held until the transaction ends; None if it is held."""
    free = Archive.objects.waiting().select_for_update(skip_locked=True, of=("self",))
    found = free.select_related("programme", "by__programme", "progress")
    return found.filter(pk=pk).first()


def _attempt(of: Archive) -> None:
    if of.progress.attempts >= ATTEMPTS or of.by.removed_at or not of.by.role:
        of.move(State.FAILED)
        return
    with told(ArchiveProgress, of.pk) as teller, TemporaryFile() as file:
        packing.pack(of.by, file, teller.begin(packing.size(of.by)))
        size = file.tell()
        ArchivePart.objects.bulk_create(_parts(of, file), batch_size=16)
        rights = archive.right(of.by)
        done = {"made_at": now(), "rows": teller.done, "size": size, "rights": rights}
        of.move(State.READY, **done)
    _tell(of)


def _parts(of: Archive, file: IO[bytes]) -> Iterator[ArchivePart]:
    file.seek(0)
    number = 0
    while content := file.read(PART):
        yield ArchivePart(of=of, number=number, content=content)
        number += 1


def _tell(of: Archive) -> None:
    tell(
        of.by,
        "archive.ready",
        str(of.pk),
        text="Your archive is ready",
        detail="It is kept for a week, for you alone.",
        path=of.get_absolute_url(),
        private=True,
        mailed=False,
    )


def to_file(person: Person, path: Path, begin: Begin) -> Contents:
    """Write the archive of ``person`` to ``path``, which only its owner may read.

    ``begin`` hears of how many rows it will be. What is half written is deleted.
    """
    with packing.one_moment(), _fresh(path) as file:
        return packing.pack(person, file, begin(packing.size(person)))


@contextmanager
def _fresh(path: Path) -> Iterator[IO[bytes]]:
    opened = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(opened, "wb") as file:
            yield file
    except BaseException:
        path.unlink(missing_ok=True)
        raise


@transaction.atomic
def cancel(of: Archive) -> None:
    """Stop making it: at once if no job has it in hand, else as soon as the job hears of it."""
    if held := _claim(of.pk):
        held.move(State.CANCELLED)
    else:
        ArchiveProgress.cancel(of)


def how_far(of: Archive) -> Work | None:
    """Return how far making it is, as its page shows it; None once that is over."""
    if not of.is_at_work:
        return None
    progress, place = of.progress, [of.programme.key, of.pk]
    return Work(
        doing=of.get_state_display() if progress.total else "Waiting for its turn",
        done=progress.done,
        total=progress.total,
        things="things",
        address=reverse("closing:archive_progress", args=place),
        stop_url=reverse("closing:archive_cancelling", args=place),
        after="Nothing is kept of it then; another one can be asked for at any time.",
        is_stopping=progress.cancelled,
    )


def forget_old() -> None:
    """Throw away what has been kept for a week."""
    Archive.objects.old().delete()


def leave_somebody_waiting(since: datetime) -> bool:
    """Whether an archive that was asked for by then is still not made."""
    return Archive.objects.waiting().filter(asked_at__lt=since).exists()


def register() -> None:
    """Make the verb and the way here known, and have the watch ask whether archives are made."""
    journal.register(Verb("archive.asked", "asked for an archive of the programme"))
    settings_ways.register(WAY)
    inbox.describe(Kind("archive", "Archives", "archive"))
    liveness.register("archives that were asked for", leave_somebody_waiting)
