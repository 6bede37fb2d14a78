"""Putting an import into effect, and taking it back: each in one transaction, all or nothing."""

from django.db import IntegrityError, transaction
from django.utils.timezone import now

from changeprog.programme.models import Programme
from changeprog.programme.steps import Begin
from stakeholders.importing import source
from stakeholders.importing.applying import Application, steps
from stakeholders.importing.showing import counts_of
from stakeholders.importing.undoing import Undoing
from stakeholders.models import Import, Stakeholder


class Changed(Exception):  # noqa: N818 -- the map was changed meanwhile, told in words
    """What was looked at would not happen any more."""

    def __init__(self) -> None:
        super().__init__("The map has changed since you looked. Look at what would happen now.")


def apply(of: Import, begun: Begin) -> None:
    """Put the plan into effect as it was confirmed, or raise ``Changed``; in a transaction."""
    _hold(of.programme)
    tables = source.tables_of(of)
    planned = source.plan_of(of)
    if planned.fingerprint != of.seen or of.by is None:
        raise Changed
    at = now()
    try:
        with transaction.atomic():
            step = begun(steps(planned))
            outcome = Application(of.programme, planned, of.by, at).run(step)
    except IntegrityError:
        raise Changed from None
    counts = counts_of(planned)
    values = {"outcome": outcome, "counts": counts, "refusal": "", "overview": {}}
    of.move(Import.State.APPLYING, Import.State.CONFIRMED, confirmed_at=at, **values)
    source.reduce(of, source.left_out(tables, planned))
    of.record("confirmed", of.by, **counts)


def take_back(of: Import, begun: Begin) -> None:
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
