"""One object of each kind in a programme, and which one an address of the walk is about."""

from typing import Any

from changeprog.accounts.models import Invitation
from changeprog.direction.models import (
    Objective,
)
from changeprog.programme.models import Person, Programme
from tests import factory, map_factory, survey_factory, workshop_factory
from tests.closing.objects import SUBJECTS as OF_CLOSING
from tests.communications.objects import SUBJECTS as OF_COMMUNICATIONS
from tests.communications.objects import desk_event
from tests.direction.objects import SUBJECTS as OF_DIRECTION
from tests.onboarding.objects import SUBJECTS as OF_ONBOARDING
from tests.subjects import Maker, first
from tests.teams.objects import SUBJECTS as OF_TEAMS
from tests.teams.objects import meeting as meeting  # noqa: PLC0414  # the browser asks for it here
from tests.teams.objects import picture


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


SUBJECTS: dict[str, Maker] = {
    "chain:objective": first(Objective),
    "programme:person": invited,
    "programme:invite_again": invited,
    "programme:remove_person": invited,
    "programme:return_person": invited,
    **OF_DIRECTION,
    **OF_TEAMS,
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
    "workshops:commitment_objective": workshop_factory.promised,
    "workshops:follow_up": workshop_factory.followed_up,
    **OF_COMMUNICATIONS,
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
