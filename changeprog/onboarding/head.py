"""The head of a team's own page: how far it has come, who leads it there, and who it is."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.timezone import localdate

from changeprog.onboarding import team_page
from changeprog.onboarding.board import MEANINGS
from changeprog.onboarding.models import Adoption, Stage
from changeprog.onboarding.standing import is_offered_to_lead, own_teams
from changeprog.onboarding.team_page import Section
from changeprog.programme.models import Event, Person, Team
from teams.models import Seat

PEOPLE = 12
"""People of a team who are shown; its page among the teams has them all."""
TOLD = 30
"""Events of its way that are told."""
MOVES = ("team.moved", "team.invited")
VERBS = (*MOVES, "team.arranged")
STALE = ("team.", "seat.", "person.removed", "person.renamed", "person.returned")
NEXT = {
    Stage.NOT_YET: "Say who leads the team and when its turn comes. Then invite it.",
    Stage.INVITED: "Talk it over with the team: what changes for them, and what they fear to lose.",
    Stage.PREPARING: "Choose one or two tasks, and where in the day the new way enters.",
    Stage.IN_TRIAL: "Keep going for a month. One tap a day says whether it worked.",
    Stage.USING: "Take the next task, and have each criterion of business as usual accepted.",
    Stage.USUAL: "The team has arrived. What it has learnt helps the next one.",
}
"""What brings a team on from each stage, as its people are told."""


@dataclass(frozen=True)
class StepOfWay:
    """One stage as a team stands to it: done, now or later; ``on`` is when it got there last."""

    stage: Stage
    state: str
    on: date | None

    @property
    def meaning(self) -> str:
        return MEANINGS[self.stage]


def way(adoption: Adoption, reached: dict[str, date]) -> list[StepOfWay]:
    """Return all stages of a team; ``reached`` says when it got to those that it went through."""
    order = list(Stage)
    place = order.index(Stage(adoption.stage))
    return [
        StepOfWay(
            stage,
            "now" if at == place else "done" if at < place else "later",
            reached.get(stage) if at <= place else None,
        )
        for at, stage in enumerate(order)
    ]


def head(team: Team, viewer: Person) -> dict[str, Any]:
    """Return how far ``team`` has come, its people, and what the viewer may do about it."""
    adoption = Adoption.of(team)
    history = list(Event.objects.of(team).about(*VERBS).visible_to(viewer)[:TOLD])
    held = Seat.objects.held().filter(team=team).with_names()
    people = list(held[: PEOPLE + 1])
    count = held.count() if len(people) > PEOPLE else len(people)
    return {
        "adoption": adoption,
        "way": way(adoption, reached(history)),
        "next": NEXT[Stage(adoption.stage)],
        "history": history,
        "seats": people[:PEOPLE],
        "more_people": count - len(people[:PEOPLE]),
        "may_lead_team": is_offered_to_lead(viewer, team),
        "others": [other for other in own_teams(viewer) if other.pk != team.pk],
    }


def reached(history: list[Event]) -> dict[str, date]:
    """Return when the team last got to each stage; ``history`` is newest first."""
    days: dict[str, date] = {}
    for event in history:
        if event.verb in MOVES:
            days.setdefault(event.facts["undo"]["at"], localdate(event.at))
    return days


def register() -> None:
    """Have every team's page begin with it."""
    team_page.register(Section(10, "onboarding/team/_head.html", head, STALE))
