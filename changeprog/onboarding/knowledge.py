"""What people need to know, live: what is open by theme, what is due, who helps, how fast."""

from typing import Any

from django.db.models import Exists, OuterRef
from django.utils.timezone import localdate

from changeprog.onboarding import (
    gaps,
    knowledge_digest,
    materials,
    mentors,
    questions,
    team_page,
    themes,
)
from changeprog.onboarding.helping import helpers, mentors_of, paces
from changeprog.onboarding.models import Gap, Material, Mentorship, Question
from changeprog.onboarding.standing import is_of, may_lead
from changeprog.onboarding.team_page import Section
from changeprog.programme import demo
from changeprog.programme.models import Person, Programme, Role, Team
from changeprog.programme.rooms import ProgrammeRegion, ProgrammeRoom

OLDEST, DUE, LEFT, THEMES, OWN = 8, 6, 8, 12, 5
"""Open gaps, due material, teams without a mentor, and themes that the overview shows; open gaps
and questions that a team's page shows."""
STALE = ("gap.", "material.", "mentorship.", "team.", "person.")


def overview(programme: Programme, _role: Role) -> dict[str, Any]:
    """Return what is open, by theme and by age, what has to be checked, and who has no mentor."""
    known = themes.by_theme(programme)
    return {
        "themes": known[:THEMES],
        "more_themes": max(len(known) - THEMES, 0),
        "open": sum(theme.open for theme in known),
        "gaps": Gap.objects.filter(programme=programme).open().oldest_first().with_names()[:OLDEST],
        **due(programme),
        **alone(programme),
    }


def due(programme: Programme) -> dict[str, Any]:
    """Return what has to be checked again, the latest first, and how much there is."""
    rows = Material.objects.filter(programme=programme)
    late = rows.due(localdate())
    return {
        "due": late.with_names().order_by("check_on", "pk")[:DUE],
        "due_count": late.count(),
        "offered": rows.offered().count(),
    }


def alone(programme: Programme) -> dict[str, Any]:
    """Return which teams have no mentor, and how many people are mentors."""
    held = Mentorship.objects.held().filter(programme=programme)
    teams = Team.objects.filter(programme=programme).adopting().active().in_order()
    without = teams.filter(~Exists(held.filter(team=OuterRef("pk"))))
    return {
        "without": without[:LEFT],
        "without_count": without.count(),
        "mentors": held.order_by().values("person").distinct().count(),
    }


def first_days(team: Team, viewer: Person) -> dict[str, Any]:
    """Return whom the people of ``team`` ask, how fast they are answered, and one's own."""
    mine = Question.objects.filter(team=team).by(viewer).with_names()
    of_it = viewer.may(Role.MEMBER) and is_of(viewer, team)
    mentors = mentors_of(team)
    return {
        "mentors": mentors,
        "stand_ins": [] if mentors else helpers(team),
        "pace": paces([team]).get(team.pk),
        "may_ask": of_it,
        "mine": mine[:OWN] if of_it else [],
    }


def to_know(team: Team, viewer: Person) -> dict[str, Any]:
    """Return what the people of ``team`` do not know yet, and who helps them with what time."""
    rows = Gap.objects.filter(team=team)
    open_ones = rows.open().oldest_first().with_names()
    return {
        "gaps": open_ones[:OWN],
        "open_count": open_ones.count(),
        "resolved_count": rows.resolved().count(),
        "mentors": mentors_of(team),
        "may_log": viewer.may(Role.MEMBER),
        "may_name": team.retired_at is None and may_lead(viewer, team),
    }


KNOWLEDGE = ProgrammeRegion(
    "knowledge-overview", "onboarding/knowledge/_overview.html", STALE, overview
)
ROOM = ProgrammeRoom("knowledge")
ROOM.add(KNOWLEDGE)
HELPED = ("mentorship.", "question.", "seat.", "team.", "person.")


def register() -> None:
    """Register all that people know with, open the room, show on a team's page what concerns it."""
    for noun in (gaps, materials, mentors, questions, knowledge_digest):
        noun.register()
    ROOM.open()
    team_page.register(
        Section(40, "onboarding/knowledge/_first_days.html", first_days, HELPED),
        Section(50, "onboarding/knowledge/_of_team.html", to_know, STALE),
    )
    demo.register(74, "changeprog.onboarding.demo_knowledge.tell")
