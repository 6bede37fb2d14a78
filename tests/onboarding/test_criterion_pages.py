"""Criteria of business as usual on their pages: who may do what, what is refused, and Undo."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from changeprog.onboarding.models import Adoption, Criterion, Evidence, Stage
from changeprog.programme.models import Event, Person, Programme, Team
from tests import factory
from tests.onboarding.criteria import agree, show, shown

Browse = Callable[[Person], Client]


@pytest.fixture
def team(programme: Programme) -> Team:
    return Team.objects.create(programme=programme, name="Service desk")


def stage(team: Team) -> str:
    return Adoption.of(team).stage


def to(name: str, subject: Any) -> str:
    return reverse(f"onboarding:{name}", args=[subject.programme.key, subject.pk])


def typed(**changes: Any) -> dict[str, Any]:
    """What a browser sends for a criterion."""
    return {
        "key": str(uuid4()),
        "revision": "0",
        "kind": "old_way",
        "statement": "The old form is switched off",
        "objective": "",
        "low": "",
        "high": "",
        "months": "3",
        "acceptor": "",
        **changes,
    }


def test_who_leads_the_team_agrees_on_criteria_and_others_do_not(
    browse: Browse, programme: Programme, champion: Person, member: Person, team: Team
) -> None:
    other = factory.make_person(programme)
    factory.seat(member, team, chair=True)
    url = to("team_criterion", team)
    assert [browse(who).get(url).status_code for who in (champion, member, other)] == [
        200,
        200,
        403,
    ]
    sent = typed(acceptor=str(other.pk))
    pages = {browse(member).post(url, sent).headers["Location"] for _ in range(2)}
    criterion = Criterion.objects.get()
    assert pages == {criterion.get_absolute_url()}
    assert (criterion.team, criterion.acceptor, criterion.kind) == (team, other, "old_way")


def test_only_champions_agree_on_those_of_the_programme(
    browse: Browse, programme: Programme, champion: Person, facilitator: Person
) -> None:
    url = reverse("onboarding:usual_new", args=[programme.key])
    assert browse(facilitator).post(url, typed()).status_code == 403
    assert browse(champion).post(url, typed()).status_code == 302
    assert Criterion.objects.get().team is None


def test_an_observer_accepts_nothing(
    browse: Browse, programme: Programme, champion: Person, observer: Person
) -> None:
    url = reverse("onboarding:usual_new", args=[programme.key])
    answer = browse(champion).post(url, typed(acceptor=str(observer.pk)))
    assert (answer.status_code, Criterion.objects.count()) == (422, 0)


def test_figures_take_the_band_of_their_objective_unless_another_is_said(
    browse: Browse, programme: Programme, champion: Person
) -> None:
    client, url = browse(champion), reverse("onboarding:usual_new", args=[programme.key])
    objective = factory.make_objective(programme)
    client.post(url, typed(kind="figures", objective=str(objective.pk)))
    by_itself = Criterion.objects.get()
    assert {by_itself.low, by_itself.high} == {objective.target, None}
    client.post(url, typed(kind="figures", objective=str(objective.pk), low="4", high="6"))
    assert Criterion.objects.filter(low=4, high=6).count() == 1


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"statement": ""}, "statement"),
        ({"kind": "figures"}, "objective"),
        ({"kind": "figures", "months": "25"}, "months"),
        ({"kind": "nothing"}, "kind"),
    ],
)
def test_what_is_missing_is_said(
    browse: Browse, programme: Programme, champion: Person, changes: dict[str, Any], field: str
) -> None:
    url = reverse("onboarding:usual_new", args=[programme.key])
    answer = browse(champion).post(url, typed(**changes))
    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    assert not Criterion.objects.exists()


def test_a_band_the_wrong_way_round_is_refused(
    browse: Browse, programme: Programme, champion: Person
) -> None:
    objective = factory.make_objective(programme)
    sent = typed(kind="figures", objective=str(objective.pk), low="6", high="4")
    url = reverse("onboarding:usual_new", args=[programme.key])
    assert browse(champion).post(url, sent).status_code == 422


def test_who_was_quicker_is_quoted_to_who_comes_second(
    browse: Browse, programme: Programme, champion: Person
) -> None:
    criterion = agree(programme)
    criterion.change(champion, 1, statement="Theirs")
    url = to("criterion_editing", criterion)
    answer = browse(champion).post(url, typed(revision="1", statement="Mine"))
    assert answer.status_code == 409
    assert "What has to be true? Theirs" in answer.content.decode()
    again = browse(champion).post(url, typed(revision="2", statement="Mine"))
    assert (again.status_code, Criterion.objects.get().statement) == (302, "Mine")


def test_an_accepted_one_is_not_edited(
    browse: Browse, programme: Programme, champion: Person
) -> None:
    criterion = shown(programme, champion)
    criterion.accept(champion, 1)
    answer = browse(champion).post(to("criterion_editing", criterion), typed(revision="1"))
    assert answer.status_code == 409
    assert "was accepted as it stands" in answer.content.decode()
    assert Criterion.objects.get().statement == "Nobody asks for the old form"


def test_nobody_but_the_named_person_accepts(
    browse: Browse, programme: Programme, champion: Person, member: Person
) -> None:
    criterion = shown(programme, member)
    url = to("criterion_acceptance", criterion)
    assert url not in browse(champion).get(criterion.get_absolute_url()).content.decode()
    assert browse(champion).post(url, {"revision": "1"}).status_code == 403
    assert url in browse(member).get(criterion.get_absolute_url()).content.decode()
    assert browse(member).post(url, {"revision": "1"}).status_code == 302
    assert Criterion.objects.get().accepted_by == member


def test_what_was_changed_meanwhile_is_read_once_more_before_it_is_accepted(
    browse: Browse, programme: Programme, champion: Person, member: Person
) -> None:
    criterion = shown(programme, member)
    criterion.change(champion, 1, statement="Nobody may ask for the old form")
    client, url = browse(member), to("criterion_acceptance", criterion)
    answer = client.post(url, {"revision": "1"})
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "Read it once more before you accept it." in page
    assert "Nobody may ask for the old form" in page
    assert client.post(url, {"revision": "2"}).status_code == 302
    assert Criterion.objects.get().is_accepted


def test_it_is_taken_back_with_a_reason_that_everybody_reads(
    browse: Browse, programme: Programme, champion: Person, member: Person, team: Team
) -> None:
    criterion = shown(programme, member, team)
    criterion.accept(member, 1)
    url = to("criterion_taking_back", criterion)
    assert browse(champion).post(url, {"why": "No."}).status_code == 403
    client = browse(member)
    assert client.post(url, {"why": " "}).status_code == 422
    page = client.post(url, {"why": "The form is back."}, follow=True).content.decode()
    assert "Service desk is not business as usual any more" in page
    assert "because: The form is back." in page or "The form is back." in page
    assert stage(team) == Stage.USING


def test_a_champion_takes_back_what_somebody_accepted_who_is_gone(
    browse: Browse, programme: Programme, champion: Person, member: Person
) -> None:
    criterion = shown(programme, member)
    criterion.accept(member, 1)
    member.remove(champion)
    url = to("criterion_taking_back", criterion)
    assert url in browse(champion).get(criterion.get_absolute_url()).content.decode()
    assert browse(champion).post(url, {"why": "Who would know?"}).status_code == 302
    assert not Criterion.objects.get().is_accepted


def test_a_member_shows_something_and_takes_it_away_again(
    browse: Browse, programme: Programme, member: Person
) -> None:
    criterion = agree(programme)
    client = browse(member)
    url = to("criterion_evidence", criterion)
    sent = {"key": str(uuid4()), "words": "See the shelf.", "link": "example.org/shelf"}
    assert [client.post(url, sent).status_code for _ in range(2)] == [302, 302]
    evidence = Evidence.objects.get()
    assert (evidence.by, evidence.link) == (member, "https://example.org/shelf")
    other = factory.make_person(programme)
    assert browse(other).post(to("evidence_removal", evidence)).status_code == 403
    assert client.post(to("evidence_removal", evidence)).status_code == 302
    assert Evidence.objects.count() == 0


@pytest.mark.parametrize(
    "sent", [{"words": ""}, {"words": "x" * 1001}, {"words": "x", "link": "javascript:alert(1)"}]
)
def test_evidence_has_words_and_a_link_that_leads_somewhere(
    browse: Browse, programme: Programme, member: Person, sent: dict[str, str]
) -> None:
    url = to("criterion_evidence", agree(programme))
    answer = browse(member).post(url, {"key": str(uuid4()), **sent})
    assert (answer.status_code, Evidence.objects.count()) == (422, 0)


def undo(client: Client, programme: Programme, verb: str) -> None:
    event = Event.objects.filter(verb=verb).latest("pk")
    client.post(reverse("direction:undoing", args=[programme.key, event.pk]))


def test_each_act_can_be_undone(
    browse: Browse, programme: Programme, champion: Person, team: Team
) -> None:
    client = browse(champion)
    criterion = shown(programme, champion, team)
    client.post(to("criterion_acceptance", criterion), {"revision": "1"})
    assert stage(team) == Stage.USUAL
    undo(client, programme, "criterion.accepted")
    assert (Criterion.objects.get().is_accepted, stage(team)) == (False, Stage.USING)
    undo(client, programme, "criterion.taken_back")
    assert (Criterion.objects.get().is_accepted, stage(team)) == (True, Stage.USUAL)
    client.post(to("criterion_removal", criterion))
    assert (Criterion.objects.count(), stage(team)) == (0, Stage.USING)
    undo(client, programme, "criterion.removed")
    assert Criterion.objects.get().is_accepted


def test_undoing_comes_too_late_once_it_is_accepted(
    browse: Browse, programme: Programme, champion: Person
) -> None:
    criterion = agree(programme, acceptor=champion)
    criterion.change(champion, 1, statement="Later words")
    show(criterion, champion)
    criterion.accept(champion, 2)
    undo(browse(champion), programme, "criterion.changed")
    undo(browse(champion), programme, "evidence.given")
    assert (Criterion.objects.get().statement, Evidence.objects.count()) == ("Later words", 1)
