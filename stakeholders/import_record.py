"""What imports keep about one person: rows that wait to be confirmed, and what undoing needs."""

from collections.abc import Iterator
from typing import Any

from django.db import transaction

from changeprog.programme import demo
from changeprog.programme.models import Person
from stakeholders import own_record
from stakeholders.importing import working
from stakeholders.importing.fields import fold
from stakeholders.importing.plan import PEOPLE
from stakeholders.models import Import, ImportSource, Stakeholder
from stakeholders.own_record import Part, Row


def rows(person: Person) -> list[Row]:
    """Return what files say of them that was not imported, or not yet."""
    waiting = [
        {"In a file that is not imported yet": " · ".join(filter(None, cells))}
        for source in _sources(person)
        for table in source.tables or []
        for _, cells in table[1]
        if _names(cells, person)
    ]
    return waiting + [
        {"In a row that was not imported": " · ".join(filter(None, row["cells"]))}
        for source in _sources(person).filter(tables__isnull=True)
        for sheet in source.left_out or []
        for row in sheet["rows"]
        if _names(row["cells"], person)
    ]


@transaction.atomic
def erase(person: Person) -> None:
    """Delete their rows from files that wait, and from what is kept to undo imports.

    A file that is not read yet cannot be searched, so it goes altogether. Waits for jobs that have
    an import in hand, as these know the rows that were there before.
    """
    own = Import.objects.filter(programme=person.programme).select_related("programme")
    imports = list(own.order_by("pk").select_for_update(of=("self",)))
    for source in _sources(person).filter(content__isnull=False):
        source.of.discard()
        source.delete()
    for source in _sources(person):
        for table in source.tables or []:
            table[1] = [line for line in table[1] if not _names(line[1], person)]
        for sheet in source.left_out or []:
            sheet["rows"] = [row for row in sheet["rows"] if not _names(row["cells"], person)]
        source.save(update_fields=["tables", "left_out"])
    for of in imports:
        _forget(of, person)
        _compare_anew(of)


def _compare_anew(of: Import) -> None:
    """Forget what a large import would change, which names people, and have it worked out anew."""
    of.pages.all().delete()
    if of.is_large and of.move(Import.State.PREVIEWED, Import.State.COMPARING, overview={}):
        working.ask_for_a_job(of)


def _sources(person: Person) -> Any:
    of_programme = ImportSource.objects.filter(of__programme=person.programme)
    return of_programme.select_related("of").order_by("pk")


def _names(cells: list[str], person: Person) -> bool:
    """Whether a row is about ``person``, or a tie from or to them."""
    return any(_is(cell, person) for cell in cells)


def _is(cell: str, person: Person) -> bool:
    address = bool(person.email) and cell.strip().lower() == person.email.lower()
    return address or fold(cell) == fold(person.name)


def _forget(of: Import, person: Person) -> None:
    """Leave nothing about ``person`` in what is kept to undo ``of``."""
    kept = [each for each in of.kept if each[0] != person.pk]
    outcome = dict(_without(of.outcome, person))
    if (kept, outcome) != (of.kept, of.outcome):
        Import.objects.filter(pk=of.pk).update(kept=kept, outcome=outcome)


def _without(outcome: dict[str, Any], person: Person) -> Iterator[tuple[str, Any]]:
    profiles = Stakeholder.everything().filter(person=person).values_list("pk", flat=True)
    own = {"people": {person.pk}, "stakeholders": {*profiles}, "restored": {*profiles}}
    for name, held in outcome.items():
        if name == "changed":
            people = [each for each in held["person"] if each[0] != person.pk]
            changed = [
                each
                for each in held["stakeholder"]
                if each[0] not in own["stakeholders"] and not _mentions(each, person)
            ]
            yield name, {**held, "person": people, "stakeholder": changed}
        else:
            yield name, [pk for pk in held if pk not in own.get(name, set())]


def _mentions(change: list[Any], person: Person) -> bool:
    """Whether a change of a profile made ``person`` its owner or mentor, or somebody else."""
    _, name, before, after = change
    return name in PEOPLE and person.pk in {before, after}


def register() -> None:
    own_record.register(Part(90, "Imports", rows, erase))
    demo.register(61, "stakeholders.demo_imports.tell")
