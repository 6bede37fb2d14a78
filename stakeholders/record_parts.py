"""What the map keeps about one person in its own tables, as they are given it, and how it goes.

Of other people a record names only whom the person turned to and who acted; that somebody turns to
them is counted, because it is the others who said so.
"""

from datetime import datetime
from functools import partial
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils.formats import date_format
from django.utils.timezone import localtime

from changeprog.communications.models import Notice
from changeprog.programme.models import Event, Person
from stakeholders import own_record
from stakeholders.looking import looks_at
from stakeholders.models import (
    Assessment,
    Charge,
    Conversation,
    Conviction,
    Guarantee,
    Look,
    Relation,
    Stakeholder,
    Tie,
)
from stakeholders.models.stakeholder import DUE
from stakeholders.own_record import Part, Row, forget_events
from stakeholders.profile_page import moved

TOLD = (
    ("influence", "Influence, 1 to 5"),
    ("interest", "Interest, 1 to 5"),
    ("touched", "How much the change touches you, 1 to 5"),
    ("support", "Your support now"),
    ("needed", "The support that is needed"),
    ("owner", "Who keeps the relationship"),
    ("next_on", "Next conversation"),
    ("sees_self_as", "What you see yourself as"),
    ("guards", "What you guard"),
    ("incentive", "What is an incentive for you"),
    ("requirement", "What is a requirement"),
    ("skills", "Skills and help you need"),
    ("mentor", "Mentor"),
    ("may_be_asked", "May be proposed as an ambassador"),
    ("removed_at", "Taken off the map"),
)
"""The fields of a profile, and what they are called to the person themself."""


def register() -> None:
    """Register every part; their order is that of a record, and they are erased the other way."""
    own_record.register(
        Part(10, "You on the map", _profile, _erase_profile),
        Part(20, "How that changed", _history, partial(_erase, Assessment)),
        Part(30, "Conversations with you", _talks, _erase_talks),
        Part(40, "What you are taken to believe", _beliefs, partial(_erase, Conviction)),
        Part(50, "Guarantees given to you, and exceptions", _guarantees, _erase_guarantees),
        Part(60, "Whom you turn to, and who turns to you", _ties, _erase_ties),
        Part(75, "Whoever was to win you", _carriers, partial(_erase, Charge)),
        Part(90, "Who has looked at this", _looks, partial(_erase, Look)),
    )


def of(model: Any, person: Person) -> QuerySet[Any]:
    """Return the rows of ``model`` about ``person``, also those that were taken away."""
    rows: QuerySet[Any] = model._base_manager.filter(stakeholder__person=person)  # noqa: SLF001 -- Django's name
    return rows.order_by("pk")


def _erase(model: Any, person: Person) -> None:
    of(model, person).delete()


def _profile(person: Person) -> list[Row]:
    row = Stakeholder.everything().filter(person=person).first()
    if row is None:
        return []
    words = {name: _said(row, name) for name, _ in TOLD}
    return [{label: words[name] for name, label in TOLD if words[name]}]


def _erase_profile(person: Person) -> None:
    rows = Stakeholder.everything().filter(person=person)
    for row in rows:
        Notice.objects.of(DUE, f"{row.pk}/").delete()
    forget_events(rows)
    rows.delete()


def _history(person: Person) -> list[Row]:
    rows = of(Assessment, person).select_related("by", "conversation").order_by("at", "pk")
    return [
        {
            "When": _moment(row.at),
            "What": told.label,
            "From": told.before,
            "To": told.after,
            "By": _name(row.by),
            "Why": told.reason,
        }
        for row in rows
        for told in [moved(row)]
    ]


def _talks(person: Person) -> list[Row]:
    return [
        {
            "When": date_format(row.held_on),
            "Noted by": _name(row.by),
            "What was said": row.said,
            "What moved": row.moved,
            "Support after it": row.get_support_display() or "",
            "Taken back": _moment(row.removed_at),
        }
        for row in of(Conversation, person).select_related("by").order_by("held_on", "pk")
    ]


def _erase_talks(person: Person) -> None:
    """What they noted about others stays with those, without an author."""
    forget_events(of(Conversation, person))
    _erase(Conversation, person)
    Conversation.everything().filter(by=person).update(by=None)


def _beliefs(person: Person) -> list[Row]:
    return [
        {
            "Conviction": row.get_belief_display(),
            "Held": row.get_state_display(),
            "What shows it": row.evidence,
        }
        for row in of(Conviction, person)
    ]


def _guarantees(person: Person) -> list[Row]:
    return [
        {
            "What": row.get_kind_display(),
            "In which words": row.words,
            "Given by": _name(row.given_by),
            "Until": date_format(row.until) if row.until else "",
            "Kept?": row.get_outcome_display(),
            "Taken away": _moment(row.removed_at),
        }
        for row in of(Guarantee, person).select_related("given_by")
    ]


def _erase_guarantees(person: Person) -> None:
    forget_events(of(Guarantee, person))
    _erase(Guarantee, person)
    Guarantee.everything().filter(given_by=person).update(given_by=None)


def _ties(person: Person) -> list[Row]:
    """Return whom they turn to by name, and how many turn to them by relation."""
    turned_to = [
        {
            "You": row.get_relation_display().lower(),
            "Whom": row.target.name,
            "How strongly": f"{row.strength:g}",
        }
        for row in Tie.objects.filter(source=person).select_related("target")
    ]
    asked = Tie.objects.filter(target=person).values_list("relation").annotate(Count("pk"))
    counted = [
        {"Others": f"{Relation(relation).label.lower()} you", "How many": str(number)}
        for relation, number in asked.order_by("relation")
    ]
    return turned_to + counted


def _erase_ties(person: Person) -> None:
    rows = Tie.objects.filter(Q(source=person) | Q(target=person))
    forget_events(rows)
    rows.delete()
    was = Q(facts__undo__source_id=person.pk) | Q(facts__undo__target_id=person.pk)
    Event.objects.filter(was, programme=person.programme_id, verb="tie.removed").delete()


def _carriers(person: Person) -> list[Row]:
    rows = of(Charge, person).select_related("ambassador__person")
    return [
        {"Ambassador": row.ambassador.person.name, "State": row.ambassador.get_state_display()}
        for row in rows
    ]


def _looks(person: Person) -> list[Row]:
    known = Stakeholder.everything().filter(person=person).first()
    rows = reversed(looks_at(known)) if known else []
    return [
        {"When": _moment(row["at"]), "Who": row["who"] or "", "What": row["what"]} for row in rows
    ]


def _said(row: Stakeholder, name: str) -> str:
    """Return what a field of a profile says, in words."""
    value = getattr(row, name)
    if name in {"support", "needed"}:
        return getattr(row, f"get_{name}_display")() or ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        return _moment(value)
    return "" if value is None else date_format(value) if name == "next_on" else str(value)


def _name(person: Person | None) -> str:
    return person.name if person else ""


def _moment(at: datetime | None) -> str:
    return date_format(localtime(at), "j M Y, H:i") if at else ""
