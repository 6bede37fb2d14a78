"""Capability improvements: planned, changed, raised by those who may, and what is kept of it."""

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils.timezone import localdate
from pytest_django import DjangoAssertNumQueries

from changeprog.direction.models import CapabilityImprovement
from changeprog.programme.models import Event, Person, Programme
from tests import factory

Browse = Callable[[Person], Client]


@pytest.fixture
def new(programme: Programme) -> str:
    return reverse("direction:new_capability", args=[programme.key])


@pytest.fixture
def capability(programme: Programme) -> CapabilityImprovement:
    return factory.make_capability(programme)


def to(name: str, capability: CapabilityImprovement) -> str:
    return reverse(f"direction:capability_{name}", args=[capability.programme.key, capability.pk])


def typed(**changes: Any) -> dict[str, Any]:
    """A complete improvement from 2 to 4."""
    return {
        "key": str(uuid4()),
        "revision": "0",
        "name": "One customer record",
        "dimension": "data",
        "level": "2",
        "wanted": "4",
        "milestones": [],
        "owner": "",
        **changes,
    }


def level(**changes: str) -> dict[str, str]:
    return {"level": "3", "shown_by": "All use it.", "on": localdate().isoformat(), **changes}


def test_a_champion_plans_an_improvement(
    browse: Browse, new: str, programme: Programme, champion: Person, member: Person
) -> None:
    milestone = factory.make_milestone(programme)
    sent = typed(owner=member.pk, milestones=[milestone.pk])
    answer = browse(champion).post(new, sent)
    capability = CapabilityImprovement.objects.get(programme=programme)
    assert answer.headers["Location"] == capability.get_absolute_url()
    assert (capability.owner, capability.level, capability.wanted) == (member, 2, 4)
    assert capability.held("milestones") == [milestone]
    assert [(entry.level, entry.on) for entry in capability.levels.all()] == [(2, localdate())]
    assert Event.objects.about("capability.planned").get().subject == capability


def test_a_double_click_plans_it_once(browse: Browse, new: str, champion: Person) -> None:
    client, sent = browse(champion), typed()
    assert client.post(new, sent).headers["Location"] == client.post(new, sent).headers["Location"]
    assert CapabilityImprovement.objects.get().levels.count() == 1
    assert Event.objects.about("capability.planned").count() == 1


@pytest.mark.parametrize(
    ("field", "text", "words"),
    [
        ("name", "", "Say it in a few words."),
        ("name", "x" * 201, "Ensure this value has at most 200 characters (it has 201)."),
        ("dimension", "", "Choose where the improvement is made."),
        (
            "dimension",
            "weather",
            "Select a valid choice. weather is not one of the available choices.",
        ),
        ("level", "", "Choose the level that describes an ordinary day."),
        ("level", "0", "Select a valid choice. 0 is not one of the available choices."),
        ("wanted", "6", "Select a valid choice. 6 is not one of the available choices."),
        (
            "wanted",
            "2",
            (
                "It stands at 2 · Here and there already. Choose a higher level, "
                "or leave it out: what is good enough needs no improvement."
            ),
        ),
    ],
)
def test_bad_input_is_answered_in_words(  # noqa: PLR0917
    browse: Browse, new: str, champion: Person, field: str, text: str, words: str
) -> None:
    answer = browse(champion).post(new, typed(**{field: text}))
    assert (answer.status_code, answer.context["form"].errors) == (422, {field: [words]})
    assert not CapabilityImprovement.objects.exists()


def test_milestones_of_another_programme_are_no_choice(
    browse: Browse, new: str, champion: Person, stranger: Person
) -> None:
    theirs = factory.make_milestone(stranger.programme)
    answer = browse(champion).post(new, typed(milestones=[theirs.pk]))
    assert list(answer.context["form"].errors) == ["milestones"]


def test_it_is_changed_on_top_of_what_was_seen_its_milestones_too(
    browse: Browse, programme: Programme, capability: CapabilityImprovement, champion: Person
) -> None:
    milestone = factory.make_milestone(programme)
    client = browse(champion)
    sent = typed(revision="1", milestones=[milestone.pk], wanted="5")
    assert client.post(to("editing", capability), sent).status_code == 302
    page = client.get(capability.get_absolute_url())
    assert page.context["history"][0].notes == [
        "level wanted: 4 → 5",
        "milestones: nothing → Pilot live",
    ]
    late = client.post(to("editing", capability), typed(revision="1", wanted="3"))
    assert late.status_code == 409
    (words,) = late.context["form"].errors["__all__"]
    assert "Which level do we need? 5" in words
    assert "Which milestones deliver it? Pilot live" in words
    capability.refresh_from_db()
    assert (capability.wanted, capability.held("milestones")) == (5, [milestone])
    again = late.context["form"].data.copy()
    assert client.post(to("editing", capability), again).status_code == 302
    capability.refresh_from_db()
    assert (capability.wanted, capability.held("milestones")) == (3, [])


def test_its_owner_raises_it_and_everybody_sees_what_shows_it(
    browse: Browse, programme: Programme, member: Person, observer: Person
) -> None:
    capability = factory.make_capability(programme, owner=member)
    answer = browse(member).post(to("levels", capability), level())
    assert answer.headers["Location"] == capability.get_absolute_url()
    capability.refresh_from_db()
    assert [entry.level for entry in capability.levels.all()] == [2, 3]
    event = Event.objects.about("capability.raised").get()
    assert (event.person, event.facts["changes"]) == (
        member,
        {"level": ["2 · Here and there", "3 · One way for all"]},
    )
    assert "All use it." in browse(observer).get(capability.get_absolute_url()).content.decode()


def test_a_level_can_fall_and_every_entry_stays(
    capability: CapabilityImprovement, champion: Person
) -> None:
    capability.assess(champion, 3, date(2026, 5, 1), "Agreed.")
    capability.assess(champion, 1, date(2026, 6, 1), "Nobody does it any more.")
    capability.refresh_from_db()
    assert (capability.level, [entry.level for entry in capability.levels.all()]) == (1, [2, 3, 1])
    assert Event.objects.about("capability.fell").count() == 1


def test_the_level_it_has_already_is_no_entry(
    browse: Browse, capability: CapabilityImprovement, champion: Person
) -> None:
    capability.assess(champion, 2, date(2026, 5, 1), "Again.")
    assert capability.levels.count() == 1
    answer = browse(champion).post(to("levels", capability), level(level="2"))
    assert answer.context["form"].errors == {"level": ["It stands at 2 · Here and there already."]}


@pytest.mark.parametrize(
    ("sent", "errors"),
    [
        ({"shown_by": " "}, {"shown_by": ["Say in a sentence what shows it."]}),
        ({"level": ""}, {"level": ["Choose the level that describes an ordinary day."]}),
        (
            {"on": "2100-01-01"},
            {"on": ["This day is still to come. Choose today or an earlier one."]},
        ),
    ],
)
def test_without_proof_or_ahead_of_its_day_it_is_not_raised(
    browse: Browse,
    capability: CapabilityImprovement,
    champion: Person,
    sent: dict[str, str],
    errors: dict[str, list[str]],
) -> None:
    answer = browse(champion).post(to("levels", capability), level(**sent))
    assert (answer.status_code, answer.context["form"].errors) == (422, errors)
    assert capability.levels.count() == 1


@pytest.mark.parametrize("role", ["member", "facilitator"])
def test_who_neither_owns_it_nor_leads_is_told_who_decides(
    browse: Browse, programme: Programme, member: Person, role: str
) -> None:
    capability = factory.make_capability(programme, owner=member)
    client = browse(factory.make_person(programme, role))
    answer = client.post(to("levels", capability), level(), follow=True)
    words = "Mo Member, who owns it, or a champion says where it stands."
    assert words in answer.content.decode()
    assert "Has the level changed?" not in answer.content.decode()
    capability.refresh_from_db()
    assert capability.level == 2


@pytest.mark.parametrize("role", ["observer", "member", "facilitator"])
def test_only_champions_plan_and_change(
    browse: Browse, programme: Programme, capability: CapabilityImprovement, new: str, role: str
) -> None:
    client = browse(factory.make_person(programme, role))
    assert client.get(capability.get_absolute_url()).status_code == 200
    assert client.post(new, typed()).status_code == 403
    assert client.post(to("editing", capability), typed(revision="1")).status_code == 403


@pytest.mark.parametrize(
    "wrong", [{"level": 0}, {"level": 6}, {"wanted": 0}, {"wanted": 6}, {"dimension": "weather"}]
)
def test_the_database_refuses_what_is_not_on_the_scale(
    capability: CapabilityImprovement, wrong: dict[str, Any]
) -> None:
    known = CapabilityImprovement.objects.filter(pk=capability.pk)
    with pytest.raises(IntegrityError), transaction.atomic():
        known.update(**wrong)


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_asks_as_much_for_three_rows_as_for_one(
    browse: Browse,
    programme: Programme,
    champion: Person,
    rows: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    milestones = [factory.make_milestone(programme, f"Stop {n}") for n in range(rows)]
    capability = factory.make_capability(programme, milestones=tuple(milestones), owner=champion)
    for number in range(rows):
        factory.make_benefit(programme, f"Benefit {number}", (capability,))
        capability.assess(champion, 3 + number % 2, date(2026, 5, 1), "Seen.")
    client = browse(champion)
    with django_assert_num_queries(15):
        client.get(capability.get_absolute_url())
    with django_assert_num_queries(8):
        client.get(to("editing", capability))
