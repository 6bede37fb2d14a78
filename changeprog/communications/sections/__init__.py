"""What a digest tells of the direction: reached, next, changed, and what each person promised."""

from datetime import datetime
from types import ModuleType

from changeprog.communications.digest import Compose, Line, PersonalSection, Section, nothing
from changeprog.communications.models.terms import Topic
from changeprog.communications.sections import milestones, objectives, side_effects, value, vision
from changeprog.communications.sections.window import Window
from changeprog.programme.models import Programme


def changed(*parts: ModuleType) -> Compose:
    """Return what tells the changes of ``parts``.

    Each part knows the ``VERBS`` it tells of, and the ``lines`` it makes of a window.
    """

    def lines(programme: Programme, since: datetime, until: datetime) -> list[Line]:
        verbs = [verb for part in parts for verb in part.VERBS]
        window = Window.of(programme, since, until, *verbs)
        return [line for part in parts for line in part.lines(window)]

    return lines


DIRECTION = "What has changed in the direction"
SECTIONS: list[Section] = [
    Section("reached", "What was reached", 22, milestones.reached, Topic.MILESTONES),
    Section("next", "What is next", 25, milestones.upcoming, Topic.MILESTONES, nothing),
    Section("direction", DIRECTION, 60, changed(vision, objectives), Topic.VISION),
    Section("direction", DIRECTION, 61, changed(milestones), Topic.MILESTONES),
    Section("direction", DIRECTION, 62, changed(value, side_effects), Topic.VISION),
]
PERSONAL: list[PersonalSection] = [
    PersonalSection(
        "promised",
        "What you promised",
        10,
        milestones.promised,
        milestones.promisers,
        Topic.MILESTONES,
    ),
]
