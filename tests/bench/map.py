"""The map of 1,000 people with 10,000 ties, and of 5,000 with 50,000: what is computed, and pages.

What is computed is compared with networkx doing the same in the same run: ``ratio`` says how many
times as long it takes. Above 1,000 people only what takes networkx a few seconds; a line with
``skipped`` says why it was not asked. The whole takes a few minutes.
"""

from collections.abc import Callable, Iterator
from itertools import chain
from random import Random
from statistics import median
from time import perf_counter, process_time
from typing import Any
from uuid import uuid4

import networkx as nx  # type: ignore[import-untyped]
import rustworkx
from django.db import connection
from django.urls import reverse

from changeprog.programme.models import Function, Person, Programme
from stakeholders import charting, choosing, drawing, groups, proposing, standing, web_room
from stakeholders.models import Stakeholder, Tie
from stakeholders.network import Network, constraint, eigenvector
from stakeholders.support import Support
from tests import factory
from tests.bench import Page, Scene, measure
from tests.bench.direction import sign_in

SIZES = [(1_000, 10_000), (5_000, 50_000)]
PROPOSED = 20
OF_ONE_GROUP = 60
"""People who mostly turn to one another."""
SEED = 7
COMPARED_UP_TO = 1_000
"""People up to whom networkx is asked for what grows with their square or faster."""
TOO_LONG = f"takes networkx too long above {COMPARED_UP_TO:,} people"
A_MINUTE = "takes networkx about a minute at 1,000 people"
NEEDS_SCIPY = "networkx asks for SciPy from 500 people on"

Line = dict[str, Any]
Tell = Callable[[str], None]


def lines(rounds: int, tell: Tell) -> Iterator[Line]:
    """Make each map, and yield what its figures, its drawing, a proposal and its pages take."""
    for people, ties in SIZES:
        tell(f"map: {people} people with {ties} ties")
        programme = factory.make_programme()
        fill(programme, people, ties)
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
        for line in chain(computed(programme, people, tell), pages(programme, rounds, tell)):
            yield {"people": people, "ties": ties, **line}


def fill(programme: Programme, people: int, ties: int) -> None:
    """Make people, and put them on the map."""
    functions = list(Function.objects.filter(programme=programme))
    made = Person.objects.bulk_create(
        (
            Person(
                programme=programme,
                name=f"Person {number:04}",
                function=functions[number % len(functions)],
            )
            for number in range(people)
        ),
        batch_size=1_000,
    )
    put_on_map(programme, made, ties)


def put_on_map(programme: Programme, people: list[Person], ties: int) -> None:
    """Put ``people`` on the map; most of their ties are within a group, some are turned to often.

    There are at least twice as many people as ``OF_ONE_GROUP``.
    """
    random = Random(SEED)  # noqa: S311 -- a scene, not a secret
    Stakeholder.objects.bulk_create(
        (
            Stakeholder(
                programme=programme,
                key=uuid4(),
                person=person,
                influence=random.randint(1, 5),
                support=random.randint(1, 5),
                needed=4,
                interest=random.randint(1, 5),
            )
            for person in people
        ),
        batch_size=1_000,
    )
    Tie.objects.bulk_create(
        (
            Tie(programme=programme, source=people[a], target=people[b], relation=kind, strength=1)
            for a, b, kind in pairs(random, len(people), ties)
        ),
        batch_size=2_000,
    )


def pairs(random: Random, people: int, ties: int) -> list[tuple[int, int, str]]:
    """Return that many distinct ties; nine of ten are advice, the others trust."""
    weights = [random.paretovariate(1.5) for _ in range(people)]
    group = [random.randrange(people // OF_ONE_GROUP) for _ in range(people)]
    members: dict[int, list[int]] = {}
    for number, own in enumerate(group):
        members.setdefault(own, []).append(number)
    found: dict[tuple[int, int, str], None] = {}
    while len(found) < ties:
        source = random.randrange(people)
        near = members[group[source]]
        target = (
            random.choices(near, [weights[each] for each in near])[0]
            if random.random() < 0.8
            else random.randrange(people)
        )
        if source != target:
            found[source, target, "advice" if random.random() < 0.9 else "trust"] = None
    return list(found)


def computed(programme: Programme, people: int, tell: Tell) -> Iterator[Line]:
    """Yield what each thing takes here, and in networkx."""
    numbers, links = charting.read(programme.pk)
    network = Network.of(numbers, links)
    graph, contacts = network.directed(), nx.Graph(list(network.strengths))
    theirs = nx.DiGraph(list(network.strengths))
    small = people <= COMPARED_UP_TO
    found = groups.find(network)
    compared: dict[str, tuple[Callable[[], Any], Callable[[], Any] | str]] = {
        "in-degree": (lambda: [graph.in_degree(each) for each in graph.node_indices()],
                      lambda: nx.in_degree_centrality(theirs)),
        "betweenness": (lambda: rustworkx.betweenness_centrality(graph),
                        (lambda: nx.betweenness_centrality(theirs)) if small else TOO_LONG),
        "closeness": (lambda: rustworkx.closeness_centrality(graph),
                      (lambda: nx.closeness_centrality(theirs)) if small else TOO_LONG),
        "eigenvector": (lambda: eigenvector(graph),
                        lambda: nx.eigenvector_centrality(theirs, max_iter=1_000, tol=1e-9)),
        "constraint": (lambda: constraint(network), A_MINUTE),
        "groups": (lambda: groups.find(network),
                   lambda: nx.community.louvain_communities(contacts, seed=SEED)),
        "bridges": (lambda: groups.bridges(network, found, dict.fromkeys(numbers, 0.0)), ""),
        "layout, all at once": (lambda: rustworkx.spring_layout(graph, seed=SEED), NEEDS_SCIPY),
        "drawing": (lambda: drawing.draw(numbers, links), ""),
    }  # fmt: skip
    for name, (ours, oracle) in compared.items():
        tell(f"  {name}")
        yield compare(name, timed(ours), other(oracle))
    yield from proposal(programme, tell)


def compare(name: str, ours: Line, theirs: Line) -> Line:
    """Return one line of both, with how many times as long networkx takes."""
    line = {"what": name, **ours, **theirs}
    if "networkx_ms" in theirs:
        line["ratio"] = round(theirs["networkx_ms"] / max(ours["ms"], 0.1), 1)
    return line


def proposal(programme: Programme, tell: Tell) -> Iterator[Line]:
    """Yield what it takes to propose ambassadors, and how long it takes to know that one holds."""

    def propose() -> None:
        choosing.best(proposing.read(programme).reach, PROPOSED)

    def holds() -> None:
        proposing.fingerprint(programme, proposing.basis(programme))

    tell("  proposal")
    yield {"what": f"proposal of {PROPOSED}", **timed(propose, times=3)}
    yield {"what": "whether a proposal still holds", **timed(holds, times=3)}


def timed(act: Callable[[], Any], times: int = 1) -> Line:
    """Return how long ``act`` took, and what of that this process computed."""
    took, worked = [], []
    for _ in range(times):
        began, before = perf_counter(), process_time()
        act()
        took.append(perf_counter() - began)
        worked.append(process_time() - before)
    return {"ms": round(median(took) * 1000, 1), "cpu_ms": round(median(worked) * 1000, 1)}


def other(oracle: Callable[[], Any] | str) -> Line:
    if isinstance(oracle, str):
        return {"networkx": "skipped", "why": oracle} if oracle else {}
    return {f"networkx_{name}": value for name, value in timed(oracle).items()}


def pages(programme: Programme, rounds: int, tell: Tell) -> Iterator[Line]:
    """Draw the chart as the job does, and yield what its pages take."""
    tell("  the job that draws the chart")
    yield {"what": "chart, by the job", **timed(lambda: charting.draw_due(web_room.announce))}
    tell("  the job that works out proposals")
    yield {"what": "smallest set, by the job", **timed(standing.work_out_due)}
    champion = factory.champion_of(programme)
    names = ("map", "table", "web", "ambassadors")
    grid, table, web, whom = (
        reverse(f"stakeholders:{name}", args=[programme.key]) for name in names
    )
    leads = Stakeholder.objects.filter(programme=programme, support=Support.LEADING).latest("pk")
    asked = Person.objects.filter(programme=programme, ties_in__isnull=False).latest("pk")
    scene = Scene(
        sign_in(champion),
        Page("empty", reverse("stakeholders:web", args=[empty(champion)])),
        [
            Page("grid", grid),
            Page("table", table),
            Page("ambassadors", whom),
            Page(f"ambassadors, best {PROPOSED}", f"{whom}?k={PROPOSED}"),
            Page("ambassadors, what if", f"{whom}?k={PROPOSED}&more={leads.person_id}"),
            Page("web", web),
            Page("web, a group", f"{web}?open=1"),
            Page("web, a person", f"{web}?focus={asked.pk}"),
            Page("web, one kind of tie", f"{web}?ties=advice"),
            Page("web, search", f"{web}people/?q=person+00"),
        ],
    )
    measured = measure(scene, rounds, lambda done: tell(f"  round {done}"))
    for name, found in measured.items():
        yield {"page": name, **found.line(measured[scene.empty.name])}


def empty(champion: Person) -> str:
    """Return the key of a programme in which there is nothing yet."""
    assert champion.user
    return factory.make_programme(champion.user, "Nothing here yet").key
