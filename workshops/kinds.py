"""The kinds of activities: what each shows to whom, and after which verbs it looks different.

The base of the live pages knows nothing about rounds or notes: a kind is registered here, once,
when the app is ready, and the room asks it.
"""

from collections.abc import Callable
from dataclasses import dataclass

from workshops.models import Activity, Participant

FACILITATOR, PARTICIPANT, SCREEN = "facilitator", "participant", "screen"
"""The audiences: everybody in one sees the same bytes."""

Shown = Callable[[Activity, str], str]
"""Takes an activity and an audience, and returns HTML that holds nothing personal."""
Mine = Callable[[Activity, Participant], str]
"""Takes an activity and one participant, and returns what they alone have said in it."""


@dataclass(frozen=True)
class Kind:
    """What the room shows while an activity of this kind is on.

    The ``stage`` changes when the activity does (a round is opened, notes are shown); what changes
    with every vote is its ``progress``. ``mine`` goes to one participant with their own request.
    ``verbs`` and ``progress_verbs`` begin like those after which the two look different.
    """

    name: str
    icon: str
    stage: Shown
    verbs: tuple[str, ...]
    progress: Shown | None = None
    progress_verbs: tuple[str, ...] = ()
    mine: Mine | None = None


_kinds: dict[str, Kind] = {}


def register(kind: Kind) -> None:
    """Make a kind known; registering one twice changes nothing."""
    _kinds[kind.name] = kind


def kind_of(activity: Activity) -> Kind:
    """Return the kind of an activity."""
    return _kinds[activity.kind]


def stage(activity: Activity, audience: str) -> str:
    """Return what ``audience`` sees of the activity."""
    return kind_of(activity).stage(activity, audience)


def progress(activity: Activity, audience: str) -> str:
    """Return what ``audience`` sees changing from moment to moment."""
    shown = kind_of(activity).progress
    return shown(activity, audience) if shown else ""


def mine(activity: Activity, participant: Participant) -> str:
    """Return what one participant has said in it."""
    shown = kind_of(activity).mine
    return shown(activity, participant) if shown else ""


def stage_verbs() -> tuple[str, ...]:
    """Return the beginnings of all verbs after which a stage may look different."""
    return tuple({verb for kind in _kinds.values() for verb in kind.verbs})


def progress_verbs() -> tuple[str, ...]:
    """Return the beginnings of all verbs after which a progress may look different."""
    return tuple({verb for kind in _kinds.values() for verb in kind.progress_verbs})
