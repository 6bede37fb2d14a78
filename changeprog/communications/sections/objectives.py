"""What a digest tells of objectives: set, changed, taken away, and their newest readings."""

from decimal import Decimal

from changeprog.communications.digest import Line
from changeprog.communications.sections.window import Window, day_of, in_words, line
from changeprog.direction.models import Objective
from changeprog.programme.models import Event
from changeprog.programme.words import figure

SET = ("objective.set", "objective.changed")
KEPT = ("objective.removed", "objective.restored")
READ = ("objective.read", "objective.read_many", "objective.given_back")
DASH = "\N{EN DASH}"
UNREAD = ("objective.withdrawn", "objective.taken_back")
BACK = {
    ("objective.read", "objective.withdrawn"),
    ("objective.given_back", "objective.withdrawn"),
    ("objective.withdrawn", "objective.given_back"),
}
"""Acts on the reading of a day that cancel each other out."""
VERBS = (*SET, *KEPT, *READ, *UNREAD)


def lines(window: Window) -> list[Line]:
    """Tell of each objective that was set or changed, then of those that went, then readings."""
    keys = {event.subject_id for event in window.events if event.verb in VERBS}
    if not keys:
        return []
    of_programme = Objective.objects.filter(programme=window.programme)
    known = of_programme.with_latest().select_related("programme").in_bulk(keys)
    new, read = window.newest(*SET), readings(window)
    return [
        *(way(known[pk], event) for pk, event in new.items() if pk in known),
        *kept(window, known),
        *(reading(known[pk], event) for pk, event in read.items() if pk in known),
    ]


def readings(window: Window) -> dict[int, Event]:
    """Return the last event about the readings of each objective that was not undone since."""
    told: dict[int, Event] = {}
    for pk, events in window.by_subject(*READ, *UNREAD).items():
        standing: list[Event] = []
        for event in events:
            undone = [each for each in standing if is_undone(each, event)][-1:]
            standing = [each for each in standing if each not in undone] + [event] * (not undone)
        told |= {pk: standing[-1]} if standing else {}
    return told


def is_undone(event: Event, by: Event) -> bool:
    """Whether ``by`` leaves everything as it was before ``event``."""
    if (event.verb, by.verb) == ("objective.read_many", "objective.taken_back"):
        return True
    there_and_back = (event.verb, by.verb) in BACK and "was" not in event.facts
    return there_and_back and event.facts["on"] == by.facts["on"]


def kept(window: Window, known: dict[int, Objective]) -> list[Line]:
    """Tell of each objective that is no longer one, or one again."""
    fresh = window.newest("objective.set")
    told = []
    for pk, event in window.balance(*KEPT).items():
        title = event.facts["title"]
        if pk in known:
            path = known[pk].get_absolute_url()
            told.append(line(event, f"An objective again: {title}", "", path))
        elif pk not in fresh:
            told.append(line(event, f"No longer an objective: {title}"))
    return told


def way(objective: Objective, event: Event) -> Line:
    """Say from where to where an objective goes, or within what it shall be held, and by when."""
    due = in_words(objective.due)
    held = f"to be {band(objective)} until {due}"
    start, target = figure(objective.baseline), figure(objective.target)
    going = f"from {start} to {target} {objective.unit} by {due}"
    path = objective.get_absolute_url()
    detail = held if objective.band else going
    return line(event, f"Objective: {objective.measure}", detail, path)


def band(objective: Objective) -> str:
    """Return where it shall be held: within 40 to 60 %, with a dash between the two."""
    low, high = objective.band or (objective.target, objective.target)
    return f"held within {figure(low)}{DASH}{figure(high)} {objective.unit}"


def aim(objective: Objective) -> str:
    """Return what is wanted of it: "the target is 90 %", or to be held within its band."""
    if objective.band:
        return f"it shall be {band(objective)}"
    return f"the target is {figure(objective.target)} {objective.unit}"


def reading(objective: Objective, event: Event) -> Line:
    """Say what was read, or that readings no longer count, and where it should be going."""
    teller = {"objective.read_many": many, "objective.withdrawn": withdrawn}
    tell = teller.get(event.verb, taken_back if event.verb in UNREAD else one)
    text, detail = tell(objective, event)
    path = objective.get_absolute_url()
    return line(event, f"{objective.measure}: {text}", f"{detail}; {aim(objective)}", path)


def one(objective: Objective, event: Event) -> tuple[str, str]:
    return value(objective, event), f"Read on {day_of(event.facts['on'])}"


def many(objective: Objective, event: Event) -> tuple[str, str]:
    count, first, last = (event.facts[name] for name in ("count", "first", "last"))
    if count == 1:
        return "one reading from a sheet", f"Read on {day_of(first)}"
    return f"{count} readings from a sheet", f"Read from {day_of(first)} to {day_of(last)}"


def withdrawn(objective: Objective, event: Event) -> tuple[str, str]:
    gone = f"{value(objective, event)}, read on {day_of(event.facts['on'])}, no longer counts"
    return "a reading was taken away", gone


def taken_back(objective: Objective, event: Event) -> tuple[str, str]:
    latest = objective.latest_value
    if latest is None or objective.latest_on is None:
        return "readings were taken back", "None is left"
    newest = f"{figure(latest)} {objective.unit} of {in_words(objective.latest_on)}"
    return "readings were taken back", f"The newest is {newest}"


def value(objective: Objective, event: Event) -> str:
    return f"{figure(Decimal(str(event.facts['value'])))} {objective.unit}"
