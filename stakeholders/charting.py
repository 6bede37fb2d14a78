"""Which charts are older than their map, and drawing them anew.

A chart is as old as its fingerprint: what the people and ties of the map add up to. Nothing that
changes the map has to think of the chart, and a change that is missed by a hint is found by beat.
"""

from collections import defaultdict
from collections.abc import Callable
from hashlib import sha256
from typing import Any

from django.db import transaction
from django.db.models import Count, F, Sum

from changeprog import celery
from changeprog.programme.models import Programme
from changeprog.programme.steps import Stopped
from stakeholders import drawing
from stakeholders.models import Chart, Stakeholder, Tie
from stakeholders.network import Link, Network

VERSION = "1"
"""Of how charts are drawn: with a new one all are drawn anew."""

Told = Callable[[str], None]
"""Called with a programme's key when something of its chart is new."""


def fingerprints(*programmes: int) -> dict[int, str]:
    """Return the fingerprint of the map of every programme that has one, or of these.

    All ties count, also those of people who are gone: who is there, the people say already.
    """
    people, ties = Stakeholder.objects.filter(person__removed_at=None), Tie.objects.all()
    if programmes:
        people = people.filter(programme__in=programmes)
        ties = ties.filter(programme__in=programmes)
    sums: dict[int, list[tuple[Any, ...]]] = defaultdict(list)
    grouped = people.order_by("programme").values_list("programme").annotate(**OF_PEOPLE)
    drawn = ties.order_by("programme").values_list("programme").annotate(**OF_TIES)
    for programme, *row in (*grouped, *drawn):
        sums[programme].append(tuple(row))
    return {programme: _digest(rows) for programme, rows in sums.items()}


OF_PEOPLE = {
    "people": Count("pk"),
    "who": Sum("person_id"),
    "squared": Sum(F("person_id") * F("person_id")),
}
OF_TIES = {"ties": Count("pk"), "numbers": Sum("pk"), "strength": Sum("strength")}


def _digest(rows: list[tuple[Any, ...]]) -> str:
    told = [[str(value) for value in row] for row in rows]
    return sha256(repr((VERSION, told)).encode()).hexdigest()


def older() -> dict[int, str]:
    """Return the fingerprints of the maps whose chart is older, by the programme's number."""
    known = Chart.objects.values_list("programme", "fingerprint", "unwanted")
    settled = {programme: each for programme, *each in known}
    return {
        programme: fingerprint
        for programme, fingerprint in fingerprints().items()
        if fingerprint not in settled.get(programme, ())
    }


def fingerprint(programme: Programme) -> str:
    """Return the fingerprint of one map, empty while there is none."""
    return fingerprints(programme.pk).get(programme.pk, "")


def stop(programme: Programme) -> None:
    """Draw nothing anew until the map changes, and stop if a job is at it."""
    Chart.stop(programme.pk, fingerprint(programme))


@transaction.atomic
def draw_after_all(programme: Programme) -> None:
    """Have what was stopped drawn now."""
    Chart.want(programme.pk)
    celery.hint("stakeholders.tasks.draw_charts")


def draw_due(told: Told) -> None:
    """Draw every chart anew that is older than its map; ``told`` hears of each step."""
    for programme, fingerprint in older().items():
        if chart := Chart.claim(programme):
            try:
                draw(chart, fingerprint, told)
            except Stopped:
                chart.let_go()
                told(chart.programme.key)


def draw(chart: Chart, fingerprint: str, told: Told) -> None:
    """Draw a chart that was claimed: places first, then the figures of each set of relations.

    Raises ``Stopped``, with nothing kept, when somebody does not want it any more.
    """
    people, links = read(chart.programme_id)
    key = chart.programme.key
    sets = list(drawing.sets_of(links))

    def tell(done: int) -> None:
        chart.tell(done, len(sets) + 1)
        told(key)

    tell(0)
    before = {int(person): group for person, (group, _, _) in chart.places.items()}
    drawn = drawing.draw(people, links, before)
    figures: dict[str, dict[str, drawing.Row]] = {}
    bridges: dict[str, tuple[int, int]] = {}
    for done, relations in enumerate(sets, start=1):
        tell(done)
        network = Network.of(people, links, relations)
        found = network.figures()
        figures[",".join(relations)] = {str(each): drawing.row(found[each]) for each in found}
        bridges = bridges or drawing.bridges_of(network, drawn.groups, found)
    chart.keep(
        fingerprint, outline=drawn.outline, places=drawn.places, bridges=bridges, figures=figures
    )
    told(key)


def read(programme: int) -> tuple[list[int], list[Link]]:
    """Return the numbers of the people on the map, and the ties between them."""
    people = Stakeholder.objects.filter(programme=programme, person__removed_at=None)
    ties = Tie.objects.of_present().filter(programme=programme).order_by("pk")
    fields = ("source_id", "target_id", "relation", "strength")
    return (
        list(people.order_by("person_id").values_list("person_id", flat=True)),
        [Link(*row) for row in ties.values_list(*fields)],
    )
