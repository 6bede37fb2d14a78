"""Factory functions for surveys and ground rules: the least that a test needs."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.utils.timezone import localdate

from changeprog.programme.models import Person, Programme
from stakeholders import naming
from stakeholders.models import GroundRule, Naming, Respondent, Survey, Tie
from tests import factory, map_factory, workshop_factory
from workshops.models import ParkedRule


def on_map(programme: Programme, name: str, function: str = "", **fields: Any) -> Person:
    """Somebody on the map whom a mail reaches."""
    person = map_factory.someone(programme, name, function)
    fields.setdefault("email", f"{name.split(maxsplit=1)[0].lower()}@example.org")
    Person.objects.filter(pk=person.pk).update(**fields)
    person.refresh_from_db()
    map_factory.stakeholder(factory.champion_of(programme), person)
    return person


def survey(by: Person, **fields: Any) -> Survey:
    """A draft, put to everybody on the map, that closes in two weeks."""
    values = {"closes_on": localdate() + timedelta(days=14)}
    made = Survey(programme=by.programme, **(values | fields))
    made.plan(by)
    return made


def running(by: Person, **fields: Any) -> Survey:
    """A survey that was sent to everybody on the map."""
    made = survey(by, **fields)
    made.send(by)
    return made


def asked(of: Survey, person: Person) -> Respondent:
    """The respondent that ``person`` is."""
    related = of.respondents.select_related("survey__programme", "person__function")
    return related.get(person=person)


def answer(of: Survey, person: Person, *names: str) -> Respondent:
    """What ``person`` answers: these names, or nobody."""
    respondent = asked(of, person)
    known = naming.Names(naming.colleagues(of.programme))
    respondent.answer([(name, known.meant(name)) for name in names])
    return respondent


def rule(by: Person, words: str = "…whoever asks gets the work", **fields: Any) -> GroundRule:
    """A rule that hurts, heard once, answered by nothing."""
    values: dict[str, Any] = {"effect": GroundRule.Effect.HURTS}
    made = GroundRule(programme=by.programme, words=words, **(values | fields))
    made.note(by)
    return made


def some_survey(programme: Programme, viewer: Person | None = None) -> Survey:
    """The running survey of the programme, sent now if there is none."""
    known = Survey.objects.filter(programme=programme).first()
    if known is None:
        on_map(programme, "Rita Respondent")
        known = running(factory.champion_of(programme))
    return known


def some_naming(programme: Programme, viewer: Person | None = None) -> Naming:
    """A name that nobody knows, typed in that survey."""
    of = some_survey(programme)
    respondent = of.respondents.select_related("survey__programme", "person").earliest("pk")
    if not respondent.namings.exists():
        respondent.answer([("Somebody Unknown", None)])
    return respondent.namings.earliest("pk")


def some_rule(programme: Programme, viewer: Person | None = None) -> GroundRule:
    """A ground rule of the programme."""
    known = GroundRule.objects.filter(programme=programme).first()
    return known or rule(factory.champion_of(programme), key=UUID(int=9))


def some_parking(programme: Programme, viewer: Person | None = None) -> ParkedRule:
    """That rule, parked in the workshop that the viewer leads."""
    of = workshop_factory.led_workshop(programme, viewer)
    return ParkedRule.park(factory.champion_of(programme), of, some_rule(programme))


def ties(relation: str = "advice") -> list[tuple[str, str]]:
    """Who turns to whom by the survey, by name."""
    own = Tie.objects.filter(relation=relation, origin="survey")
    named = own.order_by("source__name", "target__name")
    return list(named.values_list("source__name", "target__name"))
