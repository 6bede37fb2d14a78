"""A busy daily work: 5,000 victories and 5,000 barriers of two years, 300 people, thanks, pictures.

It is compared with the board of a programme in which there is nothing yet.
"""

from datetime import timedelta
from uuid import uuid4

from django.contrib.contenttypes.models import ContentType
from django.urls import reverse
from django.utils.timezone import now

from changeprog.direction.models import Objective
from changeprog.programme.models import Event, Function, Person, Programme, Team
from teams.models import Barrier, Picture, Thanks, Victory
from tests import factory
from tests.bench import Page, Scene
from tests.bench.direction import address, sign_in

VICTORIES, BARRIERS, PEOPLE, PICTURES = 5_000, 5_000, 300, 20
TWO_YEARS = timedelta(days=730)

PAGES = {
    "home": "programme:home",
    "board": "teams:board",
    "wall": "teams:victories",
    "barriers": "teams:barriers",
    "log": "teams:log",
    "teams": "teams:teams",
    "meetings": "teams:meetings",
}
QUERIES = {
    "wall, promoted": ("teams:victories", "promoted=on"),
    "wall, a year ago": ("teams:victories", f"month={now() - timedelta(days=365):%Y-%m}"),
    "barriers, knocked down": ("teams:barriers", "state=knocked-down&page=40"),
    "search": ("programme:search", "q=region"),
}


def scene() -> Scene:
    """Make the programme and sign its champion in."""
    programme = factory.make_programme()
    Programme.objects.filter(pk=programme.pk).update(created_at=now() - TWO_YEARS)
    champion = factory.champion_of(programme)
    people = join(programme)
    objectives = [factory.make_objective(programme, f"Measure {number}") for number in range(20)]
    won, blocked = win(programme, people, objectives), block(programme, people)
    remember(programme, won, blocked)
    pages = [
        *(Page(name, address(url, programme)) for name, url in PAGES.items()),
        *(Page(name, f"{address(url, programme)}?{q}") for name, (url, q) in QUERIES.items()),
        Page("wall, a person", f"{address('teams:victories', programme)}?person={people[0].pk}"),
        Page("victory", won[0].get_absolute_url()),
        Page("say more", reverse("teams:victory_editing", args=[programme.key, won[0].pk])),
        Page("barrier", blocked[0].get_absolute_url()),
    ]
    empty = factory.make_programme(champion.user, "Nothing here yet")
    return Scene(sign_in(champion), Page("empty", address("teams:board", empty)), pages)


def join(programme: Programme) -> list[Person]:
    functions = list(Function.objects.filter(programme=programme))
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


def win(programme: Programme, people: list[Person], objectives: list[Objective]) -> list[Victory]:
    """Return victories, the newest first; each has two who did it and three who thanked."""
    teams = list(Team.objects.filter(programme=programme))
    pictures = [
        Picture.keep(programme, factory.draw(300 + number, 200)) for number in range(PICTURES)
    ]
    made = Victory.objects.bulk_create(
        (
            Victory(
                programme=programme,
                key=uuid4(),
                what=f"Region {number} answered every enquiry on the day it came",
                where="The board beside the entrance" if number % 2 else "",
                function=people[number % PEOPLE].function,
                team=teams[number % len(teams)],
                objective=objectives[number % len(objectives)],
                picture=pictures[number % PICTURES] if number % 5 == 0 else None,
                logged_by=people[number % PEOPLE],
                logged_at=now() - number * TWO_YEARS / VICTORIES,
                promoted_at=None if number % 10 else now() - number * TWO_YEARS / VICTORIES,
                promoted_because="" if number % 10 else "It took courage.",
            )
            for number in range(VICTORIES)
        ),
        batch_size=1_000,
    )
    doers = Victory.doers.through
    doers.objects.bulk_create(
        doers(victory_id=each.pk, person_id=people[(place + turn) % PEOPLE].pk)
        for place, each in enumerate(made)
        for turn in range(2)
    )
    Thanks.objects.bulk_create(
        Thanks(victory=each, person=people[(place + 5 + turn) % PEOPLE], at=each.logged_at)
        for place, each in enumerate(made)
        for turn in range(3)
    )
    return made


def block(programme: Programme, people: list[Person]) -> list[Barrier]:
    """Return barriers, every second one knocked down a week later."""
    return Barrier.objects.bulk_create(
        (
            Barrier(
                programme=programme,
                key=uuid4(),
                what=f"Region {number} waits for the old list of customers",
                owner=people[number % PEOPLE] if number % 3 else None,
                logged_by=people[number % PEOPLE],
                logged_at=now() - number * TWO_YEARS / BARRIERS - timedelta(days=8),
                **(
                    {"knocked_down_at": now() - number * TWO_YEARS / BARRIERS} if number % 2 else {}
                ),
            )
            for number in range(BARRIERS)
        ),
        batch_size=1_000,
    )


def remember(programme: Programme, won: list[Victory], blocked: list[Barrier]) -> None:
    """Give everything the event with which it began."""
    types = ContentType.objects.get_for_models(Victory, Barrier)
    logged: list[Victory | Barrier] = [*won, *blocked]
    Event.objects.bulk_create(
        (
            Event(
                programme=programme,
                verb="victory.logged" if isinstance(each, Victory) else "barrier.logged",
                subject_type=types[type(each)],
                subject_id=each.pk,
                person=each.logged_by,
                at=each.logged_at,
                facts={"title": each.what},
            )
            for each in logged
        ),
        batch_size=2_000,
    )
