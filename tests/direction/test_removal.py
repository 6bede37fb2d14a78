"""What was made by mistake is taken away with everything that pointed at it, and comes back."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from changeprog.direction.models import (
    Dependency,
    Objective,
)
from changeprog.programme.models import Event, Person, Programme
from tests import factory
from tests.direction.undo import newest, to, verbs

Browse = Callable[[Person], Client]
MAKERS: dict[str, Callable[[Programme], Any]] = {
    "objective": factory.make_objective,
    "milestone": factory.make_milestone,
    "capability": factory.make_capability,
    "benefit": factory.make_benefit,
    "side_effect": factory.make_side_effect,
}
DAY = date(2026, 3, 1)


@pytest.mark.parametrize("noun", list(MAKERS))
def test_what_is_taken_away_is_gone_and_comes_back(
    browse: Browse, programme: Programme, champion: Person, noun: str
) -> None:
    subject = MAKERS[noun](programme)
    client = browse(champion)
    answer = client.post(to(f"{noun}_removal", subject))
    assert answer.headers["Location"] == subject.get_list_url()
    assert client.get(subject.get_absolute_url()).status_code == 404
    assert str(subject) not in client.get(subject.get_list_url()).content.decode().replace(
        f"“{subject}” is taken away.", ""
    )
    back = client.post(reverse("direction:undoing", args=[programme.key, newest(programme)]))
    assert back.headers["Location"] == subject.get_absolute_url()
    assert client.get(subject.get_absolute_url()).status_code == 200
    assert verbs(programme) == [f"{noun}.restored", f"{noun}.removed"]


@pytest.mark.parametrize("noun", list(MAKERS))
def test_the_page_of_changes_offers_to_take_it_away(
    browse: Browse, programme: Programme, champion: Person, noun: str
) -> None:
    subject = MAKERS[noun](programme)
    shown = browse(champion).get(to(f"{noun}_editing", subject))
    assert f'action="{to(f"{noun}_removal", subject)}"' in shown.content.decode()


def test_the_message_has_a_button_that_undoes(
    browse: Browse, programme: Programme, champion: Person
) -> None:
    milestone = factory.make_milestone(programme)
    client = browse(champion)
    page = client.post(to("milestone_removal", milestone), follow=True).content.decode()
    assert f'action="{reverse("direction:undoing", args=[programme.key, newest(programme)])}"' in (
        page
    )
    assert "Undo</button>" in page


def test_what_pointed_at_it_is_untied_and_tied_again(
    programme: Programme, champion: Person
) -> None:
    objective = factory.make_objective(programme)
    served = factory.make_milestone(programme, objective=objective)
    needs = factory.make_milestone(programme, "Roll-out", objective=objective)
    Dependency.add(champion, needs, served)
    capability = factory.make_capability(programme, milestones=(served,))
    resource = factory.make_resource(programme, milestone=served)
    victory = factory.log_victory(champion, milestone=served)
    served.remove(champion)
    resource.refresh_from_db()
    victory.refresh_from_db()
    assert (resource.milestone, victory.milestone) == (None, None)
    assert list(capability.milestones.all()) == list(needs.needs.all()) == []
    assert Dependency.objects.count() == 0
    served.restore(champion, Event.objects.get(verb="milestone.removed").facts["undo"])
    resource.refresh_from_db()
    victory.refresh_from_db()
    assert resource.milestone == victory.milestone == served
    assert list(capability.milestones.all()) == list(needs.needs.all()) == [served]


def test_what_points_elsewhere_by_now_stays_there(programme: Programme, champion: Person) -> None:
    objective, other = (factory.make_objective(programme, name) for name in ("One", "Other"))
    milestone = factory.make_milestone(programme, objective=objective)
    objective.remove(champion)
    milestone.refresh_from_db()
    milestone.change(champion, milestone.revision, objective=other)
    objective.restore(champion, Event.objects.get(verb="objective.removed").facts["undo"])
    milestone.refresh_from_db()
    assert milestone.objective == other


def test_taking_away_twice_is_once(programme: Programme, champion: Person) -> None:
    milestone = factory.make_milestone(programme)
    milestone.remove(champion)
    milestone.remove(champion)
    assert Event.objects.about("milestone.removed").count() == 1
    milestone.restore(champion, {})
    milestone.restore(champion, {})
    assert Event.objects.about("milestone.restored").count() == 1


def test_the_journal_links_to_nothing_that_is_gone_and_tells_no_keys(
    browse: Browse, programme: Programme, champion: Person
) -> None:
    milestone = factory.make_milestone(programme)
    factory.log_victory(champion, milestone=milestone)
    milestone.remove(champion)
    page = browse(champion).get(reverse("programme:journal", args=[programme.key])).content.decode()
    assert "took a milestone away" in page
    assert milestone.get_absolute_url() not in page
    assert "undo" not in page.replace("undo-2", "").split("<main")[1].split("</main")[0].lower()


def test_an_objective_has_its_readings_back(programme: Programme, champion: Person) -> None:
    objective: Objective = factory.make_objective(programme)
    objective.read(champion, Decimal(50), DAY)
    objective.remove(champion)
    assert Objective.objects.count() == 0
    objective.restore(champion, {})
    assert Objective.objects.get().readings.count() == 1
