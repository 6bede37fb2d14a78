"""Material, and its owners: what they are reminded of, told, and answer for."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db.models.functions import Coalesce, Greatest

from changeprog.communications import inbox, reminders
from changeprog.communications.inbox import About, Word, changes, who
from changeprog.communications.reminders import Thing
from changeprog.direction import undoing
from changeprog.direction.undoing import TooLate, Undoing
from changeprog.onboarding.models import Material
from changeprog.programme import journal, open_things, search
from changeprog.programme.journal import Verb
from changeprog.programme.models import Event, Person, Programme
from changeprog.programme.open_things import OpenKind, OpenThing
from changeprog.programme.search import Finder, Hit, Words
from teams.reminding import last_change

if TYPE_CHECKING:
    from django.db.models import QuerySet

VERBS = [
    Verb("material.shared", "shared something to learn from"),
    Verb("material.changed", "changed something to learn from"),
    Verb("material.checked", "checked that something to learn from still holds"),
    Verb("material.withdrawn", "withdrew something to learn from"),
    Verb("material.offered", "offered something to learn from again"),
    Verb("material.removed", "took something to learn from away"),
    Verb("material.restored", "brought something to learn from back"),
]
DID = {
    "changed": "changed",
    "checked": "checked",
    "withdrawn": "withdrew",
    "offered": "offered again",
    "removed": "took away",
    "restored": "brought back",
}


def find(programme: Programme, _: Person, words: Words) -> list[Hit]:
    """Find material by what it is called, what it is about and where it is."""
    rows = Material.objects.filter(programme=programme).select_related("programme")
    return [
        Hit(
            each.title,
            each.get_absolute_url(),
            "withdrawn" if each.withdrawn_at else each.get_form_display().lower(),
        )
        for each in words.among(rows, "title", "theme", "place")
    ]


def due_by(last: date) -> Iterator[Thing]:
    """Return all material that is to be checked by ``last``, late ones included; one query."""
    moved = last_change(Material, "material.changed", facts__changes__has_key="check_on")
    checked = last_change(Material, "material.checked")
    known = Greatest("shared_at", Coalesce(moved, "shared_at"), Coalesce(checked, "shared_at"))
    due: QuerySet[Any] = Material.objects.due(last).annotate(known_since=known)
    for each in due.select_related("programme", "owner").order_by("check_on", "pk"):
        yield Thing(
            number=each.pk,
            programme=each.programme,
            due=each.check_on,
            title=each.title,
            path=each.get_absolute_url(),
            known_since=each.known_since,
            owners=(each.owner,) if each.owner else (),
        )


def found(numbers: Collection[int]) -> Mapping[int, Material]:
    return Material.everything().select_related("programme").in_bulk(numbers)


def of_owner(event: Event, material: Material) -> Iterable[Word]:
    """Tell whoever owns it what others did to it, or that they are to keep it right from now on."""
    act = event.verb.partition(".")[2]
    was_anothers = act == "shared" and event.facts["undo"]["owner"] != material.owner_id
    if material.owner_id is None or was_anothers:
        return
    path = material.get_list_url() if act == "removed" else material.get_absolute_url()
    if act == "shared" or "owner" in event.facts.get("changes", {}):
        text = f"{who(event)} asks you to keep “{material}” right"
        yield Word(event, material.owner_id, text, path, changes(event, "owner"))
        return
    text = f"{who(event)} {DID[act]} your “{material}”"
    thing = f"material/{material.pk}"
    yield Word(event, material.owner_id, text, path, changes(event), thing)


def unchecked(programme: Programme) -> list[OpenThing]:
    """Return what is offered and has to be checked again some day, the earliest first."""
    rows = Material.objects.filter(programme=programme).offered().select_related("owner")
    return [
        OpenThing("material", each, each.title, each.present_owner, due=each.check_on)
        for each in open_things.of_programme(programme, rows.order_by("check_on", "pk"))
    ]


def hand_over(thing: OpenThing, by: Person, to: Person | None) -> None:
    """Have somebody else keep it right."""
    material: Material = Material.objects.select_related("programme").get(pk=thing.subject.pk)
    material.change(by, material.revision, owner=to)


def may_keep(material: Material, person: Person) -> bool:
    return material.may_be_kept_by(person)


def offer(material: Material, event: Event) -> None:
    _refuse_twice(material, event)
    material.offer(undoing.doer(event))


def withdraw(material: Material, event: Event) -> None:
    _refuse_twice(material, event)
    material.withdraw(undoing.doer(event))


def _refuse_twice(material: Material, event: Event) -> None:
    """Raise ``TooLate`` once the same was done again."""
    if Event.objects.of(material).filter(verb=event.verb, pk__gt=event.pk).exists():
        raise TooLate


UNDOINGS = {
    **undoing.of_removable("material", "shared", may_keep),
    "material.checked": Undoing(undoing.put_back, may_keep),
    "material.withdrawn": Undoing(offer, may_keep, "It is offered again."),
    "material.offered": Undoing(withdraw, may_keep, "It is withdrawn again."),
}
KIND = reminders.Kind(
    name="material.due",
    noun="material",
    title="Material to check again",
    due_by=due_by,
    line="{verb} to be checked again {day}: {title}",
    ask="Does it still hold? Say so, change it, or withdraw it.",
    offsets=(7, 0),
)


def register() -> None:
    """Name what can happen, how it is undone, found, told, reminded of and handed over."""
    journal.register(*VERBS)
    undoing.register(UNDOINGS)
    search.register(Finder(56, "To learn from", "book-open", find))
    reminders.register(KIND)
    inbox.register(About(found, of_owner), *(f"material.{act}" for act in ("shared", *DID)))
    inbox.describe(inbox.Kind("material", "What people need to know", "book-open"))
    open_things.register(
        OpenKind(70, "material", "Material to keep right", "book-open", unchecked, hand_over)
    )
