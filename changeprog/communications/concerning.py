"""Whom it concerns what happens in the direction, and to somebody's own part in the programme."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime

from django.urls import reverse

from changeprog import liveness
from changeprog.celery import hint
from changeprog.communications import inbox
from changeprog.communications.inbox import About, Kind, Word, changes, who
from changeprog.communications.models import InboxCursor
from changeprog.communications.tasks import fill_inboxes
from changeprog.direction.models import Milestone, Objective
from changeprog.direction.models.removable import Removable
from changeprog.programme import bell, demo, journal
from changeprog.programme.models import Event, Person, Role

DID = {
    "reached": "reached",
    "reopened": "reopened",
    "changed": "changed",
    "called_off": "called off",
    "resumed": "lets go ahead after all",
    "removed": "took away",
    "restored": "brought back",
}
"""What somebody did, by the second part of the verb, as "Ana ___ your milestone"."""


def milestones(numbers: Collection[int]) -> Mapping[int, Milestone]:
    """Return these milestones, also those taken away, with those that wait for them."""
    rows = Milestone.everything().select_related("programme")
    return rows.prefetch_related("needed_by").in_bulk(numbers)


def of_milestone(event: Event, milestone: Milestone) -> Iterable[Word]:
    """Tell the owner, and, once it is reached, those whose own milestones waited for it."""
    yield from of_owned(event, milestone)
    if event.verb == "milestone.reached":
        for waiting in milestone.needed_by.all():
            if waiting.owner_id and waiting.owner_id != milestone.owner_id and waiting.is_open:
                yield Word(
                    event,
                    waiting.owner_id,
                    f"“{milestone}” is reached: your milestone “{waiting}” waited for it",
                    milestone.get_absolute_url(),
                    thing=f"milestone/{milestone.pk}",
                )


def objectives(numbers: Collection[int]) -> Mapping[int, Objective]:
    return Objective.everything().select_related("programme").in_bulk(numbers)


def of_owned(event: Event, owned: Milestone | Objective) -> Iterable[Word]:
    """Tell whoever owns it what somebody did to it, or that they are asked to see to it now."""
    if owned.owner_id is None:
        return
    act = event.verb.partition(".")[2]
    path = owned.get_list_url() if act == "removed" else owned.get_absolute_url()
    if act in ("planned", "set") or "owner" in event.facts.get("changes", {}):
        text = f"{who(event)} asks you to see to the {owned.NOUN} “{owned}”"
        yield Word(event, owned.owner_id, text, path, changes(event, "owner"))
        return
    text = f"{who(event)} {DID[act]} your {owned.NOUN} “{owned}”"
    detail = event.facts.get("why", "") or changes(event)
    yield Word(event, owned.owner_id, text, path, detail, thing_of(owned))


def thing_of(row: Removable) -> str:
    """Return what is muted of it, such as "milestone/7"."""
    return f"{row.NOUN}/{row.pk}"


def people(numbers: Collection[int]) -> Mapping[int, Person]:
    return Person.objects.select_related("programme").in_bulk(numbers)


def of_person(event: Event, person: Person) -> Iterable[Word]:
    """Tell somebody that their own part in the programme is another one now."""
    role = Role(person.role).label.lower() if person.role else "without a part"
    path = reverse("programme:me", args=[person.programme.key])
    yield Word(event, person.pk, f"{who(event)} changed your part: you are {role} now", path)


def leave_inboxes_empty(since: datetime) -> bool:
    """Whether something that had happened by then, and concerns somebody, is still untold."""
    return InboxCursor.objects.behind(inbox.verbs(), since).exists()


def hint_after(_programme_key: str, verb: str) -> None:
    """Have a worker fill inboxes as soon as what may concern somebody is committed."""
    if inbox.concerns(verb):
        hint(fill_inboxes)


def register() -> None:
    """Register it all."""
    bell.register("inbox:inbox", inbox.unread)
    journal.accompany(hint_after)
    demo.register(95, "changeprog.communications.demo_inbox.tell")
    liveness.register("inboxes", leave_inboxes_empty)
    acts = ("planned", *DID)
    inbox.register(About(milestones, of_milestone), *(f"milestone.{act}" for act in acts))
    own = About(objectives, of_owned)
    inbox.register(own, "objective.set", "objective.changed")
    inbox.register(own, "objective.removed", "objective.restored")
    inbox.register(About(people, of_person), "person.changed")
    inbox.describe(
        Kind("edition", "Communications", "newspaper"),
        Kind("procedure", "Communications", "newspaper"),
        Kind("webhook", "Communications", "newspaper"),
        Kind("milestone", "Milestones", "flag"),
        Kind("objective", "Objectives", "target"),
        Kind("person", "My part", "user-round"),
    )
