"""Gaps in what people know: how they are found, told, and handed over."""

from collections.abc import Collection, Iterable, Mapping

from django.utils.timezone import localdate

from changeprog.communications import inbox
from changeprog.communications.inbox import About, Word, changes, who
from changeprog.direction import undoing
from changeprog.direction.undoing import TooLate, Undoing
from changeprog.onboarding.models import Gap, Material, Mentorship
from changeprog.programme import journal, open_things, search
from changeprog.programme.journal import Verb
from changeprog.programme.models import Event, Person, Programme, Role
from changeprog.programme.open_things import OpenKind, OpenThing
from changeprog.programme.search import Finder, Hit, Words

VERBS = [
    Verb("gap.logged", "logged something that somebody did not know"),
    Verb("gap.changed", "changed what is said of a gap in what people know"),
    Verb("gap.resolved", "said what resolved a gap in what people know"),
    Verb("gap.reopened", "opened a gap in what people know again"),
    Verb("gap.removed", "took a gap in what people know away"),
    Verb("gap.restored", "brought a gap in what people know back"),
]


def find(programme: Programme, _: Person, words: Words) -> list[Hit]:
    """Find gaps by what was not known, what it is about, and the answer."""
    rows = Gap.objects.filter(programme=programme).select_related("programme")
    return [
        Hit(each.what, each.get_absolute_url(), "resolved" if each.resolved_at else "open")
        for each in words.among(rows, "what", "theme", "words")
    ]


def found(numbers: Collection[int]) -> Mapping[int, Gap]:
    return Gap.everything().select_related("programme").in_bulk(numbers)


def of_gap(event: Event, gap: Gap) -> Iterable[Word]:
    """Tell who is asked to find out, and who logged it what became of it."""
    path, thing = gap.get_absolute_url(), f"gap/{gap.pk}"
    if gap.owner_id and "owner" in event.facts.get("changes", {}):
        text = f"{who(event)} asks you to find out: “{gap}”"
        yield Word(event, gap.owner_id, text, path, changes(event, "owner"))
    if event.verb == "gap.changed":
        return
    did = "said what resolves" if event.verb == "gap.resolved" else "opened again"
    for person in {gap.owner_id, gap.logged_by_id} - {None}:
        text = f"{who(event)} {did} “{gap}”"
        yield Word(event, int(person or 0), text, path, event.facts.get("how", ""), thing)


def of_new(events: Iterable[Event]) -> Iterable[Word]:
    """Tell the mentors of a team what its people did not know; two queries."""
    happened = list(events)
    gaps = found({event.subject_id for event in happened})
    teams = {gap.team_id for gap in gaps.values() if gap.team_id}
    mentors: dict[int, list[int]] = {}
    held = Mentorship.objects.held().filter(team__in=teams).order_by("pk")
    for team, person in held.values_list("team", "person"):
        mentors.setdefault(team, []).append(person)
    for event in happened:
        if gap := gaps.get(event.subject_id):
            text = f"{who(event)} logged what somebody did not know: “{gap}”"
            for person in mentors.get(gap.team_id or 0, []):
                yield Word(event, person, text, gap.get_absolute_url(), thing=f"gap/{gap.pk}")


def still_open(programme: Programme) -> list[OpenThing]:
    """Return what nobody has resolved, the oldest first."""
    rows = Gap.objects.filter(programme=programme).open().select_related("owner")
    return [
        OpenThing("gap", each, each.what, _present(each.owner), since=localdate(each.logged_at))
        for each in open_things.of_programme(programme, rows.order_by("logged_at", "pk"))
    ]


def _present(owner: Person | None) -> Person | None:
    return owner if owner and owner.removed_at is None else None


def hand_over(thing: OpenThing, by: Person, to: Person | None) -> None:
    """Have somebody else find out."""
    gap: Gap = Gap.objects.select_related("programme").get(pk=thing.subject.pk)
    gap.change(by, gap.revision, owner=to)


def logs(_: Gap, person: Person) -> bool:
    return person.may(Role.MEMBER)


def reopen(gap: Gap, event: Event) -> None:
    _refuse_twice(gap, event)
    gap.reopen(undoing.doer(event))


def resolve_again(gap: Gap, event: Event) -> None:
    """Put back what was said to have resolved it, as far as it is still there."""
    _refuse_twice(gap, event)
    said = event.facts["undo"]
    gap.resolve(
        undoing.doer(event),
        material=Material.objects.filter(pk=said["material"]).first(),
        helper=Person.objects.filter(pk=said["helper"]).first(),
        words=said["words"],
    )


def _refuse_twice(gap: Gap, event: Event) -> None:
    """Raise ``TooLate`` once the same was done again."""
    if Event.objects.of(gap).filter(verb=event.verb, pk__gt=event.pk).exists():
        raise TooLate


UNDOINGS = {
    **undoing.of_removable("gap", "logged", logs),
    "gap.resolved": Undoing(reopen, logs, "It is open again."),
    "gap.reopened": Undoing(resolve_again, logs, "It is resolved again."),
}


def register() -> None:
    """Name what can happen, how it is undone, found, told and handed over."""
    journal.register(*VERBS)
    undoing.register(UNDOINGS)
    search.register(Finder(55, "Gaps in what people know", "circle-question-mark", find))
    inbox.register(of_new, "gap.logged")
    inbox.register(About(found, of_gap), "gap.changed", "gap.resolved", "gap.reopened")
    inbox.describe(inbox.Kind("gap", "What people need to know", "book-open"))
    open_things.register(
        OpenKind(
            65,
            "gap",
            "What people still need to know",
            "circle-question-mark",
            still_open,
            hand_over,
        )
    )
