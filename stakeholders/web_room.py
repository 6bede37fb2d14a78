"""The live part of the web: how old what is shown is, and how far the next drawing is.

It brings no drawing, since each viewer looks at another part of one: the page asks for its own
drawing anew once the ``stamp`` in this region differs from the one it was drawn with.
"""

from dataclasses import dataclass
from typing import Any

from django.db.models import Max

from changeprog import live
from changeprog.celery import hint
from changeprog.programme import demo, journal
from changeprog.programme.models import Programme, Role
from changeprog.programme.progress import Work
from changeprog.programme.rooms import ProgrammeRegion, ProgrammeRoom, journal_revision
from stakeholders import charting
from stakeholders.models import Assessment, Chart

REDRAWN_AFTER = (
    "tie.",
    "import.",
    "survey.",
    "stakeholder.added",
    "stakeholder.erased",
    "stakeholder.re",
    "person.removed",
    "person.returned",
)
"""What changes who is on the web, or who turns to whom; verbs by their beginnings."""
AFTER = "There is no drawing then until the map changes, or somebody asks for it."
AFTER_DRAWN = "The last drawing stays then until the map changes, or somebody asks for a new one."


@dataclass(frozen=True)
class State:
    """How the chart of a programme stands to its map, which has the ``fingerprint`` "" if empty.

    ``stamp`` changes whenever a page should look anew.
    """

    chart: Chart | None
    fingerprint: str
    stamp: str

    @property
    def is_older(self) -> bool:
        """Whether the map has changed since it was drawn."""
        drawn = self.chart.fingerprint if self.chart else ""
        return bool(self.fingerprint) and drawn != self.fingerprint

    @property
    def is_stopped(self) -> bool:
        """Whether somebody wants no drawing of the map as it is."""
        return self.is_older and bool(self.chart and self.chart.unwanted == self.fingerprint)

    @property
    def is_drawn(self) -> bool:
        return self.chart is not None and self.chart.is_drawn

    @property
    def is_being_drawn(self) -> bool:
        return self.chart is not None and self.chart.claimed_at is not None

    @property
    def work(self) -> Work | None:
        """How far drawing it is."""
        if self.chart is None or self.chart.claimed_at is None:
            return None
        return Work(
            doing="The web is being drawn anew" if self.is_drawn else "The web is being drawn",
            done=self.chart.done,
            total=self.chart.steps,
            things="steps",
            stop_form="stop-drawing",
            after=AFTER_DRAWN if self.is_drawn else AFTER,
            is_stopping=bool(self.chart.unwanted),
        )


def state_of(programme: Programme, chart: Chart | None) -> State:
    """Return how ``chart`` stands to the map of its programme."""
    return State(chart, charting.fingerprint(programme), stamp_of(programme, chart))


def stamp_of(programme: Programme, chart: Chart | None) -> str:
    """Return a text that differs once the chart was drawn anew, or support has moved."""
    support = Assessment.objects.filter(stakeholder__programme=programme).of_support()
    newest = support.aggregate(newest=Max("pk"))["newest"]
    drawn = chart.drawn_at.timestamp() if chart and chart.drawn_at else 0
    return f"{drawn}-{newest or 0}"


def context(programme: Programme, role: Role) -> dict[str, Any]:
    light = Chart.objects.defer("outline", "places", "bridges")
    return {"state": state_of(programme, light.filter(programme=programme).first())}


REGION = ProgrammeRegion(
    name="web-state",
    template="stakeholders/web/_state.html",
    verbs=("tie.", "import.", "survey.", "stakeholder.", "conversation.", "person.re"),
    context=context,
    least=Role.FACILITATOR,
)


class WebRoom(ProgrammeRoom):
    """A room in which something is new also when a job has drawn, which is no event."""

    def revision(self, key: str) -> str:
        chart = Chart.objects.filter(programme__key=key.partition(".")[0])
        drawn = chart.values_list("drawn_at", "claimed_at", "done", "unwanted").first()
        return f"{journal_revision(key)}.{drawn}"


ROOM = WebRoom("web", least=Role.FACILITATOR)


def announce(programme_key: str) -> None:
    """Tell who looks at the web that its chart has changed; never raises."""
    live.changed(ROOM.name, programme_key, [REGION.name])


def hint_after(programme_key: str, verb: str) -> None:
    """Have a worker look for charts to draw as soon as a change of the map is committed."""
    if verb.startswith(REDRAWN_AFTER):
        hint("stakeholders.tasks.draw_charts")


def register() -> None:
    """Open the room, listen to what changes the map, and tell the demo's ties."""
    ROOM.add(REGION)
    ROOM.open()
    journal.accompany(hint_after)
    demo.register(62, "stakeholders.demo_ties.tell")
