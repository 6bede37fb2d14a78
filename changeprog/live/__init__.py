"""Live pages: rooms that are followed, and one verb to say that something changed.

Everything above imports from here only. The stream program itself is ``live.asgi``.
"""

from changeprog.live.announce import changed, changed_together, recheck, removed, told
from changeprog.live.belongings import Belonging, carry
from changeprog.live.rooms import Admission, Admissions, Region, Room, register

__all__ = [
    "Admission",
    "Admissions",
    "Belonging",
    "Region",
    "Room",
    "carry",
    "changed",
    "changed_together",
    "recheck",
    "register",
    "removed",
    "told",
]
