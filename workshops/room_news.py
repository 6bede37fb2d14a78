"""News about one workshop that the journal does not tell: votes, notes, who is here."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from changeprog import live
from changeprog.programme.object_rooms import key_of

if TYPE_CHECKING:
    from workshops.models import Workshop


def tell(workshop: "Workshop", verbs: Sequence[str]) -> None:
    """Have the open pages of ``workshop`` draw the regions that ``verbs`` made stale."""
    from workshops.room import ROOMS  # noqa: PLC0415 -- rooms know the models

    stale = {
        room.name: {name for verb in verbs for name in room.stale_after(verb)} for room in ROOMS
    }
    live.changed_together(key_of(workshop), {room: names for room, names in stale.items() if names})
