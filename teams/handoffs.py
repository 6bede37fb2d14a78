"""What goes from team to team, and where it could fall through, live: a picture and a table."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q
from django.urls import reverse

from changeprog.direction import undoing
from changeprog.direction.principles import Evidence, Kind, Moment, Step, register_evidence
from changeprog.direction.principles.catalogue import PEOPLE
from changeprog.programme import demo, journal, search
from changeprog.programme.journal import Verb
from changeprog.programme.models import Person, Programme, Role, Team
from changeprog.programme.rooms import ProgrammeRegion, ProgrammeRoom
from changeprog.programme.search import Finder, Hit, Words
from teams import middles
from teams.handoff_picture import Arrow, Box, Flow, Side, draw
from teams.models import HandOff, PartKind

VERBS = [
    Verb("hand_off.named", "named a hand-off between two teams"),
    Verb("hand_off.changed", "changed a hand-off"),
    Verb("hand_off.checked", "checked whether a hand-off works"),
    Verb("hand_off.became_barrier", "made a barrier of a hand-off that leaks"),
    Verb("hand_off.removed", "took a hand-off away"),
    Verb("hand_off.restored", "brought a hand-off back"),
]
STALE = (
    "hand_off.",
    "team.",
    "barrier.knocked_down",
    "barrier.stood_again",
    "barrier.removed",
    "barrier.restored",
    "person.renamed",
)
DRAWN = 8
"""Teams in the picture; the table has them all."""
ARROWS = 24
"""Hand-offs in the picture: with more it is a tangle."""


@dataclass(frozen=True)
class DrawnFlow:
    """A hand-off with its arrow."""

    hand_off: HandOff
    arrow: Arrow


@dataclass(frozen=True)
class Numbered:
    """A hand-off with its number in the picture; 0 if it is only in the table."""

    hand_off: HandOff
    number: int


def between_teams(programme: Programme, _role: Role) -> dict[str, Any]:
    """Return the hand-offs as rows and, of the first teams that have any, as a picture."""
    rows = list(HandOff.objects.filter(programme=programme).between_present().with_names())
    teams = list(Team.objects.filter(programme=programme).active().in_order())
    drawn = shown_teams(teams, rows)
    picture = draw([(team.pk, team.name) for team in drawn], [_flow(row) for row in rows[:ARROWS]])
    known = {row.pk: row for row in rows}
    numbers = {arrow.key: arrow.number for arrow in picture.arrows}
    return {
        "rows": [Numbered(row, numbers.get(row.pk, 0)) for row in rows],
        "picture": picture,
        "boxes": boxes_with_names(picture.boxes, drawn),
        "flows": [DrawnFlow(known[arrow.key], arrow) for arrow in picture.arrows],
        "left_out": len(rows) - len(picture.arrows),
        "leaking": sum(1 for row in rows if row.leaks),
    }


def shown_teams(teams: list[Team], rows: list[HandOff]) -> list[Team]:
    """Return the teams of the picture: core ones, then those that hand anything over."""
    touched = {key for row in rows for key in (row.from_team_id, row.to_team_id)}
    return [team for team in teams if not team.is_adopting or team.pk in touched][:DRAWN]


def boxes_with_names(boxes: list[Box], teams: list[Team]) -> list[tuple[Box, Team]]:
    """Return each team's place with the team."""
    return list(zip(boxes, teams, strict=True))


def _flow(row: HandOff) -> Flow:
    side = Side.BACK if row.is_feedback else Side.FORWARD
    return Flow(row.pk, row.from_team_id, row.to_team_id, side)


def find(programme: Programme, _: Person, words: Words) -> list[Hit]:
    """Find hand-offs by what goes over and what can fall through."""
    own = HandOff.objects.filter(programme=programme).select_related("programme")
    return [
        Hit(each.what, each.get_absolute_url(), each.get_state_display().lower())
        for each in words.among(own, "what", "risk")
    ]


def checked(programme: Programme, _: Moment) -> list[Evidence]:
    """Tell how many hand-offs are known to work."""
    rows = HandOff.objects.filter(programme=programme).between_present()
    count = rows.order_by().aggregate(
        all=Count("pk"),
        works=Count("pk", filter=Q(state=HandOff.State.WORKS)),
        leaks=Count("pk", filter=Q(state=HandOff.State.LEAKS)),
    )
    page = reverse("teams:hand_offs", args=[programme.key])
    return of_hand_offs(count["all"], count["works"], count["leaks"], page)


def of_hand_offs(everything: int, works: int, leaks: int, page: str) -> list[Evidence]:
    """Return what it means that so many hand-offs are known, work and leak.

    All of them working is met; one that leaks, or that nobody has checked, is partly there.
    """
    if not everything:
        return []
    words = f"{works} of {everything} hand-offs between teams are known to work"
    if works == everything:
        return [Evidence(words, Kind.MET, page)]
    what = "Mend the hand-off that leaks" if leaks else "Check the hand-offs nobody knows about"
    return [Evidence(words, Kind.PARTLY, page, Step(what, page, Role.MEMBER))]


def logs(_: Any, person: Person) -> bool:
    """Whether ``person`` may undo what they did to a hand-off."""
    return person.may(Role.MEMBER)


HAND_OFFS = ProgrammeRegion(
    "team-hand-offs", "teams/handoffs/_hand_offs.html", STALE, context=between_teams
)
ROOM = ProgrammeRoom("hand-offs")
ROOM.add(HAND_OFFS)


def register() -> None:
    """Name what can happen, open the room, show it in meetings, say how it is undone and found."""
    journal.register(*VERBS)
    undoings = undoing.of_removable("hand_off", "named", logs)
    undoings["hand_off.checked"] = undoing.Undoing(undoing.put_back, logs)
    undoing.register(undoings)
    ROOM.open()
    middles.show(PartKind.HANDOFFS, HAND_OFFS)
    search.register(Finder(18, "Hand-offs", "waypoints", find))
    register_evidence(PEOPLE, checked, "hand_off.", "team.")
    demo.register(37, "teams.demo_handoffs.tell")
