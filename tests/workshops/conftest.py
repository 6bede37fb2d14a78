"""A workshop that is going on, with its agenda."""

from collections.abc import Callable

import pytest

from changeprog.programme.models import Person
from tests import workshop_factory
from workshops.models import Activity, Participant, Workshop

Put = Callable[..., Activity]


@pytest.fixture
def workshop(champion: Person, member: Person) -> Workshop:
    """A workshop of the champion's that is open, with the champion and the member in the room."""
    made = workshop_factory.workshop(champion)
    for person in (champion, member):
        Participant.of_person(made, person).arrive()
    made.open(champion)
    return made


@pytest.fixture
def on(workshop: Workshop, champion: Person) -> Put:
    """Put an activity of a kind on: ``on("collect", subject="objective", settings={…})``."""

    def put(kind: str, **values: object) -> Activity:
        made = workshop_factory.activity(workshop, champion, kind, **values)
        workshop.turn(champion, workshop.current_id, made)
        return Activity.objects.with_workshop().get(pk=made.pk)

    return put


@pytest.fixture
def me(workshop: Workshop, member: Person) -> Participant:
    return workshop.participants.get(person=member)
