"""Bringing on board: 200 adopting teams with 5,000 people, their trials, pulses and criteria.

Every page of bringing on board and of closing is asked for by the champion. It is compared with the
board of a programme in which there is nothing yet.
"""

from collections.abc import Iterator

from django.db import transaction
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils.timezone import now

from changeprog.onboarding.models import RealityCheck
from changeprog.programme.models import Person, Programme, Team
from tests import factory, objects
from tests.bench import Page, Scene
from tests.bench.direction import A_DAY, address, sign_in
from tests.onboarding.crowd import crowd

TEAMS, PEOPLE_EACH = 200, 25
OBJECTIVES, MILESTONES, SIDE_EFFECTS = 20, 60, 15
NAMESPACES = ("onboarding", "closing")


def scene() -> Scene:
    """Make the programme and sign its champion in."""
    programme = factory.make_programme()
    Programme.objects.filter(pk=programme.pk).update(created_at=now() - 540 * A_DAY)
    champion = factory.champion_of(programme)
    direct(programme)
    teams = crowd(programme, TEAMS, PEOPLE_EACH)
    empty = factory.make_programme(champion.user, "Nothing here yet")
    pages = [
        Page("home", address("programme:home", programme)),
        *of_all(programme, champion),
        *of_stages(programme, teams),
        Page("reality check, by link", waiting(programme).path),
    ]
    return Scene(sign_in(champion), Page("empty", address("onboarding:board", empty)), pages)


def direct(programme: Programme) -> None:
    """Give the programme a vision, objectives, milestones and side effects to read about."""
    factory.write_vision(programme)
    for number in range(OBJECTIVES):
        factory.make_objective(programme, f"Enquiries of region {number} answered in a day")
    for number in range(MILESTONES):
        factory.make_milestone(programme, f"Region {number} live")
    for number in range(SIDE_EFFECTS):
        factory.make_side_effect(programme, f"Region {number} is ranked")


def of_all(programme: Programme, champion: Person) -> Iterator[Page]:
    """Yield every page of bringing on board and of closing that answers a GET, by its name."""
    client = sign_in(champion)
    for name, route in addresses():
        own = {}
        if route.count("<") > 1:
            with transaction.atomic():
                own = objects.arguments(name, programme, champion)
        url = reverse(name, kwargs={"programme": programme.key} | own)
        if client.get(url).status_code == 200:
            yield Page(name, url)


def addresses() -> Iterator[tuple[str, str]]:
    """Yield name and route of every address below a programme in the two namespaces."""
    yield from _below(get_resolver(), "", "")


def _below(resolver: URLResolver, namespace: str, prefix: str) -> Iterator[tuple[str, str]]:
    for entry in resolver.url_patterns:
        route = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            inner = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
            yield from _below(entry, inner, route)
        elif isinstance(entry, URLPattern) and namespace.rstrip(":") in NAMESPACES:
            yield f"{namespace}{entry.name}", route


def of_stages(programme: Programme, teams: list[Team]) -> Iterator[Page]:
    """Yield the page of one team for each of the six stages."""
    for team in teams[:6]:
        url = reverse("onboarding:team", args=[programme.key, team.pk])
        yield Page(f"team {team.name[-3:]}", url)


def waiting(programme: Programme) -> RealityCheck:
    """Return the reality check that nobody has answered yet."""
    return RealityCheck.objects.filter(programme=programme).with_names().waiting().latest("pk")
