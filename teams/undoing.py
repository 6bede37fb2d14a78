"""What can be taken back right after it was done to a team or a seat: by the opposite act.

An act that is taken back stays in the journal, as does the opposite one. What that one needs to
know, the event keeps among its facts under "undo".
"""

from collections.abc import Callable
from decimal import Decimal

from changeprog.programme.models import Event, Function, Person, Role, Team
from changeprog.programme.models.team import TeamOvertaken, TeamStays, TeamTaken
from teams.models import RequiredFunction, Seat
from teams.models.seat import ChairsTaken, SeatLeft, leads


class TooLate(Exception):  # noqa: N818 -- told in words
    """What was done has been changed since."""

    def __init__(self) -> None:
        super().__init__("Somebody has changed it since, so it stays as it is.")


Opposite = Callable[[Event, Person], None]
"""Takes an event and who takes it back; raises ``TooLate`` or a refusal of the verb."""
REFUSALS = (TeamOvertaken, TeamStays, TeamTaken, ChairsTaken, SeatLeft)


def undo(event: Event, by: Person) -> None:
    """Do the opposite of ``event``; raises ``TooLate``."""
    try:
        OPPOSITES[event.verb](event, by)
    except REFUSALS as refusal:
        raise TooLate from refusal


def may_undo(event: Event, person: Person) -> bool:
    """Whether ``person``, who did it, still may: the champion all of it, a chair what seats do."""
    of_seat = event.verb.startswith("seat.")
    return person.may(Role.CHAMPION) or (of_seat and leads(person, _team(event)))


def newest(team: Team, by: Person) -> Event | None:
    """Return the last thing ``by`` did to ``team``, if it can be taken back."""
    event = Event.objects.of(team).filter(person=by).first()
    return event if event and event.verb in OPPOSITES else None


def _added(event: Event, by: Person) -> None:
    _team(event).remove(by)


def _described(event: Event, by: Person) -> None:
    _team(event).describe(by, **event.facts["undo"])


def _retired(event: Event, by: Person) -> None:
    _team(event).bring_back(by)


def _returned(event: Event, by: Person) -> None:
    _team(event).retire(by)


def _required(event: Event, by: Person) -> None:
    team = _team(event)
    before = Function.objects.filter(programme=team.programme, pk__in=event.facts["undo"])
    RequiredFunction.require(by, team, list(before))


def _given(event: Event, by: Person) -> None:
    if not _seat(event).take_back(by):
        raise TooLate


def _changed(event: Event, by: Person) -> None:
    before = event.facts["undo"]
    _seat(event).change(by, chair=before["chair"], hours=Decimal(before["hours"]))


def _left(event: Event, by: Person) -> None:
    if not _seat(event).sit_again(by):
        raise TooLate


def _resumed(event: Event, by: Person) -> None:
    _seat(event).leave(by)


def _team(event: Event) -> Team:
    team = Team.objects.filter(pk=event.subject_id).select_related("programme").first()
    if team is None:
        raise TooLate
    return team


def _seat(event: Event) -> Seat:
    seats = Seat.objects.select_related("team__programme", "person")
    seat = seats.filter(pk=event.facts["undo"]["seat"], team=event.subject_id).first()
    if seat is None:
        raise TooLate
    return seat


OPPOSITES: dict[str, Opposite] = {
    "team.added": _added,
    "team.described": _described,
    "team.retired": _retired,
    "team.returned": _returned,
    "team.required": _required,
    "seat.taken": _given,
    "seat.changed": _changed,
    "seat.handed_over": _given,
    "seat.left": _left,
    "seat.resumed": _resumed,
}
