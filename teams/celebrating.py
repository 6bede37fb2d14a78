"""What was knocked down becomes a victory with one click, and stops being one with another."""

from uuid import uuid5

from django.db import transaction
from django.utils.text import Truncator

from changeprog.programme.models import Person
from teams.models import Barrier, Victory
from teams.models.victory import TEXT, WHERE

NAME = "victory"
"""Told from the barrier's own key by it, the victory has the same key whoever clicks how often."""


@transaction.atomic
def celebrate(barrier: Barrier, by: Person) -> Victory | None:
    """Return the victory that ``barrier`` has become; ``None`` while it stands.

    What it says is taken from the barrier: what is out of the way, how, and whose doing it was.
    The row is locked, so that two people at once make one victory.
    """
    rows = Barrier.objects.knocked_down().select_for_update(of=("self",)).filter(pk=barrier.pk)
    down = rows.select_related("programme").first()
    if down is None:
        return None
    key = uuid5(down.key, NAME)
    known: Victory | None = Victory.everything().filter(programme=by.programme, key=key).first()
    if known is None:
        return _log(down, by)
    if known.removed_at:
        known.bring_back(by)
    return known


@transaction.atomic
def celebrate_no_more(barrier: Barrier, by: Person) -> bool:
    """Take the victory away that ``barrier`` became; say whether there was one to take.

    One that has been promoted or thanked for belongs to others as well and stays.
    """
    victory = barrier.victories.select_for_update().filter(promoted_at=None).first()
    if victory is None or victory.thanks.exists():
        return False
    victory.remove(by)
    return True


def _log(barrier: Barrier, by: Person) -> Victory:
    victory = Victory.log(
        by,
        uuid5(barrier.key, NAME),
        Truncator(f"Out of the way: {barrier.what}").chars(TEXT),
        list(barrier.doers.all()),
        where=Truncator(barrier.outcome).chars(WHERE),
        team=barrier.doers_team,
        function=barrier.doers_function or by.function,
        objective=barrier.objective,
        milestone=barrier.milestone,
        barrier=barrier,
    )
    barrier.record("celebrated", by)
    return victory
