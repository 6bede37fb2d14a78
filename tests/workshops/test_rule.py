"""The consensus rule of a workshop, as whoever leads it sets it."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from changeprog.accounts.models import User
from changeprog.programme.models import Event, Person
from tests import workshop_factory
from tests.workshops.conftest import Put
from workshops.consensus import Rule
from workshops.models import Workshop

Browse = Callable[[Person | User | None], Client]
HTMX = {"HX-Request": "true"}


def to(workshop: Workshop) -> str:
    return reverse("workshops:rule", args=[workshop.programme.key, workshop.pk])


def typed(workshop: Workshop, **changes: Any) -> dict[str, Any]:
    values = {"worst": 7, "level": 3, "share": 60, "quorum": 50, "based_on": workshop.revision}
    return values | changes


def test_whoever_leads_sets_the_rule(browse: Browse, workshop: Workshop, champion: Person) -> None:
    sales = workshop.programme.functions.get(name="Sales")
    browse(champion).post(to(workshop), typed(workshop, required=[sales.pk], reasons="on"))
    workshop.refresh_from_db()
    rule = Rule(worst=7, level=3, share=60, quorum=50, required=(sales.pk,), reasons=True)
    assert Rule.from_json(workshop.rule) == rule
    told = Event.objects.filter(verb="workshop.changed").latest("pk").facts["changes"]["rule"]
    assert "In every function at least 60 % stand at 3 or better." in told[1]


def test_who_takes_part_does_not_set_it(browse: Browse, workshop: Workshop, member: Person) -> None:
    assert browse(member).post(to(workshop), typed(workshop)).status_code == 403


@pytest.mark.parametrize(
    "wrong", [{"share": 101}, {"quorum": -1}, {"worst": 9}, {"level": 0}, {"required": [0]}]
)
def test_what_makes_no_sense_is_not_a_rule(
    browse: Browse, workshop: Workshop, champion: Person, wrong: dict[str, Any]
) -> None:
    sent = typed(workshop, **wrong)
    assert browse(champion).post(to(workshop), sent, headers=HTMX).status_code == 422
    workshop.refresh_from_db()
    assert workshop.rule == {}


def test_of_two_who_set_it_at_once_the_second_is_told(
    browse: Browse, workshop: Workshop, champion: Person
) -> None:
    client, seen = browse(champion), typed(workshop)
    client.post(to(workshop), seen)
    answer = client.post(to(workshop), seen | {"share": 90}, headers=HTMX)
    assert answer.status_code == 409
    assert "Somebody else saved this while you were writing" in answer.content.decode()

    on_top = seen | {"share": 90, "based_on": answer.context["form"]["based_on"].value()}
    assert client.post(to(workshop), on_top).status_code == 302
    workshop.refresh_from_db()
    assert workshop.rule["share"] == 90


def test_an_open_round_keeps_the_rule_it_was_opened_with(
    browse: Browse, on: Put, workshop: Workshop, champion: Person
) -> None:
    proposal = workshop_factory.proposal(on("consensus"), champion)
    held = workshop_factory.open_round(proposal, champion)
    workshop.refresh_from_db()
    browse(champion).post(to(workshop), typed(workshop))
    held.refresh_from_db()
    assert held.consensus_rule == Rule()
