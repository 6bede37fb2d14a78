"""What a digest tells of the vision: its newest version, and who stands behind it."""

from changeprog.communications.digest import Line
from changeprog.communications.sections.window import Window, line
from changeprog.direction.models import Vision

VERBS = ("vision.written", "vision.signed_off")


def lines(window: Window) -> list[Line]:
    """Tell of the newest version if it is new, and of those who signed off."""
    written = [event for event in window.events if event.verb == "vision.written"]
    signed = [event for event in window.events if event.verb == "vision.signed_off"]
    vision = Vision.current(window.programme) if written or signed else None
    if vision is None:
        return []
    path = vision.get_absolute_url()
    told = []
    if written:
        is_first = vision.version == 1
        text = "The vision has been written" if is_first else "The vision has a new version"
        told.append(line(written[-1], text, vision.statement, path))
    told += [
        line(event, "A leader stands behind the vision", event.facts["where"], path)
        for event in signed
    ]
    return told
