"""What closing adds to the ground: its modules register it."""


def everything() -> None:
    """Register it all; called once, when the app is ready."""
