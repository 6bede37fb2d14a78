"""What the principles add to the ground: a live page, a panel on home, the evidence at hand."""

from changeprog.direction.principles import benefits, company, leadership, regions, wholeness
from changeprog.direction.principles.catalogue import BENEFIT, DIRECTION, PEOPLE, WHOLE
from changeprog.direction.principles.sources import register_evidence
from changeprog.programme import home


def everything() -> None:
    """Register it all; called once, when direction is ready."""
    register_evidence(DIRECTION, leadership.vision, "vision.", "person.")
    register_evidence(DIRECTION, leadership.objectives, "objective.", "person.")
    register_evidence(WHOLE, wholeness.dimensions, "capability.")
    register_evidence(PEOPLE, company.taking_part, "person.")
    register_evidence(BENEFIT, benefits.arrived, "milestone.")
    register_evidence(BENEFIT, benefits.planned, "milestone.")
    regions.ROOM.add(regions.PAGE)
    regions.ROOM.open()
    home.register(home.Panel(50, regions.HOME))
