"""What a digest tells of the direction: reached, next, changed, and what each person promised."""

from datetime import datetime

from changeprog.communications.digest import Line, PersonalSection, Section
from changeprog.communications.sections import milestones, objectives, side_effects, value, vision
from changeprog.communications.sections.window import Window
from changeprog.programme.models import Programme

PARTS = (vision, objectives, milestones, value, side_effects)
"""Each knows the ``VERBS`` it tells of, and the ``lines`` it makes of a window."""


def changed(programme: Programme, since: datetime, until: datetime) -> list[Line]:
    """Tell what became of the vision, objectives, milestones, value and side effects."""
    verbs = [verb for part in PARTS for verb in part.VERBS]
    window = Window.of(programme, since, until, *verbs)
    return [line for part in PARTS for line in part.lines(window)]


SECTIONS: list[Section] = [
    Section("reached", "What was reached", 22, milestones.reached),
    Section("next", "What is next", 25, milestones.upcoming),
    Section("direction", "What has changed in the direction", 60, changed),
]
PERSONAL: list[PersonalSection] = [
    PersonalSection("promised", "What you promised", 10, milestones.promised, milestones.promisers),
]
