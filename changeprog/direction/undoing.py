"""What can be undone right after it was done, and how: by the act that is its opposite.

An act that is undone stays in the journal, as does its undoing. What an undoing needs to know, its
event keeps among its facts under "undo".
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Model

from changeprog.direction.models import (
    Benefit,
    BenefitEntry,
    CapabilityImprovement,
    Circle,
    Dependency,
    Judgement,
    Milestone,
    Objective,
    Overtaken,
    Promise,
    Resource,
    Vision,
    VisionOvertaken,
)
from changeprog.direction.models.removable import Removable
from changeprog.direction.models.revised import Revised
from changeprog.programme.models import Event, Person, Role


class TooLate(Exception):  # noqa: N818 -- told in words
    """What was done has been changed since, and cannot be undone any more."""

    def __init__(self) -> None:
        super().__init__("Somebody has changed it since, so it stays as it is.")


Act = Callable[[Any, Event], None]
"""Takes the subject of an event and the event."""
Power = Callable[[Any, Person], bool]
"""Takes the subject and who wants to undo."""


@dataclass(frozen=True)
class Undoing:
    """How an event is undone, by whom, and what is said then."""

    act: Act
    may: Power
    words: str = "It is as it was before."


def doer(event: Event) -> Person:
    """Return who did it and is about to undo it."""
    assert event.person is not None, "only who did something undoes it"  # noqa: S101
    return event.person


def leads(_: Any, person: Person) -> bool:
    return person.may(Role.CHAMPION)


def writes(_: Any, person: Person) -> bool:
    return person.may(Role.FACILITATOR)


def logs(_: Any, person: Person) -> bool:
    return person.may(Role.MEMBER)


def take_away(subject: Removable, event: Event) -> None:
    subject.remove(doer(event))


def bring_back(subject: Removable, event: Event) -> None:
    subject.restore(doer(event), event.facts["undo"])


def put_back(subject: Revised, event: Event) -> None:
    subject.put_back(doer(event), event.facts["undo"])


def put_vision_back(vision: Vision, event: Event) -> None:
    """Write the words of the version before as the next version."""
    before = Vision.objects.filter(programme=vision.programme, version=vision.version - 1).first()
    if before is None:
        raise TooLate
    texts = {name: getattr(before, name) for name in Vision.TEXTS}
    Vision.write(vision.programme, doer(event), texts, based_on=vision.version)


def reach_again(milestone: Milestone, event: Event) -> None:
    on = date.fromisoformat(event.facts["undo"]["on"])
    milestone.reach(doer(event), on, milestone.evidence, milestone.link)


def wait_again(milestone: Milestone, event: Event) -> None:
    needed = _one(Milestone.objects.filter(pk=event.facts["undo"]["needed"]))
    Dependency.add(doer(event), milestone, needed)


def wait_no_longer(milestone: Milestone, event: Event) -> None:
    waits = Dependency.objects.filter(milestone=milestone)
    _one(waits.filter(needed=event.facts["undo"]["needed"])).remove(doer(event))


def unread(objective: Objective, event: Event) -> None:
    """Take a reading away, or put the one before back in its place."""
    on = date.fromisoformat(event.facts["on"])
    if not objective.readings.filter(on=on, at__lte=event.at).exists():
        raise TooLate
    if "was" in event.facts:
        note = event.facts["undo"]["note"]
        objective.read(doer(event), Decimal(event.facts["was"]), on, note)
    else:
        objective.withdraw(doer(event), on)


def unread_all(objective: Objective, event: Event) -> None:
    days = {
        date.fromisoformat(on): (Decimal(was[0]), was[1]) if was else None
        for on, *was in event.facts["undo"]
    }
    if not objective.take_back(doer(event), event.at, days):
        raise TooLate


def give_back(objective: Objective, event: Event) -> None:
    on, value = date.fromisoformat(event.facts["on"]), Decimal(event.facts["value"])
    objective.give_back(doer(event), on, value, event.facts["undo"]["note"])


def take_level_back(capability: CapabilityImprovement, event: Event) -> None:
    if not capability.take_back(doer(event), **event.facts["undo"]):
        raise TooLate


def take_entry_back(benefit: Benefit, event: Event) -> None:
    entry = _standing(benefit, event)
    benefit.correct(doer(event), entry, Decimal(0), entry.on, entry.note)


def correct_again(benefit: Benefit, event: Event) -> None:
    """Put what an entry said before it was corrected in its place."""
    said = event.facts["undo"]
    amount, on = Decimal(said["amount"]), date.fromisoformat(said["on"])
    benefit.correct(doer(event), _standing(benefit, event), amount, on, said["note"])


def withdraw(resource: Resource, event: Event) -> None:
    _promise(resource, event).withdraw(doer(event))


def renew(resource: Resource, event: Event) -> None:
    _promise(resource, event).renew(doer(event))


def judge_no_more(judgement: Judgement, event: Event) -> None:
    judgement.take_back(doer(event))


def _standing(benefit: Benefit, event: Event) -> BenefitEntry:
    """Return the entry of the event, as long as nobody has corrected it."""
    entry: BenefitEntry = _one(benefit.entries.standing().filter(pk=event.facts["undo"]["entry"]))
    return entry


def _promise(resource: Resource, event: Event) -> Promise:
    """Return the promise of the event; raise ``PermissionDenied`` if it is not for them to say."""
    promise: Promise = _one(resource.promises.filter(pk=event.facts["undo"]["promise"]))
    if not promise.is_kept_by(doer(event)):
        raise PermissionDenied
    return promise


def _one(rows: Any) -> Any:
    if (row := rows.first()) is None:
        raise TooLate
    return row


def _simply(name: str, *facts: str) -> Act:
    """Return the act that calls the method ``name``, with ``facts`` the event keeps for undoing.

    It is too late once the same was done again.
    """

    def act(subject: Revised, event: Event) -> None:
        if Event.objects.of(subject).filter(verb=event.verb, pk__gt=event.pk).exists():
            raise TooLate
        kept = event.facts.get("undo", {})
        getattr(subject, name)(doer(event), *(kept[fact] for fact in facts))

    return act


def of_removable(noun: str, made: str, may: Power) -> dict[str, Undoing]:
    """Return how to undo the making, changing and removing of what can be removed."""
    return {
        f"{noun}.{made}": Undoing(take_away, may, "It is taken away again."),
        f"{noun}.changed": Undoing(put_back, may),
        f"{noun}.removed": Undoing(bring_back, may, "It is back."),
        f"{noun}.restored": Undoing(take_away, may, "It is taken away again."),
    }


UNDOINGS: dict[str, Undoing] = {
    "vision.written": Undoing(put_vision_back, leads, "The version before it holds again."),
    **of_removable("objective", "set", leads),
    "objective.read": Undoing(unread, logs),
    "objective.read_many": Undoing(unread_all, logs),
    "objective.withdrawn": Undoing(give_back, logs, "The reading is back."),
    "objective.given_back": Undoing(unread, logs, "The reading is taken away again."),
    **of_removable("capability", "planned", leads),
    "capability.raised": Undoing(take_level_back, CapabilityImprovement.may_be_assessed_by),
    "capability.fell": Undoing(take_level_back, CapabilityImprovement.may_be_assessed_by),
    **of_removable("benefit", "expected", leads),
    "benefit.realised": Undoing(take_entry_back, Benefit.may_be_booked_by),
    "benefit.corrected": Undoing(correct_again, Benefit.may_be_booked_by),
    **of_removable("milestone", "planned", leads),
    "milestone.reached": Undoing(_simply("reopen"), Milestone.may_be_closed_by),
    "milestone.reopened": Undoing(reach_again, Milestone.may_be_closed_by),
    "milestone.called_off": Undoing(_simply("resume"), leads, "It goes ahead after all."),
    "milestone.resumed": Undoing(_simply("call_off", "why"), leads, "It is called off again."),
    "milestone.waits": Undoing(wait_no_longer, leads),
    "milestone.freed": Undoing(wait_again, leads),
    "resource.needed": Undoing(_simply("drop"), leads, "It is not asked for any more."),
    "resource.changed": Undoing(put_back, leads),
    "resource.dropped": Undoing(_simply("take_up"), leads, "It is needed again."),
    "resource.taken_up": Undoing(_simply("drop"), leads, "It is not asked for any more."),
    "resource.promised": Undoing(withdraw, logs, "The promise is withdrawn again."),
    "resource.promise_withdrawn": Undoing(renew, logs, "The promise stands again."),
    "resource.promise_renewed": Undoing(withdraw, logs, "The promise is withdrawn again."),
    "size.judged": Undoing(judge_no_more, leads, "It is taken back; what was judged before holds."),
    **of_removable("side_effect", "named", writes),
    "side_effect.settled": Undoing(_simply("reopen"), writes, "It is open again."),
    "side_effect.reopened": Undoing(_simply("settle"), writes, "It is settled again."),
}


def register(more: Mapping[str, Undoing]) -> None:
    """Say how what happens in a higher app is undone."""
    UNDOINGS.update(more)


def last(subject: Model, person: Person) -> Event | None:
    """Return the newest thing that ``person`` did to ``subject``, if it can be undone."""
    event = Event.objects.of(subject).filter(person=person).first()
    if event is None or event.verb not in UNDOINGS:
        return None
    is_first = event.verb == "vision.written" and event.facts["version"] == 1
    return None if is_first else event


def undo(event: Event) -> None:
    """Do the opposite of ``event``, by who did it; raise ``TooLate`` when it is too late."""
    undoing, subject = UNDOINGS[event.verb], event.subject
    if getattr(subject, "removed_at", None) and undoing.act is not bring_back:
        raise TooLate
    try:
        undoing.act(subject, event)
    except (Circle, Overtaken, VisionOvertaken) as refusal:
        raise TooLate from refusal
