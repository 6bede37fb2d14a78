"""The page of the six principles, and their lines on home."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.timezone import localdate, now

from changeprog import live
from changeprog.accounts.models import User
from changeprog.direction.models import Milestone, Vision
from changeprog.direction.principles import (
    Evidence,
    Kind,
    regions,
    register_evidence,
    sources,
    standings,
)
from changeprog.direction.principles.catalogue import SOLUTION, USUAL
from changeprog.programme import home
from changeprog.programme.models import Person, Programme, Role
from changeprog.programme.rooms import ProgrammeRegion
from tests import factory

Browse = Callable[[Person | User | None], Client]


def page(programme: Programme) -> str:
    return reverse("direction:principles", args=[programme.key])


def states(programme: Programme) -> list[str]:
    return [standing.state.word for standing in standings(programme, Role.OBSERVER)]


def age(programme: Programme, days: int) -> None:
    """Let the programme have started so many days ago."""
    programme.created_at = now() - timedelta(days=days)
    programme.save()


def make_leader(programme: Programme, name: str = "Lea Leader") -> Person:
    seniors = programme.functions.get(name="Senior management")
    return factory.make_person(programme, "champion", name, function=seniors)


def reach(programme: Programme, days_ago: int) -> Milestone:
    """A milestone with a visible benefit, reached so many days ago."""
    on = localdate() - timedelta(days=days_ago)
    milestone = factory.make_milestone(
        programme, f"Seen {days_ago} days ago", due=on, visible_benefit=True
    )
    milestone.reach(factory.champion_of(programme), on, "See for yourself.")
    return milestone


def write_vision(by: Person) -> Vision:
    texts = {"statement": "Known.", "end_state": "", "threat": "", "opportunity": ""}
    return Vision.write(by.programme, by, texts, 0)


# An empty, a young, a stuck and a good programme


def test_of_an_empty_programme_nobody_can_know_anything(
    browse: Browse, programme: Programme, champion: Person
) -> None:
    assert states(programme) == ["Nobody can know yet"] * 6
    shown = browse(champion).get(page(programme)).content.decode()
    assert shown.count("Nothing that was recorded so far would tell.") == 6
    at_home = regions.HOME.render_for(programme, Role.CHAMPION)
    assert "home-principles-title" not in at_home


def test_a_young_programme_has_started_what_it_started(programme: Programme) -> None:
    write_vision(make_leader(programme))
    factory.make_objective(programme)
    assert states(programme) == [
        "Started",
        "Nobody can know yet",
        "Nobody can know yet",
        "Started",
        "Nobody can know yet",
        "Nobody can know yet",
    ]


def test_a_stuck_programme_is_told_so(programme: Programme) -> None:
    age(programme, 200)
    found = states(programme)
    assert (found[0], found[4]) == ("Missing", "Missing")


def test_decision_makers_write_sign_off_and_own(programme: Programme) -> None:
    leader = make_leader(programme)
    vision = write_vision(leader)
    objective = factory.make_objective(programme, owner=leader)
    assert states(programme)[0] == "Started"
    vision.sign_off(leader, "Leadership workshop")
    assert states(programme)[0] == "Holds"
    leader.remove(factory.champion_of(programme))
    assert objective.owner == leader
    assert states(programme)[0] == "Started"


def test_a_sign_off_of_an_older_version_is_none_of_the_newest(programme: Programme) -> None:
    leader = make_leader(programme)
    write_vision(leader).sign_off(leader, "Leadership workshop")
    words = "1 of 1 in senior management signed version 1 off"
    assert words in {piece.text for piece in standings(programme, Role.OBSERVER)[0].evidence}
    factory.write_vision(programme, "Known and heard.")
    words = "0 of 1 in senior management signed version 2 off"
    assert words in {piece.text for piece in standings(programme, Role.OBSERVER)[0].evidence}


def test_three_visible_benefits_in_a_quarter_hold(programme: Programme) -> None:
    age(programme, 80)
    factory.make_milestone(programme, "Unseen").reach(
        factory.champion_of(programme), localdate(), "It works."
    )
    assert states(programme)[4] == "Nobody can know yet"
    for days in (60, 40):
        reach(programme, days)
    assert states(programme)[4] == "Started"
    last = reach(programme, 20)
    assert states(programme)[4] == "Holds"
    last.reopen(factory.champion_of(programme))
    assert states(programme)[4] == "Started"


def test_the_next_visible_benefit_is_the_next_step(programme: Programme) -> None:
    def step() -> tuple[str, str] | None:
        found = standings(programme, Role.OBSERVER)[4].step
        return (found.words, found.url) if found else None

    plan = reverse("direction:new_milestone", args=[programme.key])
    assert step() == ("Plan a milestone whose benefit people will see", plan)
    milestone = factory.make_milestone(programme, "First call back", visible_benefit=True)
    assert step() == ("Reach the next one: First call back", milestone.get_absolute_url())


def test_calling_it_business_as_usual_does_not_make_it_so(
    programme: Programme, champion: Person
) -> None:
    programme.change(champion, status=Programme.Status.BUSINESS_AS_USUAL)
    assert states(programme)[5] == "Started"
    programme.change(champion, status=Programme.Status.STOPPED)
    assert states(programme)[5] == "Missing"


# Higher apps


def test_an_app_adds_what_it_knows(programme: Programme, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sources, "_sources", list(sources._sources))
    assert not regions.PAGE.is_stale_after("chair.taken")
    for _ in range(2):
        register_evidence(SOLUTION, everybody_sits, "chair.")
    found = standings(programme, Role.OBSERVER)[1]
    assert [piece.text for piece in found.evidence] == ["Everybody sits"]
    assert found.state.word == "Started"
    assert regions.PAGE.is_stale_after("chair.taken")


def everybody_sits(programme: Programme, moment: object) -> list[Evidence]:
    return [Evidence("Everybody sits", Kind.MET, programme.get_absolute_url())]


def test_the_last_principle_has_no_box_to_tick(
    browse: Browse, programme: Programme, champion: Person
) -> None:
    write_vision(make_leader(programme))
    client = browse(champion)
    shown = client.get(page(programme)).content.decode()
    assert USUAL.sentence in shown
    assert "<main" in shown
    assert "<form" not in shown[shown.index("<main") : shown.index("</main>")]
    assert client.post(page(programme)).status_code == 405


# Live, access, cost


@pytest.mark.parametrize("role", Role.values)
@pytest.mark.parametrize("filled", [False, True])
@pytest.mark.parametrize("region", [regions.PAGE, regions.HOME], ids=lambda region: region.name)
def test_as_pushed_equals_as_loaded_for_each_role(
    browse: Browse, programme: Programme, region: ProgrammeRegion, role: str, filled: bool
) -> None:
    if filled:
        write_vision(make_leader(programme))
        reach(programme, 3)
    person = factory.make_person(programme, role)
    address = programme.get_absolute_url() if region is regions.HOME else page(programme)
    pushed = region.render_for(programme, Role(role))
    assert f'id="{region.name}"' in pushed
    assert pushed in browse(person).get(address).content.decode()


def test_a_step_is_a_link_only_for_those_who_may_take_it(programme: Programme) -> None:
    link = f'href="{reverse("direction:write_vision", args=[programme.key])}"'
    assert link in regions.PAGE.render_for(programme, Role.CHAMPION)
    assert link not in regions.PAGE.render_for(programme, Role.FACILITATOR)


def test_what_people_do_refreshes_the_page_and_home(
    programme: Programme, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any
) -> None:
    told: list[tuple[str, list[str]]] = []
    monkeypatch.setattr(live, "changed", lambda room, _, names: told.append((room, sorted(names))))
    with django_capture_on_commit_callbacks(execute=True):
        factory.make_milestone(programme)
    assert ("principles", ["principles"]) in told
    assert [names for room, names in told if room == "home" and "home-principles" in names]


@pytest.mark.parametrize(
    "verb",
    ["vision.", "objective.", "milestone.", "victory.", "barrier.", "person.", "capability."],
)
def test_every_verb_that_gives_evidence_is_heard(verb: str) -> None:
    assert regions.HOME.is_stale_after(f"{verb}happened")


def test_the_principles_stand_on_home_after_the_victories() -> None:
    names = [region.name for region in home.panels(Role.OBSERVER)]
    assert names.index("home-principles") > names.index("home-victories")


@pytest.mark.parametrize("rows", [1, 3, 300])
def test_it_costs_the_same_however_much_there_is(
    programme: Programme, champion: Person, rows: int, django_assert_num_queries: Any
) -> None:
    write_vision(make_leader(programme))
    for number in range(rows):
        factory.make_objective(programme, f"Measure {number}")
        reach(programme, number)
        factory.log_victory(champion).promote(champion, "It took courage")
        factory.log_barrier(champion)
    with django_assert_num_queries(QUERIES):
        regions.PAGE.render_for(programme, Role.CHAMPION)


QUERIES = 17
"""Vision and its leaders 2, objectives, people, capabilities, milestones 2, victories,
barriers 2, meetings, seats of the leadership, functions of the design team, unwritten rules,
criteria of business as usual."""


def test_another_programmes_evidence_is_not_shown(
    browse: Browse, programme: Programme, champion: Person, stranger: Person
) -> None:
    reach(programme, 3)
    assert "Seen 3 days ago" in browse(champion).get(page(programme)).content.decode()
    assert "Seen 3 days ago" not in browse(stranger).get(page(stranger.programme)).content.decode()
    assert browse(stranger).get(page(programme)).status_code == 404
