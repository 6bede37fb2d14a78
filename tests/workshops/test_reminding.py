"""Reminders of what was promised or asked in a workshop, for one's own eyes."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine

from changeprog.communications import reminders
from changeprog.communications.models import Notice
from changeprog.programme.models import Person
from tests.workshops.test_follow_ups import DAY, MONDAY, beat, closed, own, promise
from workshops import reminding
from workshops.models import FollowUp, Workshop
from workshops.models.follow_up import Kept

__all__ = ["closed"]
KINDS = ("commitment.due", "follow_up.waits")


def told(person: Person, *days: float) -> list[str]:
    """Ask what is due so many days after Monday; return which stages were new to ``person``."""
    stages: dict[str, None] = {}
    for passed in days:
        with time_machine.travel(MONDAY + passed * DAY, tick=False):
            reminders.remind_due()
        own_kinds = Notice.objects.filter(person=person, kind__in=KINDS).order_by("pk")
        stages |= {f"{each.kind} {each.occasion.rpartition('/')[2]}": None for each in own_kinds}
    return list(stages)


def test_a_commitment_is_reminded_of_before_its_day_and_asked_about_on_it(
    closed: Workshop, member: Person
) -> None:
    promise(closed, member, 20)
    assert told(member, 5, 6, 13, 19) == [f"commitment.due {stage}" for stage in (14, 7, 1)]
    notices = Notice.objects.filter(kind="commitment.due")
    assert {each.person for each in notices} == {member}
    assert not any("I call" in f"{each.text} {each.detail}" for each in notices)
    assert all(each.private for each in notices)
    assert told(member, 20, 27) == []
    assert ("Mo Member", "due") in beat(20)


def test_what_is_kept_is_not_reminded_of(closed: Workshop, member: Person) -> None:
    promise(closed, member, 20)
    beat(7)
    row = FollowUp.objects.get(participant=own(closed, member))
    with time_machine.travel(MONDAY + 8 * DAY, tick=False):
        row.answer(level=1, kept=Kept.KEPT)
    assert told(member, 13, 19) == []


def test_a_question_that_waits_is_asked_again_each_week_for_a_month(
    closed: Workshop, member: Person
) -> None:
    beat(7)
    stages = told(member, 8, 14, 21, 28, 35, 37.5, 42)
    assert stages == [f"follow_up.waits {stage}" for stage in (-7, -14, -21, -28)]


@pytest.mark.parametrize("kind", [reminding.commitments, reminding.follow_ups])
def test_nobody_is_reminded_who_was_removed(
    closed: Workshop, champion: Person, member: Person, kind: Callable[..., object]
) -> None:
    promise(closed, member, 20)
    beat(7)
    own(closed, member).remove(champion)
    with time_machine.travel(MONDAY + 14 * DAY, tick=False):
        things = list(kind((MONDAY + timedelta(days=60)).date()))  # type: ignore[call-overload]
    assert member not in {person for thing in things for person in thing.owners}
