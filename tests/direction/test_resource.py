"""Resources: asked for by champions, promised by people, and the gap between the two."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, models, transaction
from django.test import Client
from django.urls import reverse
from django.utils.timezone import localdate
from hypothesis import given
from hypothesis import strategies as st

from changeprog.direction.models import Promise, Resource
from changeprog.direction.resources import LACKING, Need, promised_hours
from changeprog.programme.models import Event, Person, Programme, Role
from tests import factory

Browse = Callable[[Person], Client]


@pytest.fixture
def resource(programme: Programme) -> Resource:
    return factory.make_resource(programme)


def page(programme: Programme) -> str:
    return reverse("direction:resources", args=[programme.key])


def new(programme: Programme) -> str:
    return reverse("direction:new_resource", args=[programme.key])


def to(name: str, subject: Resource | Promise, programme: Programme) -> str:
    return reverse(f"direction:{name}", args=[programme.key, subject.pk])


def typed(**changes: Any) -> dict[str, Any]:
    """What a browser sends for a complete resource."""
    return {
        "key": str(uuid4()),
        "revision": "0",
        "name": "Testers",
        "kind": "time",
        "amount": "12",
        "needed_by": "2027-03-31",
        "milestone": "",
        "team": "",
        **changes,
    }


def offered(**changes: Any) -> dict[str, Any]:
    """What a browser sends for a complete promise."""
    key, today = str(uuid4()), localdate().isoformat()
    return {"key": key, "amount": "4", "since": today, "until": "", "note": "", **changes}


def promise(
    resource: Resource, person: Person, amount: int = 4, since: int = 0, until: int | None = None
) -> Promise:
    """Promise from and until days counted from today."""
    today = localdate()
    return resource.promise(
        person,
        uuid4(),
        person,
        Decimal(amount),
        since=today + timedelta(days=since),
        until=None if until is None else today + timedelta(days=until),
    )


def gap(resource: Resource, today: date | None = None) -> Decimal:
    return Resource.objects.with_gap(today or localdate()).get(pk=resource.pk).gap


def test_a_champion_asks_for_a_resource(
    browse: Browse, programme: Programme, champion: Person
) -> None:
    milestone = factory.make_milestone(programme)
    team = programme.teams.earliest("pk")
    sent = typed(milestone=milestone.pk, team=team.pk, amount="12,5")
    answer = browse(champion).post(new(programme), sent)
    resource = Resource.objects.get()
    assert answer.headers["Location"] == resource.get_absolute_url()
    assert (resource.amount, resource.needed_by, resource.milestone, resource.team) == (
        Decimal("12.5"),
        date(2027, 3, 31),
        milestone,
        team,
    )
    assert Event.objects.about("resource.needed").get().subject == resource


def test_a_double_click_asks_once(browse: Browse, programme: Programme, champion: Person) -> None:
    client, sent = browse(champion), typed()
    first, second = (client.post(new(programme), sent).headers["Location"] for _ in range(2))
    assert (first, Resource.objects.count()) == (second, 1)


@pytest.mark.parametrize(
    ("field", "text", "words"),
    [
        ("kind", "luck", "Select a valid choice. luck is not one of the available choices."),
        ("amount", "0", "Write an amount above zero."),
        ("amount", "-3", "Write an amount above zero."),
        ("amount", "1.0055", "At most 2 digits after the decimal sign are kept."),
        ("amount", "999999999999", None),
        ("amount", "a lot", "That is not a number yet. Write only the number, such as 12."),
        ("needed_by", "1999-01-01", None),
    ],
)
def test_bad_input_is_answered_in_words(  # noqa: PLR0917
    browse: Browse,
    programme: Programme,
    champion: Person,
    field: str,
    text: str,
    words: str | None,
) -> None:
    answer = browse(champion).post(new(programme), typed(**{field: text}))
    errors = answer.context["form"].errors
    assert (answer.status_code, [*errors]) == (422, [field])
    assert words is None or errors[field] == [words]
    assert not Resource.objects.exists()


def test_milestone_and_team_of_another_programme_are_no_choices(
    browse: Browse, programme: Programme, champion: Person, stranger: Person
) -> None:
    theirs = factory.make_milestone(stranger.programme)
    team = stranger.programme.teams.earliest("pk")
    answer = browse(champion).post(new(programme), typed(milestone=theirs.pk, team=team.pk))
    assert [*answer.context["form"].errors] == ["milestone", "team"]


def test_the_second_of_two_champions_is_shown_what_the_first_saved(
    browse: Browse, programme: Programme, champion: Person, resource: Resource
) -> None:
    client, address = browse(champion), to("resource_editing", resource, programme)
    assert client.post(address, typed(revision="1", amount="20")).status_code == 302
    answer = client.post(address, typed(revision="1", amount="30"))
    resource.refresh_from_db()
    assert (answer.status_code, resource.amount) == (409, Decimal(20))
    assert "How much? 20" in answer.context["form"].non_field_errors()[0]


@pytest.mark.parametrize("role", ["observer", "member", "facilitator"])
def test_only_a_champion_asks_changes_and_drops(
    browse: Browse, programme: Programme, resource: Resource, role: str
) -> None:
    client = browse(factory.make_person(programme, role))
    for name in ("resource_editing", "resource_dropping", "resource_taking_up"):
        assert client.post(to(name, resource, programme), typed()).status_code == 403
    assert client.post(new(programme), typed()).status_code == 403


def test_an_observer_reads_and_promises_nothing(
    browse: Browse, programme: Programme, observer: Person, resource: Resource
) -> None:
    client = browse(observer)
    shown = client.get(resource.get_absolute_url()).content.decode()
    assert "Testers" in shown
    assert "I promise it" not in shown
    address = to("resource_promises", resource, programme)
    assert client.post(address, offered()).status_code == 403


def test_what_is_dropped_is_asked_for_no_longer_until_it_is_taken_up(
    browse: Browse, programme: Programme, champion: Person, resource: Resource
) -> None:
    client = browse(champion)
    client.post(to("resource_dropping", resource, programme))
    assert not Resource.objects.needed().exists()
    client.post(to("resource_taking_up", resource, programme))
    assert Resource.objects.needed().get() == resource


def test_the_page_shows_what_lacks_first_and_how_much_is_missing(
    programme: Programme, member: Person
) -> None:
    covered = factory.make_resource(programme, "Covered", needed_by=localdate())
    promise(covered, member, 12)
    factory.make_resource(programme, "Later", needed_by=localdate() + timedelta(days=9))
    money = {"kind": "money", "amount": Decimal("1500.50"), "needed_by": localdate()}
    factory.make_resource(programme, "Sooner", **money)
    assert LACKING.context
    context = LACKING.context(programme, Role.OBSERVER)
    assert [need.resource.name for need in context["needs"]] == ["Sooner", "Later", "Covered"]
    assert context["missing"] == [
        (Decimal(12), "hours a week"),
        (Decimal("1500.50"), programme.currency),
    ]


def test_it_is_found_by_its_name(browse: Browse, resource: Resource, observer: Person) -> None:
    address = reverse("programme:search", args=[resource.programme.key])
    found = browse(observer).get(address, {"q": "testers"}).content.decode()
    assert resource.get_absolute_url() in found
    assert "12 hours a week" in found


def test_where_nothing_is_asked_for_the_page_says_what_it_is_for(
    browse: Browse, programme: Programme, observer: Person, champion: Person
) -> None:
    assert "Nothing is asked for" in browse(observer).get(page(programme)).content.decode()
    assert new(programme) not in browse(observer).get(page(programme)).content.decode()
    assert browse(champion).get(page(programme)).content.decode().count(new(programme)) == 2


def test_promised_hours_are_those_of_time_that_stand(
    programme: Programme, member: Person, champion: Person, stranger: Person
) -> None:
    first, second = factory.make_resource(programme), factory.make_resource(programme, "Trainers")
    room = factory.make_resource(programme, "A room", kind="room", amount=Decimal(1))
    dropped = factory.make_resource(programme, "Not any more")
    elsewhere = factory.make_resource(stranger.programme)
    promise(first, member, 4)
    promise(second, member, 3, until=5)
    promise(second, champion, 2, since=3)
    promise(room, member, 1)
    promise(dropped, member, 9)
    promise(elsewhere, stranger, 7)
    dropped.drop(champion)
    assert promised_hours(programme) == {member.pk: Decimal(7)}
    later = localdate() + timedelta(days=6)
    assert promised_hours(programme, later) == {member.pk: Decimal(4), champion.pk: Decimal(2)}


cents = st.integers(1, 10**12).map(lambda number: Decimal(number) / 100)


@given(amount=cents, promised=st.lists(cents, max_size=5))
def test_how_much_is_promised_is_told_in_whole_per_cent(
    amount: Decimal, promised: list[Decimal]
) -> None:
    total = sum(promised, Decimal(0))
    resource = Resource(amount=amount, needed_by=date(2027, 1, 1))
    need = Need(resource, total, max(amount - total, Decimal(0)), date(2026, 11, 21))
    assert 0 <= need.percent <= 100
    assert (need.percent == 100) == (total >= amount)


@pytest.mark.parametrize("amounts", [[], [12], [20, 1], [1, 2, 3], [7, 7, 7]])
def test_the_gap_is_what_is_missing_and_never_negative(
    member: Person, resource: Resource, amounts: list[int]
) -> None:
    for amount in amounts:
        promise(resource, member, amount)
    assert gap(resource) == max(resource.amount - sum(amounts), Decimal(0))


def test_no_amount_is_a_float() -> None:
    amounts = [model._meta.get_field("amount") for model in (Resource, Promise)]
    assert [type(field) for field in amounts] == [models.DecimalField] * 2


def test_the_database_too_refuses_what_makes_no_sense(member: Person, resource: Resource) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        promise(resource, member, 0)
    with pytest.raises(IntegrityError), transaction.atomic():
        promise(resource, member, until=-1)


@pytest.mark.parametrize("role", Role.values)
def test_as_pushed_equals_as_loaded(
    browse: Browse, programme: Programme, resource: Resource, role: str
) -> None:
    person = factory.make_person(programme, role)
    pushed = LACKING.render_for(programme, Role(role))
    assert "Testers" in pushed
    assert pushed in browse(person).get(page(programme)).content.decode()


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_costs_the_same_however_much_there_is(
    browse: Browse,
    programme: Programme,
    member: Person,
    rows: int,
    django_assert_num_queries: Any,
) -> None:
    for number in range(rows):
        milestone = factory.make_milestone(programme, f"Stop {number}")
        made = factory.make_resource(programme, f"Need {number}", milestone=milestone)
        promise(made, member)
    client = browse(member)
    with django_assert_num_queries(8):
        client.get(page(programme))


@pytest.mark.parametrize("rows", [1, 3])
def test_a_resource_costs_the_same_however_much_is_promised(  # noqa: PLR0917
    browse: Browse,
    programme: Programme,
    resource: Resource,
    member: Person,
    rows: int,
    django_assert_num_queries: Any,
) -> None:
    for _ in range(rows):
        promise(resource, factory.make_person(programme))
    client = browse(member)
    client.get(resource.get_absolute_url())
    with django_assert_num_queries(10):
        client.get(resource.get_absolute_url())
