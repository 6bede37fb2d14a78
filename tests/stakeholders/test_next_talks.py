"""The next conversation: whose it is, home shows it to them, and one notice comes on its day."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.test import Client
from django.utils.timezone import localdate

from changeprog import liveness
from changeprog.communications.models import Notice
from changeprog.communications.reminders import remind_due
from changeprog.programme.models import Person
from stakeholders import next_talks
from stakeholders.models import Ambassador, Stakeholder
from stakeholders.models.stakeholder import DUE
from tests import map_factory

pytestmark = pytest.mark.django_db
Browse = Callable[[Person | None], Client]
NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
DAY = timedelta(days=1)
LIVENESS = "reminders"


@pytest.fixture(autouse=True)
def monday() -> Iterator[None]:
    """Noon on a Monday, for the whole test."""
    with time_machine.travel(NOON, tick=False):
        yield


def planned(stakeholder: Stakeholder, by: Person, days: int = 0, **more: object) -> Stakeholder:
    """Plan the next conversation in so many days."""
    stakeholder.refresh_from_db()
    on = localdate() + days * DAY
    stakeholder.assess(by, stakeholder.revision, next_on=on, **more)
    return stakeholder


def told() -> list[str]:
    return [notice.person.name for notice in Notice.objects.filter(kind=DUE).order_by("pk")]


def test_it_is_the_owners_then_the_ambassadors_then_the_champions(
    champion: Person, facilitator: Person, ambassador: Ambassador, stakeholder: Stakeholder
) -> None:
    planned(stakeholder, champion, owner=facilitator)
    assert next_talks.who_talks(stakeholder) == [facilitator]
    planned(stakeholder, champion, owner=None)
    assert next_talks.who_talks(stakeholder) == [ambassador.person]
    ambassador.answer(ambassador.person, Ambassador.State.ENDED)
    assert next_talks.who_talks(stakeholder) == [champion]


def test_one_reminder_comes_on_its_day_and_names_nobody(
    champion: Person, facilitator: Person, stakeholder: Stakeholder
) -> None:
    planned(stakeholder, champion, owner=facilitator)
    for _ in range(2):
        remind_due()
    assert told() == [facilitator.name]
    notice = Notice.objects.get(kind=DUE)
    assert "Nia" not in f"{notice.text} {notice.detail} {notice.path}"


def test_nothing_comes_before_its_day_by_their_own_clock(
    champion: Person, facilitator: Person, stakeholder: Stakeholder
) -> None:
    Person.objects.filter(pk=facilitator.pk).update(time_zone="Pacific/Honolulu")
    planned(stakeholder, champion, days=2, owner=facilitator)
    with time_machine.travel(NOON + 18 * timedelta(hours=1), tick=False):
        remind_due()
        assert told() == []
    with time_machine.travel(NOON + 23 * timedelta(hours=1), tick=False):
        remind_due()
        assert told() == [facilitator.name]


def test_a_talk_or_another_day_takes_the_notice_back(
    champion: Person, stakeholder: Stakeholder
) -> None:
    planned(stakeholder, champion)
    remind_due()
    assert told() == [champion.name]
    map_factory.talk(champion, stakeholder)
    remind_due()
    assert told() == []
    planned(stakeholder, champion)
    remind_due()
    assert told() == [champion.name]
    planned(stakeholder, champion, days=3)
    remind_due()
    assert told() == []


def test_home_shows_it_to_whose_it_is_and_to_nobody_else(
    browse: Browse,
    champion: Person,
    facilitator: Person,
    ambassador: Ambassador,
    stakeholder: Stakeholder,
) -> None:
    planned(stakeholder, champion, days=3)
    home = champion.programme.get_absolute_url()

    def seen(person: Person) -> bool:
        return "Nia Neutral" in browse(person).get(home).content.decode()

    assert [seen(person) for person in (ambassador.person, champion, facilitator)] == [
        True,
        False,
        False,
    ]
    planned(stakeholder, champion, owner=facilitator)
    assert [seen(person) for person in (ambassador.person, facilitator)] == [False, True]


def test_liveness_says_when_nobody_reminds(champion: Person, stakeholder: Stakeholder) -> None:
    planned(stakeholder, champion)
    assert LIVENESS in liveness.overdue(NOON + liveness.PATIENCE)
    remind_due()
    assert LIVENESS not in liveness.overdue(NOON + liveness.PATIENCE)


def test_whoever_was_taken_off_the_map_is_nobodys_next_talk(
    champion: Person, stakeholder: Stakeholder
) -> None:
    planned(stakeholder, champion)
    stakeholder.remove(champion)
    remind_due()
    assert told() == []
