"""What a digest tells of value: capabilities that rose or fell, and what came of benefits."""

from decimal import Decimal

from changeprog.communications.digest import Line
from changeprog.communications.sections.window import Window, day_of, line
from changeprog.direction.models import Benefit, CapabilityImprovement
from changeprog.programme import money
from changeprog.programme.models import Event

LEVELS = ("capability.raised", "capability.fell", "capability.taken_back")
BOOKED = ("benefit.realised", "benefit.corrected")
VERBS = (*LEVELS, *BOOKED)


def lines(window: Window) -> list[Line]:
    """Tell of each capability that stands elsewhere now, and the newest entry of each benefit."""
    return [*levels(window), *booked(window)]


def levels(window: Window) -> list[Line]:
    told = window.by_subject(*LEVELS)
    if not told:
        return []
    own = CapabilityImprovement.objects.filter(programme=window.programme)
    known = own.select_related("programme").in_bulk(told)
    spans = {pk: (_level(events[0], 0), _level(events[-1], 1)) for pk, events in told.items()}
    return [
        line(
            events[-1],
            f"{known[pk].name}: {spans[pk][1]}",
            f"Before, it stood at {spans[pk][0]}",
            known[pk].get_absolute_url(),
        )
        for pk, events in told.items()
        if pk in known and spans[pk][0] != spans[pk][1]
    ]


def _level(event: Event, side: int) -> str:
    """Return where a capability stood before (0) or after (1) an event."""
    return str(event.facts["changes"]["level"][side])


def booked(window: Window) -> list[Line]:
    told = window.newest(*BOOKED)
    if not told:
        return []
    own = Benefit.objects.filter(programme=window.programme)
    known = own.select_related("programme").in_bulk(told)
    return [entry(known[pk], event) for pk, event in told.items() if pk in known]


def entry(benefit: Benefit, event: Event) -> Line:
    """Say how much came of a benefit, or what it turned out to have been instead."""
    facts = event.facts
    amount = money.write(Decimal(facts["value"]), facts["unit"])
    detail = f"Booked on {day_of(facts['on'])}"
    if "was" in facts:
        detail += f", instead of {money.write(Decimal(facts['was']), facts['unit'])}"
    return line(event, f"{benefit.name}: {amount}", detail, benefit.get_absolute_url())
