"""How far a team has come: moving it, inviting it, who leads it and when, and taking that back."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.timezone import localdate

from changeprog.onboarding import criteria
from changeprog.onboarding.models import Adoption, Stage
from changeprog.onboarding.models.adoption import AdoptionOvertaken, NotUsualYet
from changeprog.programme.models import Event, Person, Programme, Team
from tests import factory

Browse = Callable[[Person], Client]
DAY = date(2027, 3, 1)


@pytest.fixture
def desk(programme: Programme) -> Team:
    return Team.objects.create(programme=programme, name="Service desk")


def page(name: str, team: Team) -> str:
    return reverse(f"onboarding:{name}", args=[team.programme.key, team.pk])


def stage(team: Team) -> str:
    return Adoption.of(team).stage


def test_a_team_that_nobody_moved_is_where_all_begin(desk: Team) -> None:
    assert stage(desk) == Stage.NOT_YET
    assert not Adoption.objects.exists()


def test_a_move_is_told_once_however_often_it_is_asked_for(desk: Team, champion: Person) -> None:
    assert Adoption.of(desk).move(champion, Stage.PREPARING)
    assert not Adoption.of(desk).move(champion, Stage.PREPARING)
    told = Event.objects.of(desk).about("team.moved")
    assert [(event.facts["from"], event.facts["to"]) for event in told] == [
        ("Not yet", "Preparing")
    ]


def test_the_day_of_a_move_may_be_an_earlier_one(desk: Team, champion: Person) -> None:
    Adoption.of(desk).move(champion, Stage.IN_TRIAL, DAY)
    assert Adoption.of(desk).since == DAY


def test_business_as_usual_waits_for_its_criteria(
    desk: Team, champion: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(criteria, "holds", lambda _team: False)
    with pytest.raises(NotUsualYet):
        Adoption.of(desk).move(champion, Stage.USUAL)
    assert stage(desk) == Stage.NOT_YET
    monkeypatch.setattr(criteria, "holds", lambda team: team == desk)
    assert Adoption.of(desk).move(champion, Stage.USUAL)


def test_only_who_was_not_invited_can_be(desk: Team, champion: Person) -> None:
    assert Adoption.of(desk).invite(champion, "You first.")
    assert not Adoption.of(desk).invite(champion, "You again.")
    Adoption.of(desk).move(champion, Stage.USING)
    assert not Adoption.of(desk).invite(champion)
    assert stage(desk) == Stage.USING
    assert Event.objects.of(desk).about("team.invited").get().facts["comment"] == "You first."


def test_lead_and_day_are_changed_on_top_of_what_was_seen(
    desk: Team, champion: Person, member: Person
) -> None:
    seen = Adoption.of(desk).revision
    assert Adoption.of(desk).arrange(champion, seen, member, None)
    with pytest.raises(AdoptionOvertaken) as refusal:
        Adoption.of(desk).arrange(champion, seen, champion, DAY)
    assert refusal.value.current.lead == member
    assert not Adoption.of(desk).arrange(champion, seen, member, None)
    assert Adoption.of(desk).lead == member


def test_a_day_that_is_over_is_late_until_the_trial_begins(desk: Team, champion: Person) -> None:
    Adoption.of(desk).arrange(champion, 1, champion, localdate() - timedelta(days=1))
    assert Adoption.of(desk).is_late
    Adoption.of(desk).move(champion, Stage.IN_TRIAL)
    assert not Adoption.of(desk).is_late


def test_the_champion_moves_a_team_and_takes_it_back(
    desk: Team, champion: Person, browse: Browse
) -> None:
    client = browse(champion)
    answer = client.post(page("team_stage", desk), {"stage": "in_trial"}, follow=True)
    assert stage(desk) == Stage.IN_TRIAL
    event = Event.objects.of(desk).about("team.moved").get()
    undo = reverse("onboarding:undoing", args=[desk.programme.key, event.pk])
    assert undo in answer.content.decode()
    client.post(undo)
    assert stage(desk) == Stage.NOT_YET


def test_a_move_that_was_moved_on_since_stays(desk: Team, champion: Person, browse: Browse) -> None:
    Adoption.of(desk).move(champion, Stage.PREPARING)
    event = Event.objects.of(desk).about("team.moved").get()
    Adoption.of(desk).move(champion, Stage.IN_TRIAL)
    undo = reverse("onboarding:undoing", args=[desk.programme.key, event.pk])
    answer = browse(champion).post(undo, follow=True)
    assert "Somebody has changed it since" in answer.content.decode()
    assert stage(desk) == Stage.IN_TRIAL


def test_what_was_arranged_is_put_back(desk: Team, champion: Person, browse: Browse) -> None:
    client = browse(champion)
    said = {"lead": champion.pk, "starts_on": DAY.isoformat(), "revision": 1}
    client.post(page("team_arrangement", desk), said)
    assert (Adoption.of(desk).lead, Adoption.of(desk).starts_on) == (champion, DAY)
    event = Event.objects.of(desk).about("team.arranged").get()
    client.post(reverse("onboarding:undoing", args=[desk.programme.key, event.pk]))
    assert (Adoption.of(desk).lead, Adoption.of(desk).starts_on) == (None, None)


def test_who_was_slower_reads_what_the_other_saved(
    desk: Team, champion: Person, member: Person, browse: Browse
) -> None:
    Adoption.of(desk).arrange(champion, 1, member, None)
    said = {"lead": champion.pk, "starts_on": DAY.isoformat(), "revision": 1}
    answer = browse(champion).post(page("team_arrangement", desk), said)
    assert answer.status_code == 409
    assert "Theirs says: Mo Member, no day yet." in answer.content.decode()
    again = {**said, "revision": 2}
    assert browse(champion).post(page("team_arrangement", desk), again).status_code == 302
    assert Adoption.of(desk).lead == champion


def test_business_as_usual_before_its_time_is_refused_in_words(
    desk: Team, champion: Person, browse: Browse
) -> None:
    answer = browse(champion).post(page("team_stage", desk), {"stage": "usual"})
    assert answer.status_code == 422
    assert "every criterion of business as usual" in answer.content.decode()
    browse(champion).post(page("team_next", desk), {"stage": "usual"})
    assert stage(desk) == Stage.NOT_YET


def test_a_chair_and_who_was_named_move_their_team_and_no_other(
    desk: Team, programme: Programme, champion: Person, member: Person, browse: Browse
) -> None:
    other = Team.objects.create(programme=programme, name="Sales office")
    assert browse(member).post(page("team_next", desk), {"stage": "invited"}).status_code == 403
    factory.seat(member, desk, chair=True)
    assert browse(member).post(page("team_next", desk), {"stage": "invited"}).status_code == 302
    assert browse(member).post(page("team_next", other), {"stage": "invited"}).status_code == 403
    Adoption.of(other).arrange(champion, 1, member, None)
    assert browse(member).post(page("team_next", other), {"stage": "invited"}).status_code == 302
    assert (stage(desk), stage(other)) == (Stage.INVITED, Stage.INVITED)


def test_a_facilitator_reads_and_does_not_move(
    desk: Team, facilitator: Person, browse: Browse
) -> None:
    assert browse(facilitator).get(page("team", desk)).status_code == 200
    assert browse(facilitator).get(page("team_stage", desk)).status_code == 403


def test_a_retired_team_stays_where_it_is(desk: Team, champion: Person, browse: Browse) -> None:
    desk.retire(champion)
    assert browse(champion).get(page("team", desk)).status_code == 200
    assert browse(champion).post(page("team_next", desk), {"stage": "using"}).status_code == 403
