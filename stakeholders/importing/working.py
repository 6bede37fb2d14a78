"""The jobs of imports: what waits is done step by step, each in a transaction of its own.

An import that waits says so by its state. Whoever works on it locks its row, so nobody else does;
a worker that dies lets go of the row and of everything it has not finished, and the import waits as
before. Beat asks for those that wait, so it is begun again.
"""

from typing import cast

from django.db import transaction

from changeprog import celery
from changeprog.programme.progress import Cancelled, told
from changeprog.programme.steps import Begin
from stakeholders.importing import showing, source
from stakeholders.importing.acting import Changed, apply, take_back
from stakeholders.models import Import, ImportProgress
from stakeholders.models.imports import ATTEMPTS
from stakeholders.reading import Refused, read

GIVEN_UP = "This could not be finished. Send it in parts, or ask whoever runs this server."
State = Import.State


def ask_for_a_job(of: Import) -> None:
    """Leave the work to a job, which says how far it is; once the present transaction commits."""
    ImportProgress.begin_anew(of)
    celery.hint("stakeholders.tasks.work_on_imports")


def work() -> None:
    """Do what waits: read files, compare them with the map, import, and undo."""
    for pk in Import.objects.waiting().order_by("pk").values_list("pk", flat=True):
        while _work_on(pk):
            pass


def claim(pk: int) -> Import | None:
    """Return an import that waits, and hold it until the transaction ends; None if it is held."""
    free = Import.objects.waiting().select_for_update(skip_locked=True, of=("self",))
    found: Import | None = free.select_related("programme", "by", "progress").filter(pk=pk).first()
    return found


def _work_on(pk: int) -> bool:
    """Do the next step of one import, unless it is held; whether there is another step."""
    try:
        with transaction.atomic():
            of = claim(pk)
            return of is not None and _attempt(of)
    except (Changed, Cancelled) as stopped:
        with transaction.atomic():
            of = claim(pk)
            return of is not None and stop(of, str(stopped))


def _attempt(of: Import) -> bool:
    if of.progress.attempts >= ATTEMPTS:
        return _give_up(of, GIVEN_UP)
    with told(ImportProgress, of.pk) as teller:
        STEPS[State(of.state)](of, teller.begin)
    if of.is_at_work:
        ImportProgress.begin_anew(of)
    return of.is_at_work


def _read(of: Import, begun: Begin) -> None:
    content = bytes(cast("bytes", of.source.content))
    try:
        source.keep_tables(of, read(content, begun(0)))
    except Refused as refused:
        _give_up(of, str(refused))


STEPS = {
    State.READING: _read,
    State.COMPARING: showing.keep,
    State.APPLYING: apply,
    State.UNDOING: take_back,
}


def _give_up(of: Import, words: str) -> bool:
    """Leave an import where nothing of it is done; what was confirmed can be tried once more."""
    if of.state in {State.READING, State.COMPARING}:
        of.move(State(of.state), State.REFUSED, refusal=words)
        of.forget_source()
        return False
    return stop(of, words)


def stop(of: Import, words: str) -> bool:
    """Go back to where the import was before its job was asked for; whether that is a step.

    One that was not looked at yet is forgotten. A large one that was confirmed in vain is compared
    with the map as it is now, since that is why.
    """
    if of.state in {State.READING, State.COMPARING}:
        of.discard()
    elif of.state == State.UNDOING:
        of.move(State.UNDOING, State.CONFIRMED, refusal=words)
    else:
        stale = of.is_large and bool(words)
        of.move(State.APPLYING, State.COMPARING if stale else State.PREVIEWED, refusal=words)
    ImportProgress.begin_anew(of)
    return of.is_at_work
