"""Barriers that go up: who is asked, once, by what mail, and what ends it."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.conf import LazySettings
from django.utils.timezone import now

from changeprog import liveness
from changeprog.accounts.models import Letter
from changeprog.communications import notices
from changeprog.direction.principles import Moment
from changeprog.programme.models import Event, Person, Programme
from teams import digest, escalating, panels, principles
from teams.models import Ask, Barrier, Escalation, EscalationRule
from tests import factory
from tests.teams.moment import at_once

MONDAY = datetime(2026, 11, 16, 9, 0, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def kept_mail(settings: LazySettings) -> None:
    settings.EMAIL_BACKEND = "changeprog.accounts.mail.KeptBackend"


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    """A Monday morning; a test moves on from there."""
    with time_machine.travel(MONDAY, tick=False) as traveller:
        yield traveller


@pytest.fixture
def chair(clock: time_machine.Traveller, programme: Programme) -> Person:
    """The chair of the rollout team."""
    person = factory.make_person(programme, name="Cleo Chair")
    factory.seat(person, factory.core_team(programme, "rollout"), chair=True)
    return person


def beat() -> list[str]:
    """Let one beat pass, and return who was asked by it about what."""
    before = set(Ask.objects.values_list("pk", flat=True))
    escalating.escalate_due()
    new = Ask.objects.exclude(pk__in=before).select_related("person", "escalation__barrier")
    return sorted(f"{each.person}: {each.escalation.barrier}" for each in new)


def letters(person: Person) -> list[str]:
    """Return the subjects of the mail that ``person`` has had."""
    return list(Letter.objects.filter(to__contains=person.email).values_list("subject", flat=True))


def told(verb: str = "barrier.escalated") -> list[Any]:
    return [event.facts for event in Event.objects.filter(verb=verb).order_by("pk")]


def test_a_barrier_without_owner_goes_to_the_chair_and_then_to_the_champion(
    clock: time_machine.Traveller, chair: Person, champion: Person
) -> None:
    factory.log_barrier(champion, "No tablets")
    clock.move_to(MONDAY + DAY - timedelta(minutes=1))
    assert beat() == []
    clock.move_to(MONDAY + DAY)
    assert (beat(), beat()) == (["Cleo Chair: No tablets"], [])
    clock.move_to(MONDAY + 3 * DAY)
    assert (beat(), beat()) == (["Chris Champion: No tablets"], [])
    clock.move_to(MONDAY + 60 * DAY)
    assert beat() == []
    assert told() == [
        {
            "title": "No tablets",
            "level": level,
            "asked": name,
            "why": "Nobody owns this barrier.",
        }
        for level, name in [("the chair", "Cleo Chair"), ("the champion", "Chris Champion")]
    ]


def test_a_late_next_step_asks_its_owner_first(
    clock: time_machine.Traveller, chair: Person, champion: Person, member: Person
) -> None:
    barrier = factory.log_barrier(champion, "No tablets", member)
    barrier.change(champion, 1, next_step="Order ten", next_step_due=date(2026, 11, 18))
    clock.move_to(datetime(2026, 11, 19, 23, 59, tzinfo=UTC))
    assert beat() == []
    clock.move_to(datetime(2026, 11, 20, 0, 0, tzinfo=UTC))
    assert beat() == ["Mo Member: No tablets"]
    assert told()[0]["why"] == "Mo Member's next step was due by 18 Nov 2026: Order ten."


def test_the_chair_of_the_barriers_own_team_is_asked(
    clock: time_machine.Traveller, chair: Person, champion: Person, programme: Programme
) -> None:
    design = factory.core_team(programme, "design")
    dana = factory.make_person(programme, name="Dana Design")
    factory.seat(dana, design, chair=True)
    factory.log_barrier(champion, "No tablets").change(champion, 1, team=design)
    clock.move_to(MONDAY + DAY)
    assert beat() == ["Dana Design: No tablets"]


def test_whoever_is_missing_is_skipped(
    clock: time_machine.Traveller, member: Person, champion: Person
) -> None:
    barrier = factory.log_barrier(champion, "No tablets", member)
    barrier.change(champion, 1, next_step="Order ten", next_step_due=date(2026, 11, 18))
    clock.move_to(MONDAY + 4 * DAY)
    assert beat() == ["Mo Member: No tablets"]
    member.remove(champion)
    assert beat() == ["Chris Champion: No tablets"]
    assert Escalation.objects.get(level=3).final


def test_both_chairs_are_asked_and_nobody_twice(
    clock: time_machine.Traveller, chair: Person, champion: Person, programme: Programme
) -> None:
    factory.seat(champion, factory.core_team(programme, "rollout"), chair=True)
    factory.log_barrier(champion, "No tablets")
    clock.move_to(MONDAY + DAY)
    assert beat() == ["Chris Champion: No tablets", "Cleo Chair: No tablets"]
    clock.move_to(MONDAY + 30 * DAY)
    assert beat() == []
    assert len(told()) == 1


def test_after_an_outage_the_levels_follow_one_another_as_always(
    clock: time_machine.Traveller, chair: Person, champion: Person
) -> None:
    factory.log_barrier(champion, "No tablets")
    clock.move_to(MONDAY + 14 * DAY)
    assert (beat(), beat()) == (["Cleo Chair: No tablets"], [])
    clock.move_to(MONDAY + 16 * DAY)
    assert beat() == ["Chris Champion: No tablets"]


@pytest.mark.parametrize("answer", ["owner", "handed", "knocked down"])
def test_an_answer_ends_it_and_takes_the_mail_back(
    answer: str, clock: time_machine.Traveller, chair: Person, champion: Person
) -> None:
    barrier = factory.log_barrier(champion, "No tablets")
    clock.move_to(MONDAY + DAY)
    assert beat() == ["Cleo Chair: No tablets"]
    assert list(Barrier.objects.asked_of(chair)) == [barrier]
    if answer == "owner":
        barrier.take(chair)
    elif answer == "handed":
        barrier.hand_to(champion, by=chair)
    else:
        barrier.knock_down(chair, "We asked")
    assert list(Barrier.objects.asked_of(chair)) == []
    assert list(Barrier.objects.escalated()) == []
    clock.move_to(MONDAY + 30 * DAY)
    assert beat() == []
    notices.send_due()
    assert letters(chair) == []


def test_a_next_step_by_another_day_ends_it(
    clock: time_machine.Traveller, chair: Person, champion: Person
) -> None:
    barrier = factory.log_barrier(champion, "No tablets", champion)
    barrier.change(champion, 1, next_step="Order ten", next_step_due=date(2026, 11, 16))
    clock.move_to(MONDAY + 2 * DAY)
    assert beat() == ["Chris Champion: No tablets"]
    barrier.change(champion, 2, next_step="Order ten")
    assert list(Barrier.objects.escalated()) == [barrier]
    barrier.change(champion, 2, next_step_due=date(2026, 11, 27))
    assert list(Barrier.objects.escalated()) == []
    assert beat() == []


def test_a_barrier_that_stands_again_begins_anew(
    clock: time_machine.Traveller, chair: Person, champion: Person
) -> None:
    barrier = factory.log_barrier(champion, "No tablets")
    clock.move_to(MONDAY + DAY)
    assert beat() == ["Cleo Chair: No tablets"]
    barrier.knock_down(champion, "We asked")
    barrier.stand_again(champion)
    assert beat() == []
    clock.move_to(MONDAY + 2 * DAY)
    assert beat() == ["Cleo Chair: No tablets"]


def test_several_barriers_of_one_day_are_one_mail(
    clock: time_machine.Traveller, chair: Person, champion: Person
) -> None:
    for number in range(3):
        clock.move_to(MONDAY + timedelta(hours=number))
        factory.log_barrier(champion, f"No tablets {number}")
    for number in range(3):
        clock.move_to(MONDAY + DAY + timedelta(hours=number))
        assert beat() == [f"Cleo Chair: No tablets {number}"]
        notices.send_due()
    assert letters(chair) == []
    clock.move_to(MONDAY + 2 * DAY)
    notices.send_due()
    notices.send_due()
    assert letters(chair) == ["From push to context: 3 things for you"]
    text = Letter.objects.get().text
    assert [f"No tablets {number}" in text for number in range(3)] == [True] * 3
    assert "As chair, find it an owner" in text


def test_nobody_is_asked_in_a_programme_that_was_stopped(
    clock: time_machine.Traveller, champion: Person, programme: Programme
) -> None:
    factory.log_barrier(champion, "No tablets")
    programme.change(champion, status=Programme.Status.STOPPED)
    clock.move_to(MONDAY + 9 * DAY)
    assert beat() == []


def test_the_programmes_own_settings_hold(
    clock: time_machine.Traveller, chair: Person, champion: Person
) -> None:
    EscalationRule.set(champion, unowned_hours=2, level_days=1)
    factory.log_barrier(champion, "No tablets")
    clock.move_to(MONDAY + timedelta(hours=2))
    assert beat() == ["Cleo Chair: No tablets"]
    clock.move_to(MONDAY + timedelta(hours=26))
    assert beat() == ["Chris Champion: No tablets"]


def test_settings_are_told_once(champion: Person) -> None:
    EscalationRule.set(champion, unowned_hours=48, stale_days=21)
    EscalationRule.set(champion, unowned_hours=48)
    assert told("escalation.changed") == [{"changes": {"unowned_hours": [24, 48]}}]


def test_a_barrier_left_lying_is_told_to_whoever_watches(
    clock: time_machine.Traveller, champion: Person
) -> None:
    factory.log_barrier(champion, "No tablets")
    due = MONDAY + DAY
    clock.move_to(due)
    assert liveness.overdue(due + timedelta(minutes=14)) == []
    assert liveness.overdue(due + timedelta(minutes=16)) == ["escalations"]
    beat()
    assert liveness.overdue(due + timedelta(minutes=16)) == []


@pytest.mark.parametrize(
    ("days", "found"), [(20, []), (21, ["Old"]), (400, ["Old"])], ids=["young", "old", "ancient"]
)
def test_old_ones_are_stale(
    days: int, found: list[str], clock: time_machine.Traveller, champion: Person
) -> None:
    factory.log_barrier(champion, "Old", champion)
    factory.log_barrier(champion, "Done", champion).knock_down(champion, "We asked")
    clock.move_to(MONDAY + days * DAY)
    rule = EscalationRule.of(champion.programme)
    assert [str(each) for each in Barrier.objects.stale(rule, now())] == found


def test_those_asked_about_in_vain_are_stale_at_any_age(
    clock: time_machine.Traveller, champion: Person
) -> None:
    barrier = factory.log_barrier(champion, "No tablets")
    clock.move_to(MONDAY + DAY)
    rule = EscalationRule.of(champion.programme)
    assert list(Barrier.objects.stale(rule, now())) == []
    assert beat() == ["Chris Champion: No tablets"]
    assert list(Barrier.objects.stale(rule, now())) == [barrier]


@pytest.mark.parametrize("rows", [1, 3])
def test_the_question_costs_the_same_for_any_number_of_barriers(
    rows: int,
    clock: time_machine.Traveller,
    champion: Person,
    django_assert_num_queries: Any,
) -> None:
    for _ in range(rows):
        factory.log_barrier(champion)
    clock.move_to(MONDAY + DAY)
    with django_assert_num_queries(5):
        assert len(escalating.due(now())) == rows


@pytest.mark.django_db(transaction=True)
def test_two_beats_at_the_same_moment_ask_once() -> None:
    programme = factory.make_programme()
    champion = factory.champion_of(programme)
    barriers = [factory.log_barrier(champion, f"No tablets {number}") for number in range(3)]
    Barrier.objects.update(since=now() - 5 * DAY)
    at_once(escalating.escalate_due, escalating.escalate_due)
    assert Escalation.objects.count() == len(barriers)
    assert len(told()) == len(barriers)


# Where it is told


def test_the_digest_tells_first_what_has_come_up_and_whom_it_concerns(
    clock: time_machine.Traveller, chair: Person, champion: Person, programme: Programme
) -> None:
    factory.log_barrier(champion, "Older, and moving", champion)
    clock.move_to(MONDAY + timedelta(hours=1))
    factory.log_barrier(champion, "No tablets")
    clock.move_to(MONDAY + 2 * DAY)
    assert beat() == ["Cleo Chair: No tablets"]
    lines = digest.in_the_way(programme, MONDAY, now())
    assert [(line.text, "Help is asked of the chair." in line.detail) for line in lines] == [
        ("No tablets", True),
        ("Older, and moving", False),
    ]
    assert [line.text for line in digest.asked(chair)] == ["No tablets"]
    assert digest.asked(champion) == []


def test_only_whoever_is_asked_finds_it_on_their_home_page(
    clock: time_machine.Traveller, chair: Person, champion: Person
) -> None:
    factory.log_barrier(champion, "No tablets")
    clock.move_to(MONDAY + DAY)
    beat()
    shown = {p: "No tablets" in panels.ASKED_OF_ME.render_personally(p) for p in (chair, champion)}
    assert shown == {chair: True, champion: False}


@pytest.mark.parametrize(
    ("count", "words"),
    [
        (0, []),
        (1, ["1 barrier has come up to the champion and not moved since"]),
        (2, ["2 barriers have come up to the champion and not moved since"]),
    ],
)
def test_what_everybody_was_asked_about_in_vain_speaks_against_managing_people_through_it(
    count: int, words: list[str], clock: time_machine.Traveller, champion: Person
) -> None:
    for _ in range(count):
        factory.log_barrier(champion)
    factory.log_barrier(champion, "Answered").knock_down(champion, "We asked")
    clock.move_to(MONDAY + DAY)
    beat()
    moment = Moment(MONDAY.date(), now().date())
    told_of = principles.in_vain(champion.programme, moment)
    assert [evidence.text for evidence in told_of] == words
