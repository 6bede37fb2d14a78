"""What direction adds to the ground: verbs, navigation, home panels, steps of the road."""

from changeprog.programme import journal, navigation
from changeprog.programme.journal import Verb


def everything() -> None:
    """Called once, when the app is ready."""
    journal.register(
        Verb("vision.written", "wrote the vision"),
        Verb("objective.set", "set an objective"),
        Verb("objective.changed", "changed an objective"),
        Verb("objective.read", "recorded a reading"),
        Verb("milestone.planned", "planned a milestone"),
        Verb("milestone.changed", "changed a milestone"),
        Verb("milestone.reached", "reached a milestone"),
        Verb("milestone.reopened", "reopened a milestone"),
    )
    navigation.register(navigation.Item(20, "Direction", "compass", "direction:overview", "d"))
