"""Who is told that a team comes on board, what a digest says of it, and what is still open."""

from datetime import timedelta

import pytest
from django.utils.timezone import localdate, now

from changeprog.communications import inbox
from changeprog.onboarding import telling, turns
from changeprog.onboarding.models import Adoption, Stage
from changeprog.programme import open_things
from changeprog.programme.models import Event, Person, Programme, Team
from tests import factory


@pytest.fixture
def desk(programme: Programme) -> Team:
    return Team.objects.create(programme=programme, name="Service desk")


def told(team: Team, verb: str) -> list[tuple[int, str, str]]:
    """Return whom the events of ``verb`` concern, and what they read."""
    events = Event.objects.of(team).about(verb).order_by("pk")
    return [(word.person, word.text, word.detail) for word in inbox.words(verb, list(events))]


def test_everybody_with_a_seat_reads_the_invitation(
    desk: Team, champion: Person, member: Person, observer: Person
) -> None:
    factory.seat(member, desk)
    factory.seat(observer, desk).leave(champion)
    Adoption.of(desk).invite(champion, "You first.")
    text = "Chris Champion invites Service desk to work the new way"
    assert told(desk, "team.invited") == [(member.pk, text, "You first.")]


def test_who_is_asked_to_lead_is_told_so_and_the_chair_that_something_changed(
    desk: Team, champion: Person, member: Person, facilitator: Person
) -> None:
    factory.seat(facilitator, desk, chair=True)
    Adoption.of(desk).arrange(champion, 1, member, None)
    assert [(who, text) for who, text, _ in told(desk, "team.arranged")] == [
        (member.pk, "Chris Champion asks you to lead Service desk on board"),
        (facilitator.pk, "Chris Champion arranged anew: Service desk"),
    ]


def test_who_leads_a_team_is_told_where_it_stands(
    desk: Team, champion: Person, member: Person, observer: Person
) -> None:
    factory.seat(observer, desk)
    Adoption.of(desk).arrange(champion, 1, member, None)
    Adoption.of(desk).move(champion, Stage.IN_TRIAL)
    assert told(desk, "team.moved") == [(member.pk, "Service desk: In trial", "")]


def test_a_digest_names_a_team_once_where_it_stands_now(
    desk: Team, programme: Programme, champion: Person
) -> None:
    before = now()
    assert telling.moved(programme, before, now()) == []
    Adoption.of(desk).invite(champion)
    Adoption.of(desk).move(champion, Stage.PREPARING)
    (line,) = telling.moved(programme, before, now())
    assert (line.text, line.detail) == ("Service desk: Preparing", "Before: Invited.")
    assert line.path == telling.page_of(desk)


def test_a_long_digest_counts_the_others(programme: Programme, champion: Person) -> None:
    before = now()
    for number in range(telling.TOLD + 2):
        team = Team.objects.create(programme=programme, name=f"Team {number}")
        Adoption.of(team).invite(champion)
    lines = telling.moved(programme, before, now())
    assert len(lines) == telling.TOLD + 1
    assert lines[-1].text == "And 2 more."


def test_a_first_trial_is_reminded_of_until_it_begins(
    desk: Team, champion: Person, member: Person
) -> None:
    day = localdate() + timedelta(days=7)
    Adoption.of(desk).arrange(champion, 1, member, day)
    assert list(turns.due_by(day - timedelta(days=1))) == []
    (thing,) = turns.due_by(day)
    assert (thing.title, thing.due, thing.owners) == ("Service desk", day, (member,))
    Adoption.of(desk).move(champion, Stage.IN_TRIAL)
    assert list(turns.due_by(day)) == []


def test_a_team_on_its_way_is_open_until_it_has_arrived_and_can_be_handed_over(
    desk: Team, programme: Programme, champion: Person, member: Person
) -> None:
    assert turns.under_way(programme) == []
    Adoption.of(desk).move(champion, Stage.USING)
    (thing,) = turns.under_way(programme)
    assert (thing.title, thing.owner) == ("Service desk: Using", None)
    open_things.hand_over(thing, champion, member)
    assert Adoption.of(desk).lead == member
    Adoption.objects.update(stage=Stage.USUAL)
    assert turns.under_way(programme) == []
