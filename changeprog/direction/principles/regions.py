"""The live parts: the page of the principles, and a line for each on the home page."""

from dataclasses import dataclass
from typing import Any

from changeprog.direction.principles import sources
from changeprog.direction.principles.evidence import State
from changeprog.direction.principles.standing import standings
from changeprog.programme.models import Programme, Role
from changeprog.programme.rooms import ProgrammeRegion, ProgrammeRoom


@dataclass(frozen=True)
class EvidenceRegion(ProgrammeRegion):
    """A region that gets stale whenever evidence does, whichever app registered it."""

    def is_stale_after(self, verb: str) -> bool:
        return verb.startswith((*self.verbs, *sources.verbs()))


def principles(programme: Programme, role: Role) -> dict[str, Any]:
    """Return where the principles stand, and whether anything is known of any of them."""
    found = standings(programme, role)
    known = any(standing.state is not State.UNKNOWN for standing in found)
    return {"standings": found, "known": known}


ROOM = ProgrammeRoom("principles")
PAGE = EvidenceRegion(
    "principles", "direction/_principles_region.html", ("person.renamed",), principles
)
HOME = EvidenceRegion(
    "home-principles", "direction/_home_principles.html", ("person.renamed",), principles
)
