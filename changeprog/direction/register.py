"""What direction adds to the ground: verbs, navigation, home panels, steps of the road."""

from django.db.models import Exists

from changeprog.direction import (
    archiving,
    charter,
    finders,
    links,
    load,
    matters,
    regions,
    resources,
    scale,
    side_effects,
    still_open,
    value_finders,
    value_room,
    writing,
)
from changeprog.direction.models import Milestone, Objective, Vision
from changeprog.direction.principles import register as principles
from changeprog.programme import charter as ground_charter
from changeprog.programme import demo, home, journal, navigation, search
from changeprog.programme.journal import Verb
from changeprog.programme.models import Programme


def everything() -> None:
    """Register it all; called once, when the app is ready."""
    verbs()
    navigation.register(navigation.Item(20, "Direction", "compass", "direction:overview", "d"))
    home.register(home.Panel(10, regions.HOME_VISION))
    home.register(home.Panel(20, regions.HOME_MILESTONES))
    road()
    for region in (regions.VISION, regions.OBJECTIVES, regions.MILESTONES):
        regions.DIRECTION.add(region)
    regions.DIRECTION.open()
    value()
    writing.WRITING.add(writing.NEWEST)
    writing.WRITING.open()
    principles.everything()
    resources.register()
    side_effects.register()
    still_open.register()
    scale.register()
    load.register(load.milestones)
    search.register(*finders.FINDERS)
    ground_charter.register(*charter.SECTIONS)
    archiving.register()
    links.register()
    matters.register()
    demo.register(20, "changeprog.direction.demo.tell")
    demo.register(21, "changeprog.direction.demo_vision.tell")
    demo.register(21, "changeprog.direction.demo_objectives.tell")
    demo.register(21, "changeprog.direction.demo_milestones.tell")


def value() -> None:
    """Open the rooms of the page about value."""
    value_room.ROOM.add(value_room.VALUE)
    value_room.ROOM.open()
    value_room.SCREEN_ROOM.add(value_room.SCREEN)
    value_room.SCREEN_ROOM.open()
    search.register(*value_finders.FINDERS)
    demo.register(25, "changeprog.direction.demo_value.tell")


def verbs() -> None:
    """Name what can happen."""
    journal.register(
        Verb("vision.written", "wrote the vision"),
        Verb("vision.signed_off", "signed the vision off"),
        Verb("objective.set", "set an objective"),
        Verb("objective.changed", "changed an objective"),
        Verb("objective.read", "recorded a reading"),
        Verb("objective.read_many", "recorded a sheet of readings"),
        Verb("objective.withdrawn", "took a reading away"),
        Verb("objective.given_back", "brought a reading back"),
        Verb("objective.taken_back", "took a sheet of readings back"),
        Verb("objective.removed", "took an objective away"),
        Verb("objective.restored", "brought an objective back"),
        Verb("capability.planned", "planned to improve a capability"),
        Verb("capability.changed", "changed a capability improvement"),
        Verb("capability.raised", "raised the level of a capability"),
        Verb("capability.fell", "recorded that a capability fell to a lower level"),
        Verb("capability.taken_back", "took back where a capability stands"),
        Verb("capability.removed", "took a capability improvement away"),
        Verb("capability.restored", "brought a capability improvement back"),
        Verb("benefit.expected", "said what a benefit is worth"),
        Verb("benefit.changed", "changed a benefit"),
        Verb("benefit.realised", "recorded what came of a benefit"),
        Verb("benefit.corrected", "corrected what came of a benefit"),
        Verb("benefit.removed", "took a benefit away"),
        Verb("benefit.restored", "brought a benefit back"),
        Verb("milestone.planned", "planned a milestone"),
        Verb("milestone.changed", "changed a milestone"),
        Verb("milestone.reached", "reached a milestone"),
        Verb("milestone.reopened", "reopened a milestone"),
        Verb("milestone.called_off", "called a milestone off"),
        Verb("milestone.resumed", "let a milestone go ahead after all"),
        Verb("milestone.removed", "took a milestone away"),
        Verb("milestone.restored", "brought a milestone back"),
        Verb("milestone.waits", "let a milestone wait for another"),
        Verb("milestone.freed", "let a milestone wait no longer for another"),
    )


def road() -> None:
    """Lay the first steps of a new programme."""
    home.register_step(
        home.Step(
            order=10,
            label="Write the vision",
            help="One or two sentences that people can repeat, and why staying put is no choice.",
            action="Write the vision",
            url_name="direction:write_vision",
            taken=has_vision,
        )
    )
    home.register_step(
        home.Step(
            order=20,
            label="Set an objective",
            help="Something one can count, where it stands today, and where it shall be.",
            action="Set an objective",
            url_name="direction:new_objective",
            taken=has_objective,
        )
    )
    home.register_step(
        home.Step(
            order=30,
            label="Plan a first milestone",
            help="An event one could photograph, soon enough to be noticed.",
            action="Plan a milestone",
            url_name="direction:new_milestone",
            taken=has_milestone,
        )
    )
    home.register_step(
        home.Step(
            order=35,
            label="Plan a second milestone",
            help="One further out, so that it shows where the first one leads.",
            action="Plan a milestone",
            url_name="direction:new_milestone",
            taken=has_two_milestones,
        )
    )


def has_vision(programme: Programme) -> Exists:
    return Exists(Vision.objects.filter(programme=programme))


def has_objective(programme: Programme) -> Exists:
    return Exists(Objective.objects.filter(programme=programme))


def has_milestone(programme: Programme) -> Exists:
    return Exists(Milestone.objects.filter(programme=programme))


def has_two_milestones(programme: Programme) -> Exists:
    return Exists(Milestone.objects.filter(programme=programme)[1:])
