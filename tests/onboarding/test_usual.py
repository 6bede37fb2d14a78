"""When it is business as usual: the page, the beginning, whom it concerns, the principle."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.timezone import localdate
from hypothesis import given
from hypothesis import strategies as st

from changeprog.communications import reminders
from changeprog.communications.filling import tell
from changeprog.communications.models import Notice
from changeprog.direction.principles import Moment
from changeprog.onboarding import criterion_starters, usual_page
from changeprog.onboarding.criteria import Progress, Tally, progress, worst
from changeprog.onboarding.criterion_reminders import slipped, waiting
from changeprog.onboarding.models import Adoption, Criterion, Stage
from changeprog.onboarding.usual_principle import accepted
from changeprog.programme import open_things
from changeprog.programme.models import Event, Person, Programme, Role, Team
from tests import factory
from tests.onboarding.criteria import agree, read, show, shown

Browse = Callable[[Person], Client]
PROGRESSES = st.lists(st.sampled_from(Progress), max_size=8)


@pytest.fixture
def team(programme: Programme) -> Team:
    return Team.objects.create(programme=programme, name="Service desk")


def page(programme: Programme) -> str:
    return reverse("onboarding:usual", args=[programme.key])


def to(name: str, team: Team) -> str:
    return reverse(f"onboarding:{name}", args=[team.programme.key, team.pk])


@given(PROGRESSES)
def test_it_is_usual_when_something_was_agreed_and_all_of_it_accepted(each: list[Progress]) -> None:
    assert Tally.of(each).usual == (set(each) == {Progress.ACCEPTED})


@given(PROGRESSES, st.sampled_from(Progress))
def test_one_more_open_criterion_never_helps(each: list[Progress], more: Progress) -> None:
    after = Tally.of([*each, more])
    assert not after.usual or Tally.of(each).usual or not each
    if more is not Progress.ACCEPTED:
        assert not after.usual


@given(PROGRESSES)
def test_the_order_changes_nothing_and_the_least_is_shown(each: list[Progress]) -> None:
    assert Tally.of(each) == Tally.of(reversed(each))
    assert worst(each) == min(each, key=lambda one: one.order, default=None)


@given(st.booleans(), st.booleans())
def test_an_acceptance_holds_until_it_is_taken_back(is_accepted: bool, is_shown: bool) -> None:
    found = progress(is_accepted, is_shown)
    assert (found is Progress.ACCEPTED) == is_accepted
    assert is_accepted or (found is Progress.SHOWN) == is_shown


def test_an_empty_page_says_what_it_is_for(
    browse: Browse, programme: Programme, champion: Person, observer: Person
) -> None:
    first = reverse("onboarding:usual_new", args=[programme.key])
    seen = [browse(who).get(page(programme)).content.decode() for who in (champion, observer)]
    assert ["Nothing is agreed for the whole programme" in each for each in seen] == [True, True]
    assert [first in each for each in seen] == [True, False]


def test_the_grid_shows_each_team_by_what_is_agreed(
    browse: Browse, programme: Programme, member: Person, team: Team
) -> None:
    Team.objects.create(programme=programme, name="Anew")
    shown(programme, member, team).accept(member, 1)
    agree(programme, team)
    agree(programme, team, kind="policy")
    context = usual_page.page(programme, Role.OBSERVER)
    assert [kind.value for kind in context["kinds"]] == ["policy", "own"]
    told = {row.team.name: [cell.words for cell in row.cells] for row in context["rows"]}
    assert told == {"Anew": ["", ""], "Service desk": ["open", "1 of 2 accepted"]}
    assert (context["usual"], context["without"]) == (0, 1)
    answer = browse(member).get(page(programme)).content.decode()
    assert usual_page.PAGE.render_for(programme, Role.MEMBER) in answer


def test_a_retired_team_is_not_counted(programme: Programme, champion: Person, team: Team) -> None:
    criterion = agree(programme, team)
    team.retire(champion)
    assert usual_page.page(programme, Role.OBSERVER)["rows"] == []
    kind = next(each for each in open_things.kinds() if each.name == "criterion")
    assert kind.find(programme) == []
    assert Criterion.objects.filter(pk=criterion.pk).still().count() == 0


@pytest.mark.parametrize("rows", [1, 3])
def test_pages_ask_as_much_for_one_team_as_for_three(
    programme: Programme, member: Person, rows: int, django_assert_num_queries: Any
) -> None:
    objective = factory.make_objective(programme)
    for number in range(rows):
        team = Team.objects.create(programme=programme, name=f"Team {number}")
        shown(programme, member, team).accept(member, 1)
        agree(programme, team, kind="figures", objective=objective, low=4)
    with django_assert_num_queries(4):
        usual_page.PAGE.render_for(programme, Role.CHAMPION)
    with django_assert_num_queries(1):
        usual_page.column(programme, member)
    with django_assert_num_queries(3):
        accepted(programme, Moment(localdate(), localdate()))


def test_the_board_says_how_many_are_accepted(
    programme: Programme, member: Person, team: Team
) -> None:
    shown(programme, member, team).accept(member, 1)
    assert {cell.text: cell.tone for cell in usual_page.column(programme, member).values()} == {
        "1 of 1": "good"
    }
    agree(programme, team)
    assert usual_page.column(programme, member)[team.pk].text == "1 of 2"


def test_a_team_sees_its_criteria_on_its_own_page(
    browse: Browse, programme: Programme, champion: Person, member: Person, team: Team
) -> None:
    begin = to("team_criteria", team)
    seen = [browse(who).get(to("team", team)).content.decode() for who in (champion, member)]
    assert [begin in each for each in seen] == [True, False]
    criterion = agree(programme, team)
    answer = browse(member).get(to("team", team)).content.decode()
    assert criterion.get_absolute_url() in answer


def test_a_team_begins_with_what_most_begin_with_once(
    browse: Browse, programme: Programme, champion: Person, member: Person, team: Team
) -> None:
    objective = factory.make_objective(programme)
    client = browse(champion)
    for _ in range(2):
        client.post(to("team_criteria", team), {"acceptor": str(member.pk), "pattern": ""})
    own = Criterion.objects.filter(team=team)
    assert [each.kind for each in own] == ["policy", "owner", "trained", "old_way", "figures"]
    assert {each.acceptor for each in own} == {member}
    figures = own.get(kind="figures")
    assert (figures.objective, figures.low, figures.high) == (objective, objective.target, None)
    event = Event.objects.get(verb="criterion.begun")
    client.post(reverse("direction:undoing", args=[programme.key, event.pk]))
    assert not Criterion.objects.exists()


def test_it_is_too_late_to_undo_the_beginning_once_one_was_used(
    browse: Browse, programme: Programme, champion: Person, team: Team
) -> None:
    browse(champion).post(to("team_criteria", team), {"acceptor": "", "pattern": ""})
    show(Criterion.objects.all()[0], champion)
    event = Event.objects.get(verb="criterion.begun")
    browse(champion).post(reverse("direction:undoing", args=[programme.key, event.pk]))
    assert Criterion.objects.count() == 4


def test_a_team_begins_with_those_of_another_one(
    browse: Browse, programme: Programme, champion: Person, member: Person, team: Team
) -> None:
    pattern = Team.objects.create(programme=programme, name="Pattern")
    shown(programme, member, pattern).accept(member, 1)
    sent = {"acceptor": "", "pattern": str(pattern.pk)}
    browse(champion).post(to("team_criteria", team), sent)
    (own,) = Criterion.objects.filter(team=team)
    assert (own.statement, own.is_accepted, own.acceptor) == (
        "Nobody asks for the old form",
        False,
        None,
    )


def test_all_teams_without_any_begin_at_once(
    browse: Browse, programme: Programme, champion: Person, facilitator: Person, team: Team
) -> None:
    agree(programme, team)
    for name in ("First", "Second"):
        Team.objects.create(programme=programme, name=name)
    url = reverse("onboarding:usual_beginning", args=[programme.key])
    assert browse(facilitator).post(url).status_code == 403
    assert "Begin in 2 teams?" in browse(champion).get(url).content.decode()
    browse(champion).post(url, {"acceptor": ""})
    assert criterion_starters.without(programme) == []
    assert Criterion.objects.filter(team=team).count() == 1
    assert Criterion.objects.count() == 9


def inbox(person: Person) -> list[str]:
    tell(list(Event.objects.filter(programme=person.programme).order_by("pk")))
    rows = Notice.objects.filter(person=person).order_by("pk")
    return [each.text for each in rows if each.kind.startswith(("criterion.", "evidence."))]


def test_who_accepts_is_asked_and_told_what_shows_it(
    programme: Programme, member: Person, team: Team
) -> None:
    other = factory.make_person(programme, name="Eve Other")
    show(agree(programme, team, acceptor=member), other)
    asked, told = inbox(member)
    assert asked.startswith("Chris Champion asks you to say when this is so:")
    assert told.startswith("Eve Other shows that it is so, and you can accept it:")


def test_who_leads_is_told_that_it_is_accepted_and_why_it_is_not_any_more(
    programme: Programme, member: Person, team: Team
) -> None:
    lead = factory.make_person(programme)
    factory.seat(lead, team, chair=True)
    criterion = shown(programme, member, team)
    criterion.accept(member, 1)
    criterion.take_back(member, "The form is back.")
    assert [text.partition(":")[0] for text in inbox(lead)] == [
        "Mo Member accepted",
        "Mo Member took back that it is so",
    ]
    assert Notice.objects.filter(person=lead, detail="The form is back.").count() == 1


def test_what_is_shown_waits_a_week_and_is_reminded_of(
    programme: Programme, member: Person, team: Team
) -> None:
    today = localdate()
    open_one, ripe = agree(programme, team, acceptor=member), shown(programme, member, team)
    assert [(each.number, each.due) for each in waiting(today + timedelta(days=7))] == [
        (ripe.pk, today + timedelta(days=7))
    ]
    assert list(waiting(today + timedelta(days=6))) == []
    reminders.remind_due()
    told = Notice.objects.filter(person=member, kind="criterion.waiting")
    assert [each.text for each in told] == [
        "It is shown, and waits for your word: Nobody asks for the old form (Service desk)"
    ]
    assert open_one.pk != ripe.pk
    ripe.accept(member, 1)
    assert list(waiting(today + timedelta(days=7))) == []


def test_figures_that_left_their_band_after_they_were_accepted_are_told(
    programme: Programme, member: Person, team: Team
) -> None:
    objective = factory.make_objective(programme)
    figures: dict[str, Any] = {"kind": "figures", "objective": objective, "low": 4, "high": 6}
    criterion = agree(programme, team, acceptor=member, months=1, **figures)
    read(objective, 5, 60, 30, 10)
    criterion.accept(member, 1)
    assert list(slipped(localdate())) == []
    read(objective, 9, 1)
    assert [each.number for each in slipped(localdate())] == [criterion.pk]
    assert [each.criterion for each in usual_page.page(programme, Role.OBSERVER)["slipped"]] == [
        criterion
    ]
    assert Adoption.of(team).stage == Stage.USUAL


def test_what_is_open_is_handed_to_somebody_else(
    programme: Programme, champion: Person, member: Person, team: Team
) -> None:
    criterion = agree(programme, team, acceptor=champion)
    thing = open_things.find(programme, "criterion", criterion.pk)
    assert thing
    assert thing.owner == champion
    open_things.hand_over(thing, champion, member)
    assert Criterion.objects.get().acceptor == member


def test_it_is_found_by_its_words_and_by_its_team(
    browse: Browse, programme: Programme, member: Person, team: Team
) -> None:
    url = agree(programme, team).get_absolute_url()
    search = reverse("programme:search", args=[programme.key])
    found = [browse(member).get(search, {"q": words}) for words in ("old form", "nothing else")]
    assert [url in each.content.decode() for each in found] == [True, False]
