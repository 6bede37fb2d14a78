"""Ambassadors: who may answer for one, what they see of their people, and what they add elsewhere.

An ambassador asked sees who they are asked to talk with, by name; what the map says of these
people they see once they have accepted. Both on a page of their own, which nobody else has.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Max, Q, QuerySet
from django.urls import reverse
from django.utils.timezone import localdate

from changeprog.communications import notices
from changeprog.direction import undoing
from changeprog.direction.undoing import TooLate, Undoing, doer
from changeprog.programme import demo, journal
from changeprog.programme.journal import Verb
from changeprog.programme.models import Event, Person
from stakeholders import columns, own_record
from stakeholders.access import sees_all
from stakeholders.measures import in_words
from stakeholders.models import Ambassador, Stakeholder
from stakeholders.proposing import figures

ASKED, CHARGED = "ambassador.asked", "ambassador.charged"


@dataclass(frozen=True)
class Talk:
    """One of an ambassador's people, and the last conversation that the two had."""

    stakeholder: Stakeholder
    last_on: date | None

    @property
    def is_due(self) -> bool:
        """Whether the next conversation is due, or there was none yet."""
        following = self.stakeholder.next_on
        return following <= localdate() if following else self.last_on is None


def people_of(ambassador: Ambassador) -> list[Talk]:
    """Return an ambassador's people, those with whom a conversation is due first; one query."""
    own = Q(conversations__by=ambassador.person_id, conversations__removed_at=None)
    rows: QuerySet[Any] = Stakeholder.objects.filter(
        charges__ambassador=ambassador, person__removed_at=None
    )
    known = rows.with_names().annotate(last_on=Max("conversations__held_on", filter=own))  # type: ignore[attr-defined]
    talks = [Talk(row, row.last_on) for row in known]
    return sorted(talks, key=lambda talk: (not talk.is_due, talk.stakeholder.next_on or date.max))


def answers_for(ambassador: Ambassador, person: Person) -> bool:
    """Whether ``person`` may say what the ambassador answered: themself, or who sees the map."""
    return person.pk == ambassador.person_id or sees_all(person)


def own_page(ambassador: Ambassador) -> str:
    """Return the address of the ambassador's own page."""
    return reverse("stakeholders:my_people", args=[ambassador.programme.key, ambassador.pk])


def tell(ambassador: Ambassador) -> None:
    """Tell somebody who can sign in that they are asked: without the name of anybody else."""
    person = ambassador.person
    if person.user_id and person.role:
        by = ambassador.asked_by.name if ambassador.asked_by else "Somebody"
        notices.tell(
            person,
            ASKED,
            str(ambassador.pk),
            text=f"{by} asks you to help colleagues through the change",
            detail="What it is about, and with whom, stands on a page that only you can answer.",
            path=own_page(ambassador),
            at_once=True,
            private=True,
        )


def standing_of(person: Person) -> dict[str, Any]:
    """Return what the home page shows of somebody as an ambassador, if they are one."""
    own = Ambassador.objects.standing().filter(person=person)
    ambassador = own.with_names().first()
    if ambassador is None:
        return {"ambassador": None}
    talks = people_of(ambassador) if ambassador.state == Ambassador.State.ACCEPTED else []
    return {
        "ambassador": ambassador,
        "own_page": own_page(ambassador),
        "own_people": len(talks),
        "own_due": sum(talk.is_due for talk in talks),
    }


def go_back(ambassador: Ambassador, event: Event) -> None:
    """Undo an answer; too late once somebody else's answer, or a new ask, stands."""
    before = event.facts["undo"]["state"]
    others = Ambassador.objects.standing().filter(person=ambassador.person_id)
    if ambassador.state != event.verb.partition(".")[2] or (
        others.exclude(pk=ambassador.pk).exists()
    ):
        raise TooLate
    ambassador.answer(doer(event), before)


def charge_again(ambassador: Ambassador, event: Event) -> None:
    """Undo naming an ambassador's people: those before are theirs again."""
    people = Stakeholder.objects.filter(pk__in=event.facts["undo"]["people"])
    ambassador.charge(doer(event), list(people))


def states(rows: Sequence[Stakeholder]) -> dict[int, str]:
    """Return, by the number of the row, how those stand who were asked to be ambassadors."""
    people = {row.person_id: row.pk for row in rows}
    asked = Ambassador.objects.filter(person__in=people).order_by("pk")
    return {people[each.person_id]: each.get_state_display() for each in asked}


def network_figures(rows: Sequence[Stakeholder]) -> dict[int, str]:
    """Return the usual figures of people in the network, by the number of the row."""
    known = figures(rows[0].programme) if rows else {}
    return {row.pk: in_words(known[row.person_id]) for row in rows if row.person_id in known}


def leads_map(_: Any, person: Person) -> bool:
    return sees_all(person)


def _rows(person: Person) -> list[own_record.Row]:
    """Return what is known of somebody as an ambassador."""
    rows = Ambassador.everything().filter(person=person).select_related("mentor")
    return [
        {
            "Asked on": each.asked_at.date().isoformat(),
            "Answer": each.get_state_display(),
            "What was asked": each.ask,
            "Talking points": each.talking_points,
            "Mentor": each.mentor.name if each.mentor else "",
        }
        for each in rows
    ]


def _erase(person: Person) -> None:
    rows = Ambassador.everything().filter(person=person)
    own_record.forget_events(rows)
    rows.delete()
    _forget_among_people(person)


def _forget_among_people(person: Person) -> None:
    """Take somebody out of what the journal keeps for naming an ambassador's people as before."""
    numbers = Stakeholder.everything().filter(person=person).values_list("pk", flat=True)
    for number in numbers:
        kept = Event.objects.filter(
            programme=person.programme_id, verb=CHARGED, facts__undo__people__contains=number
        )
        for event in kept:
            event.facts["undo"]["people"].remove(number)
            event.save(update_fields=["facts"])


def register() -> None:
    """Name what can happen, how it is undone, and what is known of a person."""
    journal.register(Verb("proposal_rule.changed", "changed whom to propose as ambassadors"))
    answered = Undoing(go_back, answers_for, "It stands as it did before.")
    undoing.register(
        {
            **undoing.of_removable("ambassador", "asked", leads_map),
            **{f"ambassador.{state}": answered for state in ("accepted", "declined", "ended")},
            CHARGED: Undoing(charge_again, leads_map, "Their people are as before."),
        }
    )
    columns.register(
        columns.Column(10, "Ambassador", states),
        columns.Column(20, "In the network", network_figures),
    )
    own_record.register(own_record.Part(85, "As an ambassador", _rows, _erase))
    demo.register(66, "stakeholders.demo_ambassadors.tell")
