"""Who works on an edition, how they are asked to approve it, and what comes of nobody doing so."""

from collections.abc import Iterable
from datetime import datetime

from changeprog.communications import notices
from changeprog.communications.models import Edition, Procedure
from changeprog.communications.models.decided import ASKED
from changeprog.programme.models import Person, Programme, Role

OVERDUE, PASSED = "edition.overdue", "edition.skipped"


def works_on(person: Person, procedure: Procedure) -> bool:
    """Whether ``person`` decides about the editions of a procedure: a champion, or its owner."""
    is_own = person.pk == procedure.owner_id and person.may(Role.MEMBER)
    return person.programme_id == procedure.programme_id and (is_own or person.may(Role.CHAMPION))


def approvers(procedure: Procedure) -> Iterable[Person]:
    """Return who is asked: whoever answers for it, or else every champion."""
    owner = procedure.owner
    if owner and owner.removed_at is None and works_on(owner, procedure):
        return [owner]
    return Person.objects.champions().filter(programme=procedure.programme_id)


def ask_and_settle(at: datetime) -> None:
    """Ask for every edition that waits; see to those whose hour has struck. Safe to repeat."""
    waiting = Edition.objects.waiting().with_names()
    going_on = waiting.filter(Programme.going_on("procedure__programme__"))
    for edition in going_on.filter(procedure__active=True):
        if edition.overdue_at is None and edition.strikes_at <= at:
            settle(edition, at)
        elif edition.procedure.needs_approval:
            ask(edition)


def settle(edition: Edition, at: datetime) -> None:
    """Let an edition go, ask once more, or skip it, by the rule of its procedure."""
    if not edition.fall_due(at):
        return
    if edition.is_waiting:
        words = "It goes out as soon as you approve it."
        _tell(edition, OVERDUE, f"Its hour has struck: {edition} waits for you", words)
    elif edition.is_skipped:
        words = "Nobody approved it in time. The next one tells it all."
        _tell(edition, PASSED, f"Skipped: {edition}", words)


def ask(edition: Edition) -> None:
    """Ask those who approve it, once for each hour at which it is to go out."""
    words = "Look at it as it reaches people, and approve it: then it goes out at its hour."
    _tell(edition, ASKED, f"Please look at {edition}", words)


def _tell(edition: Edition, kind: str, text: str, detail: str) -> None:
    hour = edition.not_before.isoformat() if edition.not_before else ""
    for person in approvers(edition.procedure):
        notices.tell(
            person,
            kind,
            f"{edition.pk}/{hour}",
            text=text,
            detail=detail,
            path=edition.desk_url,
            at_once=True,
        )
