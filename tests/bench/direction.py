"""A large direction: 300 milestones, 60 objectives, 20,000 readings, 50,000 events.

It is compared with the overview of a programme in which there is nothing yet.
"""

from datetime import date, timedelta
from decimal import Decimal
from itertools import cycle, islice

from django.contrib.contenttypes.models import ContentType
from django.test import Client
from django.urls import reverse
from django.utils.timezone import localdate, now

from changeprog.direction.models import Milestone, Objective, Reading
from changeprog.programme.models import Event, Person, Programme
from tests import factory
from tests.bench import Page, Scene

MILESTONES, OBJECTIVES, READINGS, EVENTS = 300, 60, 20_000, 50_000
OF_THE_FIRST = 1_500
"""Readings of the objective that is measured: one a day for four years."""
PEOPLE, VICTORIES, BARRIERS = 60, 120, 60
RESOURCES, SIDE_EFFECTS, CAPABILITIES, BENEFITS = 60, 30, 25, 15
A_DAY = timedelta(days=1)

PAGES = {
    "home": "programme:home",
    "overview": "direction:overview",
    "objectives": "direction:objectives",
    "timeline of a year": "direction:timeline",
    "timeline of a quarter": "direction:timeline ?zoom=quarter",
    "timeline of all": "direction:timeline ?zoom=all",
    "timeline by objective": "direction:timeline ?zoom=all&by=objective",
    "timeline to print": "direction:timeline ?zoom=all&page=all",
    "milestones": "direction:milestones",
    "vision": "direction:vision",
    "principles": "direction:principles",
    "resources": "direction:resources",
    "side effects": "direction:side_effects",
    "size": "direction:size",
    "load": "direction:load",
    "value": "direction:value",
    "value on a screen": "direction:value_screen",
    "charter": "direction:charter",
    "journal": "programme:journal",
    "people": "programme:people",
    "search": "programme:search ?q=region",
}


def scene() -> Scene:
    """Make the programme and sign its champion in."""
    programme = factory.make_programme()
    Programme.objects.filter(pk=programme.pk).update(created_at=now() - 540 * A_DAY)
    champion = factory.champion_of(programme)
    factory.write_vision(programme)
    people = join(programme)
    objectives = set_objectives(programme, people)
    milestones = plan(programme, people, objectives)
    read(objectives, champion)
    remember(programme, champion, objectives, milestones)
    need(programme, milestones)
    for number in range(VICTORIES):
        factory.log_victory(people[number % PEOPLE], f"Won {number}", milestone=milestones[number])
    for number in range(BARRIERS):
        factory.log_barrier(people[number % PEOPLE], f"In the way {number}", people[number])
    pages = [
        *(Page(name, address(url_name, programme)) for name, url_name in PAGES.items()),
        Page("objective", objectives[0].get_absolute_url()),
        Page("milestone", milestones[0].get_absolute_url()),
    ]
    empty = factory.make_programme(champion.user, "Nothing here yet")
    return Scene(sign_in(champion), Page("empty", address("direction:overview", empty)), pages)


def sign_in(person: Person) -> Client:
    client = Client(SERVER_NAME="127.0.0.1")
    assert person.user is not None
    client.force_login(person.user, "allauth.account.auth_backends.AuthenticationBackend")
    return client


def address(page: str, programme: Programme) -> str:
    """Return the address of ``page``: a name, and what follows the path."""
    name, _, asked = page.partition(" ")
    return reverse(name, args=[programme.key]) + asked


def join(programme: Programme) -> list[Person]:
    functions = list(programme.functions.all())
    return Person.objects.bulk_create(
        Person(
            programme=programme,
            name=f"Person {number}",
            email=f"person{number}@example.org",
            role="member",
            function=functions[number % len(functions)],
        )
        for number in range(PEOPLE)
    )


def set_objectives(programme: Programme, people: list[Person]) -> list[Objective]:
    begin, due = localdate() - 1_600 * A_DAY, localdate() + 200 * A_DAY
    return [
        factory.make_objective(
            programme,
            f"Enquiries of region {number} answered within one working day",
            owner=people[number % PEOPLE],
            baseline_on=begin,
            due=due + number * A_DAY,
        )
        for number in range(OBJECTIVES)
    ]


def plan(
    programme: Programme,
    people: list[Person],
    objectives: list[Objective],
    count: int = MILESTONES,
) -> list[Milestone]:
    """Return milestones five days apart, half of them behind and most of those reached."""
    first = localdate() - count // 2 * 5 * A_DAY
    made = [
        factory.make_milestone(
            programme,
            f"Region {number} answers from one list of customers",
            due=first + 5 * number * A_DAY,
            owner=people[number % PEOPLE],
            objective=objectives[number % OBJECTIVES],
            visible_benefit=number % 2 == 0,
        )
        for number in range(count)
    ]
    for number, milestone in enumerate(made[: count // 2 - 5]):
        Milestone.objects.filter(pk=milestone.pk).update(
            reached_on=milestone.due + number % 9 * A_DAY, evidence="Seen by all who were there."
        )
    return made


def need(programme: Programme, milestones: list[Milestone]) -> None:
    """Say what the change needs, what it might do, what gets better, and what that is worth."""
    for number in range(RESOURCES):
        factory.make_resource(programme, f"Need {number}", milestone=milestones[number])
    for number in range(SIDE_EFFECTS):
        factory.make_side_effect(programme, f"Side effect {number}")
    capabilities = tuple(
        factory.make_capability(programme, f"Capability {number}", (milestones[number],))
        for number in range(CAPABILITIES)
    )
    for number in range(BENEFITS):
        factory.make_benefit(programme, f"Benefit {number}", capabilities[number : number + 2])


def read(objectives: list[Objective], by: Person) -> None:
    """Give the first objective a reading a day, and the others the rest of them evenly."""
    each = (READINGS - OF_THE_FIRST) // (OBJECTIVES - 1)
    counts = [READINGS - each * (OBJECTIVES - 1), *[each] * (OBJECTIVES - 1)]
    Reading.objects.bulk_create(
        (
            Reading(objective=objective, on=on, value=value(place, count), by=by)
            for objective, count in zip(objectives, counts, strict=True)
            for place, on in enumerate(back_from(localdate(), count))
        ),
        batch_size=2_000,
    )


def back_from(day: date, count: int) -> list[date]:
    return [day - place * A_DAY for place in range(count)]


def value(place: int, count: int) -> Decimal:
    """Return a value that climbs from 40 to 80 on the whole, and goes up and down on the way."""
    return Decimal(80 - place * 40 // count) + Decimal(place * 7 % 11) / 4


def remember(
    programme: Programme,
    by: Person,
    objectives: list[Objective],
    milestones: list[Milestone],
    count: int = EVENTS,
) -> None:
    """Fill the journal evenly: readings told and milestones changed."""
    types = ContentType.objects.get_for_models(Objective, Milestone)
    changes = {"due": ["2026-01-01", "2026-02-01"]}
    subjects = islice(cycle([*objectives, *milestones]), count)
    Event.objects.bulk_create(
        (
            Event(
                programme=programme,
                verb="objective.read" if isinstance(subject, Objective) else "milestone.changed",
                subject_type=types[type(subject)],
                subject_id=subject.pk,
                person=by,
                at=now() - timedelta(minutes=15 * number),
                facts={"title": str(subject), "unit": "%", "value": "50", "on": "2026-01-01"}
                if isinstance(subject, Objective)
                else {"title": str(subject), "changes": changes},
            )
            for number, subject in enumerate(subjects)
        ),
        batch_size=2_000,
    )
