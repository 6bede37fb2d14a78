"""What closing adds to the ground: its modules register it."""

from changeprog.closing import archives, archiving, matters, room


def everything() -> None:
    """Register it all; called once, when the app is ready."""
    archives.register()
    archiving.register()
    matters.register()
    room.register()
