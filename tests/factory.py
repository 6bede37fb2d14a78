"""Factory functions: the least that a test needs, saved through the project's own verbs."""

from datetime import date, timedelta
from decimal import Decimal
from io import BytesIO
from itertools import count
from typing import Any
from uuid import uuid4

from allauth.account.models import EmailAddress
from django.utils.timezone import localdate, now
from PIL import Image

from changeprog.accounts.models import User
from changeprog.communications.models import Procedure
from changeprog.direction.models import (
    Benefit,
    CapabilityImprovement,
    Milestone,
    Objective,
    Resource,
    SideEffect,
    Vision,
)
from changeprog.programme.models import Person, Programme, Team
from teams.convening import convene
from teams.models import (
    Action,
    Barrier,
    Conflict,
    ConflictSide,
    Decision,
    Duty,
    HandOff,
    Meeting,
    RuleAnswer,
    RuleVersion,
    Seat,
    Victory,
    WorkingRule,
)
from teams.pictures import Rendered, render

_number = count(1)
PASSWORD = "correct-horse-battery"


def make_user(name: str = "Somebody", email: str = "", **fields: Any) -> User:
    """An account with a verified address; its password is ``PASSWORD``."""
    address = email or f"{name.split(maxsplit=1)[0].lower()}{next(_number)}@example.org"
    user = User.objects.create_user(address, PASSWORD, name=name, **fields)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


def make_programme(champion: User | None = None, name: str = "From push to context") -> Programme:
    return Programme.start(name, champion or make_user("Chris Champion"))


def champion_of(programme: Programme) -> Person:
    return Person.objects.champions().filter(programme=programme)[0]


def make_person(
    programme: Programme, role: str = "member", name: str = "", **fields: Any
) -> Person:
    """Somebody of the programme who can sign in."""
    name = name or f"{role.title()} {next(_number)}"
    user = make_user(name)
    return Person.objects.create(
        programme=programme, user=user, name=name, email=user.email, role=role, **fields
    )


def write_vision(programme: Programme, statement: str = "Every customer is known.") -> Vision:
    texts = {"statement": statement, "end_state": "", "threat": "", "opportunity": ""}
    current = Vision.current(programme)
    based_on = current.version if current else 0
    return Vision.write(programme, champion_of(programme), texts, based_on)


def make_objective(
    programme: Programme, measure: str = "Answered in a day", **fields: Any
) -> Objective:
    values: dict[str, Any] = {
        "unit": "%",
        "baseline": Decimal(40),
        "baseline_on": date(2026, 1, 1),
        "target": Decimal(90),
        "due": date(2027, 12, 31),
    }
    objective = Objective(programme=programme, measure=measure, **(values | fields))
    objective.set_by(champion_of(programme))
    return objective


def make_milestone(programme: Programme, name: str = "Pilot live", **fields: Any) -> Milestone:
    values: dict[str, Any] = {"due": localdate() + timedelta(days=20)}
    milestone = Milestone(programme=programme, name=name, **(values | fields))
    milestone.plan(champion_of(programme))
    return milestone


def make_resource(programme: Programme, name: str = "Testers", **fields: Any) -> Resource:
    values: dict[str, Any] = {
        "kind": Resource.Kind.TIME,
        "amount": Decimal(12),
        "needed_by": localdate() + timedelta(days=20),
    }
    resource = Resource(programme=programme, name=name, **(values | fields))
    resource.need(champion_of(programme))
    return resource


def make_side_effect(
    programme: Programme, outcome: str = "A league table", **fields: Any
) -> SideEffect:
    side_effect = SideEffect(programme=programme, outcome=outcome, **({"likelihood": 3} | fields))
    side_effect.name_it(champion_of(programme))
    return side_effect


def make_capability(
    programme: Programme,
    name: str = "One customer record",
    milestones: tuple[Milestone, ...] = (),
    **fields: Any,
) -> CapabilityImprovement:
    values: dict[str, Any] = {"dimension": "data", "level": 2, "wanted": 4}
    capability = CapabilityImprovement(programme=programme, name=name, **(values | fields))
    capability.plan(champion_of(programme), list(milestones))
    return capability


def make_benefit(
    programme: Programme,
    name: str = "Fewer customers leave",
    capabilities: tuple[CapabilityImprovement, ...] = (),
    **fields: Any,
) -> Benefit:
    values: dict[str, Any] = {
        "kind": "less lost",
        "low": Decimal("180000.00"),
        "likely": Decimal("240000.00"),
        "high": Decimal("310000.00"),
        "starts_on": date(2026, 3, 1),
    }
    benefit = Benefit(programme=programme, name=name, **(values | fields))
    benefit.expect(champion_of(programme), list(capabilities))
    return benefit


def log_victory(by: Person, what: str = "First customer thanked us", **links: Any) -> Victory:
    return Victory.log(by, uuid4(), what, **links)


def picture_file(width: int = 40, height: int = 30, kind: str = "JPEG", **saved: Any) -> BytesIO:
    """The file of a picture in one colour; ``saved`` goes into it, such as ``exif``."""
    file = BytesIO()
    Image.new("RGB", (width, height), "teal").save(file, kind, **saved)
    file.seek(0)
    return file


def draw(width: int = 40, height: int = 30) -> Rendered:
    return render(picture_file(width, height))


def log_barrier(
    by: Person, what: str = "No time for training", owner: Person | None = None
) -> Barrier:
    return Barrier.log(by, uuid4(), what, owner)


def core_team(programme: Programme, kind: str = "leadership") -> Team:
    return Team.objects.get(programme=programme, kind=kind)


def seat(person: Person, team: Team, *, chair: bool = False, hours: int = 4) -> Seat:
    """A seat given by the champion."""
    by = champion_of(person.programme)
    return Seat.take(by, team, person, chair=chair, hours=Decimal(hours))


def say_duty(person: Person, what: str = "support duty", **fields: Any) -> Duty:
    """A duty that takes all of this week and the next, said by the person."""
    values: dict[str, Any] = {
        "since": localdate() - timedelta(days=7),
        "until": localdate() + timedelta(days=7),
    }
    duty = Duty(programme=person.programme, person=person, what=what, **(values | fields))
    duty.say(person)
    return duty


def name_hand_off(
    programme: Programme, what: str = "Screens that were tried out", state: str = "", **fields: Any
) -> HandOff:
    """A hand-off from Design to Rollout, checked by the champion if a state is given."""
    values: dict[str, Any] = {
        "from_team": core_team(programme, "design"),
        "to_team": core_team(programme, "rollout"),
    }
    hand_off = HandOff(programme=programme, what=what, **(values | fields))
    hand_off.name_it(champion_of(programme))
    if state:
        hand_off.check_it(champion_of(programme), state)
    return hand_off


def propose_rule(by: Person, text: str = "We speak with each other first.") -> RuleVersion:
    """A proposal that nobody has answered yet."""
    return WorkingRule.propose(by, uuid4(), text, "Small things stay small.").newest()


def adopt_rule(by: Person, text: str = "We speak with each other first.") -> RuleVersion:
    """A rule in force, adopted by ``by``; whoever proposed it can live with it from a team."""
    version = propose_rule(by, text)
    champion = champion_of(by.programme)
    if not Seat.objects.held().filter(person=champion).exists():
        seat(champion, core_team(by.programme), chair=True)
    RuleAnswer.give(version, champion, can_live=True)
    version.adopt(champion)
    return version


def begin_conflict(one: Person, other: Person, mediator: Person) -> Conflict:
    """A conflict over a barrier of its own."""
    sides = [ConflictSide(person=one), ConflictSide(person=other)]
    return Conflict.begin(one, uuid4(), log_barrier(one), mediator, sides)


def plan_meeting(
    programme: Programme, title: str = "Organizational meeting", **fields: Any
) -> Meeting:
    """A meeting of everybody seated, in a week, with the usual agenda."""
    values: dict[str, Any] = {
        "starts_at": now() + timedelta(days=7),
        "minutes": 90,
        "place": "Room 3",
    }
    meeting = Meeting(programme=programme, title=title, **(values | fields))
    convene(champion_of(programme), meeting)
    return meeting


def open_meeting(programme: Programme, **fields: Any) -> Meeting:
    """A meeting that is going on, with its first part."""
    meeting = plan_meeting(programme, **fields)
    meeting.open(champion_of(programme), ["Leadership: nobody from Sales"], "It cannot wait.")
    return meeting


def close_meeting(programme: Programme, **fields: Any) -> Meeting:
    """A meeting that is over."""
    meeting = open_meeting(programme, **fields)
    meeting.close(champion_of(programme))
    return meeting


def decide(meeting: Meeting, text: str = "One list of customers") -> Decision:
    decision = Decision(programme=meeting.programme, meeting=meeting, text=text)
    decision.make(champion_of(meeting.programme))
    return decision


def agree_action(
    meeting: Meeting, text: str = "Write the list", owner: Person | None = None, **fields: Any
) -> Action:
    action = Action(programme=meeting.programme, meeting=meeting, text=text, owner=owner, **fields)
    action.agree(champion_of(meeting.programme))
    return action


def agree_procedure(
    by: Person, name: str = "Barriers to the leadership", **terms: Any
) -> Procedure:
    """An agreement to tell the leadership team of barriers every week, unless said otherwise."""
    lists = {key: value for key, value in terms.items() if isinstance(value, list)}
    said = {key: value for key, value in terms.items() if key not in lists}
    values: dict[str, Any] = {"to_everyone": False, "topics": "barriers", "name": name}
    procedure = Procedure(programme=by.programme, **(values | said))
    procedure.agree(by, **(lists or {"to_teams": [core_team(by.programme)]}))
    return procedure
