"""Every procedure with topics runs: by its own cadence, about its topics, by its own way."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.test import Client

from changeprog.communications import handing_out, keeping, moments, tasks
from changeprog.communications.models import (
    Delivery,
    Edition,
    Notice,
    Procedure,
    Webhook,
    WebhookDelivery,
)
from changeprog.communications.moments import Moment
from changeprog.programme.models import Person, Programme
from tests import factory, map_factory, workshop_factory
from tests.communications.conftest import START

MONDAY = datetime(2026, 11, 23, 7, 30, tzinfo=UTC)
Queries = Callable[[int], Any]


@pytest.fixture
def quiet(procedure: Procedure) -> Programme:
    """The programme with its weekly digest switched off."""
    Procedure.objects.update(active=False)
    return procedure.programme


def agree(by: Person, **terms: Any) -> Procedure:
    return factory.agree_procedure(by, **{"to_everyone": True, "name": "News", **terms})


def told(edition: Edition) -> list[str]:
    return [line.text for passage in edition.passages for line in passage.lines]


def beat() -> None:
    tasks.compose_due()
    tasks.settle_editions()
    tasks.deliver_due()
    tasks.hand_out()


def test_a_procedure_tells_only_of_its_topics(
    clock: time_machine.Traveller, quiet: Programme, champion: Person, member: Person
) -> None:
    agree(champion, topics="victories")
    factory.log_victory(member, "Won it")
    factory.log_barrier(member, "In the way")
    clock.move_to(MONDAY)
    beat()
    assert told(Edition.objects.get()) == ["Won it"]
    sent = Delivery.objects.sent().get(person=member)
    assert ("Won it" in sent.text, "In the way" in sent.text) == (True, False)


def test_what_happened_before_it_was_agreed_is_not_told(
    clock: time_machine.Traveller, quiet: Programme, champion: Person
) -> None:
    factory.log_victory(champion, "Long ago")
    clock.shift(3600)
    agree(champion, topics="victories")
    factory.log_victory(champion, "Since then")
    clock.move_to(MONDAY)
    beat()
    assert told(Edition.objects.get()) == ["Since then"]


@pytest.mark.parametrize(
    ("terms", "days"),
    [
        ({"cadence": "daily"}, [19, 20, 21, 22, 23, 24, 25]),
        ({"cadence": "weekly", "weekday": 4}, [20, 27]),
        ({"cadence": "fortnightly", "weekday": 4}, [20]),
        ({"cadence": "weekly", "weekday": 0, "until": date(2026, 11, 22)}, []),
    ],
)
def test_each_cadence_has_its_days(
    clock: time_machine.Traveller,
    quiet: Programme,
    champion: Person,
    terms: dict[str, Any],
    days: list[int],
) -> None:
    agree(champion, topics="victories", **terms)
    for hours in range(0, 24 * (11 if terms["cadence"] != "daily" else 8), 6):
        clock.move_to(START + timedelta(hours=hours))
        tasks.compose_due()
    found = Edition.objects.order_by("occurrence").values_list("occurrence__day", flat=True)
    assert list(found)[: len(days)] == days
    if terms["cadence"] == "fortnightly":
        assert len(found) == 1


def test_before_a_milestone_moves_with_it(
    clock: time_machine.Traveller, quiet: Programme, champion: Person
) -> None:
    agree(champion, topics="milestones", cadence="before_milestone", days=3)
    milestone = factory.make_milestone(quiet, due=date(2026, 11, 25))
    clock.move_to(datetime(2026, 11, 21, 12, tzinfo=UTC))
    beat()
    milestone.change(champion, milestone.revision, due=date(2026, 11, 30))
    clock.move_to(datetime(2026, 11, 22, 12, tzinfo=UTC))
    beat()
    assert not Edition.objects.exists()
    clock.move_to(datetime(2026, 11, 27, 7, 30, tzinfo=UTC))
    beat()
    assert Edition.objects.get().occurrence == date(2026, 11, 27)


def test_nothing_goes_out_before_a_milestone_that_is_reached(
    clock: time_machine.Traveller, quiet: Programme, champion: Person
) -> None:
    before = agree(champion, topics="milestones", cadence="before_milestone", days=3)
    agree(champion, topics="milestones", cadence="after_milestone", days=2, name="After")
    milestone = factory.make_milestone(quiet, due=date(2026, 11, 25))
    milestone.reach(champion, date(2026, 11, 18), "")
    clock.move_to(datetime(2026, 11, 22, 12, tzinfo=UTC))
    beat()
    found = Edition.objects.get()
    assert (found.procedure.name, found.occurrence) == ("After", date(2026, 11, 20))
    assert before.next_day("UTC") is None


def test_workshops_have_their_days_too(quiet: Programme, champion: Person) -> None:
    workshop = workshop_factory.workshop(champion)
    day = workshop.starts_at.astimezone(ZoneInfo(quiet.time_zone)).date()
    assert moments.of("workshop", quiet) == [Moment(day, over=False)]


def test_what_tells_at_once_tells_each_burst_and_nothing_else(
    clock: time_machine.Traveller, quiet: Programme, champion: Person, member: Person
) -> None:
    agree(champion, topics="victories", cadence="at_once")
    clock.shift(timedelta(minutes=5))
    beat()
    assert not Edition.objects.exists()
    factory.log_victory(member, "First")
    clock.shift(timedelta(seconds=30))
    factory.log_victory(member, "Second")
    beat()
    assert not Edition.objects.exists()
    clock.shift(timedelta(seconds=60))
    beat()
    clock.shift(timedelta(minutes=5))
    factory.log_barrier(member, "Of another topic")
    clock.shift(timedelta(minutes=5))
    beat()
    factory.log_victory(member, "Third")
    clock.shift(timedelta(minutes=5))
    beat()
    beat()
    found = Edition.objects.order_by("number")
    assert [(each.number, told(each)) for each in found] == [
        (1, ["Second", "First"]),
        (2, ["Third"]),
    ]
    assert Delivery.objects.sent().count() == 4


def test_an_audience_may_be_ambassadors(
    clock: time_machine.Traveller, quiet: Programme, champion: Person, member: Person
) -> None:
    procedure = agree(champion, topics="victories", to_everyone=False, to_ambassadors=True)
    assert list(procedure.readers()) == []
    map_factory.ambassador(member)
    assert list(procedure.readers()) == [member]


def test_the_map_is_told_in_numbers_and_to_those_who_work_with_it(
    clock: time_machine.Traveller, quiet: Programme, champion: Person, member: Person
) -> None:
    agree(champion, topics="map")
    map_factory.stakeholder(champion, member, support=2, needed=4)
    clock.move_to(MONDAY)
    beat()
    assert told(Edition.objects.get()) == ["1 person has still to be won, of 1 on the map"]
    states = dict(Delivery.objects.values_list("person__name", "state"))
    assert states == {"Chris Champion": "sent", "Mo Member": "suppressed"}


def test_an_edition_by_inbox_is_told_once_to_whom_it_concerns(
    clock: time_machine.Traveller, quiet: Programme, champion: Person, member: Person
) -> None:
    agree(champion, topics="victories", channel="inbox")
    factory.log_victory(member, "Won it")
    clock.move_to(MONDAY)
    beat()
    beat()
    notices = Notice.objects.filter(kind=handing_out.KIND)
    told_to = notices.order_by("person__name").values_list("person__name", "mailed")
    assert list(told_to) == [("Chris Champion", False), ("Mo Member", False)]
    assert set(Delivery.objects.values_list("state", flat=True)) == {"sent"}


def test_an_empty_edition_by_inbox_is_told_to_nobody(
    clock: time_machine.Traveller, quiet: Programme, champion: Person
) -> None:
    agree(champion, topics="victories", channel="inbox")
    clock.move_to(MONDAY)
    beat()
    assert not Notice.objects.filter(kind=handing_out.KIND).exists()
    delivery = Delivery.objects.get()
    assert (delivery.state, delivery.reason) == ("suppressed", "Nothing to tell")


def test_an_edition_for_a_webhook_is_owed_once_and_mailed_to_nobody(
    clock: time_machine.Traveller, quiet: Programme, champion: Person
) -> None:
    hook = Webhook.objects.create(programme=quiet, name="#crm", url="https://chat.example.org/x")
    agree(champion, topics="victories", channel="webhook", webhook=hook)
    factory.log_victory(champion, "Won it")
    clock.move_to(MONDAY)
    beat()
    beat()
    assert (Delivery.objects.count(), WebhookDelivery.objects.count()) == (0, 1)
    assert Edition.objects.get().handed_over_at == MONDAY


def test_who_keeps_a_procedure_by_hand_is_told_once_when_it_is_time(
    clock: time_machine.Traveller, quiet: Programme, champion: Person, member: Person
) -> None:
    Person.objects.filter(pk=member.pk).update(time_zone="America/New_York")
    agree(champion, topics="", words="How the week was", owner=member, at=time(9))
    for moment in (MONDAY, datetime(2026, 11, 23, 14, tzinfo=UTC)):
        for _ in range(2):
            clock.move_to(moment)
            tasks.compose_due()
            tasks.remind_keepers()
    notice = Notice.objects.get(kind=keeping.KIND)
    assert (notice.person, notice.text, notice.detail) == (
        member,
        "It is time: News",
        "How the week was",
    )
    assert not Edition.objects.exists()


def test_another_hour_or_cadence_counts_from_then_on_and_loses_no_news(
    clock: time_machine.Traveller, quiet: Programme, champion: Person
) -> None:
    procedure = agree(champion, topics="victories", cadence="weekly", weekday=2, at=time(16))
    factory.log_victory(champion, "Won it")
    clock.move_to(START + timedelta(hours=1))
    procedure.change(champion, procedure.revision, at=time(9))
    beat()
    assert not Edition.objects.exists()
    clock.move_to(datetime(2026, 11, 25, 9, tzinfo=UTC))
    beat()
    assert told(Edition.objects.get()) == ["Won it"]


def test_what_was_ended_and_taken_up_again_owes_nothing_for_the_time_between(
    clock: time_machine.Traveller, quiet: Programme, champion: Person
) -> None:
    procedure = agree(champion, topics="victories")
    procedure.end(champion)
    clock.move_to(MONDAY + timedelta(hours=1))
    procedure.resume(champion)
    beat()
    assert not Edition.objects.exists()


@pytest.mark.parametrize("rows", [1, 3])
def test_asking_what_is_due_takes_as_many_queries_for_three_as_for_one(
    *,
    rows: int,
    clock: time_machine.Traveller,
    quiet: Programme,
    champion: Person,
    django_assert_num_queries: Queries,
) -> None:
    for number in range(rows):
        agree(champion, topics="victories", name=f"News {number}")
        agree(champion, topics="victories", name=f"At once {number}", cadence="at_once")
    clock.shift(120)
    with django_assert_num_queries(1):
        assert len(Procedure.objects.due(START + timedelta(minutes=2))) == rows


@pytest.mark.parametrize("rows", [1, 3])
def test_the_overview_takes_as_many_queries_for_three_procedures_as_for_one(
    *,
    rows: int,
    clock: time_machine.Traveller,
    quiet: Programme,
    champion: Person,
    member: Person,
    browse: Callable[[Person], Client],
    django_assert_num_queries: Queries,
) -> None:
    for number in range(rows):
        agree(champion, topics="victories", name=f"News {number}")
    factory.log_victory(member)
    clock.move_to(MONDAY)
    beat()
    client = browse(member)
    client.get(f"/p/{quiet.key}/communications/")
    with django_assert_num_queries(12):
        assert client.get(f"/p/{quiet.key}/communications/").status_code == 200
