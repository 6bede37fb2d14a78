"""The next conversation: who has it, whom home shows it to, and who is reminded once it is due.

It is the relationship owner's; while nobody keeps the relationship, their ambassadors'; without
those, the champions'.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils.timezone import localdate

from changeprog.communications.reminders import Kind, Thing
from changeprog.programme.models import Event, Person, Role
from changeprog.programme.rooms import ProgrammeRegion
from stakeholders.ambassadors import standing_of
from stakeholders.models import Ambassador, Stakeholder
from stakeholders.models.ambassador import Charge
from stakeholders.models.stakeholder import DUE, StakeholderQuerySet

AHEAD = timedelta(days=7)
"""So far ahead home shows with whom a conversation is due."""
SHOWN = 6


def who_talks(stakeholder: Stakeholder) -> list[Person]:
    """Return whose the next conversation is; whoever may not see the profile never has it."""
    return talkers([stakeholder])[stakeholder.pk]


def talkers(stakeholders: Sequence[Stakeholder]) -> dict[int, list[Person]]:
    """Return the same for many, by their numbers, in two queries and one for their owners."""
    carriers: dict[int, list[Person]] = defaultdict(list)
    accepted = Ambassador.objects.accepted().exclude(person__role="")
    charges = Charge.objects.filter(stakeholder__in=stakeholders, ambassador__in=accepted)
    for charge in charges.select_related("ambassador__person").order_by("ambassador__person"):
        carriers[charge.stakeholder_id].append(charge.ambassador.person)
    champions: dict[int, list[Person]] = defaultdict(list)
    programmes = {each.programme_id for each in stakeholders}
    present = Person.objects.present().filter(role=Role.CHAMPION, programme__in=programmes)
    for person in present.order_by("pk"):
        champions[person.programme_id].append(person)
    return {
        each.pk: _keeper(each, carriers[each.pk])
        or carriers[each.pk]
        or champions[each.programme_id]
        for each in stakeholders
    }


def _keeper(stakeholder: Stakeholder, carriers: list[Person]) -> list[Person]:
    """Return who keeps the relationship, if they still take part and may see the profile."""
    owner = stakeholder.owner
    if owner is None or owner.removed_at is not None:
        return []
    return [owner] if owner.may(Role.FACILITATOR) or owner in carriers else []


def of(person: Person) -> StakeholderQuerySet:
    """Return those on the map whose next conversation is this person's."""
    rows: StakeholderQuerySet = Stakeholder.objects.visible_to(person)
    accepted = Ambassador.objects.accepted().filter(charges__stakeholder=OuterRef("pk"))
    nobody = Q(owner=None) | ~Q(owner__removed_at=None)
    carried = Exists(accepted.filter(person=person))
    whose: Any = Q(owner=person) | (nobody & carried)
    if person.role == Role.CHAMPION:
        whose |= nobody & ~Exists(accepted)
    return rows.filter(whose)


def mine(person: Person) -> dict[str, Any]:
    """Return with whom ``person`` has a conversation within a week, those overdue first.

    With it comes how they stand as an ambassador, if they are one.
    """
    today = localdate()
    due = of(person).to_talk_to(today + AHEAD).select_related("programme", "person__function")
    people = list(due[: SHOWN + 1])
    shown = {"people": people[:SHOWN], "more": len(people) > SHOWN, "today": today}
    return {**shown, **standing_of(person)}


HOME = ProgrammeRegion(
    name="home-talks",
    template="stakeholders/_home_talks.html",
    verbs=("conversation.", "stakeholder.", "ambassador.", "person.removed"),
    personal_context=mine,
)


def due_by(last: date) -> Iterator[Thing]:
    """Return every conversation that is due by ``last``, with those whose it is."""
    planned = Event.objects.filter(
        Q(verb="stakeholder.added") | Q(facts__fields__contains=["next_on"]),
        subject_type__app_label="stakeholders",
        subject_type__model="stakeholder",
        subject_id=OuterRef("pk"),
    )
    since = Subquery(planned.order_by("-at").values("at")[:1])
    waiting = Stakeholder.objects.to_talk_to(last)
    known = waiting.annotate(known_since=Coalesce(since, F("programme__created_at")))
    rows: list[Any] = list(known.select_related("programme", "owner"))
    whose = talkers(rows)
    for each in rows:
        yield Thing(
            number=each.pk,
            programme=each.programme,
            due=each.next_on,
            title="",
            path=each.get_absolute_url(),
            known_since=each.known_since,
            owners=tuple(whose[each.pk]),
        )


REMINDED = Kind(
    name=DUE,
    noun="conversation",
    title="Conversations with people on the map",
    due_by=due_by,
    line="You planned a conversation for {day}",
    ask="With whom, the map says; noting it afterwards takes half a minute.",
    offsets=(1, 0),
    alone=True,
    private=True,
)
"""A mail can be read over somebody's shoulder, so it does not say with whom."""
