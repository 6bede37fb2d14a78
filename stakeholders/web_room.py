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
from changeprog.programme.rooms import ProgrammeRegion, ProgrammeRoom, journal_revision
from stakeholders.charting import is_older
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


@dataclass(frozen=True)
class State:
    """How the chart of a programme stands; ``stamp`` changes whenever a page should look anew."""

    chart: Chart | None
    is_older: bool
    stamp: str

    @property
    def is_drawn(self) -> bool:
        return self.chart is not None and self.chart.is_drawn

    @property
    def is_being_drawn(self) -> bool:
        return self.chart is not None and self.chart.claimed_at is not None


def state_of(programme: Programme, chart: Chart | None) -> State:
    """Return how ``chart`` stands to the map of its programme."""
    return State(chart, is_older(programme, chart), stamp_of(programme, chart))


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
        drawn = chart.values_list("drawn_at", "done").first()
        return f"{journal_revision(key)}.{drawn}"


ROOM = WebRoom("web", least=Role.FACILITATOR)


def announce(programme_key: str) -> None:
    """Tell who looks at the web that its chart has changed; never raises."""
    live.changed(ROOM.name, programme_key, [REGION.name])


def hint_after(programme_key: str, verb: str) -> None:
    """Have a worker look for charts to draw as soon as a change of the map is committed."""
    from stakeholders.tasks import draw_charts  # noqa: PLC0415 -- jobs build on this module

    if verb.startswith(REDRAWN_AFTER):
        hint(draw_charts)


def register() -> None:
    """Open the room, listen to what changes the map, and tell the demo's ties."""
    ROOM.add(REGION)
    ROOM.open()
    journal.accompany(hint_after)
    demo.register(62, "stakeholders.demo_ties.tell")
