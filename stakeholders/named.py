"""Those who were named in a survey: by whom, and putting them on the map.

Who named whom is shown to champions and facilitators alone, as whoever answered was told. It is
what each of them said, in no order but that of names, and nothing is counted: below 80 % response
nobody is named a broker from it, and a list must not do by the back door what the map does not.
"""

from dataclasses import dataclass
from uuid import uuid4

from django.db import transaction
from django.db.models import Prefetch, QuerySet

from changeprog.direction import undoing
from changeprog.programme.models import Event, Person
from stakeholders.models import Naming, Respondent, Stakeholder, Survey


@dataclass(frozen=True)
class Named:
    """One name of an answer; ``is_known`` says whether it is known who is meant."""

    name: str
    is_known: bool
    is_on_map: bool


@dataclass(frozen=True)
class Answer:
    """Whom one person named, in their order; nobody is an answer too."""

    respondent: Respondent
    names: list[Named]

    @property
    def people(self) -> set[int]:
        """The numbers of everybody of whom it tells."""
        named = {naming.person_id for naming in self.respondent.namings.all() if naming.person_id}
        return {self.respondent.person_id} | named


def answered(survey: Survey) -> QuerySet[Respondent]:
    """Return who has answered, by name, with whom they named."""
    namings = Naming.objects.select_related("person__stakeholder").order_by("place")
    rows = survey.respondents.answered().select_related("person__function")
    found: QuerySet[Respondent] = rows.prefetch_related(Prefetch("namings", namings))
    return found.order_by("person__name", "pk")


def answer_of(respondent: Respondent) -> Answer:
    """Return what somebody answered, with the names as they are shown."""
    return Answer(respondent, [_named(naming) for naming in respondent.namings.all()])


def _named(naming: Naming) -> Named:
    person = naming.person
    if person is None:
        return Named(naming.typed, is_known=False, is_on_map=False)
    row = getattr(person, "stakeholder", None)
    return Named(person.name, is_known=True, is_on_map=bool(row and row.removed_at is None))


def off_map(survey: Survey) -> list[Person]:
    """Return those who were named and are in the programme, but not on the map."""
    named = Person.objects.present().filter(namings__respondent__survey=survey)
    gone = named.filter(stakeholder__removed_at__isnull=False)
    return list((named.filter(stakeholder=None) | gone).distinct().order_by("name", "pk"))


@transaction.atomic
def put_on_map(by: Person, survey: Survey) -> int:
    """Put everybody who was named onto the map, and return how many that were.

    The event keeps their numbers alone, to undo it.
    """
    people = off_map(survey)
    put = [Stakeholder.put_on_map(by, uuid4(), person).pk for person in people]
    if put:
        survey.record("put_on_map", by, undo={"stakeholders": put})
    return len(put)


@transaction.atomic
def take_off(survey: Survey, event: Event) -> None:
    """Undo that; raises ``TooLate`` once nobody of them is on the map any more."""
    rows = Stakeholder.objects.filter(pk__in=event.facts["undo"]["stakeholders"]).order_by("pk")
    there = list(rows.select_related("programme", "person"))
    if not there:
        raise undoing.TooLate
    by = undoing.doer(event)
    for stakeholder in there:
        stakeholder.remove(by)
    survey.record("taken_off_map", by)
