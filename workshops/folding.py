"""Linking a guest to somebody of the programme: one participant, nothing lost, nothing twice."""

from collections.abc import Iterator
from typing import Any

from django.db import IntegrityError, models, transaction

from changeprog import live
from changeprog.programme.models import Person
from changeprog.programme.object_rooms import key_of
from workshops.models import Participant, Witness, Workshop


@transaction.atomic
def link(by: Person, guest: Participant, person: Person) -> Participant:
    """Say that ``guest`` is ``person``; return the one participant that they are from now on.

    Somebody who takes part already keeps what they have said themselves: where only one answer can
    stand, such as a position in a round, their own counts and the guest's is dropped, also a sealed
    one. Everything else of the guest's becomes theirs. What a round has revealed stays as it was
    revealed. Nobody witnesses what they commit to themselves. The guest's browser goes on as that
    person.
    """
    workshop = Workshop.objects.select_for_update(of=("self",)).get(pk=guest.workshop_id)
    rows = Participant.objects.select_for_update(of=("self",)).filter(workshop=workshop)
    known = rows.filter(person=person).first()
    if not rows.filter(pk=guest.pk, person=None).exists():
        return known or guest
    if known is None:
        _name(guest, person)
        known = guest
    else:
        _fold(guest, known)
    known.workshop, known.programme = workshop, workshop.programme
    known.told("linked", by)
    transaction.on_commit(lambda: live.recheck("workshop-phone", key_of(workshop)))
    return known


def _name(guest: Participant, person: Person) -> None:
    guest.person, guest.name, guest.function = person, person.name, person.function
    guest.save(update_fields=["person", "name", "function"])


def _fold(guest: Participant, into: Participant) -> None:
    """Give everything of the guest's to ``into``, and let the guest be gone."""
    for rows, field in _owned(guest):
        for row in rows:
            _give(row, field, into)
    arrived = [at for at in (guest.arrived_at, into.arrived_at) if at]
    in_room = guest.state == Participant.State.IN
    into.state = Participant.State.IN if in_room else into.state
    into.arrived_at = min(arrived) if arrived else None
    into.word = into.word or guest.word
    Witness.objects.filter(participant=into, commitment__participant=into).delete()
    key = guest.key
    Participant.objects.filter(pk=guest.pk).delete()
    into.key = key
    into.save(update_fields=["state", "arrived_at", "word", "key"])


def _owned(guest: Participant) -> Iterator[tuple[models.QuerySet[Any], str]]:
    """Yield the rows of every table that point at the guest, and the field that does.

    Also of those whose relation has no name on this side.
    """
    known = Participant._meta.get_fields(include_hidden=True)  # noqa: SLF001 -- Django's documented name
    for relation in known:
        if not isinstance(relation, models.ForeignObjectRel) or relation.many_to_many:
            continue
        rows = relation.related_model._base_manager  # noqa: SLF001 -- the same
        name = relation.field.name
        yield rows.filter(**{name: guest}), name


def _give(row: models.Model, field: str, into: Participant) -> None:
    """Let the row be of ``into``; where they have one that excludes it, it is dropped."""
    own = type(row)._base_manager.filter(pk=row.pk)  # noqa: SLF001 -- Django's documented name
    try:
        with transaction.atomic():
            own.update(**{field: into})
    except IntegrityError:
        own.delete()
