"""Which object an address of the direction is about, in the walk of all addresses."""

from datetime import date
from decimal import Decimal
from uuid import UUID, uuid4

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
from tests import factory
from tests.subjects import Maker, first


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
    objective.read(person, Decimal(person.pk), date(2026, 2, 2))
    return Event.objects.of(objective).filter(verb="objective.read", person=person).earliest("pk")


def entry(programme: Programme, viewer: Person | None = None) -> BenefitEntry:
    """What came of the first benefit, recorded now if nothing was."""
    benefit: Benefit = first(Benefit)(programme, None)
    champion = factory.champion_of(programme)
    return benefit.realise(champion, UUID(int=1), Decimal("20000.00"), date(2026, 6, 1))


SUBJECTS: dict[str, Maker] = {
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
}
