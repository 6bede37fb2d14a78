"""Whom it concerns what happens to victories, barriers, actions, meetings and seats."""

from collections.abc import Collection, Iterable, Mapping, Sequence

from django.db.models import Count, Prefetch, Q
from django.urls import reverse

from changeprog.communications import inbox
from changeprog.communications.inbox import About, Kind, Word, changes, who, with_others
from changeprog.programme.models import Event
from teams.models import Action, Attendance, Barrier, Meeting, MeToo, Seat, Victory

BARRIER_DID = {
    "taken": "took on",
    "handed": "handed over",
    "changed": "said more of",
    "knocked_down": "knocked down",
    "stood_again": "found still standing",
    "removed": "took back",
    "restored": "brought back",
}
"""What somebody did, by the second part of the verb, as "Ana ___ the barrier you logged"."""
MEETING_IS = {
    "invited": "You are invited to “{}”",
    "changed": "“{}” has changed",
    "cancelled": "“{}” is cancelled",
    "closed": "“{}” is over: read what was decided",
}
SEAT_IS = {
    "taken": "gave you a seat in",
    "handed_over": "gave you a seat in",
    "left": "ended your seat in",
    "resumed": "found your seat still held in",
}


def victories(numbers: Collection[int]) -> Mapping[int, Victory]:
    """Return these victories with whose doing they are, and how many said thank you."""
    rows = Victory.objects.select_related("programme", "logged_by").prefetch_related("doers")
    return rows.annotate(thankful=Count("thanks", distinct=True)).in_bulk(numbers)


def of_victory(event: Event, victory: Victory) -> Iterable[Word]:
    """Tell those who won it; what several people thank them for is one item."""
    act, thing = event.verb.partition(".")[2], f"victory/{victory.pk}"
    thanked, others = act == "thanked", vars(victory)["thankful"] - 1
    text = {
        "logged": f"{who(event)} logged what you won: “{victory}”",
        "promoted": f"{who(event)} holds up for all to see what you won: “{victory}”",
        "thanked": f"{with_others(event, others, 'thanks', 'thank')} you for “{victory}”",
    }[act]
    for person in victory.winners:
        yield Word(
            event,
            person.pk,
            text,
            victory.get_absolute_url(),
            event.facts.get("because", ""),
            thing,
            occasion=thing if thanked else "",
            again=thanked,
        )


def barriers(numbers: Collection[int]) -> Mapping[int, Barrier]:
    """Return these barriers, also those taken back, with everybody who said: me too."""
    said = Prefetch("voices", MeToo.objects.said())
    return Barrier.everything().select_related("programme").prefetch_related(said).in_bulk(numbers)


def of_barrier(event: Event, barrier: Barrier) -> Iterable[Word]:
    """Tell its owner, who logged it, and in the end those in whose way it stood as well."""
    act, path = event.verb.partition(".")[2], barrier.get_absolute_url()
    if act == "removed":
        path = barrier.get_list_url()
    if barrier.owner_id and _is_given(event):
        text = f"{who(event)} asks you to see to a barrier: “{barrier}”"
        yield Word(event, barrier.owner_id, text, path)
    detail = event.facts.get("how", "") or changes(event)
    for person, whose in _concerned(barrier, act).items():
        if act != "logged" and not (person == barrier.owner_id and _is_given(event)):
            text = f"{who(event)} {BARRIER_DID[act]} {whose}: “{barrier}”"
            yield Word(event, person, text, path, detail, f"barrier/{barrier.pk}")


def _is_given(event: Event) -> bool:
    """Whether the barrier got an owner by it, who did not take it on by themself."""
    named = event.facts.get("owner") or event.facts.get("to")
    return bool(named) or "owner" in event.facts.get("changes", {})


def _concerned(barrier: Barrier, act: str) -> dict[int, str]:
    """Return whose business it is, by their numbers, and what the barrier is to them."""
    others = [each.person_id for each in barrier.voices.all()] if act == "knocked_down" else []
    known = dict.fromkeys(others, "a barrier in your way")
    if barrier.logged_by_id:
        known[barrier.logged_by_id] = "the barrier you logged"
    if barrier.owner_id:
        known[barrier.owner_id] = "your barrier"
    return known


def of_me_too(event: Event, barrier: Barrier) -> Iterable[Word]:
    """Tell whoever owns or logged a barrier that it is in others' way as well: one item."""
    said = with_others(event, len(barrier.voices.all()) - 1, "says", "say")
    for person, whose in _concerned(barrier, "shared").items():
        text = f"{said} “me too” of {whose}: “{barrier}”"
        path, thing = barrier.get_absolute_url(), f"barrier/{barrier.pk}"
        yield Word(event, person, text, path, thing=thing, occasion=thing, again=True)


def actions(numbers: Collection[int]) -> Mapping[int, Action]:
    return Action.objects.select_related("programme").in_bulk(numbers)


def of_action(event: Event, action: Action) -> Iterable[Word]:
    """Tell whose it is that they are asked to do it, or that something has become of it."""
    if action.owner_id is None:
        return
    act, path = event.verb.partition(".")[2], action.get_absolute_url()
    if act == "agreed" or "owner" in event.facts.get("changes", {}):
        text = f"{who(event)} asks you to do: “{action}”"
        yield Word(event, action.owner_id, text, path, changes(event, "owner"))
        return
    did = {
        "changed": "changed",
        "done": "did",
        "dropped": "took back",
        "reopened": "found still open",
        "taken_up": "took up again",
    }[act]
    text = f"{who(event)} {did} your action “{action}”"
    yield Word(event, action.owner_id, text, path, changes(event), f"action/{action.pk}")


def meetings(numbers: Collection[int]) -> Mapping[int, Meeting]:
    """Return these meetings with who is expected, and how much came out of them."""
    expected = Prefetch("attendances", Attendance.objects.order_by("pk"))
    standing, kept = Q(decisions__withdrawn_at=None), Q(actions__dropped_at=None)
    rows = Meeting.objects.select_related("programme").prefetch_related(expected)
    return rows.annotate(
        decided=Count("decisions", filter=standing, distinct=True),
        taken_on=Count("actions", filter=kept, distinct=True),
    ).in_bulk(numbers)


def of_meeting(event: Event, meeting: Meeting) -> Iterable[Word]:
    """Tell everybody who is expected at it, once for each act, and anew when it changes."""
    act, path = event.verb.partition(".")[2], meeting.get_absolute_url()
    detail = changes(event)
    if act == "closed":
        path = reverse("teams:meeting_minutes", args=[meeting.programme.key, meeting.pk])
        known = vars(meeting)
        detail = f"Decisions: {known['decided']} · Actions: {known['taken_on']}"
    for attendance in meeting.attendances.all():
        yield Word(
            event,
            attendance.person_id,
            MEETING_IS[act].format(meeting),
            path,
            detail,
            f"meeting/{meeting.pk}",
            occasion=str(meeting.pk),
            again=act != "invited",
        )


def of_seats(events: Sequence[Event]) -> Iterable[Word]:
    """Tell those whose seat it is; the event is about the team and says which seat."""
    numbers = {event.facts["undo"]["seat"] for event in events}
    seats = Seat.objects.select_related("team__programme").in_bulk(numbers)
    for event in events:
        if seat := seats.get(event.facts["undo"]["seat"]):
            did = SEAT_IS[event.verb.partition(".")[2]]
            text = f"{who(event)} {did} {seat.team}"
            yield Word(event, seat.person_id, text, seat.team.get_absolute_url())


def register() -> None:
    """Register it all."""
    victory, barrier = About(victories, of_victory), About(barriers, of_barrier)
    inbox.register(victory, "victory.logged", "victory.promoted", "victory.thanked")
    inbox.register(barrier, "barrier.logged", *(f"barrier.{act}" for act in BARRIER_DID))
    inbox.register(About(barriers, of_me_too), "barrier.shared")
    acts = ("agreed", "changed", "done", "dropped", "reopened", "taken_up")
    inbox.register(About(actions, of_action), *(f"action.{act}" for act in acts))
    inbox.register(About(meetings, of_meeting), *(f"meeting.{act}" for act in MEETING_IS))
    inbox.register(of_seats, *(f"seat.{act}" for act in SEAT_IS))
    inbox.describe(
        Kind("victory", "Victories", "trophy"),
        Kind("barrier", "Barriers", "construction"),
        Kind("next_step", "Barriers", "construction"),
        Kind("conflict", "Barriers", "construction"),
        Kind("action", "Actions", "list-checks"),
        Kind("meeting", "Meetings", "users"),
        Kind("agreed_set", "Teams", "handshake"),
        Kind("agreement", "Teams", "handshake"),
        Kind("seat", "Teams", "handshake"),
    )
