"""What bringing on board adds to the ground: its modules register it."""

from changeprog.programme import journal, navigation
from changeprog.programme.journal import Verb


def everything() -> None:
    """Register it all; called once, when the app is ready."""
    journal.register(Verb("team.moved", "brought a team to another stage"))
    navigation.register(navigation.Item(35, "On board", "ship", "onboarding:board", "b"))
