"""Promises of resources: made, withdrawn, and what they count for."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal

import pytest
from django.test import Client
from django.utils.timezone import localdate

from changeprog.direction.models import Promise, Resource
from changeprog.direction.resources import promised_hours
from changeprog.programme.models import Event, Person, Programme
from tests import factory
from tests.direction.test_resource import gap, offered, promise, to, typed

Browse = Callable[[Person], Client]


@pytest.fixture
def resource(programme: Programme) -> Resource:
    return factory.make_resource(programme)


def test_a_member_promises_for_themselves(
    browse: Browse, programme: Programme, member: Person, champion: Person, resource: Resource
) -> None:
    sent = offered(person=champion.pk)
    address = to("resource_promises", resource, programme)
    assert browse(member).post(address, sent).status_code == 302
    assert Promise.objects.get().person == member
    event = Event.objects.about("resource.promised").get()
    assert (event.person, event.facts["promise"]) == (member, "4 hours a week")


def test_a_champion_notes_what_somebody_promised(
    browse: Browse, programme: Programme, observer: Person, champion: Person, resource: Resource
) -> None:
    client, sent = browse(champion), offered(person=observer.pk)
    address = to("resource_promises", resource, programme)
    assert [client.post(address, sent).status_code for _ in range(2)] == [302, 302]
    assert Promise.objects.get().person == observer


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({"amount": ""}, "amount"),
        ({"amount": "169"}, "amount"),
        ({"until": "2020-01-01"}, "until"),
        ({"since": "soon"}, "since"),
    ],
)
def test_a_promise_that_cannot_be_kept_is_refused(  # noqa: PLR0917
    browse: Browse,
    programme: Programme,
    member: Person,
    resource: Resource,
    sent: dict[str, str],
    field: str,
) -> None:
    answer = browse(member).post(to("resource_promises", resource, programme), offered(**sent))
    assert (answer.status_code, [*answer.context["form"].errors]) == (422, [field])
    assert not Promise.objects.exists()


def test_once_promised_the_kind_stays(
    browse: Browse, programme: Programme, champion: Person, member: Person, resource: Resource
) -> None:
    address = to("resource_editing", resource, programme)
    promise(resource, member)
    answer = browse(champion).post(address, typed(revision="1", kind="money"))
    assert [*answer.context["form"].errors] == ["kind"]
    Promise.objects.all().delete()
    assert browse(champion).post(address, typed(revision="1", kind="money")).status_code == 302


def test_a_withdrawn_promise_no_longer_counts_stays_to_be_read_and_can_stand_again(
    browse: Browse, programme: Programme, member: Person, resource: Resource
) -> None:
    made, client = promise(resource, member), browse(member)
    assert gap(resource) == Decimal(8)
    client.post(to("promise_withdrawal", made, programme))
    client.post(to("promise_withdrawal", made, programme))
    assert gap(resource) == Decimal(12)
    assert "4 hours a week" in client.get(resource.get_absolute_url()).content.decode()
    client.post(to("promise_renewal", made, programme))
    assert gap(resource) == Decimal(8)
    told = Event.objects.of(resource).values_list("verb", flat=True)
    assert list(told) == [
        "resource.promise_renewed",
        "resource.promise_withdrawn",
        "resource.promised",
        "resource.needed",
    ]


def test_only_who_promised_and_champions_withdraw(  # noqa: PLR0917
    browse: Browse,
    programme: Programme,
    member: Person,
    champion: Person,
    facilitator: Person,
    resource: Resource,
) -> None:
    made = promise(resource, member)
    address = to("promise_withdrawal", made, programme)
    answer = browse(facilitator).post(address, follow=True)
    words = "Mo Member, whose promise it is, or a champion decides that."
    assert words in answer.content.decode()
    made.refresh_from_db()
    assert made.withdrawn_at is None
    browse(champion).post(address)
    made.refresh_from_db()
    assert made.withdrawn_at is not None


def test_a_promise_counts_for_the_day_that_counts(
    programme: Programme, member: Person, resource: Resource
) -> None:
    today = localdate()
    assert resource.needed_by == today + timedelta(days=20)
    promise(resource, member, 1, since=20)
    promise(resource, member, 2, since=21)
    promise(resource, member, 4, until=19)
    assert gap(resource) == Decimal(11)
    assert gap(resource, today + timedelta(days=30)) == Decimal(9)


def test_a_promise_of_somebody_who_has_left_does_not_count(
    programme: Programme, member: Person, champion: Person, resource: Resource
) -> None:
    promise(resource, member)
    assert gap(resource) == Decimal(8)
    member.remove(champion)
    assert gap(resource) == Decimal(12)
    assert promised_hours(programme) == {}
