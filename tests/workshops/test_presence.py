"""Who is here: reload, two tabs, away, Redis gone; handing over, dead devices, abandoned rooms."""

from collections.abc import Callable
from datetime import timedelta
from time import time

import pytest
from django.test import Client
from django.utils.timezone import now

from changeprog.accounts.models import User
from changeprog.programme.models import Person
from tests.workshops.conftest import Put
from workshops import presence
from workshops.abandoned import interrupt_due, is_abandoned
from workshops.kinds import FACILITATOR
from workshops.models import Workshop
from workshops.room import PHONE, ROOM

Browse = Callable[[Person | User | None], Client]
MOMENT = now()


class Kept(presence.Register):
    """The register as Redis keeps it, in memory."""

    def __init__(self) -> None:
        """Begin with nobody."""
        self.rows: dict[int, dict[str, float]] = {}

    def touch(self, workshop: int, name: str, at: float) -> bool:
        rows = self.rows.setdefault(workshop, {})
        before, rows[name] = rows.get(name), at
        return before is None or before < at - presence.AWAY

    def heard(self, workshop: int) -> dict[str, float] | None:
        return self.rows.get(workshop, {})


@pytest.fixture
def kept(monkeypatch: pytest.MonkeyPatch) -> Kept:
    register = Kept()
    monkeypatch.setattr(presence, "register", lambda: register)
    return register


def follow(workshop: Workshop, client: Client) -> None:
    """Open the page's stream, or come to its next heartbeat."""
    key = f"{workshop.programme.key}.{workshop.pk}"
    assert PHONE._admit(client.session.session_key, key)


def names(workshop: Workshop) -> set[str]:
    return {presence.name_of(row) for row in workshop.participants.all()}


def people(workshop: Workshop) -> str:
    return ROOM.regions["workshop-people"].render_for(workshop, FACILITATOR)


def test_two_tabs_and_a_reload_are_one(
    kept: Kept, workshop: Workshop, member: Person, browse: Browse
) -> None:
    client = browse(member)
    for _ in range(3):
        follow(workshop, client)
    assert set(kept.rows[workshop.pk]) == {f"person-{member.pk}"}


def test_somebody_who_is_not_heard_of_for_a_minute_is_away_and_comes_back(
    kept: Kept, workshop: Workshop, member: Person, browse: Browse
) -> None:
    kept.touch(workshop.pk, f"person-{member.pk}", time() - 61)
    assert presence.away(workshop.pk) == {f"person-{member.pk}"}
    assert "Away" in people(workshop)
    before = presence.revision(workshop.pk)
    follow(workshop, browse(member))
    assert presence.away(workshop.pk) == frozenset()
    assert "Away" not in people(workshop)
    assert presence.revision(workshop.pk) != before


def test_with_redis_gone_who_has_arrived_is_here(
    workshop: Workshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    nowhere = presence.Register("redis://127.0.0.1:1/0")
    monkeypatch.setattr(presence, "register", lambda: nowhere)
    assert presence.touch(workshop.pk, "person-1") is False
    assert (presence.away(workshop.pk), presence.last(workshop.pk)) == (frozenset(), None)
    assert "Away" not in people(workshop)


def test_the_new_facilitator_leads_and_the_page_says_so(
    workshop: Workshop, champion: Person, member: Person, browse: Browse
) -> None:
    path = f"/p/{workshop.programme.key}/workshops/{workshop.pk}/"
    assert browse(member).get(path + "lead/").status_code == 403
    browse(champion).post(path + "handover/", {"to": member.pk})
    assert browse(member).get(path + "lead/").status_code == 200
    workshop.refresh_from_db()
    assert workshop.facilitator == member
    state = PHONE.regions["workshop-state"].render_for(workshop, "participant")
    assert f'data-leaders="{member.pk} "' in state


def test_an_observer_cannot_be_handed_the_lead(
    workshop: Workshop, champion: Person, observer: Person, browse: Browse
) -> None:
    path = f"/p/{workshop.programme.key}/workshops/{workshop.pk}/handover/"
    assert browse(champion).post(path, {"to": observer.pk}).status_code == 422


def test_another_facilitator_goes_on_when_a_device_has_died(
    on: Put, workshop: Workshop, facilitator: Person, browse: Browse
) -> None:
    activity = on("commit")
    path = f"/p/{workshop.programme.key}/workshops/{workshop.pk}/turn/"
    close = workshop.activities.get(kind="close")
    browse(facilitator).post(path, {"seen": activity.pk, "to": close.pk})
    workshop.refresh_from_db()
    assert (workshop.status, workshop.current) == ("open", close)


MINUTES = {"now": 0, "a while": 29, "long": 31}


@pytest.mark.parametrize(
    ("silent", "over", "seen", "abandoned"),
    [
        ("long", 3, True, True),
        ("a while", 3, True, False),
        ("long", 1, True, False),
        ("long", 3, False, False),
        ("long", 13, False, True),
        ("now", 13, False, False),
    ],
)
def test_a_workshop_is_abandoned_when_nobody_is_there_long_after_its_end(
    silent: str, over: int, *, seen: bool, abandoned: bool
) -> None:
    last = MOMENT - timedelta(minutes=MINUTES[silent])
    ends = MOMENT - timedelta(hours=over)
    assert is_abandoned(ends, last if seen else None, last, MOMENT) is abandoned


def test_an_abandoned_workshop_is_interrupted_and_gone_on_with(
    kept: Kept, on: Put, workshop: Workshop, champion: Person, browse: Browse
) -> None:
    activity = on("commit")
    long_ago = now() - timedelta(hours=6)
    Workshop.objects.filter(pk=workshop.pk).update(opened_at=long_ago)
    assert interrupt_due() == 0
    workshop.participants.update(arrived_at=long_ago)
    workshop.activities.exclude(started_at=None).update(started_at=long_ago)
    workshop.programme.events.update(at=long_ago)
    kept.touch(workshop.pk, f"person-{champion.pk}", time() - 3600)
    assert interrupt_due() == 1
    workshop.refresh_from_db()
    assert (workshop.status, workshop.current) == ("interrupted", activity)
    path = f"/p/{workshop.programme.key}/workshops/{workshop.pk}/resumption/"
    browse(champion).post(path)
    workshop.refresh_from_db()
    assert (workshop.status, workshop.current) == ("open", activity)
    assert interrupt_due() == 0
