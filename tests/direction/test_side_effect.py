"""Side effects: named by facilitators and champions, read by members, exposed until answered."""

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils.timezone import localdate

from changeprog.direction.models import SideEffect
from changeprog.direction.side_effects import HOME_EXPOSED, KNOWN
from changeprog.programme.models import Event, Person, Programme, Role
from tests import factory

Browse = Callable[[Person], Client]
CHECKED = {"checked_by": "Dr. Moreau", "checked_on": date(2026, 5, 1)}


@pytest.fixture
def side_effect(programme: Programme) -> SideEffect:
    return factory.make_side_effect(programme)


def page(programme: Programme) -> str:
    return reverse("direction:side_effects", args=[programme.key])


def new(programme: Programme) -> str:
    return reverse("direction:new_side_effect", args=[programme.key])


def to(name: str, subject: SideEffect) -> str:
    return reverse(f"direction:side_effect_{name}", args=[subject.programme.key, subject.pk])


def typed(**changes: Any) -> dict[str, Any]:
    """What a browser sends for a side effect that nothing stands against."""
    return {
        "key": str(uuid4()),
        "revision": "0",
        "outcome": "A league table",
        "likelihood": "4",
        "misuse": "",
        "worst_case": "",
        "counter_measure": "",
        "in_scope": "on",
        "checked_by": "",
        "checked_on": "",
        **changes,
    }


@pytest.mark.parametrize("role", ["facilitator", "champion"])
def test_facilitators_and_champions_name_side_effects(
    browse: Browse, programme: Programme, role: str
) -> None:
    person = factory.make_person(programme, role)
    sent = typed(misuse="Ranks people.", checked_by="Dr. Moreau", checked_on="2026-05-01")
    client = browse(person)
    first, second = (client.post(new(programme), sent).headers["Location"] for _ in range(2))
    side_effect = SideEffect.objects.get()
    assert first == second == side_effect.get_absolute_url()
    assert (side_effect.likelihood, side_effect.get_likelihood_display()) == (4, "Likely")
    assert (side_effect.misuse, side_effect.checked_on) == ("Ranks people.", date(2026, 5, 1))


def test_members_read_and_do_not_write(
    browse: Browse, programme: Programme, member: Person, side_effect: SideEffect
) -> None:
    client = browse(member)
    shown = client.get(side_effect.get_absolute_url())
    assert (shown.status_code, "A league table" in shown.content.decode()) == (200, True)
    assert to("editing", side_effect) not in shown.content.decode()
    for address in (new(programme), *(to(n, side_effect) for n in ("editing", "settling"))):
        assert client.post(address, typed(revision="1")).status_code == 403


def test_observers_neither_read_it_nor_hear_of_it(
    browse: Browse, programme: Programme, observer: Person, member: Person, side_effect: SideEffect
) -> None:
    client = browse(observer)
    assert client.get(page(programme)).status_code == 403
    assert client.get(side_effect.get_absolute_url()).status_code == 403
    event = Event.objects.about("side_effect.named").get()
    assert not Event.objects.visible_to(observer).filter(pk=event.pk).exists()
    overview = reverse("direction:overview", args=[programme.key])
    assert page(programme) not in client.get(overview).content.decode()
    assert page(programme) in browse(member).get(overview).content.decode()


def test_members_read_what_happened_and_observers_nothing(
    browse: Browse, programme: Programme, observer: Person, member: Person, champion: Person
) -> None:
    side_effect = factory.make_side_effect(programme)
    side_effect.change(champion, 1, worst_case="People leave.")
    about = Event.objects.of(side_effect)
    assert [about.visible_to(who).count() for who in (observer, member, champion)] == [0, 2, 2]
    assert [about.readable_as(role).count() for role in ("observer", "member")] == [0, 2]
    assert "changed a side effect" in (
        browse(member).get(side_effect.get_absolute_url()).content.decode()
    )
    assert KNOWN.least is Role.MEMBER


def test_members_find_it_and_observers_do_not(
    browse: Browse, programme: Programme, observer: Person, member: Person, side_effect: SideEffect
) -> None:
    address = reverse("programme:search", args=[programme.key])
    found = [browse(who).get(address, {"q": "league"}) for who in (member, observer)]
    link = side_effect.get_absolute_url()
    assert [link in answer.content.decode() for answer in found] == [True, False]


def test_where_none_is_open_the_page_says_what_it_is_for(
    browse: Browse, programme: Programme, member: Person, champion: Person
) -> None:
    assert "No side effect is open" in browse(member).get(page(programme)).content.decode()
    assert browse(champion).get(page(programme)).content.decode().count(new(programme)) == 2


@pytest.mark.parametrize(
    ("sent", "errors"),
    [
        ({"outcome": ""}, ["outcome"]),
        ({"likelihood": "6"}, ["likelihood"]),
        ({"worst_case": "x" * 2_001}, ["worst_case"]),
        ({"checked_by": "Dr. Moreau"}, ["checked_on"]),
        ({"checked_on": "2026-05-01"}, ["checked_by"]),
        ({"checked_by": "Dr. Moreau", "checked_on": "2100-05-01"}, ["checked_on"]),
        ({"checked_by": "mo member", "checked_on": "2026-05-01"}, ["checked_by"]),
    ],
)
def test_bad_input_is_answered_in_words(  # noqa: PLR0917
    browse: Browse,
    programme: Programme,
    champion: Person,
    member: Person,
    sent: dict[str, str],
    errors: list[str],
) -> None:
    answer = browse(champion).post(new(programme), typed(**sent))
    assert (answer.status_code, [*answer.context["form"].errors]) == (422, errors)
    assert not SideEffect.objects.exists()


@pytest.mark.parametrize(
    ("fields", "exposed"),
    [
        ({}, True),
        ({"counter_measure": "Nobody is ranked."}, False),
        (CHECKED, True),
        ({"in_scope": False}, True),
        ({"in_scope": False, **CHECKED}, False),
        ({"in_scope": False, "counter_measure": "The council watches."}, False),
    ],
)
def test_it_is_exposed_until_something_stands_against_it(
    programme: Programme, fields: dict[str, Any], exposed: bool
) -> None:
    side_effect = factory.make_side_effect(programme, **fields)
    assert side_effect.is_exposed == exposed
    assert SideEffect.objects.exposed().exists() == exposed


def test_settled_it_is_no_longer_exposed_and_can_be_opened_again(
    browse: Browse, champion: Person, side_effect: SideEffect
) -> None:
    client = browse(champion)
    for _ in range(2):
        client.post(to("settling", side_effect))
    assert not SideEffect.objects.exposed().exists()
    client.post(to("reopening", side_effect))
    assert SideEffect.objects.exposed().get() == side_effect
    told = Event.objects.of(side_effect).values_list("verb", flat=True)
    assert list(told) == ["side_effect.reopened", "side_effect.settled", "side_effect.named"]


def test_only_champions_are_warned_at_home(
    browse: Browse, programme: Programme, champion: Person, side_effect: SideEffect
) -> None:
    home = programme.get_absolute_url()
    assert "A league table" in browse(champion).get(home).content.decode()
    for role in ("observer", "member", "facilitator"):
        person = factory.make_person(programme, role)
        assert "A league table" not in browse(person).get(home).content.decode()
        assert "A league table" not in HOME_EXPOSED.render_for(programme, Role(role))
    side_effect.change(champion, 1, counter_measure="Nobody is ranked.")
    assert "A league table" not in browse(champion).get(home).content.decode()


def test_the_page_begins_with_what_nothing_stands_against(
    programme: Programme, champion: Person
) -> None:
    answered = {"counter_measure": "This."}
    for name, likelihood, fields in [
        ("answered", 5, answered),
        ("open", 2, {}),
        ("likelier", 3, {}),
        ("settled", 5, {}),
    ]:
        factory.make_side_effect(programme, name, likelihood=likelihood, **fields)
    SideEffect.objects.get(outcome="settled").settle(champion)
    assert KNOWN.context
    context = KNOWN.context(programme, Role.MEMBER)
    assert [each.outcome for each in context["open"]] == ["likelier", "open", "answered"]
    assert [each.outcome for each in context["settled"]] == ["settled"]
    assert context["exposed"] == 2


def test_a_change_is_told_in_words_also_where_nothing_was_said_before(
    browse: Browse, champion: Person, side_effect: SideEffect
) -> None:
    sent = typed(revision="1", checked_by="Dr. Moreau", checked_on="2026-05-01", likelihood="3")
    assert browse(champion).post(to("editing", side_effect), sent).status_code == 302
    page = browse(champion).get(side_effect.get_absolute_url())
    assert page.context["history"][0].notes == [
        "checked by: nothing → Dr. Moreau",
        "checked on: nothing → 1 May 2026",
    ]


def test_the_database_too_wants_to_know_who_and_when(programme: Programme) -> None:
    for fields in ({"checked_by": "Dr. Moreau"}, {"checked_on": localdate()}, {"likelihood": 0}):
        with pytest.raises(IntegrityError), transaction.atomic():
            factory.make_side_effect(programme, **fields)


@pytest.mark.parametrize("role", ["member", "facilitator", "champion"])
def test_as_pushed_equals_as_loaded(
    browse: Browse, programme: Programme, side_effect: SideEffect, role: str
) -> None:
    person = factory.make_person(programme, role)
    pushed = KNOWN.render_for(programme, Role(role))
    assert "A league table" in pushed
    assert pushed in browse(person).get(page(programme)).content.decode()
    assert "A league table" not in KNOWN.render_for(programme, Role.OBSERVER)


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_costs_the_same_however_much_there_is(
    browse: Browse, programme: Programme, member: Person, rows: int, django_assert_num_queries: Any
) -> None:
    for number in range(rows):
        factory.make_side_effect(programme, f"Effect {number}")
    client = browse(member)
    with django_assert_num_queries(5):
        client.get(page(programme))
