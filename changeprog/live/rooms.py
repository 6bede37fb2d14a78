"""Rooms: what can be followed live, who may, and how each part of it is drawn.

An app registers a room once, in ``AppConfig.ready()``. The streams know nothing more about
the app than the three callables in here, and call them in threads, never on the event loop.
"""

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

NAME = re.compile(r"[a-z][a-z0-9-]*")


@dataclass(frozen=True, slots=True)
class Admission:
    """Leave to follow a room: which rendering somebody sees, and who they are.

    ``audience`` names everyone who sees the same bytes (a role, "projector");
    ``person`` identifies one of them, for personal regions and for removal.
    """

    audience: str
    person: str


Admissions = dict[str, Admission | None]
"""By the keys of sessions; None refuses, and a session that is left out is to be asked alone."""


@dataclass(frozen=True, slots=True)
class Region:
    """One element of a page that follows the room, with its name as the element's ``id``.

    ``render(key, viewer)`` returns the whole element as HTML. The viewer is the audience,
    or the person where the region is personal. It runs outside any request: the HTML can
    hold no CSRF token, and must be what the page itself would show that viewer.
    """

    name: str
    render: Callable[[str, str], str]
    personal: bool = False

    def viewer(self, admission: Admission) -> str:
        """Return whose rendering of this region the admitted person gets."""
        return admission.person if self.personal else admission.audience


@dataclass(frozen=True, slots=True)
class Room:
    """A kind of page that is followed live; its ``key`` says which one.

    News about a key is news about every key below it too, "abc.7" being below "abc".
    ``admit(session_key, key)`` returns an Admission, or None for anybody who may not enter,
    whether or not the key exists; it is asked again at every heartbeat. There are many of those,
    so ``admit_all(session_keys, key)`` may answer for a crowd at once: it must say what ``admit``
    would say, and leaves out whom it is not sure of.
    ``revision(key)`` returns any text that differs after every committed change. Streams
    compare it to repair what was not announced, and live by it while Redis is away; without
    it they draw the room anew at every look while Redis is away, and repair nothing else.
    A highest id alone is not enough: the lower of two ids can be committed last.
    """

    name: str
    admit: Callable[[str | None, str], Admission | None]
    regions: Mapping[str, Region]
    revision: Callable[[str], str] | None = None
    admit_all: Callable[[Collection[str], str], Admissions] | None = None
    framed: bool = False
    """Whether its pages have the frame around them in which people find what is their own."""

    def __post_init__(self) -> None:
        """Refuse names that would not be safe in a URL, a selector and an event stream."""
        for name in (self.name, *self.regions):
            if not NAME.fullmatch(name):
                raise ValueError(f"not a name for a room or region: {name!r}")
        for name, region in self.regions.items():
            if name != region.name:
                raise ValueError(f"region {region.name!r} is filed under {name!r}")

    def view(self, admission: Admission) -> Admission:
        """Return the admission as far as it decides what is seen; who shares it sees the same."""
        personal = any(region.personal for region in self.regions.values())
        return admission if personal else Admission(admission.audience, "")


_rooms: dict[str, Room] = {}


def register(room: Room) -> None:
    """Make the room reachable at ``/live/<name>/<key>/``; a name is taken only once."""
    if _rooms.get(room.name, room) != room:
        raise ValueError(f"there is already a room named {room.name!r}")
    _rooms[room.name] = room


def get(name: str) -> Room | None:
    """Return the room registered under the name, if there is one."""
    return _rooms.get(name)
