"""What stands in the middle of a meeting's page while a part of some kind is on.

A part always shows its own text. A kind may have more: a live region of the programme, which is
shown below the text, and what the minutes say of it afterwards. Each is registered once, in
``register.everything``, before the meeting's rooms are opened:

    middles.show(PartKind.RULES, rules.RULES)
    middles.minute("Working rules that were adopted", rules.adopted_lines)
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

from changeprog.communications.digest import Line
from changeprog.programme.models import Person, Programme, Role
from changeprog.programme.rooms import ProgrammeRegion
from teams.models import Meeting

Agreed = Callable[[Programme, datetime, datetime], list[Line]]
"""Tells what was agreed in [since, until), as a section of the digest does."""


@dataclass(frozen=True)
class Passage:
    """A heading of the minutes with its sentences."""

    title: str
    lines: list[Line]


_shown: dict[str, ProgrammeRegion] = {}
_minuted: list[tuple[str, Agreed]] = []


def show(kind: str, region: ProgrammeRegion) -> None:
    """Show ``region`` while a part of ``kind`` is on."""
    _shown[kind] = region


def minute(title: str, agreed: Agreed) -> None:
    """Let the minutes say under ``title`` what was ``agreed``."""
    if (title, agreed) not in _minuted:
        _minuted.append((title, agreed))


def verbs() -> tuple[str, ...]:
    """Return the beginnings of the verbs after which a middle may look different."""
    return tuple(sorted({verb for region in _shown.values() for verb in region.verbs}))


def shared(kind: str, programme: Programme) -> str:
    """Return what everybody sees alike while a part of ``kind`` is on, on the projector too."""
    region = _shown.get(kind)
    if region is None or region.context is None:
        return ""
    return region.render_for(programme, Role.OBSERVER)


def personal(kind: str, person: Person) -> str:
    """Return what ``person`` alone sees while a part of ``kind`` is on."""
    region = _shown.get(kind)
    if region is None or region.personal_context is None:
        return ""
    return region.render_personally(person)


def passages(meeting: Meeting) -> Iterator[Passage]:
    """Yield what the minutes of ``meeting`` say of rules, procedures and the like."""
    if meeting.opened_at is None or meeting.closed_at is None:
        return
    for title, agreed in _minuted:
        if lines := agreed(meeting.programme, meeting.opened_at, meeting.closed_at):
            yield Passage(title, lines)
