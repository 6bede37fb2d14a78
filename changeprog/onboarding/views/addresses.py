"""What an address asks for, as far as it makes sense."""

from changeprog.programme.access import ProgrammeRequest
from changeprog.programme.object_rooms import LONGEST


def number_in(request: ProgrammeRequest, name: str) -> int | None:
    """Return the number that the address gives as ``name``, or nothing for anything else."""
    text = request.GET.get(name, "")
    plain = text.isascii() and text.isdecimal() and len(text) <= LONGEST
    return int(text) if plain else None
