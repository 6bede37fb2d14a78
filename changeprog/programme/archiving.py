"""What the ground puts into archives: the programme, its people and teams, the journal."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from django.contrib.contenttypes.models import ContentType

from changeprog.accounts.models import Invitation, Letter, User
from changeprog.programme import archive, facts, journal
from changeprog.programme.archive import Column, Names, Row, Table
from changeprog.programme.archive.models import AT_ONCE, of_model
from changeprog.programme.models import Event, Function, Person, Programme, Role, Team, Visibility

if TYPE_CHECKING:
    from django.db.models import QuerySet

CHAPTER = "The programme"
ACCOUNTS = "Accounts belong to this copy of the app and not to one programme."
JOURNAL = (
    Column("id", "Number", "number"),
    Column("at", "When", "moment"),
    Column("person", "Who", "reference"),
    Column("verb", "Verb"),
    Column("words", "What happened"),
    Column("subject", "To what", "reference"),
    Column("title", "What it was called"),
    Column("notes", "What exactly", "data"),
    Column("visibility", "Who may read it", "choice", dict(Visibility.choices)),
    Column("facts", "Facts", "data"),
)


def _people(person: Person) -> "QuerySet[Person]":
    """Return who takes or took part; whom only the map knows, for those who see the map."""
    everybody = Person.objects.filter(programme=person.programme)
    return everybody if person.may(Role.FACILITATOR) else everybody.with_role()


def _without_address(row: Row, person: Person) -> Row:
    """Take the e-mail address away from whom nobody shows addresses."""
    return row if person.may(Role.FACILITATOR) else {**row, "email": ""}


def _names(person: Person) -> dict[Any, str]:
    """Return what everybody is called: who is named in what one may read is known there already."""
    everybody = Person.objects.filter(programme=person.programme)
    return dict(everybody.values_list("pk", "name"))


def _events(person: Person) -> "QuerySet[Event]":
    """Return what the person's role may read; what is private to somebody is in no archive."""
    return Event.objects.filter(programme=person.programme).readable_as(person.role)


def _journal(person: Person, names: Names) -> Iterator[Row]:
    wanted = ("id", "at", "person_id", "verb", "subject_type", "subject_id", "visibility", "facts")
    for event in _events(person).order_by("pk").values(*wanted).iterator(AT_ONCE):
        yield _entry(event, names)


def _entry(event: dict[str, Any], names: Names) -> Row:
    model = ContentType.objects.get_for_id(event["subject_type"]).model_class()
    told = {name: value for name, value in event["facts"].items() if name != "undo"}
    return {
        "id": event["id"],
        "at": event["at"],
        "person": names.of(Person, event["person_id"]),
        "verb": event["verb"],
        "words": journal.verb(event["verb"]).words,
        "subject": names.of(model, event["subject_id"]) if model else None,
        "title": facts.title(told),
        "notes": facts.notes(told),
        "visibility": event["visibility"],
        "facts": told,
    }


def register() -> None:
    """Put the ground's tables into archives."""
    people = of_model(
        20,
        CHAPTER,
        Person,
        _people,
        name="people",
        title="People",
        without=("user", "invitation", "digest_paused"),
        but=("removed_at",),
        shown=_without_address,
        note="Addresses are for champions and facilitators.",
    )
    archive.register(
        of_model(
            10,
            CHAPTER,
            Programme,
            lambda person: Programme.objects.filter(pk=person.programme_id),
            but=("key",),
            name="programme",
            title="The programme",
        ),
        Table(**{**vars(people), "names": _names}),
        of_model(30, CHAPTER, Function, lambda p: Function.objects.filter(programme=p.programme)),
        of_model(40, CHAPTER, Team, lambda p: Team.objects.filter(programme=p.programme)),
        Table(
            order=50,
            chapter=CHAPTER,
            name="journal",
            title="Journal",
            covers=(Event,),
            columns=JOURNAL,
            rows=_journal,
            count=lambda person: _events(person).count(),
            note="What happened, as far as your role may read it; nothing private to somebody.",
        ),
    )
    archive.leave_out(ACCOUNTS, User, Invitation, Letter)
