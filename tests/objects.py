"""One object of each kind in a programme, and which one an address of the walk is about."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

from django.utils.timezone import now

from changeprog.accounts.models import Invitation
from changeprog.communications.models import Delivery, Edition, Mute, Notice, Procedure, Webhook
from changeprog.communications.notices import tell
from changeprog.direction.models import (
    Benefit,
    BenefitEntry,
    CapabilityImprovement,
    Dependency,
    Milestone,
    Objective,
    Promise,
    Reading,
    Resource,
    SideEffect,
)
from changeprog.programme.models import Event, Function, Person, Programme, Role, Team
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
from tests import factory, map_factory, survey_factory, workshop_factory
from tests.closing.objects import SUBJECTS as OF_CLOSING
from tests.onboarding.objects import SUBJECTS as OF_ONBOARDING

Maker = Callable[[Programme, Person | None], Any]


def invited(programme: Programme, viewer: Person | None = None) -> Person:
    """Somebody invited who has not joined."""
    champion = factory.champion_of(programme)
    person, _ = Person.objects.get_or_create(
        programme=programme, email="invited@example.org", defaults={"name": "Ivy Invited"}
    )
    if person.invitation is None:
        assert champion.user is not None
        person.role, person.invitation = "member", Invitation.make(person.email, "x", champion.user)
        person.save()
    return person


def digest(programme: Programme, viewer: Person | None = None) -> Procedure:
    """The weekly digest that every programme has."""
    return Procedure.objects.digests().get(programme=programme)


def edition(programme: Programme, viewer: Person | None = None) -> Edition:
    """The newest edition of the digest, composed just now if there is none."""
    at, procedure = now(), digest(programme)
    newest = Edition.objects.filter(procedure=procedure).first()
    return newest or Edition.objects.create(
        procedure=procedure, occurrence=at.date(), since=at, until=at
    )


def own_procedure(programme: Programme, viewer: Person | None = None) -> Procedure:
    """A procedure that the viewer answers for, or else the champion."""
    mine = viewer and viewer.programme == programme and viewer.may(Role.MEMBER)
    owner = viewer if viewer and mine else factory.champion_of(programme)
    name = f"Victories from {owner.pk}"
    found = Procedure.objects.filter(programme=programme, name=name).first()
    return found or factory.agree_procedure(
        owner, name, topics="victories", to_everyone=True, owner=owner, needs_approval=True
    )


def on_the_desk(programme: Programme, viewer: Person | None = None) -> Edition:
    """An edition that waits for the viewer, or else for the champion."""
    procedure = own_procedure(programme, viewer)
    found = procedure.prepare(procedure.owner or factory.champion_of(programme))
    assert found
    return found


def desk_event(programme: Programme, viewer: Person | None = None) -> Event:
    """That somebody put a word on top of their edition."""
    found = on_the_desk(programme, viewer)
    by = found.procedure.owner or factory.champion_of(programme)
    found.put(by, found.revision, f"Word {found.revision}")
    return Event.objects.about("edition.worded").of(found).filter(person=by)[0]


def delivery(programme: Programme, viewer: Person | None = None) -> Delivery:
    """What the viewer was sent; what the champion was sent where the viewer is a stranger."""
    person = viewer if viewer and viewer.programme == programme else None
    found, _ = Delivery.objects.get_or_create(
        edition=edition(programme),
        person=person or factory.champion_of(programme),
        defaults={"state": "sent", "sent_at": now(), "source": b"Subject: x\r\n\r\nHello\r\n"},
    )
    return found


def first_webhook(programme: Programme, viewer: Person | None = None) -> Webhook:
    """A webhook, added now if there is none."""
    known: Webhook | None = Webhook.objects.filter(programme=programme).first()
    if known is None:
        known = Webhook(programme=programme, name="#crm", url="https://hooks.example.org/1")
        known.add(factory.champion_of(programme))
    return known


def dependency(programme: Programme, viewer: Person | None = None) -> Dependency:
    """A milestone that waits for the first one, made now if none waits yet."""
    known = Dependency.objects.of(programme).first()
    if known:
        return known
    champion, needed = factory.champion_of(programme), first(Milestone)(programme, None)
    Dependency.add(champion, factory.make_milestone(programme, "Roll-out"), needed)
    return Dependency.objects.of(programme).get()


def reading(programme: Programme, viewer: Person | None = None) -> Reading:
    """The reading of a day of the first objective, recorded again if it was taken away."""
    champion = factory.champion_of(programme)
    objective: Objective = first(Objective)(programme, None)
    return objective.read(champion, Decimal(50), date(2026, 2, 1))


def promise(programme: Programme, viewer: Person | None = None) -> Promise:
    """What the champion promised of the first resource."""
    champion, resource = factory.champion_of(programme), first(Resource)(programme, None)
    known = Promise.objects.filter(resource=resource).first()
    return known or resource.promise(
        champion, uuid4(), champion, Decimal(4), since=date(2026, 2, 1)
    )


def done(programme: Programme, viewer: Person | None = None) -> Event:
    """Something the viewer has done; what the champion did where the viewer is a stranger."""
    person = viewer if viewer and viewer.programme == programme else None
    person = person or factory.champion_of(programme)
    objective: Objective = first(Objective)(programme, None)
    objective.read(person, Decimal(person.pk), date(2026, 2, 2))
    return Event.objects.of(objective).filter(verb="objective.read", person=person).earliest("pk")


def entry(programme: Programme, viewer: Person | None = None) -> BenefitEntry:
    """What came of the first benefit, recorded now if nothing was."""
    benefit: Benefit = first(Benefit)(programme, None)
    champion = factory.champion_of(programme)
    return benefit.realise(champion, UUID(int=1), Decimal("20000.00"), date(2026, 6, 1))


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


def first(model: Any) -> Maker:
    """Return a function that takes the first row of ``model`` in a programme."""
    return lambda programme, _viewer: model.objects.filter(programme=programme).earliest("pk")


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


def own_notice(programme: Programme, viewer: Person | None = None) -> Notice:
    """Something the viewer was told; the champion where the viewer is a stranger."""
    own = viewer if viewer and viewer.programme == programme else factory.champion_of(programme)
    return tell(
        own,
        "barrier.waits",
        "1",
        text="A barrier waits",
        path=programme.get_absolute_url(),
        thing="barrier/1",
        mailed=False,
    )


def own_mute(programme: Programme, viewer: Person | None = None) -> Mute:
    """What the viewer does not want to hear of; the champion where the viewer is a stranger."""
    return Mute.begin(own_notice(programme, viewer))


SUBJECTS: dict[str, Maker] = {
    "programme:person": invited,
    "programme:invite_again": invited,
    "programme:remove_person": invited,
    "programme:return_person": invited,
    "direction:objective": first(Objective),
    "direction:reading": reading,
    "direction:undoing": done,
    "direction:milestone": first(Milestone),
    "direction:resource": first(Resource),
    "direction:promise": promise,
    "direction:side_effect": first(SideEffect),
    "direction:function_size": first(Function),
    "direction:team_size": first(Team),
    "direction:dependency": dependency,
    "direction:capability": first(CapabilityImprovement),
    "direction:benefit": first(Benefit),
    "direction:entry": entry,
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
    "stakeholders:placing_undoing": map_factory.moved,
    "stakeholders:undoing": map_factory.noted,
    "stakeholders:survey": survey_factory.some_survey,
    "stakeholders:naming": survey_factory.some_naming,
    "stakeholders:ground_rule": survey_factory.some_rule,
    "stakeholders:": map_factory.visible_stakeholder,
    "stakeholders:conversation": map_factory.own_talk,
    "stakeholders:guarantee": map_factory.some_guarantee,
    "stakeholders:import": map_factory.previewed_import,
    "stakeholders:tie_removal": map_factory.tie,
    "stakeholders:tie_return": map_factory.tie_taken_away,
    "stakeholders:ambassador": map_factory.own_ambassador,
    "stakeholders:my_people": map_factory.own_ambassador,
    "workshops:": workshop_factory.led_workshop,
    "workshops:park_rule": survey_factory.some_rule,
    "workshops:parked_rule": survey_factory.some_parking,
    "workshops:collection": workshop_factory.collection,
    "workshops:note": workshop_factory.noted,
    "workshops:group": workshop_factory.grouped,
    "workshops:activity": workshop_factory.led_activity,
    "workshops:participant": workshop_factory.led_guest,
    "workshops:format": workshop_factory.kept_format,
    "workshops:consensus": workshop_factory.consensus,
    "workshops:proposal": workshop_factory.tabled,
    "workshops:round": workshop_factory.polled,
    "workshops:point_": workshop_factory.parked,
    "workshops:hard_question": workshop_factory.asked,
    "workshops:commitment": workshop_factory.promised,
    "workshops:follow_up": workshop_factory.followed_up,
    "communications:webhook": first_webhook,
    "communications:word": own_procedure,
    "communications:prepare": own_procedure,
    "communications:procedure": digest,
    "communications:schedule": digest,
    "communications:preview": digest,
    "communications:edition": edition,
    "communications:edition_word": on_the_desk,
    **dict.fromkeys(
        (
            f"communications:{name}"
            for name in ("desk", "arrange", "renew", "approve", "skip", "postpone", "proof")
        ),
        on_the_desk,
    ),
    "communications:posting": delivery,
    "communications:address_again": first(Person),
    "inbox:": own_notice,
    "inbox:hear_again": own_mute,
    "inbox:mute_again": own_mute,
    **OF_ONBOARDING,
    **OF_CLOSING,
}
"""By the beginning of an address's name."""


PLAIN: dict[str, dict[str, Any]] = {
    "communications:reminder": {"name": "milestone.due"},
    "direction:vision_version": {"version": 1},
    "inbox:unread_again": {"stamp": 1},
    "closing:chapter": {"name": "whole"},
}
"""Arguments of addresses that are about no object."""
BESIDES: dict[str, dict[str, Any]] = {
    "teams:conflict_question": {"question": "roles"},
    "closing:hand_over": {"kind": "barrier"},
    "stakeholders:conviction": {"belief": "works"},
    "stakeholders:import_left_out": {"place": 0},
    "communications:posting": {"kind": "digest"},
    "communications:posting_letter": {"kind": "digest"},
    "communications:posting_again": {"kind": "digest"},
}
"""Arguments beside the object's."""


def fill(programme: Programme) -> None:
    """Put one object of each kind into ``programme``."""
    champion = factory.champion_of(programme)
    factory.write_vision(programme)
    factory.make_objective(programme)
    factory.make_milestone(programme)
    factory.make_resource(programme)
    factory.make_side_effect(programme)
    factory.make_benefit(programme, capabilities=(factory.make_capability(programme),))
    factory.propose_rule(champion)
    factory.decide(meeting(programme))
    factory.agree_action(meeting(programme))
    factory.log_victory(champion)
    factory.log_barrier(champion)
    for maker in SUBJECTS.values():
        maker(programme, champion)


def arguments(name: str, programme: Programme, viewer: Person | None) -> dict[str, Any]:
    """Return the arguments, other than the programme, of the address called ``name``."""
    if name in PLAIN:
        return dict(PLAIN[name])
    if name == "workshops:collection_undoing":
        kept = workshop_factory.rearranged(programme, viewer)
        return {"pk": kept.activity_id, "key": kept.key}
    if name == "communications:desk_undo":
        event = desk_event(programme, viewer)
        return {"pk": event.subject_id, "event": event.pk}
    if name in {"teams:picture", "teams:picture_small"}:
        return {"digest": picture(programme).digest}
    begins = max((known for known in SUBJECTS if name.startswith(known)), key=len)
    return {"pk": SUBJECTS[begins](programme, viewer).pk, **BESIDES.get(name, {})}
