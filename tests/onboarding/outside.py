"""Factory functions for reality checks: the least that a test needs."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.utils.timezone import localdate

from changeprog.onboarding.models import RealityCheck, Remark, Said
from changeprog.programme.models import Person, Programme
from tests import factory

EVERYTHING = "vision,plan,size,side_effects,criteria"


def sceptic(programme: Programme, name: str = "Ruth Outside", **fields: Any) -> Person:
    """Somebody whom a mail reaches and who has no part in the programme."""
    address = f"{name.split(maxsplit=1)[0].lower()}@outside.example"
    known, _ = Person.objects.get_or_create(
        programme=programme, email=address, defaults={"name": name, **fields}
    )
    return known


def asked(by: Person, **fields: Any) -> RealityCheck:
    """A check of everything, good for three weeks."""
    values = {
        "person": sceptic(by.programme),
        "why": "You have seen it fail elsewhere.",
        "parts": EVERYTHING,
        "closes_on": localdate() + timedelta(days=21),
    }
    made = RealityCheck(programme=by.programme, **(values | fields))
    made.invite(by)
    return made


def said(check: RealityCheck, words: str = "Nobody has time in May.", **fields: Any) -> Remark:
    """What somebody outside answers, and nothing else."""
    values: dict[str, Any] = {"part": "plan", "sureness": 4}
    check.answer([Said(words=words, **(values | fields))])
    return check.remarks.with_names().earliest("pk")


def some_check(programme: Programme, viewer: Person | None = None) -> RealityCheck:
    """The check of the programme that waits for its answer."""
    known = RealityCheck.objects.filter(programme=programme, answered_at=None).first()
    return known or asked(factory.champion_of(programme), key=UUID(int=11))


def some_remark(programme: Programme, viewer: Person | None = None) -> Remark:
    """A remark of the programme with which nobody has done anything."""
    known = Remark.objects.filter(programme=programme).first()
    return known or said(asked(factory.champion_of(programme)))
