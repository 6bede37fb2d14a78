"""The agenda of a workshop: changed by several people, before and during, and the clock."""

from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

from django.test import Client
from django.utils.timezone import now
from hypothesis import given
from hypothesis import strategies as st

from changeprog.accounts.models import User
from changeprog.programme.models import Person
from tests import workshop_factory
from workshops import pace
from workshops.models import Activity, Workshop

Browse = Callable[[Person | User | None], Client]
MOMENT = now()


def page(workshop: Workshop, rest: str) -> str:
    return f"/p/{workshop.programme.key}/workshops/{rest}"


def kinds(workshop: Workshop) -> list[str]:
    return [each.kind for each in workshop.activities.all()]


def words(**values: object) -> dict[str, object]:
    return {"key": uuid4(), "revision": 1, "title": "Notes", "prompt": "", "minutes": 20} | values


def test_an_activity_is_added_once_before_the_close_with_what_goes_with_its_kind(
    browse: Browse, champion: Person
) -> None:
    made = workshop_factory.workshop(champion)
    sent = words(kind="collect", subject="barrier", anonymous="on", votes=5, limit=2)
    for _ in range(2):
        browse(champion).post(page(made, f"{made.pk}/activities/"), sent)
    added = made.activities.get(kind="collect")
    assert kinds(made) == ["arrive", "collect", "close"]
    assert (added.subject, added.settings) == (
        "barrier",
        {"anonymous": True, "hidden": False, "votes": 5, "limit": 2},
    )


def test_what_does_not_go_with_a_kind_is_left_out(browse: Browse, champion: Person) -> None:
    made = workshop_factory.workshop(champion)
    sent = words(kind="commit", subject="barrier", anonymous="on", votes=5)
    browse(champion).post(page(made, f"{made.pk}/activities/"), sent)
    added = made.activities.get(kind="commit")
    assert (added.subject, added.settings) == ("", {})


def test_changing_keeps_what_only_the_sitting_knows(browse: Browse, champion: Person) -> None:
    made = workshop_factory.workshop(champion)
    row = workshop_factory.activity(made, champion, "collect", settings={"votes": 3})
    row.set(champion, phase="voting")
    browse(champion).post(page(made, f"activities/{row.pk}/"), words(votes=7, limit=1))
    row.refresh_from_db()
    assert (row.title, row.settings["votes"], row.settings["phase"]) == ("Notes", 7, "voting")


def test_who_is_overtaken_sees_both(browse: Browse, champion: Person) -> None:
    made = workshop_factory.workshop(champion)
    row = workshop_factory.activity(made, champion, "collect")
    client, path = browse(champion), page(made, f"activities/{row.pk}/")
    assert client.post(path, words(title="Mine", votes=1)).status_code == 302
    answer = client.post(path, words(title="Yours", votes=2))
    assert (answer.status_code, "Theirs says" in answer.content.decode()) == (409, True)


def test_moving_and_removing(browse: Browse, champion: Person) -> None:
    made = workshop_factory.workshop(champion, ["arrive", "park", "close"])
    client, park = browse(champion), made.activities.get(kind="park")
    client.post(page(made, f"activities/{park.pk}/place/"), {"to": "up"})
    assert kinds(made) == ["park", "arrive", "close"]
    client.post(page(made, f"activities/{park.pk}/removal/"))
    assert kinds(made) == ["arrive", "close"]


def test_what_was_taken_off_is_put_back_to_its_place(browse: Browse, champion: Person) -> None:
    made = workshop_factory.workshop(champion, ["arrive", "park", "close"])
    client, park = browse(champion), made.activities.get(kind="park")
    off = page(made, f"activities/{park.pk}/removal/")
    told = client.post(off, follow=True).content.decode()
    assert (kinds(made), f'action="{off}end/"' in told) == (["arrive", "close"], True)
    for _ in range(2):
        client.post(f"{off}end/")
    assert kinds(made) == ["arrive", "park", "close"]
    assert list(made.activities.values_list("place", flat=True)) == [1, 2, 3]


def test_what_was_taken_off_stays_off_once_the_workshop_is_over(
    browse: Browse, champion: Person
) -> None:
    made = workshop_factory.workshop(champion, ["arrive", "park", "close"])
    park = made.activities.get(kind="park")
    park.remove(champion)
    made.open(champion)
    made.close(champion)
    browse(champion).post(page(made, f"activities/{park.pk}/removal/end/"))
    assert kinds(made) == ["arrive", "close"]


def test_what_has_begun_stays_and_what_is_over_is_settled(browse: Browse, champion: Person) -> None:
    made = workshop_factory.workshop(champion)
    made.open(champion)
    first, client = made.activities.get(kind="arrive"), browse(champion)
    client.post(page(made, f"activities/{first.pk}/removal/"))
    assert kinds(made) == ["arrive", "close"]
    made.close(champion)
    client.post(page(made, f"{made.pk}/activities/"), words(kind="park"))
    assert kinds(made) == ["arrive", "close"]


def test_a_member_who_does_not_lead_changes_nothing(
    browse: Browse, champion: Person, member: Person
) -> None:
    made = workshop_factory.workshop(champion)
    row = made.activities.first()
    assert row is not None
    answers = [
        browse(member).post(page(made, path)).status_code
        for path in (f"activities/{row.pk}/", f"activities/{row.pk}/removal/")
    ]
    assert answers == [403, 403]


def slots(*minutes: int, paused: int = 0) -> list[pace.Slot]:
    """The slots of activities that take so many minutes, in a workshop opened at MOMENT."""
    rows = [Activity(minutes=each) for each in minutes]
    return pace.slots(Workshop(opened_at=MOMENT, paused=paused), rows)


def at(minutes: float) -> int:
    """How late it is ``minutes`` after the opening in the second activity, of 10 after 10."""
    return pace.late(slots(10, 10)[1], MOMENT + timedelta(minutes=minutes))


def test_the_room_is_behind_once_an_activity_is_over_its_time_and_ahead_before_it() -> None:
    moments = [0, 7.5, 10, 15, 20, 20.9, 21, 32]
    assert [at(each) for each in moments] == [-10, -2, 0, 0, 0, 0, 1, 12]


def test_it_is_said_in_words() -> None:
    assert [pace.words(each) for each in (0, 12, -3)] == [
        "On time",
        "12 min behind",
        "3 min ahead",
    ]


def test_an_interruption_does_not_count() -> None:
    later = MOMENT + timedelta(hours=20, minutes=5)
    assert pace.late(slots(10, paused=20 * 3600)[0], later) == 0


@given(st.lists(st.integers(1, 240), min_size=1, max_size=8), st.integers(0, 3000))
def test_of_all_activities_only_the_one_planned_for_now_is_on_time(
    minutes: list[int], gone: int
) -> None:
    moment = MOMENT + timedelta(minutes=gone)
    late = [pace.late(slot, moment) for slot in slots(*minutes)]
    assert late == sorted(late, reverse=True)
    if gone < sum(minutes):
        assert 0 in late
