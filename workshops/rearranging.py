"""Rearranging: the acts of grouping that can be undone, each with how the notes lay before."""

from collections.abc import Iterable
from uuid import UUID

from django.db import transaction
from django.db.models import F

from workshops import grouping
from workshops.models import Activity, Group, Note, Rearrangement

OF_GROUP = ("programme_id", "key", "name", "place", "draft", "revision")
"""The fields of a group from which it is made again."""


@transaction.atomic
def move(activity: Activity, numbers: Iterable[int], group: Group | None) -> Rearrangement:
    """Put notes into ``group``, or out of all groups."""
    chosen = list(numbers)
    kept = _before(activity, chosen, to=group.pk if group else None)
    grouping.move(activity, chosen, group)
    return kept


@transaction.atomic
def gather(activity: Activity, numbers: Iterable[int], key: UUID) -> Rearrangement:
    """Put notes into a new group; the same ``key`` again makes no second one."""
    chosen = list(numbers)
    if known := Rearrangement.objects.filter(activity=activity, key=key).first():
        return known
    kept = _before(activity, chosen, key=key, made=True)
    kept.to = grouping.gather(activity, chosen, key).pk
    kept.save(update_fields=["to"])
    return kept


@transaction.atomic
def park(activity: Activity, numbers: Iterable[int]) -> Rearrangement:
    """Send notes to the parking lot."""
    chosen = list(numbers)
    kept = _before(activity, chosen, parked=True)
    grouping.park(activity, chosen)
    return kept


@transaction.atomic
def dissolve(group: Group) -> Rearrangement:
    """Take the group away; its notes stay on the board."""
    fields = {name: _plain(getattr(group, name)) for name in OF_GROUP}
    numbers = list(group.notes.values_list("pk", flat=True))
    kept = _before(group.activity, numbers, gone=fields | {"id": group.pk})
    grouping.dissolve(group)
    return kept


@transaction.atomic
def undo(kept: Rearrangement) -> bool:
    """Lay the notes as they lay before; say whether this call did it.

    Whatever was done with one of them since stays as it is now. Raises ``NotNow`` as the acts do.
    """
    grouping.require(kept.activity)
    if not Rearrangement.objects.filter(pk=kept.pk, undone=False).update(undone=True):
        return False
    _make_again(kept)
    groups = set(kept.activity.groups.values_list("pk", flat=True))
    for group in set(kept.notes.values()):
        numbers = [int(number) for number, lay in kept.notes.items() if lay == group]
        _lay_back(kept, numbers, group if group in groups else None)
    if kept.made:
        Group.objects.filter(pk=kept.to or 0, notes=None).delete()
    grouping.told(kept.activity)
    return True


def _before(activity: Activity, numbers: list[int], **values: object) -> Rearrangement:
    lay = Note.objects.filter(activity=activity, pk__in=numbers)
    groups = {str(number): group for number, group in lay.values_list("pk", "group")}
    return Rearrangement.objects.create(
        programme=activity.programme, activity=activity, notes=groups, **values
    )


def _lay_back(kept: Rearrangement, numbers: list[int], group: int | None) -> None:
    rows = Note.objects.filter(activity=kept.activity, pk__in=numbers)
    if kept.parked:
        rows.exclude(parked_at=None).update(parked_at=None, revision=F("revision") + 1)
    else:
        rows.filter(group=kept.to).update(group=group, revision=F("revision") + 1)


def _make_again(kept: Rearrangement) -> None:
    """Make the group again that was taken apart, with its number, by which others know it."""
    if kept.gone and not Group.objects.filter(pk=kept.gone["id"]).exists():
        Group(activity=kept.activity, **kept.gone).save(force_insert=True)


def _plain(value: object) -> object:
    return str(value) if isinstance(value, UUID) else value
