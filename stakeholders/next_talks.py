"""The next conversation: who has it, whom home shows it to, and who is reminded once it is due.

It is the relationship owner's; while nobody keeps the relationship, their ambassadors'; without
those, the champions'.
"""

from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils.formats import date_format
from django.utils.timezone import localdate, now

from changeprog.communications import notices
from changeprog.programme.models import Person, Programme, Role
from changeprog.programme.rooms import ProgrammeRegion
from stakeholders.ambassadors import standing_of
from stakeholders.models import Ambassador, Stakeholder
from stakeholders.models.stakeholder import DUE, StakeholderQuerySet

AHEAD = timedelta(days=7)
"""So far ahead home shows with whom a conversation is due."""
SHOWN = 6


def who_talks(stakeholder: Stakeholder) -> list[Person]:
    """Return whose the next conversation is; whoever may not see the profile never has it."""
    may_see = stakeholder.who_may_see()
    carriers = Q(
        ambassadorships__in=Ambassador.objects.accepted().filter(charges__stakeholder=stakeholder)
    )
    for whose in (Q(pk=stakeholder.owner_id), carriers, Q(role=Role.CHAMPION)):
        if found := list(may_see.filter(whose).select_related("programme").order_by("pk")):
            return found
    return []


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


def remind_due() -> None:
    """Tell everybody whose conversation is due, once for each day it was planned for."""
    tomorrow = now().date() + timedelta(days=1)
    waiting = Stakeholder.objects.to_talk_to(tomorrow).not_reminded()
    for stakeholder in waiting.select_related("programme", "owner"):
        _remind(stakeholder)


@transaction.atomic
def _remind(stakeholder: Stakeholder) -> None:
    """Tell those whose day it is by their own clocks; then nobody is told of that day again."""
    if stakeholder.programme.status == Programme.Status.STOPPED:
        return
    people = who_talks(stakeholder)
    day = stakeholder.next_on
    if day is None or any(_today(person) < day for person in people):
        return
    same = Stakeholder.objects.filter(pk=stakeholder.pk, next_on=day).not_reminded()
    if same.update(reminded_for=day):
        for person in people:
            _tell(person, stakeholder, day)


def _tell(person: Person, stakeholder: Stakeholder, day: date) -> None:
    """A mail can be read over somebody's shoulder, so it does not say with whom."""
    notices.tell(
        person,
        DUE,
        f"{stakeholder.pk}/{day.isoformat()}",
        text=f"You planned a conversation for {date_format(day)}",
        detail="With whom, the map says; noting it afterwards takes half a minute.",
        path=stakeholder.get_absolute_url(),
    )


def _today(person: Person) -> date:
    return now().astimezone(person.zone).date()
