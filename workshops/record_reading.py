"""Who may read the record of a workshop."""

from changeprog.programme.models import Person, Role
from workshops.models import Participant, Workshop


def may_read(workshop: Workshop, person: Person) -> bool:
    """Whether ``person`` may: who led or may lead it, and members who were asked or came to it.

    Guests have no account, so somebody hands it to them; observers read what was published.
    """
    if workshop.led_by(person):
        return True
    own = workshop.participants.filter(person=person).exclude(state=Participant.State.REMOVED)
    return person.may(Role.MEMBER) and own.exclude(state=Participant.State.WAITING).exists()
