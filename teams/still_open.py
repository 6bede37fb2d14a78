"""What of the teams is open when a programme ends, and how it is handed to somebody else.

Conflicts are left out: nobody but those involved knows of them.
"""

from changeprog.programme import open_things
from changeprog.programme.models import Person, Programme
from changeprog.programme.open_things import OpenKind, OpenThing
from teams.models import Action, Barrier, HandOff
from teams.models.hand_off import HandOffState


def barriers(programme: Programme) -> list[OpenThing]:
    """Return those that stand."""
    own = Barrier.objects.standing().filter(programme=programme)
    return [
        OpenThing(
            "barrier",
            each,
            each.what,
            each.present_owner,
            since=each.logged_at.date(),
            due=each.next_step_due,
        )
        for each in open_things.of_programme(programme, own.select_related("owner"))
    ]


def actions(programme: Programme) -> list[OpenThing]:
    """Return those that are neither done nor dropped."""
    own = Action.objects.open().filter(programme=programme).select_related("programme", "owner")
    return [OpenThing("action", each, each.text, each.present_owner, due=each.due) for each in own]


def hand_offs(programme: Programme) -> list[OpenThing]:
    """Return those between teams that leak, or of which nobody knows whether they do."""
    own = HandOff.objects.between_present().filter(programme=programme)
    unsure = own.exclude(state=HandOffState.WORKS).order_by("pk")
    return [
        OpenThing(
            "hand_off",
            each,
            f"{each.what}, from {each.from_team} to {each.to_team}",
            since=each.checked_on,
        )
        for each in unsure.select_related("programme", "from_team", "to_team")
    ]


def give_barrier(thing: OpenThing, by: Person, to: Person | None) -> None:
    assert isinstance(thing.subject, Barrier)  # noqa: S101 -- this kind and no other
    thing.subject.hand_to(to, by)


def give_action(thing: OpenThing, by: Person, to: Person | None) -> None:
    assert isinstance(thing.subject, Action)  # noqa: S101 -- this kind and no other
    thing.subject.change(by, thing.subject.revision, owner=to)


def register() -> None:
    """Have them listed when a programme ends."""
    open_things.register(
        OpenKind(50, "barrier", "Barriers that stand", "traffic-cone", barriers, give_barrier)
    )
    open_things.register(
        OpenKind(60, "action", "Actions agreed in meetings", "list-checks", actions, give_action)
    )
    open_things.register(
        OpenKind(70, "hand_off", "Hand-offs that may leak", "arrow-right-left", hand_offs)
    )
