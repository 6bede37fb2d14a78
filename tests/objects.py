"""One object of each kind in a programme, and which one an address of the walk is about."""

from collections.abc import Callable
from typing import Any

from changeprog.accounts.models import Invitation
from changeprog.direction.models import Milestone, Objective
from changeprog.programme.models import Person, Programme
from teams.models import Barrier, Victory
from tests import factory

Maker = Callable[[Programme], Any]


def invited(programme: Programme) -> Person:
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


def first(model: Any) -> Maker:
    """Return a function that takes the first row of ``model`` in a programme."""
    return lambda programme: model.objects.filter(programme=programme).earliest("pk")


SUBJECTS: dict[str, Maker] = {
    "programme:person": invited,
    "programme:invite_again": invited,
    "programme:remove_person": invited,
}
"""By the name of an address, or by the beginning of one."""


def fill(programme: Programme) -> None:
    """Put one object of each kind into ``programme``, once."""
    if Milestone.objects.filter(programme=programme).exists():
        return
    champion = factory.champion_of(programme)
    factory.write_vision(programme)
    factory.make_objective(programme)
    factory.make_milestone(programme)
    factory.log_victory(champion)
    factory.log_barrier(champion)
    invited(programme)


def arguments(name: str, programme: Programme) -> dict[str, Any]:
    """Return the arguments, other than the programme, of the address called ``name``."""
    if name == "direction:vision_version":
        return {"version": 1}
    begins = max((known for known in SUBJECTS if name.startswith(known)), key=len)
    return {"pk": SUBJECTS[begins](programme).pk}


SUBJECTS |= {
    "direction:objective": first(Objective),
    "direction:milestone": first(Milestone),
    "teams:victory": first(Victory),
    "teams:barrier": first(Barrier),
}
