"""Pages of readiness: the six on a phone, the team first, and everybody later."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.timezone import localdate

from changeprog.onboarding import pulse_page, readiness
from changeprog.onboarding.models import Pulse, Slip, Stage
from changeprog.onboarding.pulse_box import BELIEFS
from changeprog.programme.models import Event, Person, Programme, Team
from tests import factory
from tests.onboarding.pulse_factory import (
    NOT_YET,
    YES,
    ask,
    close,
    led_by,
    made_public,
    read,
    say,
    sit,
    slips,
    team_of,
)

Browse = Callable[[Person | None], Client]
SIX = {belief.value: str(YES.value) for belief in BELIEFS}


@pytest.fixture
def team(programme: Programme) -> Team:
    return team_of(programme)


@pytest.fixture
def ada(team: Team) -> Person:
    return Person.objects.get(name__startswith="Ada")


def page(client: Client, name: str, pk: int | None = None, **params: str) -> str:
    key = Programme.objects.get().key
    path = reverse(f"onboarding:{name}", args=[key] if pk is None else [key, pk])
    answer = client.get(path, params)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_six_are_answered_by_link_without_signing_in_and_once(
    team: Team, browse: Browse
) -> None:
    slip = slips(ask(team))[0]
    client = browse(None)
    shown = client.get(slip.path).content.decode()
    assert [belief.label in shown for belief in BELIEFS] == [True] * 6
    assert slip.person.name not in shown
    assert not Slip.objects.get(pk=slip.pk).is_used
    answer = client.post(slip.path, SIX)
    assert (answer.status_code, answer["Location"]) == (302, slip.path)
    thanks = client.get(slip.path).content.decode()
    assert "Thank you, that was all" in thanks
    assert "pulse-slip" not in thanks
    box = Slip.objects.get(pk=slip.pk).box
    assert client.post(slip.path, SIX).status_code == 200
    assert bytes(Slip.objects.get(pk=slip.pk).box) == bytes(box)
    assert "sessionid" not in client.cookies


def test_what_is_sent_back_is_the_same_whatever_was_answered(team: Team, browse: Browse) -> None:
    one, other = slips(ask(team))[:2]
    pages = []
    for slip, answer in ((one, YES), (other, NOT_YET)):
        client = browse(None)
        client.post(slip.path, {belief.value: str(answer.value) for belief in BELIEFS})
        pages.append(without_tokens(client.get(slip.path).content.decode()))
    assert pages[0] == pages[1]


def test_some_may_be_left_out_but_not_all(team: Team, browse: Browse) -> None:
    one, other = slips(ask(team))[:2]
    assert browse(None).post(one.path, {"works": "2"}).status_code == 302
    refused = browse(None).post(other.path, {"works": "0"})
    assert refused.status_code == 422
    assert "left all six out" in refused.content.decode()
    assert browse(None).post(other.path, SIX | {"works": "7"}).status_code == 422
    assert not Slip.objects.get(pk=other.pk).is_used


def test_a_link_that_is_over_or_wrong_says_no_more_than_that(
    team: Team, champion: Person, browse: Browse
) -> None:
    pulse = ask(team)
    slip = slips(pulse)[0]
    wrong = browse(None).get(slip.path[:-4] + "xyz/")
    pulse.call_off(champion)
    over = browse(None).get(slip.path)
    assert (wrong.status_code, over.status_code) == (404, 404)
    assert wrong.content.replace(b"xyz", b"") == wrong.content
    assert "There is nothing to answer here" in over.content.decode()
    assert team.name not in over.content.decode()


def test_the_team_reads_first_and_the_champion_after_a_week(
    team: Team, champion: Person, ada: Person, browse: Browse
) -> None:
    pulse = read(team, *[YES] * 6)
    assert pulse.closed_at
    with time_machine.travel(pulse.closed_at + timedelta(days=6), tick=False):
        assert "Everybody, or nearly" in page(browse(ada), "pulses_of", team.pk)
        hidden = page(browse(champion), "pulses_of", team.pk)
        assert "Everybody, or nearly" not in hidden
        assert "The team reads first" in hidden
        assert readiness.of(team.programme, champion) == {}
        assert readiness.of(team.programme, ada)[team.pk].words == "6 of 6"
        assert "6 of 6" not in page(browse(champion), "readiness")
        assert "6 of 6" not in page(browse(champion), "team", team.pk)
        assert readiness.cells(team.programme, champion) == {}
    with time_machine.travel(pulse.closed_at + timedelta(days=7), tick=False):
        assert "Everybody, or nearly" in page(browse(champion), "pulses_of", team.pk)
        assert "6 of 6" in page(browse(champion), "readiness")
        cell = readiness.cells(team.programme, champion)[team.pk]
        assert (cell.text, cell.tone) == ("6 of 6", "good")


def test_its_lead_shares_it_before_and_nobody_else_may(
    team: Team, champion: Person, ada: Person, member: Person, browse: Browse
) -> None:
    led_by(team, member)
    pulse = read(team, *[YES] * 6)
    path = reverse("onboarding:pulse_sharing", args=[team.programme.key, pulse.pk])
    assert browse(champion).post(path).status_code == 403
    assert browse(ada).post(path).status_code == 403
    assert readiness.of(team.programme, champion) == {}
    assert browse(member).get(path).status_code == 200
    assert browse(member).post(path).status_code == 302
    assert readiness.of(team.programme, champion)[team.pk].hold == 6
    event = Event.objects.about("pulse.shared").get()
    assert (event.person, event.subject) == (member, pulse)
    browse(member).post(path)
    assert Event.objects.about("pulse.shared").count() == 1


def test_a_team_that_was_told_too_little_of_is_counted_nowhere(
    programme: Programme, champion: Person
) -> None:
    """So that no sum less what is shown tells what a small team said."""
    told = team_of(programme, name="Told")
    silent = team_of(programme, name="Silent")
    made_public(read(told, *[YES] * 6))
    Pulse.objects.filter(team=silent).delete()
    read(silent, *[NOT_YET] * 4)
    known = readiness.of(programme, champion)
    assert list(known) == [told.pk]
    assert {(row.teams, row.of) for row in readiness.across(known.values())} == {(1, 1)}


def test_nothing_on_any_page_says_how_many_have_answered_while_it_runs(
    team: Team, champion: Person, ada: Person, browse: Browse
) -> None:
    pulse = ask(team)
    names = [("pulses_of", team.pk), ("team", team.pk), ("readiness", None), ("board", None)]
    before = [page(browse(champion), name, pk) for name, pk in names]
    say(pulse, *[YES] * 5)
    after = [page(browse(champion), name, pk) for name, pk in names]
    assert [without_tokens(each) for each in before] == [without_tokens(each) for each in after]
    assert "You have, thank you" in page(browse(ada), "pulses_of", team.pk)


def without_tokens(html: str) -> str:
    """Leave out what differs between any two pages: the token of forms, and keys of attempts."""
    lines = html.splitlines()
    return "\n".join(line for line in lines if "csrf" not in line.lower() and "data-" not in line)


def test_the_lead_asks_the_team_and_takes_it_back(
    team: Team, member: Person, observer: Person, browse: Browse
) -> None:
    led_by(team, member)
    client = browse(member)
    path = reverse("onboarding:pulses_new", args=[team.programme.key, team.pk])
    assert "Ask the 6 people of Service desk" in client.get(path).content.decode()
    tomorrow = localdate() + timedelta(days=1)
    assert client.post(path, {"closes_on": tomorrow.isoformat()}).status_code == 422
    week = localdate() + timedelta(days=7)
    assert client.post(path, {"closes_on": week.isoformat()}).status_code == 302
    pulse = Pulse.objects.get()
    assert (pulse.state, pulse.closes_on) == ("open", week)
    shown = page(client, "pulses_of", team.pk)
    assert "Nobody sees who has answered" in shown
    event = Event.objects.about("pulse.asked").get()
    undo = reverse("direction:undoing", args=[team.programme.key, event.pk])
    assert undo in shown
    client.post(undo)
    pulse.refresh_from_db()
    assert (pulse.state, Slip.objects.count()) == ("called_off", 0)
    for somebody in (observer, factory.make_person(team.programme, "facilitator")):
        assert browse(somebody).post(path, {"closes_on": week.isoformat()}).status_code == 403


def test_a_team_that_cannot_be_asked_is_said_so_in_words(
    programme: Programme, champion: Person, browse: Browse
) -> None:
    four = team_of(programme, 4)
    path = reverse("onboarding:pulses_new", args=[programme.key, four.pk])
    week = localdate() + timedelta(days=7)
    client = browse(champion)
    answer = client.post(path, {"closes_on": week.isoformat()}, follow=True)
    assert "Of so few nothing may be told" in answer.content.decode()
    assert Pulse.objects.count() == 0


def test_who_is_asked_is_led_from_their_team_page_to_their_own_slip(
    team: Team, ada: Person, champion: Person, browse: Browse
) -> None:
    pulse = ask(team)
    own = slips(pulse)[0]
    shown = page(browse(ada), "team", team.pk)
    assert "Answer in half a minute" in shown
    assert own.path not in shown
    door = reverse("onboarding:pulse_slip", args=[team.programme.key, pulse.pk])
    assert browse(ada).get(door)["Location"] == own.path
    assert browse(champion).get(door)["Location"] == pulse.get_absolute_url()
    assert "Answer in half a minute" not in page(browse(champion), "team", team.pk)


def test_what_changed_since_the_last_time_stands_beside_it(
    team: Team, ada: Person, browse: Browse
) -> None:
    made_public(read(team, YES, YES, NOT_YET, NOT_YET, NOT_YET, NOT_YET))
    read(team, YES, YES, YES, YES, YES, NOT_YET)
    shown = page(browse(ada), "pulses_of", team.pk)
    assert "Two in five more" in shown
    assert "6 of 6 answered" in shown
    said = readiness.of(team.programme, ada)[team.pk]
    assert {(bar.fifths, bar.before, bar.change) for bar in said.bars} == {(4, 2, 2)}


def test_the_newest_that_may_be_seen_counts_for_each_viewer(
    team: Team, ada: Person, champion: Person
) -> None:
    made_public(read(team, *[NOT_YET] * 6))
    read(team, *[YES] * 6)
    assert readiness.of(team.programme, ada)[team.pk].hold == 6
    assert readiness.of(team.programme, champion)[team.pk].hold == 0


@pytest.mark.parametrize("count", [1, 3])
def test_readiness_costs_the_same_for_one_team_and_for_three(
    programme: Programme, champion: Person, browse: Browse, count: int
) -> None:
    for number in range(count):
        made_public(read(team_of(programme, 5, f"Team {number}"), *[YES] * 5))
    with CaptureQueriesContext(connection) as asked:
        assert len(readiness.of(programme, champion)) == count
    assert len(asked) == 2
    with CaptureQueriesContext(connection) as asked:
        assert len(readiness.cells(programme, champion)) == count
    assert len(asked) == 1
    client = browse(champion)
    page(client, "readiness")
    with CaptureQueriesContext(connection) as asked:
        page(client, "readiness")
    with CaptureQueriesContext(connection) as plain:
        page(client, "board")
    assert len(asked) <= len(plain) + 2


def test_a_team_page_says_nothing_of_pulses_where_there_is_nothing(
    team: Team, observer: Person, champion: Person
) -> None:
    assert pulse_page.section(team, observer) is None
    assert pulse_page.section(team, champion) is not None
    led_by(team, champion, Stage.USING)
    sit(team, "Zoe Newcomer")
    assert close(ask(team)).state == "too_few"
    shown = pulse_page.section(team, observer)
    assert shown is not None
    assert shown["unread"].state == "too_few"
