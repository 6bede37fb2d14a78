"""The four steps to the end of a programme, and how far each is."""

from dataclasses import dataclass

from changeprog.closing import chapters, review
from changeprog.closing.models import Closing, Handover
from changeprog.communications.models import Edition
from changeprog.onboarding.models import Criterion
from changeprog.programme import open_things
from changeprog.programme.models import Person, Programme
from changeprog.programme.open_things import OpenKind, OpenThing
from teams.models import Meeting
from workshops.models import Workshop

Meets = Meeting | Workshop
SHOWN = 8
"""Things of a kind on the page of everything; the others have pages of their own."""


@dataclass(frozen=True)
class Item:
    """One open thing, and what was decided about it."""

    thing: OpenThing
    handover: Handover | None


@dataclass(frozen=True)
class Group:
    """The open things of one kind."""

    kind: OpenKind
    items: list[Item]

    @property
    def left(self) -> int:
        """How many of them nothing was decided about."""
        return sum(1 for item in self.items if item.handover is None)

    @property
    def undecided_first(self) -> list[Item]:
        """All of them, in their order, first those about which nothing was decided."""
        return sorted(self.items, key=lambda item: item.handover is not None)

    @property
    def first(self) -> list[Item]:
        """All of them if they are few; otherwise some, first those that ask for a decision."""
        return self.items if len(self.items) <= SHOWN else self.undecided_first[:SHOWN]

    @property
    def more(self) -> int:
        """How many stand on pages of their own only."""
        return len(self.items) - len(self.first)


@dataclass(frozen=True)
class Steps:
    """How far a programme is on the way to its end."""

    closing: Closing
    written: int
    chapters: int
    must_write: bool
    groups: list[Group]
    edition: Edition | None
    meets: list[Meets]
    unaccepted: int

    @property
    def left(self) -> int:
        """How many open things nothing was decided about."""
        return sum(group.left for group in self.groups)

    @property
    def edition_is_decided(self) -> bool:
        """Whether the last edition leaves or has left, or there shall be none."""
        approved = self.edition and self.edition.status == Edition.Status.APPROVED
        return bool(approved or self.closing.no_edition_why)

    @property
    def missing(self) -> list[str]:
        """What has to be done before the programme can be closed, in words."""
        asked = [
            (self.must_write, "Write what came of it"),
            (self.left > 0, "Decide who sees to what is open"),
            (not self.edition_is_decided, "Approve the last edition, or do without one"),
            (bool(self.meets), "Hold or cancel what is still planned or going on"),
        ]
        return [words for is_missing, words in asked if is_missing]


def steps(closing: Closing) -> Steps:
    """Return how far ``closing`` is; the number of queries does not grow with what is open."""
    programme, written = closing.programme, review.words_of(closing)
    return Steps(
        closing=closing,
        written=len(written),
        chapters=len(chapters.every()),
        must_write=review.MUST not in written,
        groups=groups(closing),
        edition=closing.last_edition,
        meets=still_meets(programme),
        unaccepted=Criterion.objects.open().still().filter(programme=programme).count(),
    )


def groups(closing: Closing) -> list[Group]:
    """Return what is open by kind, each thing with what was decided about it."""
    return _groups(closing, open_things.open_in(closing.programme))


def group_of(closing: Closing, kind: str) -> Group | None:
    """Return what is open of the kind of that name, or nothing where nothing is."""
    return next(iter(_groups(closing, open_things.open_in(closing.programme, kind))), None)


def leave_the_rest(closing: Closing, by: Person) -> int:
    """Leave what somebody has in hand, and nothing was decided about, with them; return how many.

    They are told, as they would be of each by itself.
    """
    count = 0
    for group in groups(closing):
        for item in group.items:
            if item.handover is None and item.thing.owner:
                Handover.make(by, item.thing, item.thing.owner)
                count += 1
    return count


def _groups(closing: Closing, found: list[tuple[OpenKind, list[OpenThing]]]) -> list[Group]:
    own = Handover.objects.standing().filter(closing=closing.pk).with_names()
    decided = {(each.kind, each.number): each for each in own}
    return [
        Group(kind, [Item(thing, decided.get((thing.kind, thing.number))) for thing in things])
        for kind, things in found
    ]


def still_meets(programme: Programme) -> list[Meets]:
    """Return the meetings and workshops that people still expect, or are in."""
    meetings = Meeting.objects.filter(
        programme=programme, status__in=[Meeting.Status.PLANNED, Meeting.Status.OPEN]
    )
    workshops = Workshop.objects.filter(
        programme=programme, status__in=[Workshop.Status.PLANNED, Workshop.Status.OPEN]
    )
    found: list[Meets] = [
        *meetings.select_related("programme"),
        *workshops.select_related("programme"),
    ]
    return sorted(found, key=lambda each: each.starts_at)
