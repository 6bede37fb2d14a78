"""One object of each kind in a programme, and which one an address of the walk is about."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

from django.utils.timezone import now

from changeprog.accounts.models import Invitation
from changeprog.communications.models import Delivery, Edition, Procedure
from changeprog.direction.models import (
    Benefit,
    BenefitEntry,
    CapabilityImprovement,
    Dependency,
    Milestone,
    Objective,
    Promise,
    Reading,
    Resource,
    SideEffect,
)
from changeprog.programme.models import Event, Function, Person, Programme, Team
from teams.models import Barrier, Victory
from tests import factory

Maker = Callable[[Programme, Person | None], Any]


def invited(programme: Programme, viewer: Person | None = None) -> Person:
    """Somebody invited who has not joined."""
    champion = factory.champion_of(programme)
    person, _ = Person.objects.get_or_create(
        programme=programme, email="invited@example.org", defaults={"name": "Ivy Invited"}
    )
    if person.invitation is None:
        assert champion.user is not None
        person.role, person.invitation = "member", Invitation.make(person.email, "x", champion.user)
        person.save()
    return person


def digest(programme: Programme, viewer: Person | None = None) -> Procedure:
    """The weekly digest that every programme has."""
    return Procedure.objects.get(programme=programme)


def edition(programme: Programme, viewer: Person | None = None) -> Edition:
    """The newest edition of the digest, composed just now if there is none."""
    at, procedure = now(), digest(programme)
    newest = Edition.objects.filter(procedure=procedure).first()
    return newest or Edition.objects.create(
        procedure=procedure, occurrence=at.date(), since=at, until=at
    )


def delivery(programme: Programme, viewer: Person | None = None) -> Delivery:
    """What the viewer was sent; what the champion was sent where the viewer is a stranger."""
    person = viewer if viewer and viewer.programme == programme else None
    found, _ = Delivery.objects.get_or_create(
        edition=edition(programme),
        person=person or factory.champion_of(programme),
        defaults={"state": "sent", "sent_at": now(), "source": b"Subject: x\r\n\r\nHello\r\n"},
    )
    return found


def dependency(programme: Programme, viewer: Person | None = None) -> Dependency:
    """A milestone that waits for the first one, made now if none waits yet."""
    known = Dependency.objects.of(programme).first()
    if known:
        return known
    champion, needed = factory.champion_of(programme), first(Milestone)(programme, None)
    Dependency.add(champion, factory.make_milestone(programme, "Roll-out"), needed)
    return Dependency.objects.of(programme).get()


def reading(programme: Programme, viewer: Person | None = None) -> Reading:
    """The reading of a day of the first objective, recorded again if it was taken away."""
    champion = factory.champion_of(programme)
    objective: Objective = first(Objective)(programme, None)
    return objective.read(champion, Decimal(50), date(2026, 2, 1))


def promise(programme: Programme, viewer: Person | None = None) -> Promise:
    """What the champion promised of the first resource."""
    champion, resource = factory.champion_of(programme), first(Resource)(programme, None)
    known = Promise.objects.filter(resource=resource).first()
    return known or resource.promise(
        champion, uuid4(), champion, Decimal(4), since=date(2026, 2, 1)
    )


def done(programme: Programme, viewer: Person | None = None) -> Event:
    """Something the viewer has done; what the champion did where the viewer is a stranger."""
    person = viewer if viewer and viewer.programme == programme else None
    person = person or factory.champion_of(programme)
    objective: Objective = first(Objective)(programme, None)
    objective.read(person, Decimal(60), date(2026, 2, 2))
    return Event.objects.of(objective).filter(verb="objective.read", person=person).earliest("pk")


def entry(programme: Programme, viewer: Person | None = None) -> BenefitEntry:
    """What came of the first benefit, recorded now if nothing was."""
    benefit: Benefit = first(Benefit)(programme, None)
    champion = factory.champion_of(programme)
    return benefit.realise(champion, UUID(int=1), Decimal("20000.00"), date(2026, 6, 1))


def first(model: Any) -> Maker:
    """Return a function that takes the first row of ``model`` in a programme."""
    return lambda programme, _viewer: model.objects.filter(programme=programme).earliest("pk")


SUBJECTS: dict[str, Maker] = {
    "programme:person": invited,
    "programme:invite_again": invited,
    "programme:remove_person": invited,
    "programme:return_person": invited,
    "direction:objective": first(Objective),
    "direction:reading": reading,
    "direction:undoing": done,
    "direction:milestone": first(Milestone),
    "direction:resource": first(Resource),
    "direction:promise": promise,
    "direction:side_effect": first(SideEffect),
    "direction:function_size": first(Function),
    "direction:team_size": first(Team),
    "direction:dependency": dependency,
    "direction:capability": first(CapabilityImprovement),
    "direction:benefit": first(Benefit),
    "direction:entry": entry,
    "teams:victory": first(Victory),
    "teams:barrier": first(Barrier),
    "communications:word": digest,
    "communications:schedule": digest,
    "communications:preview": digest,
    "communications:edition": edition,
    "communications:delivery": delivery,
}
"""By the beginning of an address's name."""


def fill(programme: Programme) -> None:
    """Put one object of each kind into ``programme``."""
    champion = factory.champion_of(programme)
    factory.write_vision(programme)
    factory.make_objective(programme)
    factory.make_milestone(programme)
    factory.make_resource(programme)
    factory.make_side_effect(programme)
    factory.make_benefit(programme, capabilities=(factory.make_capability(programme),))
    factory.log_victory(champion)
    factory.log_barrier(champion)
    for maker in SUBJECTS.values():
        maker(programme, champion)


def arguments(name: str, programme: Programme, viewer: Person | None) -> dict[str, Any]:
    """Return the arguments, other than the programme, of the address called ``name``."""
    if name == "direction:vision_version":
        return {"version": 1}
    begins = max((known for known in SUBJECTS if name.startswith(known)), key=len)
    return {"pk": SUBJECTS[begins](programme, viewer).pk}
