from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from threading import Barrier as Gate
from threading import Thread
from typing import Any

import pytest
import time_machine
from django.contrib.contenttypes.models import ContentType
from django.db import IntegrityError, connection, transaction

from changeprog.communications import digest, tasks
from changeprog.communications.digest import Line, Section
from changeprog.communications.models import Delivery, Edition, Procedure
from changeprog.programme.models import Event, Person, Programme, Visibility
from tests import factory
from tests.communications.conftest import START, beat

MONDAY = datetime(2026, 11, 23, 7, 30, tzinfo=UTC)
Queries = Callable[[int], Any]


def titles(edition: Edition, person: Person) -> list[str]:
    return [passage.title for passage in edition.passages_for(person)]


def test_every_programme_gets_a_weekly_digest(procedure: Procedure) -> None:
    assert (procedure.name, procedure.weekday, procedure.at) == ("Weekly digest", 0, time(7, 30))
    assert procedure.starts_at == START


def test_nothing_is_composed_before_the_hour(
    clock: time_machine.Traveller, procedure: Procedure
) -> None:
    clock.move_to(MONDAY - timedelta(seconds=1))
    tasks.compose_due()
    assert Edition.objects.count() == 0
    clock.move_to(MONDAY)
    tasks.compose_due()
    assert Edition.objects.get().occurrence == date(2026, 11, 23)


def test_an_edition_tells_the_direction_of_its_window(
    clock: time_machine.Traveller, procedure: Procedure, champion: Person, member: Person
) -> None:
    factory.write_vision(procedure.programme)
    factory.make_objective(procedure.programme)
    reached = factory.make_milestone(procedure.programme, "Plan signed")
    reached.reach(champion, date(2026, 11, 18), "Signed by all three teams")
    factory.make_milestone(procedure.programme, "Pilot live", due=date(2026, 12, 8), owner=member)
    factory.make_milestone(procedure.programme, "Far away", due=date(2027, 12, 8))
    clock.move_to(MONDAY)
    edition = procedure.compose()
    assert edition is not None
    told = {
        passage.title: [(line.text, line.detail, line.by) for line in passage.lines]
        for passage in edition.passages_for(member)
    }
    assert told == {
        "What was reached": [("Plan signed", "Signed by all three teams", "Chris Champion")],
        "What is next": [("Pilot live", "Due 8 December 2026", "Mo Member")],
        "What has changed in the direction": [
            ("The vision has been written", "Every customer is known.", "Chris Champion"),
            (
                "Objective: Answered in a day",
                "from 40 to 90 % by 31 December 2027",
                "Chris Champion",
            ),
        ],
    }


def test_a_window_ends_where_the_next_begins(
    clock: time_machine.Traveller, procedure: Procedure, champion: Person, member: Person
) -> None:
    early = factory.make_milestone(procedure.programme, "Early", due=date(2027, 5, 1))
    late = factory.make_milestone(procedure.programme, "Late", due=date(2027, 5, 1))
    early.reach(champion, date(2026, 11, 18), "")
    clock.move_to(MONDAY)
    first = procedure.compose()
    late.reach(champion, date(2026, 11, 23), "")
    clock.move_to(MONDAY + timedelta(days=7))
    second = procedure.compose()
    assert first is not None
    assert second is not None
    assert first.until == second.since
    told = [[line["text"] for s in e.sections for line in s["lines"]] for e in (first, second)]
    assert [[t for t in texts if t in {"Early", "Late"}] for texts in told] == [["Early"], ["Late"]]


def test_what_is_reopened_is_not_told_as_reached(
    clock: time_machine.Traveller, procedure: Procedure, champion: Person
) -> None:
    milestone = factory.make_milestone(procedure.programme, due=date(2027, 5, 1))
    milestone.reach(champion, date(2026, 11, 18), "")
    assert len(digest.compose(procedure.programme, START, MONDAY)) == 1
    milestone.reopen(champion)
    assert digest.compose(procedure.programme, START, MONDAY) == []


def test_each_reads_only_what_they_may(
    clock: time_machine.Traveller,
    procedure: Procedure,
    champion: Person,
    member: Person,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    lines = [Line("For all"), Line("For champions", visibility=Visibility.CHAMPIONS)]
    monkeypatch.setattr(digest, "_sections", [Section("x", "X", 1, lambda *_: lines)])
    edition = procedure.draft(date(2026, 11, 23), MONDAY)
    read = {
        person.name: [
            line.text for passage in edition.passages_for(person) for line in passage.lines
        ]
        for person in (champion, member)
    }
    assert read == {
        "Chris Champion": ["For all", "For champions"],
        "Mo Member": ["For all"],
    }


def test_sections_of_one_name_share_a_heading(monkeypatch: pytest.MonkeyPatch) -> None:
    def section(name: str, order: int, text: str) -> Section:
        return Section(name, f"{name} {order}", order, lambda *_: [Line(text)])

    parts = [section("b", 3, "third"), section("a", 1, "first"), section("a", 2, "second")]
    monkeypatch.setattr(digest, "_sections", parts)
    composed = digest.compose(Programme(), START, MONDAY)
    assert [(p.title, [line.text for line in p.lines]) for p in composed] == [
        ("a 1", ["first", "second"]),
        ("b 3", ["third"]),
    ]


def test_everybody_with_a_part_and_an_address_gets_a_delivery(
    clock: time_machine.Traveller, procedure: Procedure, champion: Person, member: Person
) -> None:
    programme = procedure.programme
    factory.make_person(programme, "member", "Pat Paused", digest_paused=True)
    factory.make_person(programme, "member", "Rae Removed").remove(champion)
    Person.objects.create(programme=programme, name="Nobody's role", email="n@example.org")
    Person.objects.create(programme=programme, name="No Address", role="member")
    clock.move_to(MONDAY)
    procedure.compose()
    ledger = Delivery.objects.order_by("person__name").values_list(
        "person__name", "state", "reason"
    )
    assert list(ledger) == [
        ("Chris Champion", "due", ""),
        ("Mo Member", "due", ""),
        ("Pat Paused", "suppressed", "Has paused the digest"),
    ]


def test_composing_is_written_in_the_journal_for_champions(
    clock: time_machine.Traveller, procedure: Procedure, champion: Person, member: Person
) -> None:
    clock.move_to(MONDAY)
    procedure.compose()
    event = Event.objects.about("edition.composed").get()
    assert (event.facts["title"], event.facts["people"]) == ("Weekly digest, 23 November 2026", 2)
    assert Event.objects.about("edition.composed").visible_to(member).count() == 0


def test_the_word_stands_on_one_edition(
    clock: time_machine.Traveller, procedure: Procedure, champion: Person
) -> None:
    procedure.say(champion, "Well done.")
    for week in range(2):
        clock.move_to(MONDAY + timedelta(days=7 * week))
        procedure.compose()
    told = Edition.objects.order_by("occurrence").values_list("word", "word_by__name")
    assert list(told) == [("Well done.", "Chris Champion"), ("", None)]


def test_after_weeks_of_silence_one_edition_covers_everything(
    clock: time_machine.Traveller, procedure: Procedure, champion: Person, member: Person
) -> None:
    factory.log_victory(member, "In the first week")
    clock.move_to(MONDAY + timedelta(days=16))
    assert beat() == ["Chris Champion: 07 Dec", "Mo Member: 07 Dec"]
    edition = Edition.objects.get()
    assert (edition.since, edition.occurrence) == (START, date(2026, 12, 7))


def test_a_programme_that_was_stopped_or_switched_its_digest_off_hears_nothing(
    clock: time_machine.Traveller, procedure: Procedure, champion: Person
) -> None:
    clock.move_to(MONDAY)
    assert Procedure.objects.due(MONDAY) == [procedure]
    Programme.objects.update(status=Programme.Status.STOPPED)
    assert Procedure.objects.due(MONDAY) == []
    Programme.objects.update(status=Programme.Status.RUNNING)
    procedure.reschedule(champion, weekday=0, at=time(7, 30), active=False)
    assert Procedure.objects.due(MONDAY + timedelta(days=7)) == []


def test_an_hour_chosen_after_it_has_struck_waits_for_next_week(
    clock: time_machine.Traveller, procedure: Procedure, champion: Person
) -> None:
    clock.move_to(START + timedelta(hours=1))
    procedure.reschedule(champion, weekday=2, at=time(9), active=True)
    tasks.compose_due()
    assert Edition.objects.count() == 0
    clock.move_to(datetime(2026, 11, 25, 9, tzinfo=UTC))
    tasks.compose_due()
    assert Edition.objects.get().occurrence == date(2026, 11, 25)


def test_one_procedure_that_cannot_be_composed_holds_up_no_other(
    clock: time_machine.Traveller,
    procedure: Procedure,
    stranger: Person,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    broken = procedure.programme

    def compose(programme: Programme, *_: object) -> list[Line]:
        if programme == broken:
            raise RuntimeError
        return [Line("Told")]

    monkeypatch.setattr(digest, "_sections", [Section("x", "X", 1, compose)])
    clock.move_to(MONDAY)
    tasks.compose_due()
    assert Edition.objects.get().procedure.programme == stranger.programme


def test_the_database_refuses_a_second_edition_and_a_second_delivery(
    clock: time_machine.Traveller, procedure: Procedure
) -> None:
    clock.move_to(MONDAY)
    edition = procedure.compose()
    assert edition is not None
    delivery = Delivery.objects.get()
    for double in (
        lambda: procedure.draft(edition.occurrence, MONDAY).save(),
        lambda: Delivery.objects.create(edition=edition, person=delivery.person),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            double()


@pytest.mark.django_db(transaction=True)
def test_two_beats_at_once_make_one_edition() -> None:
    procedure = Procedure.objects.get(programme=factory.make_programme())
    Procedure.objects.update(starts_at=datetime(2020, 1, 1, tzinfo=UTC))
    gate = Gate(4)

    def ask() -> None:
        gate.wait()
        Procedure.objects.get(pk=procedure.pk).compose()
        connection.close()

    beats = [Thread(target=ask) for _ in range(4)]
    for each in beats:
        each.start()
    for each in beats:
        each.join()
    assert (Edition.objects.count(), Delivery.objects.count()) == (1, 1)


@pytest.mark.parametrize("people", [1, 3])
def test_composing_takes_as_many_queries_for_three_people_as_for_one(
    people: int,
    clock: time_machine.Traveller,
    procedure: Procedure,
    django_assert_num_queries: Queries,
) -> None:
    for number in range(people):
        factory.make_milestone(procedure.programme, owner=factory.make_person(procedure.programme))
        factory.log_victory(factory.make_person(procedure.programme), f"Victory {number}")
    clock.move_to(MONDAY)
    ContentType.objects.get_for_model(Edition)
    with django_assert_num_queries(36):
        procedure.compose()
