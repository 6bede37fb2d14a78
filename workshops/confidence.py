"""Who hears what is said in confidence: points of view, hard questions, and why one can't commit.

Any facilitator or champion may lead a workshop, so that a dead device does not end it. What was
said in confidence was said to the facilitator and the co-facilitator of this workshop. Somebody
else hears it only once the workshop was handed over to them, which the journal tells everybody.
"""

from changeprog.programme.models import Person, Role
from workshops.models import Workshop


def in_charge(workshop: Workshop, person: Person) -> bool:
    """Whether ``person`` facilitates or co-facilitates ``workshop``, and still may."""
    asked = person.pk in {workshop.facilitator_id, workshop.cofacilitator_id}
    return asked and person.removed_at is None and person.may(Role.MEMBER)
