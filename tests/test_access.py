"""Every address states who may reach it, and the walk holds each to its word."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from changeprog.accounts.models import User
from changeprog.programme.models import Person, Programme, Role
from tests import objects

ALLAUTH = "allauth's own page: signing in and looking after one's account"
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
    pytest.param(name, pattern, id=name)
    for name, _, pattern in ALL
    if stated_access(pattern) in Role.values
]

OF_AN_OBJECT = [
    pytest.param(name, pattern, id=name)
    for name, route, pattern in ALL
    if stated_access(pattern) in Role.values and route.count("<") > 1
]


def test_every_address_states_its_access() -> None:
    silent = [route for _, route, pattern in ALL if not stated_access(pattern)]
    assert silent == []


def test_every_public_address_gives_a_reason() -> None:
    public = [stated_access(pattern) for _, _, pattern in ALL]
    without = [access for access in public if access.strip() in {"public", "public:"}]
    assert without == []


def test_everything_under_a_programme_asks_for_a_role() -> None:
    below = {route: stated_access(p) for _, route, p in ALL if route.startswith("p/<str:programme>")}
    assert below
    assert {access for access in below.values()} <= set(Role.values)


def address(name: str, pattern: URLPattern, programme: Programme) -> str:
    """Return a real address for the pattern, its objects taken from ``programme``."""
    arguments: dict[str, Any] = {"programme": programme.key}
    if pattern.pattern.converters:
        arguments |= objects.arguments(name, programme)
    return reverse(name, kwargs=arguments)


def knock(client: Client, url: str) -> int:
    """Return the status of a GET, or of an empty POST where a GET is not answered."""
    status = client.get(url).status_code
    return client.post(url).status_code if status == 405 else status


@pytest.mark.parametrize(("name", "pattern"), OF_A_PROGRAMME)
def test_each_role_gets_as_far_as_stated(  # noqa: PLR0917
    name: str,
    pattern: URLPattern,
    browse: Browse,
    programme: Programme,
    observer: Person,
    member: Person,
    facilitator: Person,
    champion: Person,
) -> None:
    least = Role(stated_access(pattern))
    objects.fill(programme)
    for person in (observer, member, facilitator, champion):
        url = address(name, pattern, programme)
        status = knock(browse(person), url)
        if Role(person.role).includes(least):
            assert status not in {403, 404, 405, 500}, (person.role, url, status)
        else:
            assert status == 403, (person.role, url, status)


@pytest.mark.parametrize(("name", "pattern"), OF_A_PROGRAMME)
def test_outsiders_and_members_of_other_programmes_find_nothing(
    name: str,
    pattern: URLPattern,
    browse: Browse,
    programme: Programme,
    outsider: User,
    stranger: Person,
) -> None:
    objects.fill(programme)
    url = address(name, pattern, programme)
    for who in (outsider, stranger):
        for answer in (browse(who).get(url), browse(who).post(url)):
            assert answer.status_code == 404


@pytest.mark.parametrize(("name", "pattern"), OF_A_PROGRAMME)
def test_nobody_signed_in_is_sent_to_sign_in(
    name: str, pattern: URLPattern, browse: Browse, programme: Programme
) -> None:
    objects.fill(programme)
    url = address(name, pattern, programme)
    answer = browse(None).get(url)
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/accounts/login/?next={url}")


@pytest.mark.parametrize(("name", "pattern"), OF_AN_OBJECT)
def test_objects_of_another_programme_cannot_be_reached_through_ones_own(
    name: str, pattern: URLPattern, browse: Browse, programme: Programme, stranger: Person
) -> None:
    if set(pattern.pattern.converters) == {"programme"}:
        return
    objects.fill(programme)
    own = stranger.programme
    url = address(name, pattern, programme).replace(f"/p/{programme.key}/", f"/p/{own.key}/")
    assert knock(browse(stranger), url) == 404


def test_somebody_removed_finds_nothing(
    browse: Browse, champion: Person, member: Person, programme: Programme
) -> None:
    client = browse(member)
    assert client.get(programme.get_absolute_url()).status_code == 200
    member.remove(champion)
    assert client.get(programme.get_absolute_url()).status_code == 404
