"""Parking an unwritten ground rule in a workshop, so that it is spoken about there."""

from collections.abc import Collection
from typing import Any

from django.db.models import Q, QuerySet

from changeprog.direction import undoing
from changeprog.direction.undoing import TooLate, Undoing
from changeprog.programme import journal
from changeprog.programme.journal import Verb
from changeprog.programme.models import Event, Person, Role
from stakeholders import ground_rule_acts
from stakeholders.ground_rule_acts import Act, Notes
from stakeholders.models import GroundRule
from workshops.models import ParkedRule, Workshop


def may(person: Person) -> bool:
    """Whether ``person`` may know of unwritten rules at all."""
    return person.may(Role.FACILITATOR)


def places(person: Person) -> QuerySet[Workshop]:
    """Return the workshops ahead that ``person`` facilitates or co-facilitates."""
    own = Q(facilitator=person) | Q(cofacilitator=person)
    return Workshop.objects.filter(own, programme=person.programme_id).ahead()


def parked_in(workshop: Workshop, person: Person) -> list[ParkedRule]:
    """Return the rules parked in a workshop, to those in charge of it who may see the map."""
    if not may(person):
        return []
    return list(ParkedRule.objects.standing().filter(workshop=workshop))


def notes(person: Person, rules: Collection[int]) -> Notes:
    """Say in which workshops of theirs these rules are parked."""
    own = Q(workshop__facilitator=person) | Q(workshop__cofacilitator=person)
    told: Notes = {}
    for parked in ParkedRule.objects.standing().filter(own, rule__in=list(rules)):
        words = "Spoken about" if parked.spoken_at else "Parked"
        told.setdefault(parked.rule_id, []).append(f"{words} in “{parked.workshop.title}”.")
    return told


def take_back(_: GroundRule, event: Event) -> None:
    """Undo a parking; too late once it was taken out."""
    number = event.facts["undo"]["parked"]
    parked = ParkedRule.objects.filter(pk=number).select_related("rule__programme", "workshop")
    found = parked.first()
    if found is None or not found.take_back(undoing.doer(event)):
        raise TooLate


def allowed(_: Any, person: Person) -> bool:
    """Whether ``person`` may undo a parking of theirs."""
    return may(person)


def register() -> None:
    """Offer the parking with every rule, and say how it is undone."""
    journal.register(
        Verb("ground_rule.parked", "parked an unwritten ground rule in a workshop"),
        Verb("ground_rule.unparked", "took an unwritten ground rule out of a workshop"),
    )
    undo = Undoing(take_back, allowed, "It is parked there no more.")
    undoing.register({"ground_rule.parked": undo})
    ground_rule_acts.register(
        Act("Park it in a workshop", "square-parking", "workshops:park_rule", may, notes)
    )
