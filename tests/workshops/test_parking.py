"""Parking: who reads a point of view, what becomes of it, and questions that nobody sent."""

from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.utils.timezone import now
from pytest_django import DjangoAssertNumQueries

from changeprog.accounts.models import User
from changeprog.programme.models import Event, Person
from changeprog.programme.search import Words, search
from tests import factory, workshop_factory
from tests.workshops.conftest import Put
from workshops import closing, parking, record, revisions
from workshops.models import (
    Activity,
    CannotPark,
    HardQuestion,
    Participant,
    PointOfView,
    Workshop,
)
from workshops.models.point_of_view import MOST
from workshops.room import PHONE, ROOM, WALL

Browse = Callable[[Person | User | None], Client]
SECRET = "I lose my region"


@pytest.fixture
def parks(on: Put) -> Activity:
    return on("park")


def own(workshop: Workshop, person: Person) -> Participant:
    found = Participant.objects.get(workshop=workshop, person=person)
    found.workshop = workshop
    return found


def park(
    workshop: Workshop, person: Person, text: str = SECRET, lot: str = "facilitator"
) -> PointOfView:
    return PointOfView.park(own(workshop, person), uuid4(), side="fear", text=text, lot=lot)


def room(workshop: Workshop, rest: str = "") -> str:
    return f"/room/{workshop.programme.key}/{workshop.pk}/{rest}"


def leading(workshop: Workshop, rest: str) -> str:
    return f"/p/{workshop.programme.key}/workshops/{rest}"


def test_what_is_parked_in_confidence_is_read_by_its_author_and_the_facilitator(
    browse: Browse, parks: Activity, champion: Person, member: Person, facilitator: Person
) -> None:
    workshop = parks.workshop
    form = {"side": "fear", "text": SECRET, "lot": "facilitator", "key": str(uuid4())}
    answer = browse(member).post(room(workshop, "points/"), form, follow=True)
    assert SECRET in answer.content.decode()
    lead = leading(workshop, f"{workshop.pk}/lead/")
    other = factory.make_person(workshop.programme, "member", "Nora")
    Participant.of_person(workshop, other).arrive()
    reads = {
        "facilitator": SECRET in browse(champion).get(lead).content.decode(),
        "another who may lead": SECRET in browse(facilitator).get(lead).content.decode(),
        "another in the room": SECRET in browse(other).get(room(workshop)).content.decode(),
        "screen": SECRET
        in browse(champion).get(leading(workshop, f"{workshop.pk}/screen/")).content.decode(),
    }
    assert reads == {
        "facilitator": True,
        "another who may lead": False,
        "another in the room": False,
        "screen": False,
    }


def test_it_is_in_no_region_that_many_see_nor_in_record_journal_or_search(
    parks: Activity, champion: Person, member: Person
) -> None:
    workshop = parks.workshop
    park(workshop, member)
    shared = "".join(
        region.render_for(Workshop.objects.get(pk=workshop.pk), audience)
        for each, audience in ((ROOM, "facilitator"), (PHONE, "participant"), (WALL, "screen"))
        for region in each.regions.values()
    )
    told = repr(list(Event.objects.values("facts", "verb")))
    found = repr([search(person, Words.of("region", 9)) for person in (champion, member)])
    for text in (shared, told, found, record.as_json(workshop), record.as_csv(workshop)):
        assert SECRET not in text
    assert SECRET in str(ROOM.regions["workshop-parking"].render_personally(workshop, champion))


def test_after_a_handover_the_new_facilitator_reads_it_and_the_old_one_no_longer(
    parks: Activity, champion: Person, member: Person, facilitator: Person
) -> None:
    workshop = parks.workshop
    park(workshop, member)
    workshop.hand_over(champion, facilitator)
    region = ROOM.regions["workshop-parking"]
    reads = [SECRET in region.render_personally(workshop, who) for who in (champion, facilitator)]
    assert reads == [False, True]
    assert region.is_stale_after("workshop.handed_over")


@pytest.mark.parametrize(("lot", "name"), [("named", True), ("unnamed", False)])
def test_what_is_parked_for_all_shows_a_name_only_if_its_author_says_so(
    parks: Activity, member: Person, lot: str, name: bool
) -> None:
    park(parks.workshop, member, lot=lot)
    html = parking.progress(parks, "screen")
    assert (SECRET in html, member.name in html) == (True, name)


def test_a_point_sent_twice_is_parked_once(parks: Activity, member: Person) -> None:
    mine, key = own(parks.workshop, member), uuid4()
    said = {"side": "fear", "text": SECRET, "lot": "named"}
    assert PointOfView.park(mine, key, **said) == PointOfView.park(mine, key, **said)
    assert PointOfView.objects.count() == 1


def test_nobody_parks_without_end(parks: Activity, member: Person) -> None:
    for _ in range(MOST):
        park(parks.workshop, member)
    with pytest.raises(CannotPark, match="You have parked 20"):
        park(parks.workshop, member)


def test_its_author_changes_it_and_takes_it_back_until_it_is_placed(
    browse: Browse, parks: Activity, member: Person
) -> None:
    workshop, client = parks.workshop, browse(member)
    point = park(workshop, member)
    other = {"side": "win", "text": "A say", "lot": "unnamed"}
    client.post(room(workshop, f"points/{point.pk}/"), other)
    point.refresh_from_db()
    assert (point.side, point.text, point.lot) == ("win", "A say", "unnamed")
    point.place("kept", "Later")
    late = client.post(room(workshop, f"points/{point.pk}/"), other, HTTP_HX_REQUEST="true")
    assert (late.status_code, "so it stays as it is" in late.content.decode()) == (409, True)
    assert (
        client.post(
            room(workshop, f"points/{point.pk}/withdrawal/"), HTTP_HX_REQUEST="true"
        ).status_code
        == 409
    )
    point.place("", "")
    client.post(room(workshop, f"points/{point.pk}/withdrawal/"))
    assert PointOfView.objects.count() == 0


def test_nobody_reaches_the_point_of_somebody_else(
    browse: Browse, parks: Activity, champion: Person, member: Person
) -> None:
    point = park(parks.workshop, member)
    address = room(parks.workshop, f"points/{point.pk}/withdrawal/")
    assert browse(champion).post(address).status_code == 404


def test_bad_input_is_refused_in_words(browse: Browse, parks: Activity, member: Person) -> None:
    form = {"side": "fear", "text": " ", "lot": "facilitator"}
    answer = browse(member).post(room(parks.workshop, "points/"), form, HTTP_HX_REQUEST="true")
    words = "Say in a sentence what you fear to lose, or want to win."
    assert (answer.status_code, words in answer.content.decode()) == (422, True)


def test_the_facilitator_moves_and_places_it_and_others_may_not(
    browse: Browse, parks: Activity, champion: Person, member: Person, facilitator: Person
) -> None:
    workshop = parks.workshop
    point = park(workshop, member)
    move = leading(workshop, f"points/{point.pk}/state/")
    assert browse(facilitator).post(move, {"state": "heard"}).status_code == 403
    browse(champion).post(move, {"state": "heard"})
    place = leading(workshop, f"points/{point.pk}/place/")
    browse(champion).post(place, {"placed": "barrier", "word": ""})
    point.refresh_from_db()
    assert (point.state, point.placed) == ("heard", "")
    browse(champion).post(place, {"placed": "barrier", "word": "Two price lists"})
    placed = parking.outcomes(workshop)
    assert [(each.text, each.is_barrier) for each in placed] == [("Two price lists", True)]


def test_every_open_point_holds_up_the_close_without_a_word_of_it(
    parks: Activity, member: Person
) -> None:
    workshop = parks.workshop
    first, second, third = (park(workshop, member) for _ in range(3))
    assert (
        "3 points of view are still open: the facilitator says what becomes of it."
        in closing.blockers(workshop)
    )
    first.move("answered")
    second.place("kept", "Until spring")
    assert parking.blockers(workshop) == [
        "1 point of view is still open: the facilitator says what becomes of it."
    ]
    third.place("action", "Ask finance")
    assert parking.blockers(workshop) == []


def test_barriers_that_nobody_could_move_stand_in_the_panel(
    parks: Activity, champion: Person
) -> None:
    old = factory.log_barrier(champion, "No tablets")
    fresh = factory.log_barrier(champion, "New today")
    type(old).objects.filter(pk=old.pk).update(logged_at=now() - timedelta(days=30))
    panel = ROOM.regions["workshop-parking"].render_personally(parks.workshop, champion)
    assert ("No tablets" in panel, fresh.what in panel) == (True, False)


def test_every_change_shows_in_the_revision(parks: Activity, member: Person) -> None:
    workshop = parks.workshop
    seen = [parking.revision(workshop.pk)]
    steps: list[Callable[[], object]] = [
        lambda: park(workshop, member),
        lambda: PointOfView.objects.get().move("heard"),
        lambda: PointOfView.objects.get().place("kept", "So"),
        lambda: HardQuestion.send(workshop, uuid4(), "Why?"),
        lambda: HardQuestion.objects.get().put("Why?"),
    ]
    for step in steps:
        step()
        seen.append(parking.revision(workshop.pk))
    assert len(set(seen)) == len(seen)
    assert parking.revision in revisions._contributions


def test_the_panel_asks_as_often_for_three_points_as_for_one(
    parks: Activity, champion: Person, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    region = ROOM.regions["workshop-parking"]
    workshop = Workshop.objects.with_names().get(pk=parks.workshop_id)
    for people in (1, 2):
        for _ in range(people):
            guest = workshop_factory.guest(workshop)
            guest.workshop = workshop
            PointOfView.park(guest, uuid4(), side="win", text="A say", lot="named")
        with django_assert_num_queries(6):
            region.render_personally(workshop, champion)


def test_a_name_of_a_point_tells_nothing(parks: Activity, member: Person) -> None:
    assert str(park(parks.workshop, member)) == "A point of view"
