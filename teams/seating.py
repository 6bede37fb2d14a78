"""Who is on the teams, live: the teams, the grid of what each has, and what all this can be."""

from typing import Any

from django.db.models import Exists, OuterRef

from changeprog.direction.principles import register_evidence
from changeprog.direction.principles.catalogue import DIRECTION, SOLUTION
from changeprog.programme import charter, demo, home, journal, membership, navigation, parts
from changeprog.programme.journal import Verb
from changeprog.programme.models import Person, Programme, Role, Team
from changeprog.programme.rooms import ProgrammeRegion, ProgrammeRoom
from teams import influence
from teams.models import Seat
from teams.parts import members as members_of_teams
from teams.parts import seats as seats_of_people
from teams.representation import Row, missing, read, with_candidates, without_empty_columns

CARDS = 12
"""Adopting teams on the first page; the list has the others."""
ROWS = 30
"""Adopting teams in the grid; those with a gap come first."""
PRINTED = 6
"""Teams on the charter."""
GAPS = 12
"""Gaps that are spelt out above the grid."""

VERBS = [
    Verb("team.required", "changed which functions a team needs"),
    Verb("seat.taken", "gave somebody a seat in a team"),
    Verb("seat.changed", "changed what a seat promises"),
    Verb("seat.handed_over", "handed a seat over"),
    Verb("seat.left", "ended a seat in a team"),
    Verb("seat.resumed", "found a seat still held"),
    Verb("seat.taken_back", "took a seat back that was given by mistake"),
    Verb("agreement.changed", "wrote the agreement of a team's chairs"),
    Verb("agreement.confirmed", "confirmed the agreement of a team's chairs"),
]
STALE = ("team.", "seat.", "function.", "person.changed", "person.joined", "person.removed")
STALE_NAMES = (*STALE, "person.renamed", "person.invited")


def core(programme: Programme, _role: Role) -> dict[str, Any]:
    """Return the three core teams: chairs, how many sit there, what is missing."""
    teams = list(Team.objects.filter(programme=programme).core().in_order())
    return {"teams": cards(programme, teams)}


def adopting(programme: Programme, _role: Role) -> dict[str, Any]:
    """Return the first teams that adopt the change, and how many there are."""
    own = Team.objects.filter(programme=programme).adopting().active()
    teams = list(own.in_order()[:CARDS])
    return {"teams": cards(programme, teams), "count": own.count(), "shown": CARDS}


def cards(programme: Programme, teams: list[Team]) -> list[dict[str, Any]]:
    """Return for each team its row of the grid and its chairs; four queries."""
    chairs: dict[int, list[Seat]] = {}
    held = Seat.objects.held().chairs().filter(team__in=teams)
    for seat in held.select_related("person").order_by("since", "pk"):
        chairs.setdefault(seat.team_id, []).append(seat)
    return [
        {"team": row.team, "row": row, "chairs": chairs.get(row.team.pk, [])}
        for row in read(programme, teams)
    ]


def seen_by(person: Person) -> dict[str, Any]:
    """Return the grid, and the teams in which ``person`` may give a seat."""
    return {**represented(person.programme), "led": led_by(person)}


def led_by(person: Person) -> set[int]:
    """Return the keys of the teams whose seats ``person`` gives: a champion's are all of them."""
    teams = Team.objects.filter(programme=person.programme_id).active()
    if not person.may(Role.CHAMPION):
        chairs = Seat.objects.held().chairs().filter(person=person)
        teams = teams.filter(pk__in=chairs.values("team"))
    return set(teams.values_list("pk", flat=True)) if person.may(Role.MEMBER) else set()


def represented(programme: Programme) -> dict[str, Any]:
    """Return the grid of team and function, what is missing, and who could be asked."""
    teams = Team.objects.filter(programme=programme).active().in_order()
    rows = read(programme, list(teams))
    rows.sort(key=lambda row: (row.team.is_adopting, row.team.is_adopting and not row.gaps))
    own = [row for row in rows if not row.team.is_adopting]
    others = [row for row in rows if row.team.is_adopting]
    lacking = missing(rows)
    return {
        "rows": without_empty_columns([*own, *others[:ROWS]]),
        "others": max(len(others) - ROWS, 0),
        "nowhere": without_function(rows),
        "gaps": with_candidates(programme, lacking[:GAPS]),
        "more_gaps": max(len(lacking) - GAPS, 0),
    }


def without_function(rows: list[Row]) -> list[Person]:
    """Return who sits in one of the teams and fills no gap, because their function is not said."""
    people = {person.pk: person for row in rows for person in row.others}
    return sorted(people.values(), key=lambda person: person.name)[:GAPS]


CORE = ProgrammeRegion("teams-core", "teams/team/_core.html", STALE_NAMES, core)
ADOPTING = ProgrammeRegion("teams-adopting", "teams/team/_adopting.html", STALE_NAMES, adopting)
GRID = ProgrammeRegion("teams-grid", "teams/team/_grid.html", STALE_NAMES, personal_context=seen_by)
TEAMS = ProgrammeRoom("teams")
REPRESENTATION = ProgrammeRoom("representation")


def on_paper(programme: Programme, _: Person) -> dict[str, Any]:
    """Return the core teams and the first that adopt, as the charter tells them."""
    own = Team.objects.filter(programme=programme).active()
    shown = list(own.in_order()[:PRINTED])
    return {"cards": cards(programme, shown), "others": max(own.count() - PRINTED, 0)}


def assembled(programme: Programme) -> Exists:
    """Whether every core team has somebody who leads it."""
    chair = Seat.objects.held().chairs().filter(team=OuterRef("pk"))
    leaderless = Team.objects.core().filter(~Exists(chair), programme=OuterRef("pk"))
    return Exists(Programme.objects.filter(~Exists(leaderless), pk=programme.pk))


def register() -> None:
    """Name what can happen, open the rooms, lead there from the navigation and the road."""
    journal.register(*VERBS)
    charter.register(charter.Section(25, "teams/_charter_teams.html", on_paper))
    parts.register(seats_of_people)
    membership.register(members_of_teams)
    register_evidence(DIRECTION, influence.decision_makers, *STALE)
    register_evidence(SOLUTION, influence.designers, *STALE)
    demo.register(31, "teams.demo_seats.tell")
    navigation.register(navigation.Item(30, "Teams", "puzzle", "teams:teams", "t"))
    navigation.register_under("teams:teams", "teams:meetings")
    for region in (CORE, ADOPTING):
        TEAMS.add(region)
    TEAMS.open()
    REPRESENTATION.add(GRID)
    REPRESENTATION.open()
    home.register_step(
        home.Step(
            order=45,
            label="Assemble the teams",
            help="Somebody who leads each of the three, and every function at the table.",
            action="Give the seats",
            url_name="teams:teams",
            taken=assembled,
        )
    )
