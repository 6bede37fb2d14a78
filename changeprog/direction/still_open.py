"""What of the direction is open when a programme ends, and how it is handed to somebody else."""

from collections.abc import Iterable

from changeprog.direction.models import Benefit, Milestone, Objective, SideEffect
from changeprog.programme import open_things
from changeprog.programme.models import Person, Programme
from changeprog.programme.open_things import OpenKind, OpenThing

Owned = Milestone | Objective | Benefit


def milestones(programme: Programme) -> list[OpenThing]:
    """Return those that are neither reached nor called off."""
    own = Milestone.objects.open().filter(programme=programme)
    return _owned("milestone", own.select_related("programme", "owner"))


def objectives(programme: Programme) -> list[OpenThing]:
    """Return every objective: its figure goes on, and somebody has to go on reading it."""
    own = Objective.objects.filter(programme=programme)
    return _owned("objective", own.select_related("programme", "owner"))


def benefits(programme: Programme) -> list[OpenThing]:
    """Return every benefit: what comes of it in the years after is still to be counted."""
    own = Benefit.objects.filter(programme=programme).select_related("programme", "owner")
    return [
        OpenThing("benefit", each, each.name, _present(each.owner), since=each.starts_on)
        for each in own.order_by("pk")
    ]


def side_effects(programme: Programme) -> list[OpenThing]:
    """Return those that are not settled; nobody owns them yet."""
    own = SideEffect.objects.open().filter(programme=programme).select_related("programme")
    return [
        OpenThing("side_effect", each, each.outcome, since=each.created_at.date())
        for each in own.order_by("pk")
    ]


def give(thing: OpenThing, by: Person, to: Person | None) -> None:
    """Make ``to`` the owner of what has one."""
    subject = thing.subject
    assert isinstance(subject, Owned)  # noqa: S101 -- these kinds and no others
    subject.change(by, subject.revision, owner=to)


def _owned(kind: str, rows: Iterable[Milestone | Objective]) -> list[OpenThing]:
    ordered = sorted(rows, key=lambda each: (each.due, each.pk))
    return [
        OpenThing(kind, each, str(each), _present(each.owner), due=each.due) for each in ordered
    ]


def _present(owner: Person | None) -> Person | None:
    return owner if owner and owner.removed_at is None else None


def register() -> None:
    """Have them listed when a programme ends."""
    open_things.register(OpenKind(10, "milestone", "Milestones ahead", "flag", milestones, give))
    open_things.register(
        OpenKind(20, "objective", "Figures to go on reading", "target", objectives, give)
    )
    open_things.register(
        OpenKind(30, "benefit", "Benefits to go on counting", "coins", benefits, give)
    )
    open_things.register(
        OpenKind(40, "side_effect", "Side effects not settled", "shield-alert", side_effects)
    )
