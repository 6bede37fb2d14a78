"""What bringing on board adds to the ground: its modules register it."""

from changeprog.onboarding import team_page
from changeprog.programme import journal, navigation
from changeprog.programme.journal import Verb


def everything() -> None:
    """Register it all; called once, when the app is ready."""
    journal.register(Verb("team.moved", "brought a team to another stage"))
    navigation.register(navigation.Item(35, "On board", "ship", "onboarding:board", "b"))
    team_page.open_room()
