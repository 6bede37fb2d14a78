"""Which object an address of closing is about, in the walk of all addresses."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

from changeprog.closing.models import Archive, Handover
from changeprog.programme import open_things
from changeprog.programme.models import Person, Programme
from teams.models import Barrier
from tests import factory

Maker = Callable[[Programme, Person | None], Any]


def own_archive(programme: Programme, viewer: Person | None = None) -> Archive:
    """An archive that the viewer asked for; the champion where they are a stranger."""
    own = viewer if viewer and viewer.programme == programme else factory.champion_of(programme)
    return Archive.ask(own, uuid4())


def open_barrier(programme: Programme, viewer: Person | None = None) -> Barrier:
    """A barrier that stands."""
    known = Barrier.objects.standing().filter(programme=programme).first()
    return known or factory.log_barrier(factory.champion_of(programme))


def own_handover(programme: Programme, viewer: Person | None = None) -> Handover:
    """What the viewer was asked to go on with; the champion where they are a stranger."""
    own = viewer if viewer and viewer.programme == programme else factory.champion_of(programme)
    barrier = open_barrier(programme)
    thing = open_things.find(programme, "barrier", barrier.pk)
    assert thing
    return Handover.make(factory.champion_of(programme), thing, own)


SUBJECTS: dict[str, Maker] = {
    "closing:archive": own_archive,
    "closing:hand_over": open_barrier,
    "closing:handover": own_handover,
    "closing:take_back": own_handover,
}
"""By the beginning of an address's name; an address takes the object's number as ``pk``."""
