"""The streams of the map: open to those who lead, and to nobody else, in any room there is."""

import pkgutil
from collections.abc import Callable, Iterator
from importlib import import_module

import pytest
from django.test import Client

import stakeholders
from changeprog.accounts.models import User
from changeprog.live import Admission, Region, Room, rooms
from changeprog.programme.models import Person, Programme, Role
from changeprog.programme.object_rooms import key_of
from changeprog.programme.rooms import JournalRoom, ProgrammeRegion, ProgrammeRoom
from stakeholders.models import Ambassador, Stakeholder
from tests import factory, map_factory, survey_factory

pytestmark = pytest.mark.django_db
Browse = Callable[[Person | User | None], Client]
Who = Person | User | None


def opened() -> dict[str, JournalRoom]:  # type: ignore[type-arg]
    """Return every room that a module of the map opens."""
    modules = (import_module(f"stakeholders.{found.name}") for found in _modules())
    held = [value for module in modules for value in vars(module).values()]
    return {each.name: each for each in held if isinstance(each, JournalRoom)}


def _modules() -> Iterator[pkgutil.ModuleInfo]:
    return (found for found in pkgutil.iter_modules(stakeholders.__path__) if not found.ispkg)


OF_A_PROGRAMME = ["map-grid", "web"]
NAMES = [*OF_A_PROGRAMME, "survey"]


def test_these_are_all_the_rooms_of_the_map() -> None:
    assert sorted(opened()) == sorted(NAMES)


@pytest.fixture
def key(request: pytest.FixtureRequest, champion: Person) -> str:
    """The key under which the room of the test is followed."""
    if request.getfixturevalue("name") in OF_A_PROGRAMME:
        return champion.programme.key
    return key_of(survey_factory.some_survey(champion.programme))


@pytest.fixture
def knock(browse: Browse, name: str, key: str) -> Callable[[Who], set[Admission | None]]:
    """Return how somebody is let in: asked alone, and asked about with a crowd."""

    def ask(who: Who) -> set[Admission | None]:
        session = browse(who).session.session_key
        room = rooms.get(name)
        assert room
        alone = room.admit(session, key)
        together = room.admit_all([session], key) if room.admit_all and session else {}
        return {alone, together.get(session or "", alone)}

    return ask


Knock = Callable[[Who], set[Admission | None]]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("who", ["champion", "facilitator"])
def test_those_who_lead_are_let_in(who: str, request: pytest.FixtureRequest, knock: Knock) -> None:
    assert [bool(each) for each in knock(request.getfixturevalue(who))] == [True]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("who", ["member", "observer", "stranger", "outsider"])
def test_nobody_else_is_let_in(who: str, request: pytest.FixtureRequest, knock: Knock) -> None:
    assert knock(request.getfixturevalue(who)) == {None}


@pytest.mark.parametrize("name", NAMES)
def test_neither_is_an_ambassador_nor_whoever_is_not_signed_in(
    knock: Knock, ambassador: Ambassador
) -> None:
    assert (knock(ambassador.person), knock(None)) == ({None}, {None})


@pytest.mark.parametrize("name", NAMES)
def test_who_leads_no_more_is_let_in_no_more(knock: Knock, facilitator: Person) -> None:
    assert None not in knock(facilitator)
    Person.objects.filter(pk=facilitator.pk).update(role=Role.MEMBER)
    assert knock(facilitator) == {None}


@pytest.mark.parametrize("name", NAMES)
def test_who_leads_another_programme_is_not_let_in(knock: Knock) -> None:
    another = factory.champion_of(factory.make_programme())
    assert knock(another) == {None}


@pytest.mark.parametrize("role", [Role.OBSERVER, Role.MEMBER])
@pytest.mark.parametrize("name", OF_A_PROGRAMME)
def test_no_region_would_be_drawn_for_less(
    name: str, role: Role, programme: Programme, stakeholder: Stakeholder
) -> None:
    room = opened()[name]
    assert isinstance(room, ProgrammeRoom)
    for region in room.regions.values():
        assert isinstance(region, ProgrammeRegion)
        assert region.render_for(programme, role) == region.element("")
        assert region.render_for(programme, Role.FACILITATOR) != region.element("")


MARK = "Quentin Quagga"


def drawn(room: Room, admission: Admission, key: str) -> list[str]:
    """Return what the stream of a room sends to somebody who was let in."""
    regions: list[Region] = list(room.regions.values())
    return [region.render(key, region.viewer(admission)) for region in regions]


@pytest.mark.parametrize("role", ["observer", "member"])
def test_what_other_rooms_send_them_tells_of_nobody_on_the_map(
    role: str, request: pytest.FixtureRequest, browse: Browse, champion: Person
) -> None:
    map_factory.stakeholder(champion, map_factory.someone(champion.programme, MARK))
    person: Person = request.getfixturevalue(role)
    key = person.programme.key
    session = browse(person).session.session_key
    entered = 0
    for room in list(rooms._rooms.values()):
        admission = room.admit(session, key)
        if admission:
            entered += 1
            assert [part for part in drawn(room, admission, key) if MARK in part] == []
    assert entered > 3
