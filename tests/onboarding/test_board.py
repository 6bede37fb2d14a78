"""The onboarding board: every team by its stage, what the columns say, and who may narrow it."""

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from changeprog.direction.models import Judgement
from changeprog.onboarding import board, measures
from changeprog.onboarding.board import SHOWN, by_stage, cards
from changeprog.onboarding.board_filter import BoardFilter, on_their_way
from changeprog.onboarding.columns import Cell
from changeprog.onboarding.models import Adoption, Stage
from changeprog.programme.models import Person, Programme, Team
from teams.models import Barrier
from tests import factory
from tests.bench import counted

Browse = Callable[[Person], Client]


def make_team(programme: Programme, name: str, stage: str = "", **arranged: object) -> Team:
    """An adopting team that has come to ``stage``."""
    team = Team.objects.create(programme=programme, name=name)
    if stage or arranged:
        values = {"stage": stage or Stage.NOT_YET, **arranged}
        Adoption.objects.create(programme=programme, team=team, **values)
    return team


def log_barrier(by: Person, **said: Any) -> Barrier:
    """A barrier of a team, or in the way of one."""
    return Barrier.log(by, uuid4(), "No time for training", **said)


def names(viewer: Person, **asked: str) -> list[str]:
    """Return the teams that are shown to ``viewer`` who asks for these."""
    return [team.name for team in BoardFilter(asked, viewer).rows()]


def test_teams_come_by_stage_then_by_day_then_by_name(
    programme: Programme, champion: Person
) -> None:
    make_team(programme, "Cellar")
    make_team(programme, "Attic")
    make_team(programme, "Late", Stage.INVITED, starts_on=date(2027, 5, 1))
    make_team(programme, "Early", Stage.INVITED, starts_on=date(2027, 4, 1))
    make_team(programme, "Arrived", Stage.USUAL)
    order = [team.name for team in on_their_way(champion)]
    assert order == ["Attic", "Cellar", "Early", "Late", "Arrived"]


def test_retired_and_core_teams_are_not_on_their_way(
    programme: Programme, champion: Person
) -> None:
    make_team(programme, "Gone", Stage.USING).retire(champion)
    make_team(programme, "Here")
    assert [team.name for team in on_their_way(champion)] == ["Here"]


def test_the_board_is_narrowed_by_name_stage_and_lead(
    programme: Programme, champion: Person, member: Person
) -> None:
    make_team(programme, "Alpha", Stage.IN_TRIAL, lead=member)
    make_team(programme, "Beta", Stage.IN_TRIAL, lead=champion)
    make_team(programme, "Gamma")
    assert names(champion) == ["Gamma", "Alpha", "Beta"]
    assert names(champion, name="MM") == ["Gamma"]
    assert names(champion, stage="in_trial") == ["Alpha", "Beta"]
    assert names(champion, stage="not_yet") == ["Gamma"]
    assert names(champion, lead="nobody") == ["Gamma"]
    assert names(champion, lead="me") == ["Beta"]
    assert names(champion, lead=str(member.pk)) == ["Alpha"]


@pytest.mark.parametrize("asked", [{"stage": "x"}, {"lead": "0"}, {"name": "\0"}])
def test_what_makes_no_sense_narrows_nothing(
    programme: Programme, champion: Person, asked: dict[str, str]
) -> None:
    make_team(programme, "Alpha")
    assert names(champion, **asked) == ["Alpha"]


def test_a_full_stage_shows_its_first_teams_and_leads_to_the_others(
    programme: Programme, champion: Person, browse: Browse
) -> None:
    for number in range(SHOWN + 2):
        make_team(programme, f"Team {number:02}", Stage.PREPARING)
    shown = {
        column.stage: column
        for column in by_stage(champion, on_their_way(champion), all_stages=True)
    }
    assert list(shown) == list(Stage)
    assert len(shown[Stage.PREPARING].cards) == SHOWN
    assert (shown[Stage.PREPARING].count, shown[Stage.PREPARING].more) == (SHOWN + 2, 2)
    page = browse(champion).get(reverse("onboarding:board", args=[programme.key]))
    assert "?stage=preparing" in page.content.decode()


def test_the_size_of_the_change_is_the_one_that_was_judged_last(
    programme: Programme, champion: Person
) -> None:
    team = make_team(programme, "Alpha")
    assert measures.sizes(programme, champion) == {}
    Judgement.make(champion, uuid4(), team, share=5, weeks=4)
    Judgement.make(champion, uuid4(), team, share=100, weeks=1)
    cell = measures.sizes(programme, champion)[team.pk]
    assert (cell.text, cell.tone) == ("Too big", "bad")
    assert cell.detail == "100 % of the day over 1 week"


def test_a_barrier_stands_in_the_way_of_whom_it_affects(
    programme: Programme, champion: Person
) -> None:
    alpha, beta = (make_team(programme, name) for name in ("Alpha", "Beta"))
    log_barrier(champion, team=alpha)
    log_barrier(champion, team=alpha, affected_team=beta)
    log_barrier(champion, affected_team=beta)
    log_barrier(champion, affected_team=beta).knock_down(champion, "Gone")
    said = measures.barriers(programme, champion)
    assert {pk: cell.text for pk, cell in said.items()} == {alpha.pk: "1 open", beta.pk: "2 open"}


def test_a_card_says_only_what_its_columns_say(programme: Programme, champion: Person) -> None:
    make_team(programme, "Alpha")
    (card,) = cards(champion, on_their_way(champion))
    assert {label for label, _ in card.cells} >= {"Size", "Barriers"}
    silent = board.Card(card.team, card.adoption, [("A", None), ("B", Cell("b"))], may_lead=False)
    assert silent.said == [("B", Cell("b"))]


def test_only_who_may_lead_a_team_is_offered_to_move_it(
    programme: Programme, champion: Person, member: Person, observer: Person
) -> None:
    make_team(programme, "Alpha", Stage.INVITED, lead=member)
    make_team(programme, "Beta", Stage.INVITED)
    may = {
        who: [card.may_lead for card in cards(who, on_their_way(who))]
        for who in (champion, member, observer)
    }
    assert may == {champion: [True, True], member: [True, False], observer: [False, False]}


def test_nobody_sees_the_teams_of_another_programme(
    programme: Programme, champion: Person, stranger: Person, browse: Browse
) -> None:
    team = make_team(stranger.programme, "Elsewhere", Stage.INVITED)
    assert names(champion) == []
    page = reverse("onboarding:team", args=[programme.key, team.pk])
    assert browse(champion).get(page).status_code == 404


@pytest.mark.parametrize("name", ["onboarding:board", "onboarding:table"])
@pytest.mark.parametrize("asked", ["", "?lead=nobody"])
def test_more_teams_are_no_more_queries(
    programme: Programme, champion: Person, browse: Browse, name: str, asked: str
) -> None:
    client, page = browse(champion), reverse(name, args=[programme.key]) + asked
    made = []
    for count in (1, 3):
        while Team.objects.filter(programme=programme).adopting().count() < count:
            team = make_team(programme, f"Team {uuid4()}", Stage.INVITED)
            Judgement.make(champion, uuid4(), team, share=5, weeks=4)
            log_barrier(champion, team=team)
        assert client.get(page).status_code == 200
        with counted() as queries:
            client.get(page)
        made.append(len(queries))
    assert made[0] == made[1]


def test_the_team_page_asks_as_much_for_many_people_as_for_one(
    programme: Programme, champion: Person, browse: Browse
) -> None:
    team = make_team(programme, "Alpha", Stage.INVITED)
    client, page = browse(champion), reverse("onboarding:team", args=[programme.key, team.pk])
    made = []
    for count in (1, 3):
        for _ in range(count):
            factory.seat(factory.make_person(programme), team)
            log_barrier(champion, team=team)
            factory.log_victory(champion, team=team)
        client.get(page)
        with counted() as queries:
            client.get(page)
        made.append(len(queries))
    assert made[0] == made[1]


def test_a_new_programme_says_what_the_board_is_for(
    programme: Programme, champion: Person, observer: Person, browse: Browse
) -> None:
    page = reverse("onboarding:board", args=[programme.key])
    assert "Add the first team" in browse(champion).get(page).content.decode()
    seen = browse(observer).get(page).content.decode()
    assert "No team is on its way yet" in seen
    assert "Add the first team" not in seen
