"""Every address states who may reach it, and the walk holds each to its word."""

from collections.abc import Callable, Iterator

import pytest
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from changeprog.accounts.models import User
from changeprog.programme.models import Person, Programme, Role
from tests import objects

ALLAUTH = "allauth's own page: signing in and looking after one's account"
FORBIDDEN, NOT_ALLOWED = 403, 405
BROKEN = {404, NOT_ALLOWED, 500}
Browse = Callable[[Person | User | None], Client]


def patterns(
    resolver: URLResolver, namespace: str = "", prefix: str = ""
) -> Iterator[tuple[str, str, URLPattern]]:
    """Yield (name with namespace, route, pattern) of every address below ``resolver``."""
    for entry in resolver.url_patterns:
        route = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            inner = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
            yield from patterns(entry, inner, route)
        else:
            yield f"{namespace}{entry.name}", route, entry


def stated_access(pattern: URLPattern) -> str:
    """Return what the view says of its access; allauth's own views are public, with a reason."""
    view = pattern.callback
    if view.__module__.startswith("allauth."):
        return f"public: {ALLAUTH}"
    return getattr(view, "access", "")


ALL = list(patterns(get_resolver()))
OF_A_PROGRAMME = [
    (name, route, pattern) for name, route, pattern in ALL if stated_access(pattern) in Role.values
]


def test_every_address_states_its_access() -> None:
    silent = [route for _, route, pattern in ALL if not stated_access(pattern)]
    assert silent == []


def test_every_public_address_gives_a_reason() -> None:
    stated = [stated_access(pattern) for _, _, pattern in ALL]
    public = [access for access in stated if access.startswith("public")]
    assert public
    assert [access for access in public if not access.removeprefix("public: ").strip()] == []


def test_everything_under_a_programme_asks_for_a_role() -> None:
    below = [stated_access(p) for _, route, p in ALL if route.startswith("p/<str:programme>")]
    assert below
    assert set(below) <= set(Role.values)


def address(name: str, route: str, programme: Programme, viewer: Person | None = None) -> str:
    """Return a real address of that name, its object one of ``programme`` and for ``viewer``."""
    own = objects.arguments(name, programme, viewer) if route.count("<") > 1 else {}
    return reverse(name, kwargs={"programme": programme.key} | own)


def knock(client: Client, url: str) -> int:
    """Return the status of a GET, or of an empty POST where a GET is not answered; undo it."""
    with transaction.atomic():
        status = client.get(url).status_code
        if status == NOT_ALLOWED:
            status = client.post(url).status_code
        transaction.set_rollback(True)
    return status


def walk(client: Client, programme: Programme, viewer: Person | None = None) -> dict[str, int]:
    """Knock at every address of ``programme`` and return the statuses by name."""
    return {
        name: knock(client, address(name, route, programme, viewer))
        for name, route, _ in OF_A_PROGRAMME
    }


@pytest.fixture
def filled(programme: Programme) -> Programme:
    objects.fill(programme)
    return programme


@pytest.mark.parametrize("role", Role.values)
def test_a_role_gets_exactly_as_far_as_stated(
    role: str, request: pytest.FixtureRequest, browse: Browse, filled: Programme
) -> None:
    person: Person = request.getfixturevalue(role)
    far = {name for name, _, p in OF_A_PROGRAMME if person.may(Role(stated_access(p)))}
    statuses = walk(browse(person), filled, person)
    assert {name for name, status in statuses.items() if status != FORBIDDEN} == far
    assert {name: status for name, status in statuses.items() if status in BROKEN} == {}


def test_an_outsider_finds_nothing(browse: Browse, filled: Programme, outsider: User) -> None:
    assert set(walk(browse(outsider), filled).values()) == {404}


def test_the_champion_of_another_programme_finds_nothing(
    browse: Browse, filled: Programme, stranger: Person
) -> None:
    assert set(walk(browse(stranger), filled).values()) == {404}


def test_nobody_signed_in_is_sent_to_sign_in(browse: Browse, filled: Programme) -> None:
    client = browse(None)
    for name, route, _ in OF_A_PROGRAMME:
        url = address(name, route, filled)
        for answer in (client.get(url), client.post(url)):
            location = answer.headers["Location"]
            assert (answer.status_code, location) == (302, f"/accounts/login/?next={url}")


def test_objects_of_another_programme_cannot_be_reached_through_ones_own(
    browse: Browse, filled: Programme, stranger: Person
) -> None:
    client = browse(stranger)
    objects.fill(stranger.programme)
    about = [(name, route) for name, route, _ in OF_A_PROGRAMME if "<int:" in route]
    assert about
    for name, route in about:
        theirs = address(name, route, filled)
        swapped = theirs.replace(f"/p/{filled.key}/", f"/p/{stranger.programme.key}/")
        own = address(name, route, stranger.programme)
        if swapped != own:
            assert (name, knock(client, own) in {403, 404}) == (name, False)
            assert (name, knock(client, swapped)) == (name, 404)


def test_somebody_removed_finds_nothing(
    browse: Browse, champion: Person, member: Person, programme: Programme
) -> None:
    client = browse(member)
    assert client.get(programme.get_absolute_url()).status_code == 200
    member.remove(champion)
    assert client.get(programme.get_absolute_url()).status_code == 404
