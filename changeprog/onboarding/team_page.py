"""A team's own page, live: a register of sections, each shown to whom it has something to say.

Every section is a region of one room about the team and is drawn for one person, so that the page
and the stream show the same. Its template gets ``programme``, ``team``, ``viewer`` and what its
``context`` returns; no request and no CSRF token: buttons post by htmx, or are links to a page that
asks.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.safestring import SafeString

from changeprog.programme.models import Person, Team
from changeprog.programme.object_rooms import ObjectRegion, ObjectRoom

FOLLOWS = "follows"
"""All who follow a team's page are one audience: what differs is drawn for each person."""
Context = Callable[[Team, Person], dict[str, Any] | None]
"""Gets the team and the viewer; nothing means that the section is not shown to them."""


@dataclass(frozen=True)
class Section:
    """A part of every team's own page, with its place among the others (low is first).

    ``verbs`` are prefixes of the verbs that make it stale; without any it is as old as the page.
    """

    order: int
    template: str
    context: Context
    verbs: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """What its region is called, and its element's id."""
        return f"team-section-{self.order}"

    def drawn(self, team: Team, viewer: Person) -> dict[str, Any]:
        """Return what the region's template needs; it is empty where nothing is said."""
        found = self.context(team, viewer)
        shown = {"section": "" if found is None else self.template}
        return {**shown, "team": team, "viewer": viewer, **(found or {})}


_sections: list[Section] = []


def find(programme_key: str, number: int) -> Team | None:
    """Return the adopting team with that number in the programme with that key."""
    own = Team.objects.filter(programme__key=programme_key, pk=number).adopting()
    return own.select_related("programme").first()


def audience(_team: Team, _person: Person) -> str:
    """Everybody of the programme may see how far a team has come."""
    return FOLLOWS


ROOM: ObjectRoom[Team] = ObjectRoom(
    "onboarding-team", find=find, audience=audience, admitting=("person.",)
)


def register(*sections: Section) -> None:
    """Add sections to every team's page; registering one twice changes nothing."""
    for section in sections:
        if section not in _sections:
            _sections.append(section)
            ROOM.add(_region(section))


def read(team: Team, viewer: Person) -> list[SafeString]:
    """Return the sections as ``viewer`` sees them, in their order."""
    ordered = sorted(_sections, key=lambda section: section.order)
    return [ROOM.regions[each.name].render_personally(team, viewer) for each in ordered]


def _region(section: Section) -> ObjectRegion[Team]:
    return ObjectRegion(
        section.name,
        "onboarding/team/_section.html",
        section.verbs,
        personal_context=section.drawn,
    )


def open_room() -> None:
    """Open the room about one team; sections that register later join it."""
    ROOM.open()
