"""Every page of a large programme, as champion and as member, and what opening one loads.

1,000 people, 300 milestones, 5,000 victories, 5,000 barriers, 100 workshops, a year of editions
(``crowd``). Each address that answers a GET is asked for with an object of its kind, and beside it
the same address of a programme with one object of each kind: where ``more_queries`` is not 0,
somebody should look whether queries grow with rows. The dearest pages come first. The last lines
are what a browser loads that has loaded nothing before (``tests/first_load.py``).
"""

from collections.abc import Callable, Iterator
from http import HTTPStatus
from typing import Any

from django.db import connection, transaction

from changeprog.programme.models import Person, Programme
from tests import factory, first_load, objects, workshop_factory
from tests.bench import Measured, Page, Scene, counted, measure
from tests.bench.direction import address, sign_in
from tests.test_access import OF_A_PROGRAMME
from tests.test_access import address as real_address

ROUNDS = 2
"""How often each page is asked for, after once to warm up, unless fewer rounds are asked for."""
SLOW_MS, HEAVY = 200, 1_000_000

Line = dict[str, Any]
Tell = Callable[[str], None]


def lines(rounds: int, tell: Tell) -> Iterator[Line]:
    """Yield the figures of every page for the champion and for a member, and the first loads."""
    from tests.bench.pages import crowd  # noqa: PLC0415 -- it imports from this package

    champion, member = crowd.large(tell)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    few = {page.name: found for page, found in opened(_one_of_each(), tell)}
    for who in (champion, member):
        for name, line, found in walked(who, min(rounds, ROUNDS), tell):
            own = compared(found, few.get(name) if who == champion else None)
            yield {"who": who.role, "page": name, **line, **own}
    for name, loaded in first_loads(champion, member):
        yield {"first_load": name, **loaded.line()}


def _one_of_each() -> Person:
    """Return the champion of a programme with one object of each kind."""
    programme = factory.make_programme(factory.make_user("Sue Small"), "One of each")
    objects.fill(programme)
    return factory.champion_of(programme)


def walked(who: Person, rounds: int, tell: Tell) -> Iterator[tuple[str, Line, Measured]]:
    """Yield name and figures of each page that ``who`` can open, the dearest first."""
    pages = [page for page, _ in opened(who, tell)]
    scene = Scene(sign_in(who), Page("empty", address("direction:overview", _empty(who))), pages)
    told = f"{who.role}, {len(pages)} pages: round"
    measured = measure(scene, rounds, lambda done: tell(f"  {told} {done}/{rounds}"), warming_up=0)
    for name, found in sorted(measured.items(), key=lambda each: -each[1].median):
        yield name, found.line(measured["empty"]), found


def _empty(who: Person) -> Programme:
    """Return a programme in which there is nothing yet, to which ``who`` belongs in that role."""
    empty = factory.make_programme(factory.make_user("Eve Empty"), "Nothing here yet")
    Person.objects.create(programme=empty, user=who.user, name=who.name, role=who.role)
    return empty


def compared(large: Measured, few: Measured | None) -> Line:
    """Return what the page asks more than in a small programme, and which bounds it oversteps."""
    over = [
        *(["slow"] if large.median > SLOW_MS else []),
        *(["heavy"] if len(large.content) > HEAVY else []),
    ]
    more = {"more_queries": large.queries - few.queries} if few else {}
    return {**more, **({"over": over} if over else {})}


def opened(who: Person, tell: Tell) -> Iterator[tuple[Page, Measured]]:
    """Yield every page of the programme that answers ``who``, and what it asked the first time."""
    client = sign_in(who)
    for name, url in list(addresses(who)):  # all made first, since they change what pages show
        tell(f"  {who.role}: {name:50}")
        page, found = Page(name, url), Measured()
        with counted() as queries:
            answer = client.get(url)
        if answer.status_code == HTTPStatus.OK:
            found.queries = len(queries)
            yield page, found


def addresses(who: Person) -> Iterator[tuple[str, str]]:
    """Yield name and address of everything below the programme, with an object of each kind."""
    for name, route, _ in OF_A_PROGRAMME:
        with transaction.atomic():
            url = real_address(name, route, who.programme, who)
        yield name, url
    yield "workshop_room:room", room(who)


def room(who: Person) -> str:
    """Return the address of a workshop's page on the phone of ``who``, who is in the room."""
    held = workshop_factory.present(who.programme, who).workshop
    return f"/room/{who.programme.key}/{held.pk}/"


def first_loads(champion: Person, member: Person) -> Iterator[tuple[str, first_load.Loaded]]:
    """Yield what it takes to open the three pages that open where the connection is bad."""
    home = address("programme:whole", champion.programme)
    log = address("teams:log", member.programme) + "?what=victory"
    for name, who, url in (
        ("home", champion, home),
        ("home, member", member, home),
        ("a workshop's phone page", member, room(member)),
        ("the quick log", member, log),
    ):
        yield name, first_load.load(sign_in(who), url)
