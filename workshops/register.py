"""What workshops add to the ground: verbs, navigation, rooms, and the kinds of activities."""

from changeprog.communications import ledger
from changeprog.direction import undoing
from changeprog.programme import journal, navigation
from changeprog.programme.journal import Verb
from teams import opening
from workshops import (
    archiving,
    arriving,
    calendar,
    collecting,
    committing,
    concerning,
    ending,
    follow_through,
    links,
    matters,
    parking,
    preparing,
    published,
    reminding,
    room,
    rounds,
    rule_parking,
    still_open,
    telling,
)
from workshops.models import WorkshopMail


def everything() -> None:
    """Register it all; called once, when the app is ready."""
    journal.register(
        Verb("workshop.planned", "planned a workshop"),
        Verb("workshop.changed", "changed a workshop"),
        Verb("workshop.cancelled", "cancelled a workshop"),
        Verb("workshop.planned_again", "planned a cancelled workshop again"),
        Verb("workshop.invited", "invited people to a workshop"),
        Verb("participant.admitted", "let somebody into a workshop"),
        Verb("participant.removed", "took somebody off a workshop"),
        Verb("participant.readmitted", "took somebody back into a workshop"),
        Verb("participant.linked", "said who a guest of a workshop is"),
        Verb("format.saved", "kept an agenda as a format"),
        Verb("format.changed", "changed a format"),
        Verb("format.removed", "took a format off the list"),
        Verb("format.restored", "put a format back onto the list"),
        Verb("workshop.opened", "opened a workshop"),
        Verb("workshop.opening_taken_back", "took the opening of a workshop back"),
        Verb("workshop.turned", "went on to another activity"),
        Verb("workshop.handed_over", "handed a workshop over"),
        Verb("workshop.closed", "closed a workshop"),
        Verb("workshop.interrupted", "left a workshop unfinished"),
        Verb("workshop.resumed", "went on with a workshop"),
        Verb("activity.added", "added an activity to an agenda"),
        Verb("activity.changed", "changed an activity"),
        Verb("activity.moved", "moved an activity"),
        Verb("activity.removed", "took an activity off an agenda"),
        Verb("activity.restored", "put an activity back onto an agenda"),
        Verb("activity.set", "went on within an activity"),
    )
    undoing.register({"workshop.opened": opening.UNDOING})
    navigation.register(
        navigation.Item(45, "Workshops", "presentation", "workshops:workshops", "w")
    )
    preparing.register()
    calendar.register()
    ledger.register(ledger.Kind("workshop", "Workshop", WorkshopMail))
    arriving.register()
    rounds.register()
    parking.register()
    rule_parking.register()
    committing.register()
    follow_through.register()
    links.register()
    collecting.register()
    ending.register()
    published.register()
    reminding.register()
    telling.register()
    concerning.register()
    still_open.register()
    room.open_rooms()
    parking.add_regions()
    archiving.register()
    matters.register()
