"""Grouping: what the facilitator does with notes once they are written.

Each act is one transaction, waits for the phase to stand still, and leaves notes that are not on
the board as they are, so that it may be repeated. Dots on what is no longer put to the vote go back
to whoever gave them.
"""

from collections.abc import Iterable
from uuid import UUID

from django.db import transaction
from django.db.models import F, Max, Q
from django.utils.timezone import now

from workshops import phases
from workshops.models import Activity, Dot, Group, Note
from workshops.models.note import NoteQuerySet
from workshops.phases import NotNow, Phase

GROUPING = "Notes are grouped in the phase called Group. Go there first."
TWO = "Choose two notes or more to merge."


@transaction.atomic
def move(activity: Activity, numbers: Iterable[int], group: Group | None) -> int:
    """Put notes into ``group``, or out of all groups; return how many."""
    moved = _board(activity, numbers).update(group=group, revision=F("revision") + 1)
    told(activity)
    return moved


@transaction.atomic
def gather(activity: Activity, numbers: Iterable[int], key: UUID, name: str = "") -> Group:
    """Put notes into a new group; the same ``key`` again makes no second one."""
    rows = _board(activity, numbers)
    last = activity.groups.aggregate(last=Max("place"))["last"] or 0
    group = Group(
        programme=activity.programme, activity=activity, key=key, name=name, place=last + 1
    )
    if group.save_once():
        rows.update(group=group, revision=F("revision") + 1)
        told(activity)
    return group


@transaction.atomic
def merge(activity: Activity, numbers: Iterable[int]) -> Note:
    """Make one of several notes, headed by the first on the board; return that.

    Raises ``NotNow`` for fewer than two.
    """
    chosen = list(_board(activity, numbers).select_for_update())
    if not chosen[1:]:
        raise NotNow(TWO)
    head, *others = chosen
    parts = Note.objects.filter(pk__in=[each.pk for each in others])
    parts.update(merged_into=head, merged_at=now(), group=head.group, revision=F("revision") + 1)
    told(activity)
    return head


@transaction.atomic
def split(head: Note) -> int:
    """Take apart what was merged into ``head`` last; return how many notes that gives back."""
    require(head.activity)
    last = head.parts.aggregate(last=Max("merged_at"))["last"]
    parts = head.parts.filter(merged_at=last)
    freed = parts.update(
        merged_into=None, merged_at=None, group=head.group, revision=F("revision") + 1
    )
    told(head.activity)
    return freed


@transaction.atomic
def park(activity: Activity, numbers: Iterable[int]) -> int:
    """Send notes to the parking lot, out of the way; return how many."""
    parked = _board(activity, numbers).update(parked_at=now(), revision=F("revision") + 1)
    told(activity)
    return parked


@transaction.atomic
def put_back(note: Note) -> bool:
    """Take a note out of the parking lot again; say whether it was there."""
    phases.require(note.activity, set(Phase) - {Phase.WRITE}, GROUPING)
    parked = Note.objects.filter(pk=note.pk).exclude(parked_at=None)
    back = parked.update(parked_at=None, revision=F("revision") + 1)
    told(note.activity)
    return bool(back)


@transaction.atomic
def dissolve(group: Group) -> None:
    """Take the group away; its notes stay on the board."""
    require(group.activity)
    Note.objects.filter(group=group).update(group=None, revision=F("revision") + 1)
    Group.objects.filter(pk=group.pk).delete()
    told(group.activity)


def _board(activity: Activity, numbers: Iterable[int]) -> NoteQuerySet:
    """Return those of the notes that are on the board; raises ``NotNow`` in another phase."""
    require(activity)
    on_board: NoteQuerySet = Note.objects.on_board().filter(activity=activity)
    return on_board.filter(pk__in=list(numbers))


def require(activity: Activity) -> None:
    """Have the phase stand still while notes are grouped; raises ``NotNow`` in another one."""
    phases.require(activity, {Phase.GROUP}, GROUPING)


def told(activity: Activity) -> None:
    """Give back dots on what is not put to the vote, and have all pages show the board."""
    on_board = Note.objects.on_board().filter(activity=activity)
    votable = Q(note__in=on_board.filter(group=None)) | Q(group__in=on_board.values("group"))
    Dot.objects.filter(activity=activity).exclude(votable).delete()
    activity.workshop.announce("note.")
