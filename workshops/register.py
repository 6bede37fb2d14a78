"""What workshops add to the ground: verbs, navigation, rooms, and the kinds of activities."""

from changeprog.programme import journal, navigation
from changeprog.programme.journal import Verb
from workshops import arriving, room, rounds


def everything() -> None:
    """Register it all; called once, when the app is ready."""
    journal.register(
        Verb("workshop.planned", "planned a workshop"),
        Verb("workshop.changed", "changed a workshop"),
        Verb("workshop.cancelled", "cancelled a workshop"),
        Verb("workshop.opened", "opened a workshop"),
        Verb("workshop.turned", "went on to another activity"),
        Verb("workshop.handed_over", "handed a workshop over"),
        Verb("workshop.closed", "closed a workshop"),
        Verb("workshop.interrupted", "left a workshop unfinished"),
        Verb("workshop.resumed", "went on with a workshop"),
        Verb("activity.added", "added an activity to an agenda"),
        Verb("activity.changed", "changed an activity"),
        Verb("activity.moved", "moved an activity"),
        Verb("activity.removed", "took an activity off an agenda"),
        Verb("activity.set", "went on within an activity"),
    )
    navigation.register(
        navigation.Item(45, "Workshops", "presentation", "workshops:workshops", "w")
    )
    arriving.register()
    rounds.register()
    room.open_rooms()
