"""What can happen to an edition while people work on it, and how each act is taken back."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from changeprog.communications import approving
from changeprog.communications.arranging import Act
from changeprog.communications.models import Edition
from changeprog.communications.models.edition import EditionOvertaken, HasLeft
from changeprog.direction import undoing
from changeprog.direction.undoing import TooLate, Undoing, doer
from changeprog.programme import journal
from changeprog.programme.journal import Verb
from changeprog.programme.models import Event, Person

VERBS = [
    Verb("edition.approved", "approved an edition"),
    Verb("edition.unapproved", "took the approval of an edition back"),
    Verb("edition.skipped", "skipped an edition"),
    Verb("edition.unskipped", "brought a skipped edition back"),
    Verb("edition.postponed", "postponed an edition"),
    Verb("edition.stopped", "stopped an edition on its way"),
    Verb("edition.resumed", "sent the rest of an edition that was stopped"),
    Verb("edition.overdue", "waited for the approval of an edition beyond its hour"),
    Verb("edition.arranged", "arranged an edition"),
    Verb("edition.worded", "wrote the word on top of an edition"),
    Verb("edition.renewed", "composed an edition anew"),
]


def may(edition: Edition, person: Person) -> bool:
    return approving.works_on(person, edition.procedure)


def _unless_too_late(act: Callable[[Edition, Event], Any]) -> Callable[[Edition, Event], None]:
    """Return ``act``, which is too late once the edition has left, or somebody worked on it."""

    def guarded(edition: Edition, event: Event) -> None:
        try:
            if act(edition, event) is False:
                raise TooLate
        except (EditionOvertaken, HasLeft) as refusal:
            raise TooLate from refusal

    return guarded


@_unless_too_late
def unapprove(edition: Edition, event: Event) -> bool:
    return edition.take_approval_back(doer(event))


@_unless_too_late
def unskip(edition: Edition, event: Event) -> bool:
    return edition.unskip(doer(event))


@_unless_too_late
def go_on(edition: Edition, event: Event) -> bool:
    return edition.go_on(doer(event))


@_unless_too_late
def unpostpone(edition: Edition, event: Event) -> bool:
    before = event.facts["undo"]["not_before"]
    return edition.postpone(doer(event), datetime.fromisoformat(before) if before else None)


@_unless_too_late
def rearrange(edition: Edition, event: Event) -> bool:
    before = event.facts["undo"]
    return edition.arrange(doer(event), before["revision"], Act(**before["act"]))


@_unless_too_late
def reword(edition: Edition, event: Event) -> bool:
    before = event.facts["undo"]
    return edition.put(doer(event), before["revision"], before["word"])


UNDOINGS = {
    "edition.approved": Undoing(unapprove, may, "It waits for approval again."),
    "edition.skipped": Undoing(unskip, may, "It is back, and waits for approval."),
    "edition.stopped": Undoing(go_on, may, "The rest goes out after all."),
    "edition.postponed": Undoing(unpostpone, may, "It goes out as it would have before."),
    "edition.arranged": Undoing(rearrange, may),
    "edition.worded": Undoing(reword, may),
}


def last(edition: Edition, person: Person) -> Event | None:
    """Return the newest thing that ``person`` did to ``edition``, if it can be taken back."""
    event = Event.objects.of(edition).filter(person=person).first()
    return event if event and event.verb in UNDOINGS else None


def register() -> None:
    """Name what can happen, and how it is undone."""
    journal.register(*VERBS)
    undoing.register(UNDOINGS)
