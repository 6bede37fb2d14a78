"""Dots: never more than everybody has, hidden until the vote has ended, then ranked."""

from collections.abc import Callable
from functools import partial
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from changeprog.accounts.models import User
from changeprog.programme.models import Person
from tests import workshop_factory
from tests.teams.moment import at_once
from tests.workshops import notes
from tests.workshops.conftest import Put
from workshops import grouping, phases
from workshops.models import Activity, Dot, Note, Participant, Workshop
from workshops.phases import NotNow
from workshops.ranking import ranked

Browse = Callable[[Person | User | None], Client]
Voting = tuple[Activity, list[Note]]


@pytest.fixture
def voting(on: Put, workshop: Workshop, member: Person, champion: Person) -> Voting:
    """Three notes that are put to the vote, with 3 dots each, at most 2 on one."""
    activity = on("collect", settings={"hidden": True, "votes": 3, "limit": 2})
    made = notes.write(activity, workshop.participants.get(person=member), "A", "B", "C")
    return notes.go(activity, champion, "group", "vote"), made


def give(activity: Activity, who: Participant, *to: Note) -> None:
    for note in to:
        assert Dot.put(activity, who, note, 1, None) is True


def vote(client: Client, activity: Activity, target: str, more: int = 1, **said: object) -> int:
    answer = notes.say(client, activity, "dots/", target=target, more=more, **said)
    return int(answer.status_code)


def test_i_give_my_dots_and_take_one_back(browse: Browse, voting: Voting, member: Person) -> None:
    activity, [a, b, _] = voting
    client = browse(member)
    statuses = [vote(client, activity, each.target) for each in (a, a, a, b, b)]
    assert statuses == [200, 200, 409, 200, 409]
    assert vote(client, activity, a.target, -1) == 200
    assert vote(client, activity, b.target) == 200
    assert activity.dots.by_target() == {a.target: 1, b.target: 2}


def test_refusals_say_what_to_do(browse: Browse, voting: Voting, member: Person) -> None:
    activity, [a, b, _] = voting
    client = browse(member)
    for note in (a, a):
        vote(client, activity, note.target)
    third = notes.say(client, activity, "dots/", target=a.target, more=1).content.decode()
    vote(client, activity, b.target)
    fourth = notes.say(client, activity, "dots/", target=b.target, more=1).content.decode()
    assert "At most 2 of your dots may be on one thing." in third
    assert "You have given all your dots, 3. Take one back to move it." in fourth


def test_an_answer_that_got_lost_costs_nobody_a_dot(voting: Voting, me: Participant) -> None:
    activity, [a, *_] = voting
    assert Dot.put(activity, me, a, 1, had=0) is True
    assert Dot.put(activity, me, a, 1, had=0) is False
    assert activity.dots.count() == 1


def test_where_my_dots_are_only_i_see(
    browse: Browse, workshop: Workshop, voting: Voting, member: Person, champion: Person
) -> None:
    activity, [a, *_] = voting
    client = browse(member)
    answer = notes.say(client, activity, "dots/", target=a.target, more=1).content.decode()
    own = f'data-own-dots="{a.target}"'
    assert own in answer
    assert own in client.get(notes.room(activity)).content.decode()
    assert own not in browse(champion).get(notes.room(activity)).content.decode()
    assert [own in html for html in notes.seen(workshop).values()] == [False] * 3


def test_nobody_sees_counts_before_the_vote_has_ended(
    workshop: Workshop, voting: Voting, me: Participant, champion: Person
) -> None:
    activity, [a, b, _] = voting
    give(activity, me, a, a, b)
    before = notes.seen(workshop)
    Dot.objects.filter(note=a).update(note=b)
    assert notes.seen(workshop) == before
    notes.go(activity, champion, "done")
    assert ["3 dots" in html for html in notes.seen(workshop).values()] == [True] * 3


def test_how_many_have_voted_is_seen(workshop: Workshop, voting: Voting, me: Participant) -> None:
    activity, [a, *_] = voting
    workshop_factory.guest(workshop)
    give(activity, me, a, a)
    told = ["<strong>1</strong> of 3 have voted" in html for html in notes.seen(workshop).values()]
    assert told == [True] * 3


def test_after_the_end_no_dot_is_taken(
    browse: Browse, voting: Voting, member: Person, champion: Person
) -> None:
    activity, [a, *_] = voting
    notes.go(activity, champion, "done")
    answer = notes.say(browse(member), activity, "dots/", target=a.target, more=1)
    assert (answer.status_code, activity.dots.count()) == (409, 0)
    assert "not voting" in answer.content.decode()


@pytest.mark.parametrize("target", ["group-1", "note-1", "note-", "note-9" * 12, "x", ""])
def test_what_is_not_put_to_the_vote_gets_no_dot(
    browse: Browse, voting: Voting, member: Person, target: str
) -> None:
    activity, _ = voting
    assert vote(browse(member), activity, target) == 422
    assert activity.dots.count() == 0


def test_a_dot_goes_to_a_group_as_a_whole(
    voting: Voting, me: Participant, champion: Person
) -> None:
    activity, [a, b, _] = voting
    notes.go(activity, champion, "group")
    group = grouping.gather(activity, [a.pk, b.pk], uuid4())
    notes.go(activity, champion, "vote")
    assert Dot.put(activity, me, group, 1, 0) is True
    assert activity.dots.by_target() == {group.target: 1}


def test_dots_on_what_is_no_longer_put_to_the_vote_are_free_again(
    voting: Voting, me: Participant, champion: Person
) -> None:
    activity, [a, b, c] = voting
    give(activity, me, a, b, c)
    notes.go(activity, champion, "group")
    grouping.merge(activity, [a.pk, b.pk])
    grouping.park(activity, [c.pk])
    assert activity.dots.by_target() == {a.target: 1}
    notes.go(activity, champion, "vote")
    give(activity, me, a)


@pytest.mark.django_db(transaction=True)
def test_taps_of_one_person_that_meet_give_no_more_than_they_have(
    voting: Voting, me: Participant
) -> None:
    activity, made = voting

    def tap(note: Note) -> bool:
        try:
            here = Activity.objects.with_workshop().get(pk=activity.pk)
            return Dot.put(here, me, note, 1, None)
        except NotNow:
            return False

    given = at_once(*(partial(tap, note) for note in made * 4))
    assert (len(given), given.count(True)) == (12, 3)
    assert activity.dots.count() == 3
    assert max(activity.dots.by_target().values()) <= 2


@pytest.mark.django_db(transaction=True)
def test_a_vote_that_meets_the_end_is_in_or_refused(
    voting: Voting, workshop: Workshop, champion: Person
) -> None:
    activity, [a, *_] = voting
    guests = [workshop_factory.guest(workshop, f"Guest {n}") for n in range(8)]

    def tap(who: Participant) -> str:
        try:
            here = Activity.objects.with_workshop().get(pk=activity.pk)
            Dot.put(here, who, a, 1, None)
        except NotNow:
            return "refused"
        return "in"

    def end() -> str:
        here = Activity.objects.with_workshop().get(pk=activity.pk)
        return str(phases.go(here, champion, "vote", "done"))

    told = at_once(*(partial(tap, who) for who in guests), end)
    assert told[-1] == "True"
    assert {*told[:-1]} <= {"in", "refused"}
    assert activity.dots.count() == told.count("in")


def test_dots_of_somebody_who_was_shown_out_do_not_count(
    voting: Voting, workshop: Workshop, me: Participant
) -> None:
    activity, [a, *_] = voting
    guest = workshop_factory.guest(workshop)
    give(activity, guest, a)
    give(activity, me, a)
    assert activity.dots.by_target() == {a.target: 2}
    Participant.objects.filter(pk=guest.pk).update(state=Participant.State.REMOVED)
    assert activity.dots.by_target() == {a.target: 1}


def test_the_database_itself_holds_no_dot_twice(voting: Voting, me: Participant) -> None:
    activity, [a, *_] = voting
    give(activity, me, a)
    with pytest.raises(IntegrityError, match="dot_given_once"), transaction.atomic():
        Dot.objects.create(activity=activity, participant=me, note=a, number=1)


class Thing:
    def __init__(self, target: str) -> None:
        self.target = target


@given(st.dictionaries(st.text(max_size=3), st.integers(0, 9)))
def test_ranking_puts_more_dots_first_and_equals_together(dots: dict[str, int]) -> None:
    order = ranked([Thing(each) for each in dots], dots)
    assert sorted(each.what.target for each in order) == sorted(dots)
    for each in order:
        assert each.place == 1 + sum(count > each.dots for count in dots.values())


def test_equals_stay_in_the_order_they_came_in() -> None:
    order = ranked([Thing(each) for each in "abcd"], {"b": 2, "d": 2, "c": 5})
    assert [(each.what.target, each.place) for each in order] == [
        ("c", 1), ("b", 2), ("d", 2), ("a", 4)
    ]  # fmt: skip
