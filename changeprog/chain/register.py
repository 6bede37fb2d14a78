"""What the pages of the chain add to the ground."""

from changeprog.chain.room import PICTURE, QUESTIONS, ROOM
from changeprog.programme import home, navigation


def everything() -> None:
    """Register it all; called once, when the app is ready."""
    navigation.register(navigation.Item(65, "Answers", "waypoints", "chain:answers", "a"))
    home.register(home.Panel(95, QUESTIONS))
    ROOM.add(PICTURE)
    ROOM.open()
