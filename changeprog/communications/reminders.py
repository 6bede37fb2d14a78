"""Reminders: what becomes due, and who is told of it at which stage, each once.

Apps register the kinds of things that become due. Beat asks which reminders are due; they are
computed from the things themselves each time, so nothing has to be moved when a date is. What is
not wanted any more, because it was moved, done, called off or handed over, is taken back as long as
it has not left.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.dateformat import format as format_date
from django.utils.text import Truncator
from django.utils.timezone import now

from changeprog.accounts.lines import one_line
from changeprog.communications.counting import announce
from changeprog.communications.models import Notice, ReminderRule
from changeprog.communications.models.notice import TEXT
from changeprog.communications.stages import stage
from changeprog.programme.models import Person, Programme, Visibility
from changeprog.programme.models.event import READABLE

LONGEST = 60
"""Days before that a reminder may come at most."""
ASIDE = timedelta(days=1)
"""How far a day somewhere may be ahead of the day in UTC."""


@dataclass(frozen=True)
class Thing:
    """One thing that becomes due, as long as it is still to be done.

    ``known_since`` is when it got this day: when it was made, or moved last. ``owners`` are those
    whose it is; ``team`` is whose chairs are told, those of the rollout team where there is none.
    """

    number: int
    programme: Programme
    due: date
    title: str
    path: str
    known_since: datetime
    owners: tuple[Person, ...]
    team: int | None = None
    visibility: Visibility = Visibility.EVERYONE


@dataclass(frozen=True)
class Kind:
    """Things of one kind: ``due_by`` returns those still to be done that are due by a day.

    ``name`` is also the kind of the notices; ``noun`` is what a person mutes, such as "milestone".
    ``line`` says what is due, and ``ask`` what its owner can do. Of what is kept ``alone`` nobody
    but its owners is ever told, and what is ``private`` nobody else reads.
    """

    name: str
    noun: str
    title: str
    due_by: Callable[[date], Iterable[Thing]]
    line: str = "{verb} {day}: {title}"
    ask: str = ""
    offsets: tuple[int, ...] = (14, 7, 1, 0)
    weekly_while_late: bool = True
    alone: bool = False
    private: bool = False

    def rule(self, programme: Programme) -> ReminderRule:
        """Return what holds where a programme has set nothing."""
        return ReminderRule(
            programme=programme,
            kind=self.name,
            offsets=",".join(map(str, self.offsets)),
            weekly_while_late=self.weekly_while_late,
        )


Leaders = Mapping[tuple[int, int | None], list[Person]]
"""The chairs of a team, by the numbers of programme and team; without a team, the rollout's."""

_kinds: dict[str, Kind] = {}
_chairs: list[Callable[[Collection[int]], Leaders]] = []


def register(*kinds: Kind) -> None:
    """Add kinds of things that become due; registering one twice changes nothing."""
    _kinds.update({kind.name: kind for kind in kinds})


def register_chairs(of: Callable[[Collection[int]], Leaders]) -> None:
    """Say who chairs the teams of these programmes."""
    _chairs[:] = [of]


def kinds() -> list[Kind]:
    """Return every kind, by its title."""
    return sorted(_kinds.values(), key=lambda kind: kind.title)


def find(name: str) -> Kind | None:
    """Return the kind of that name, if an app has registered it."""
    return _kinds.get(name)


def rule_of(programme: Programme, kind: Kind) -> ReminderRule:
    """Return what holds for a kind in ``programme``."""
    return rules_of(programme)[kind.name]


def rules_of(programme: Programme) -> dict[str, ReminderRule]:
    """Return what holds for each kind in ``programme``, by the names of the kinds."""
    own = ReminderRule.objects.filter(programme=programme).select_related("programme")
    known = {rule.kind: rule for rule in own}
    return {name: known.get(name) or kind.rule(programme) for name, kind in _kinds.items()}


def remind_due() -> None:
    """Tell everybody what they are to be reminded of now; take back what is true no more."""
    at = now()
    wanted = _wanted(at)
    withdraw_untrue(at, wanted)
    _tell(_untold(wanted))


def owed(at: datetime) -> list[Notice]:
    """Return the reminders, unsaved, that somebody was to have by ``at`` and has not."""
    return _untold(_wanted(at))


def withdraw_untrue(at: datetime, wanted: Collection[Notice] | None = None) -> None:
    """Take back every reminder that waits for its mail and is not wanted at ``at`` any more."""
    waiting = Notice.objects.waiting().filter(kind__in=_kinds)
    kept = list(waiting.values_list("pk", "person", "kind", "occasion"))
    if not kept:
        return
    names = {_name(each) for each in (_wanted(at) if wanted is None else wanted)}
    untrue = [pk for pk, *name in kept if tuple(name) not in names]
    Notice.objects.filter(pk__in=untrue).withdraw()


@transaction.atomic
def _tell(reminders: list[Notice]) -> None:
    Notice.objects.bulk_create(reminders, ignore_conflicts=True)
    announce({reminder.person_id for reminder in reminders})


def _untold(wanted: list[Notice]) -> list[Notice]:
    known = Notice.objects.filter(occasion__in={each.occasion for each in wanted})
    told = set(known.filter(kind__in=_kinds).values_list("person", "kind", "occasion"))
    return [each for each in wanted if _name(each) not in told]


def _name(reminder: Notice) -> tuple[int, str, str]:
    return reminder.person_id, reminder.kind, reminder.occasion


@dataclass(frozen=True)
class Told:
    """Who may be told beside the owners, and what each programme has set."""

    rules: Mapping[tuple[int, str], ReminderRule]
    chairs: Leaders
    champions: Mapping[int, list[Person]]

    @classmethod
    def in_programmes(cls, programmes: Collection[int]) -> "Told":
        """Read it all at once, however many things there are."""
        rules = ReminderRule.objects.filter(programme__in=programmes)
        champions: dict[int, list[Person]] = defaultdict(list)
        for person in Person.objects.champions().filter(programme__in=programmes).order_by("pk"):
            champions[person.programme_id].append(person)
        return cls(
            rules={(rule.programme_id, rule.kind): rule for rule in rules},
            chairs=_chairs[0](programmes) if _chairs else {},
            champions=champions,
        )

    def rule(self, kind: Kind, thing: Thing) -> ReminderRule:
        return self.rules.get((thing.programme.pk, kind.name)) or kind.rule(thing.programme)

    def people(self, kind: Kind, rule: ReminderRule, thing: Thing) -> list[Person]:
        """Return who is told of ``thing``; the champions also of what nobody owns."""
        owners = [person for person in thing.owners if _can_hear(person, thing)]
        told = list(owners) if rule.to_owner else []
        if kind.alone:
            return told
        programme = thing.programme.pk
        if rule.to_chair:
            own = self.chairs.get((programme, thing.team))
            told += own or self.chairs.get((programme, None), [])
        if rule.to_champion or not owners:
            told += self.champions.get(programme, [])
        return [
            each for each in {each.pk: each for each in told}.values() if _can_hear(each, thing)
        ]


def _wanted(at: datetime) -> list[Notice]:
    """Return, unsaved, every reminder of the stage that holds at ``at`` for whoever it reaches."""
    last = (at + ASIDE).date() + timedelta(days=LONGEST)
    things = [
        (kind, thing)
        for kind in _kinds.values()
        for thing in kind.due_by(last)
        if thing.programme.goes_on
    ]
    if not things:
        return []
    told = Told.in_programmes({thing.programme.pk for _, thing in things})
    return [reminder for kind, thing in things for reminder in _reminders(kind, thing, told, at)]


def _reminders(kind: Kind, thing: Thing, told: Told, at: datetime) -> Iterator[Notice]:
    rule = told.rule(kind, thing)
    if not rule.active or thing.known_since > at:
        return
    for person in told.people(kind, rule, thing):
        today = at.astimezone(person.zone).date()
        known = thing.known_since.astimezone(person.zone).date()
        now_in = stage(thing.due, today, rule.days, rule.weekly_while_late, known)
        if now_in is not None:
            yield _written(kind, thing, person, now_in, today)


def _written(kind: Kind, thing: Thing, person: Person, now_in: int, today: date) -> Notice:
    verb = "Was due" if thing.due < today else "Due"
    day = format_date(thing.due, "j F Y")
    return Notice(
        person=person,
        kind=kind.name,
        occasion=f"{thing.number}/{thing.due.isoformat()}/{now_in}",
        text=Truncator(one_line(kind.line.format(verb=verb, day=day, title=thing.title))).chars(
            TEXT
        ),
        detail=_detail(kind, thing, person),
        path=thing.path,
        thing=f"{kind.noun}/{thing.number}",
        private=kind.private,
        visibility=thing.visibility,
    )


def _detail(kind: Kind, thing: Thing, person: Person) -> str:
    """Say what an owner can do, and to everybody else whose it is."""
    present = [each for each in thing.owners if _can_hear(each, thing)]
    if person.pk in {each.pk for each in present}:
        return kind.ask
    names = " and ".join(each.name for each in present)
    return f"{names} answers for it." if names else "Nobody answers for it yet."


def _can_hear(person: Person, thing: Thing) -> bool:
    """Whether somebody still takes part, in a role that may read of the thing."""
    return person.removed_at is None and thing.visibility in READABLE.get(person.role, [])
