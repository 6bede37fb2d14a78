"""Which object an address of the teams is about, in the walk of all addresses."""

from typing import Any
from uuid import UUID

from changeprog.communications.models import Procedure
from changeprog.programme.models import Event, Person, Programme, Role, Team
from teams.models import (
    Action,
    AgendaPart,
    Attendance,
    Barrier,
    Conflict,
    Decision,
    Duty,
    HandOff,
    Meeting,
    Picture,
    RuleVersion,
    Seat,
    Victory,
    WorkingRule,
)
from teams.models.voice import decides
from tests import factory
from tests.subjects import Maker, first


def own_victory(programme: Programme, viewer: Person | None = None) -> Victory:
    """A victory that the viewer logged; the champion where the viewer is a stranger."""
    own = viewer if viewer and viewer.programme == programme else factory.champion_of(programme)
    return Victory.log(own, UUID(int=own.pk), "We called back")


def own_barrier(programme: Programme, viewer: Person | None = None) -> Barrier:
    """A barrier that the viewer logged; the champion where the viewer is a stranger."""
    own = viewer if viewer and viewer.programme == programme else factory.champion_of(programme)
    return Barrier.log(own, UUID(int=own.pk), "No tablets")


def anothers_victory(programme: Programme, viewer: Person | None = None) -> Victory:
    """A victory that somebody else than the viewer logged."""
    winner, _ = Person.objects.get_or_create(programme=programme, name="Wendy Winner")
    return Victory.log(winner, UUID(int=winner.pk), "They came back")


def picture(programme: Programme, viewer: Person | None = None) -> Picture:
    """A picture on somebody's victory."""
    kept = Picture.keep(programme, factory.draw())
    anothers_victory(programme).change(factory.champion_of(programme), 1, picture=kept)
    return kept


def chaired(maker: Maker) -> Maker:
    """Return ``maker`` for an address that asks for a chair: it gives the viewer one first."""

    def made(programme: Programme, viewer: Person | None) -> Any:
        if viewer and viewer.programme == programme and not decides(viewer):
            factory.seat(viewer, factory.core_team(programme), chair=True)
        return maker(programme, viewer)

    return made


def proposed_rule(programme: Programme, viewer: Person | None = None) -> RuleVersion:
    """Words of a rule that are still only proposed."""
    found = RuleVersion.objects.of(programme).proposed().first()
    return found or factory.propose_rule(factory.champion_of(programme))


def agreed_procedure(programme: Programme, viewer: Person | None = None) -> Procedure:
    """A communication procedure that people agreed on."""
    found = Procedure.objects.filter(programme=programme, automatic=False).first()
    return found or factory.agree_procedure(factory.champion_of(programme))


def led_team(programme: Programme, viewer: Person | None = None) -> Team:
    """An adopting team, led by the viewer where they could lead one."""
    champion = factory.champion_of(programme)
    team = Team.add(champion, UUID(int=7), "Service desks")
    leads = viewer and viewer.programme == programme and viewer.may(Role.MEMBER)
    if leads and viewer and not team.seats.filter(person=viewer, until=None).exists():
        Seat.objects.filter(team=team).delete()
        factory.seat(viewer, team, chair=True)
    return team


def led_seat(programme: Programme, viewer: Person | None = None) -> Seat:
    """The seat of somebody in that team."""
    team = led_team(programme, viewer)
    known = Seat.objects.filter(team=team, until=None).first()
    return known or factory.seat(factory.champion_of(programme), team, chair=True)


def seat_event(programme: Programme, viewer: Person | None = None) -> Event:
    """Something that the viewer has just done to a team and may take back."""
    team = led_team(programme, viewer)
    by = viewer if viewer and viewer.programme == programme else factory.champion_of(programme)
    seat = led_seat(programme, viewer)
    seat.record("seat.left", by)
    return Event.objects.of(team).filter(verb="seat.left").latest("pk")


def conflict(programme: Programme, viewer: Person | None = None) -> Conflict:
    """A conflict that the viewer is a side of; the champion where the viewer is a stranger."""
    own = viewer if viewer and viewer.programme == programme else factory.champion_of(programme)
    if known := Conflict.objects.filter(sides__person=own).first():
        return known
    others = [Person.objects.create(programme=programme, name=name) for name in ("Oz", "Max")]
    return factory.begin_conflict(own, *others)


def unquarrelled(programme: Programme, viewer: Person | None = None) -> Barrier:
    """A barrier that nobody quarrels about yet."""
    free = Barrier.objects.filter(programme=programme, conflict=None).first()
    return free or factory.log_barrier(factory.champion_of(programme), "Still free")


def meeting(programme: Programme, viewer: Person | None = None) -> Meeting:
    """A planned meeting, led by the viewer where they could lead one."""
    known = Meeting.objects.planned().filter(programme=programme).first()
    found = known or factory.plan_meeting(programme)
    if viewer and viewer.programme == programme:
        Meeting.objects.filter(pk=found.pk).update(leader=viewer)
    return found


def of_meeting(model: Any) -> Maker:
    """Return a function that takes the first row of ``model`` in that meeting."""
    return lambda programme, viewer: model.objects.filter(
        meeting=meeting(programme, viewer)
    ).earliest("pk")


def own_duty(programme: Programme, viewer: Person | None = None) -> Duty:
    """Something else that takes the viewer's time; the champion's where they are a stranger."""
    own = viewer if viewer and viewer.programme == programme else factory.champion_of(programme)
    known = Duty.objects.filter(programme=programme, person=own).first()
    return known or factory.say_duty(own)


def own_attendance(programme: Programme, viewer: Person | None = None) -> Attendance:
    """The viewer's part in a meeting ahead; the champion's where they are a stranger."""
    own = viewer if viewer and viewer.programme == programme else factory.champion_of(programme)
    found, _ = Attendance.objects.get_or_create(meeting=meeting(programme), person=own)
    return found


def leak(programme: Programme, viewer: Person | None = None) -> HandOff:
    """A hand-off that leaks."""
    known = HandOff.objects.filter(programme=programme).first()
    return known or factory.name_hand_off(programme, "Screens that were tried out", "leaks")


SUBJECTS: dict[str, Maker] = {
    "teams:procedure": chaired(agreed_procedure),
    "teams:rule": first(WorkingRule),
    "teams:rule_version": chaired(proposed_rule),
    "teams:team": led_team,
    "teams:seat": led_seat,
    "teams:agreement": led_team,
    "teams:undoing": seat_event,
    "teams:meeting": meeting,
    "teams:part": of_meeting(AgendaPart),
    "teams:attendance": of_meeting(Attendance),
    "teams:attendance_removal": of_meeting(Attendance),
    "teams:decision": of_meeting(Decision),
    "teams:action": of_meeting(Action),
    "teams:victory": first(Victory),
    "teams:victory_editing": own_victory,
    "teams:victory_taking_back": own_victory,
    "teams:victory_return": own_victory,
    "teams:victory_thanks": anothers_victory,
    "teams:duty": own_duty,
    "teams:substitute": own_attendance,
    "teams:hand_off": leak,
    "teams:barrier": first(Barrier),
    "teams:barrier_taking_back": own_barrier,
    "teams:barrier_conflict": unquarrelled,
    "teams:conflict": conflict,
}
