"""What teams adds to the ground: verbs, navigation, home panels, steps of the road."""

from changeprog.programme import journal, navigation
from changeprog.programme.journal import Verb


def everything() -> None:
    """Called once, when the app is ready."""
    journal.register(
        Verb("victory.logged", "logged a small victory"),
        Verb("victory.promoted", "promoted a victory"),
        Verb("barrier.logged", "logged a barrier"),
        Verb("barrier.handed", "handed a barrier over"),
        Verb("barrier.knocked_down", "knocked down a barrier"),
    )
    navigation.register(
        navigation.Item(60, "Victories & barriers", "trophy", "teams:board", "v")
    )
