"""The demo's outcomes: what leadership thought of its workshop, and what it published."""

from datetime import datetime
from itertools import cycle
from typing import Any

from changeprog.direction.models import Milestone, Objective, Resource, Vision
from changeprog.programme.demo import Story, happened
from teams.models import Action, Barrier
from workshops import harvest, publishing
from workshops.demo_workshop import FACILITATOR, held
from workshops.models import Output, Workshop, feedback

SAID = [
    (5, "For once we heard each other out."),
    (4, ""),
    (4, "The third round was the one."),
    (3, "Long, and the break came too late."),
    (5, ""),
    (4, ""),
]
"""Scores with the words of some."""
DATED = {
    Action: "agreed_at",
    Barrier: "logged_at",
    Milestone: "created_at",
    Objective: "created_at",
    Resource: "created_at",
    Vision: "at",
}
"""The field that says since when something has been there."""


def tell(story: Story) -> None:
    """Ask everybody whether it was worth it, and publish when the workshop has closed."""
    workshop = held(story)
    here = workshop.participants.arrived().order_by("pk")
    for participant, (score, word) in zip(here, cycle(SAID), strict=False):
        participant.workshop = workshop
        feedback.give(participant, score, word)
    at = workshop.closed_at or story.moment(152)
    with happened(at):
        seen = harvest.digest(workshop, harvest.pieces(workshop))
        publishing.publish(workshop, story.people[FACILITATOR], seen)
    Workshop.objects.filter(pk=workshop.pk).update(published_at=at)
    workshop.outputs.update(at=at)
    for output in workshop.outputs.prefetch_related("made"):
        _date(output, at)


def _date(output: Output, at: datetime) -> None:
    """Let what was made have been there since the workshop."""
    made: Any = output.made
    type(made).objects.filter(pk=made.pk).update(**{DATED[type(made)]: at})
    if isinstance(made, Vision):
        made.sign_offs.update(at=at)
