from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from datetime import timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from changeprog import liveness
from changeprog.communications import filling, inbox, tasks
from changeprog.communications.inbox import Word
from changeprog.communications.models import InboxCursor, Notice
from changeprog.programme import journal
from changeprog.programme.models import Event, Person, Programme, Role, Visibility
from stakeholders.models import Ambassador
from teams.models import Barrier, Seat, Victory
from tests import factory, map_factory
from tests.communications.conftest import START

Queries = Callable[[int], AbstractContextManager[object]]


@pytest.fixture
def clock(programme: Programme) -> Iterator[time_machine.Traveller]:
    """A moment after the programme began, so that what happens now is told."""
    with time_machine.travel(START + timedelta(days=400), tick=False) as traveller:
        yield traveller


def texts(person: Person) -> list[str]:
    own = Notice.objects.in_inbox().filter(person=person)
    return list(own.newest_first().values_list("text", flat=True))


def fill(clock: time_machine.Traveller, seconds: float = 1) -> None:
    clock.shift(seconds)
    tasks.fill_inboxes()


def test_an_owner_is_told_what_somebody_else_does_to_their_milestone(
    clock: time_machine.Traveller, programme: Programme, champion: Person, member: Person
) -> None:
    fill(clock)
    milestone = factory.make_milestone(programme, "Pilot live", owner=member)
    milestone.reach(champion, milestone.due, "Seen")
    fill(clock)
    assert texts(member) == [
        "Chris Champion reached your milestone “Pilot live”",
        "Chris Champion asks you to see to the milestone “Pilot live”",
    ]
    assert texts(champion) == []
    asked, reached = Notice.objects.order_by("pk")
    assert (asked.thing, reached.thing) == ("", f"milestone/{milestone.pk}")
    assert reached.path == milestone.get_absolute_url()
    assert not reached.mailed


def test_a_change_says_what_has_changed(
    clock: time_machine.Traveller, programme: Programme, champion: Person, member: Person
) -> None:
    milestone = factory.make_milestone(programme, owner=member)
    milestone.change(champion, 1, name="Pilot going")
    fill(clock)
    changed = Notice.objects.get(kind="milestone.changed")
    assert changed.detail == "name: Pilot live → Pilot going"


def test_who_did_it_is_not_told(
    clock: time_machine.Traveller, programme: Programme, member: Person
) -> None:
    milestone = factory.make_milestone(programme, owner=member)
    milestone.reach(member, milestone.due, "Seen")
    fill(clock)
    assert not Notice.objects.filter(kind="milestone.reached").exists()


def test_those_whose_milestone_waited_are_told_that_it_need_not_any_more(
    clock: time_machine.Traveller, programme: Programme, champion: Person, member: Person
) -> None:
    needed = factory.make_milestone(programme, "Pilot live")
    waiting = factory.make_milestone(programme, "Roll-out", owner=member)
    waiting.needs.add(needed)
    needed.reach(champion, needed.due, "Seen")
    fill(clock)
    assert texts(member)[0] == "“Pilot live” is reached: your milestone “Roll-out” waited for it"


def test_it_is_told_once_however_often_it_is_asked(
    clock: time_machine.Traveller, programme: Programme, member: Person
) -> None:
    factory.make_milestone(programme, owner=member)
    for _ in range(3):
        fill(clock, 0)
    fill(clock, 60)
    fill(clock, 60)
    assert len(texts(member)) == 1
    assert InboxCursor.objects.get(programme=programme).ahead == []


def test_what_is_committed_late_is_told_all_the_same(
    clock: time_machine.Traveller, programme: Programme, champion: Person, member: Person
) -> None:
    milestone = factory.make_milestone(programme, owner=member)
    fill(clock, 5)
    milestone.reach(champion, milestone.due, "Seen")
    late = Event.objects.get(verb="milestone.reached")
    Event.objects.filter(pk=late.pk).update(at=late.at - timedelta(seconds=4))
    fill(clock, 1)
    assert len(texts(member)) == 2


def test_what_happened_days_ago_is_told_nobody(
    clock: time_machine.Traveller, programme: Programme, member: Person
) -> None:
    factory.make_milestone(programme, owner=member)
    clock.shift(timedelta(days=3))
    tasks.fill_inboxes()
    assert texts(member) == []


def test_only_those_are_told_who_take_part_and_may_read_it(
    clock: time_machine.Traveller,
    programme: Programme,
    champion: Person,
    member: Person,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    gone = factory.make_person(programme, "champion", "Gone")
    gone.remove(champion)
    fay = factory.make_person(programme, "facilitator", "Fay")

    def everybody(events: Sequence[Event]) -> list[Word]:
        return [Word(e, p.pk, "Told", "/") for e in events for p in (member, gone, fay)]

    monkeypatch.setitem(inbox._concerned, "programme.changed", everybody)
    fill(clock)
    Event.record(
        programme,
        "programme.changed",
        by=champion,
        subject=programme,
        visibility=Visibility.FACILITATORS,
    )
    fill(clock)
    told = Notice.objects.filter(kind="programme.changed")
    assert {notice.person for notice in told} == {fay}
    assert told.get().visibility == Visibility.FACILITATORS


def test_a_rule_that_fails_holds_up_no_other(
    clock: time_machine.Traveller,
    programme: Programme,
    champion: Person,
    member: Person,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def broken(events: Sequence[Event]) -> list[Word]:
        raise RuntimeError("broken, on purpose")

    monkeypatch.setitem(inbox._concerned, "milestone.reached", broken)
    milestone = factory.make_milestone(programme, "Pilot live", owner=member)
    milestone.reach(champion, milestone.due, "Seen")
    fill(clock)
    assert texts(member) == ["Chris Champion asks you to see to the milestone “Pilot live”"]


def test_many_of_a_kind_are_one_item(
    clock: time_machine.Traveller, programme: Programme, member: Person
) -> None:
    for number in range(8):
        factory.make_milestone(programme, f"Step {number}", owner=member)
    fill(clock)
    assert texts(member) == [
        "Chris Champion asks you to see to the milestone “Step 7”, and 7 more like it"
    ]


def test_a_long_journal_is_told_in_parts(
    clock: time_machine.Traveller,
    programme: Programme,
    member: Person,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(filling, "AT_ONCE", 2)
    for number in range(5):
        factory.make_milestone(programme, f"Step {number}", owner=member)
        clock.shift(1)
    fill(clock, 60)
    assert len(texts(member)) == 5


def test_thanks_of_several_people_are_one_item_that_is_unread_again(
    clock: time_machine.Traveller, champion: Person, member: Person, observer: Person
) -> None:
    victory = Victory.log(member, uuid4(), "We called back")
    victory.thank(champion)
    fill(clock)
    assert texts(member) == ["Chris Champion thanks you for “We called back”"]
    Notice.objects.get().read()
    victory.thank(observer)
    fill(clock)
    assert texts(member) == ["Ola Observer and one other thank you for “We called back”"]
    assert Notice.objects.get().read_at is None


def test_a_barrier_is_told_to_its_owner_and_those_in_whose_way_it_is(
    clock: time_machine.Traveller,
    programme: Programme,
    champion: Person,
    member: Person,
    observer: Person,
) -> None:
    barrier = Barrier.log(member, uuid4(), "No tablets")
    barrier.hand_to(champion, member)
    barrier.say_me_too(observer)
    fill(clock)
    assert texts(champion) == [
        "Ola Observer says “me too” of your barrier: “No tablets”",
        "Mo Member asks you to see to a barrier: “No tablets”",
    ]
    assert texts(member) == ["Ola Observer says “me too” of the barrier you logged: “No tablets”"]
    barrier.knock_down(champion, "Bought some")
    fill(clock)
    assert texts(member)[0] == "Chris Champion knocked down the barrier you logged: “No tablets”"
    assert texts(observer) == ["Chris Champion knocked down a barrier in your way: “No tablets”"]
    assert Notice.objects.filter(person=observer).get().detail == "Bought some"


def test_a_meeting_tells_everybody_expected_that_it_is_over(
    clock: time_machine.Traveller, programme: Programme, champion: Person, member: Person
) -> None:
    factory.seat(member, factory.core_team(programme))
    meeting = factory.plan_meeting(programme)
    factory.agree_action(meeting, owner=member)
    factory.decide(meeting)
    Event.record(programme, "meeting.closed", by=champion, subject=meeting, title=str(meeting))
    fill(clock)
    over = Notice.objects.get(kind="meeting.closed", person=member)
    assert over.text == f"“{meeting}” is over: read what was decided"
    assert over.detail == "Decisions: 1 · Actions: 1"
    assert Notice.objects.filter(kind="action.agreed", person=member).count() == 1


def test_a_seat_is_told_to_whoever_it_is_given(
    clock: time_machine.Traveller, programme: Programme, champion: Person, member: Person
) -> None:
    team = factory.core_team(programme)
    seat = Seat.take(champion, team, member, hours=Decimal(4))
    seat.leave(champion)
    fill(clock)
    assert texts(member) == [
        f"Chris Champion ended your seat in {team}",
        f"Chris Champion gave you a seat in {team}",
    ]


def test_another_role_is_told_to_the_person_themself(
    clock: time_machine.Traveller, champion: Person, member: Person
) -> None:
    member.change(champion, role=Role.FACILITATOR, function=None)
    fill(clock)
    assert texts(member) == ["Chris Champion changed your part: you are facilitator now"]


def test_of_the_map_an_ambassador_is_told_privately_and_without_a_name(
    clock: time_machine.Traveller, programme: Programme, champion: Person, member: Person
) -> None:
    stakeholder = map_factory.stakeholder(champion, map_factory.someone(programme, "Stan"))
    ambassador = map_factory.ambassador(member, stakeholder, accepted=False)
    ambassador.answer(member, Ambassador.State.ACCEPTED)
    fill(clock)
    assert texts(champion) == ["Somebody you asked to be an ambassador has said yes"]
    map_factory.talk(champion, stakeholder, "Not convinced")
    fill(clock)
    (told,) = Notice.objects.filter(person=member, kind="conversation.noted")
    assert (told.private, told.thing) == (True, f"stakeholder/{stakeholder.pk}")
    assert [note for note in texts(member) if "Stan" in note or "convinced" in note] == []
    assert not Notice.objects.filter(kind="conversation.noted").exclude(person=member).exists()


def test_a_stopped_programme_tells_nothing(
    clock: time_machine.Traveller, programme: Programme, member: Person
) -> None:
    factory.make_milestone(programme, owner=member)
    Programme.objects.filter(pk=programme.pk).update(status=Programme.Status.STOPPED)
    fill(clock)
    assert texts(member) == []


def test_an_inbox_that_stays_empty_is_noticed(
    clock: time_machine.Traveller, programme: Programme, member: Person
) -> None:
    fill(clock)
    factory.make_milestone(programme, owner=member)
    clock.shift(timedelta(hours=1))
    assert "inboxes" in liveness.overdue(START + timedelta(days=500))
    fill(clock)
    fill(clock, 60)
    assert "inboxes" not in liveness.overdue(START + timedelta(days=500))


def test_every_verb_that_is_listened_to_is_known() -> None:
    assert [journal.verb(verb).name for verb in inbox.verbs()] == inbox.verbs()


def asked_of(count: int, champion: Person, member: Person) -> int:
    programme = member.programme
    for number in range(count):
        milestone = factory.make_milestone(programme, f"Step {number}", owner=member)
        milestone.reach(champion, milestone.due, "Seen")
        victory = Victory.log(member, uuid4(), f"Won {number}")
        victory.thank(champion)
        victory.promote(champion, "Look")
        barrier = Barrier.log(member, uuid4(), f"In the way {number}")
        barrier.say_me_too(champion)
        barrier.knock_down(champion, "Done")
    with CaptureQueriesContext(connection) as asked:
        tasks.fill_inboxes()
    return len(asked)


@pytest.mark.parametrize("rows", [1, 3])
def test_filling_takes_as_many_queries_for_three_of_everything_as_for_one(
    rows: int, clock: time_machine.Traveller, champion: Person, member: Person
) -> None:
    fill(clock)
    assert asked_of(rows, champion, member) == 27
