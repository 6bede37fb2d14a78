"""Erasing somebody from the map, for good.

Everything that ``own_record`` knows of them goes, what the journal tells of it too. What they wrote
about others stays with those, without an author. Whoever has no part in the programme and no other
trace in it goes altogether.
"""

from typing import Any

from django.db import transaction

from changeprog.programme.models import Event, Person, Visibility
from stakeholders import own_record
from stakeholders.models import Chart, Proposal


@transaction.atomic
def erase(by: Person, person: Person) -> bool:
    """Erase ``person`` from the map; say whether they are gone from the programme as well.

    The journal keeps that somebody was erased, not who. The web is drawn, and proposals are
    worked out, anew.
    """
    programme = person.programme
    for part in reversed(own_record.parts()):
        part.erase(person)
    Chart.objects.filter(programme=programme).delete()
    Proposal.objects.filter(programme=programme).delete()
    gone = is_known_to_the_map_alone(person)
    if gone:
        person.delete()
    Event.record(
        programme,
        "stakeholder.erased",
        by=by,
        subject=programme,
        visibility=Visibility.FACILITATORS,
    )
    return gone


def is_known_to_the_map_alone(person: Person) -> bool:
    """Whether they have no account, role or invitation, and nothing is left that points at them."""
    takes_part = person.role or person.user_id or person.invitation_id
    return not takes_part and not any(
        relation.related_model._base_manager.filter(**{relation.field.name: person}).exists()  # noqa: SLF001 -- Django's name
        for relation in _relations()
    )


def _relations() -> list[Any]:
    """Return everything that may point at a person, from every app."""
    fields = Person._meta.get_fields(include_hidden=True)  # noqa: SLF001 -- Django's name
    return [each for each in fields if each.auto_created and not each.concrete]
