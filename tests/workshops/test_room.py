"""The room: who gets in, what each audience sees, and what one participant alone has said."""

from collections.abc import Callable

from django.test import Client
from django.urls import reverse
from django.utils.timezone import now

from changeprog.accounts.models import User
from changeprog.programme.headline import Weight, matters
from changeprog.programme.models import Person
from changeprog.programme.object_rooms import key_of
from tests import workshop_factory
from tests.workshops.conftest import Put
from workshops.access import GUEST
from workshops.kinds import FACILITATOR, PARTICIPANT, SCREEN
from workshops.models import Participant, Workshop
from workshops.room import PHONE, ROOM

Browse = Callable[[Person | User | None], Client]


def address(workshop: Workshop, rest: str = "") -> str:
    return f"/room/{workshop.programme.key}/{workshop.pk}/{rest}"


def as_guest(workshop: Workshop, state: str = "in") -> Client:
    guest = workshop_factory.guest(workshop)
    Participant.objects.filter(pk=guest.pk).update(state=state)
    client = Client()
    session = client.session
    session[GUEST.format(workshop.pk)] = str(guest.key)
    session.save()
    client.cookies["sessionid"] = session.session_key or ""
    return client


def going_on(person: Person) -> list[str]:
    """Return where the home page says that something is going on."""
    return [matter.url for matter in matters(person) if matter.weight is Weight.NOW]


def test_a_participant_says_i_am_here_and_sees_it(
    browse: Browse, workshop: Workshop, member: Person
) -> None:
    client = browse(member)
    assert client.get(address(workshop)).status_code == 200
    answer = client.post(address(workshop, "arrival/"), {"word": "Curious"}, follow=True)
    assert "You are here: “Curious”." in answer.content.decode()


def test_who_facilitates_is_led_to_the_controls_and_who_takes_part_into_the_room(
    browse: Browse, workshop: Workshop, champion: Person, facilitator: Person, member: Person
) -> None:
    page, lead = workshop.get_absolute_url(), f"{workshop.get_absolute_url()}lead/"
    assert browse(champion).get(page).headers["Location"] == lead
    Participant.of_person(workshop, facilitator).arrive()
    for person, may_lead in ((facilitator, True), (member, False)):
        shown = browse(person).get(page).content.decode()
        assert f'href="{address(workshop)}"' in shown
        assert (f'href="{lead}"' in shown) is may_lead
        assert going_on(person) == [address(workshop)]
    Workshop.objects.filter(pk=workshop.pk).update(cofacilitator=facilitator)
    assert browse(facilitator).get(page).headers["Location"] == lead
    assert going_on(facilitator) == [lead]


def test_an_opening_is_undone_until_somebody_else_has_come(
    browse: Browse, workshop: Workshop, champion: Person
) -> None:
    Workshop.objects.filter(pk=workshop.pk).update(status="planned")
    for else_there, status in ((False, "planned"), (True, "open")):
        Participant.objects.filter(workshop=workshop).update(arrived_at=None)
        opening = reverse("workshops:opening", args=[workshop.programme.key, workshop.pk])
        opened = browse(champion).post(opening, follow=True)
        (message,) = opened.context["messages"]
        if else_there:
            as_guest(workshop)
            Participant.objects.filter(person=None).update(arrived_at=now())
        browse(champion).post(message.extra_tags)
        workshop.refresh_from_db()
        assert workshop.status == status


def test_somebody_not_invited_finds_no_room(
    browse: Browse, workshop: Workshop, observer: Person, outsider: User
) -> None:
    answers = [browse(who).get(address(workshop)).status_code for who in (observer, outsider, None)]
    assert answers == [404, 404, 404]


def test_a_guest_is_let_in_by_their_browser_until_they_are_removed(workshop: Workshop) -> None:
    states = ("in", "waiting", "removed")
    answers = [as_guest(workshop, state).get(address(workshop)).status_code for state in states]
    assert answers == [200, 404, 404]


def test_each_audience_sees_its_own(on: Put, workshop: Workshop) -> None:
    on("arrive")
    workshop.refresh_from_db()
    stages = {
        audience: ROOM.regions["workshop-stage"].render_for(workshop, audience)
        for audience in (FACILITATOR, PARTICIPANT, SCREEN)
    }
    has_button = {audience: "I am here" in html for audience, html in stages.items()}
    assert has_button == {FACILITATOR: False, PARTICIPANT: True, SCREEN: False}


def test_turning_the_agenda_twice_turns_it_once(
    on: Put, workshop: Workshop, champion: Person, browse: Browse
) -> None:
    close = workshop.activities.get(kind="close")
    seen = workshop.current_id
    assert workshop.turn(champion, seen, close) is True
    assert workshop.turn(champion, seen, workshop.activities.get(kind="arrive")) is False
    assert workshop.current == close


def test_the_timer_pauses_goes_on_and_gets_longer(workshop: Workshop, champion: Person) -> None:
    assert workshop.pause_timer(champion) is True
    assert 590 <= workshop.timer_left <= 600
    assert workshop.extend_timer(champion, 5) is True
    assert 890 <= workshop.timer_left <= 900
    assert workshop.start_timer(champion) is True
    assert workshop.timer_ends_at is not None


def test_a_crowd_at_the_streams_is_let_in_as_each_of_them_would_be(
    workshop: Workshop, member: Person, observer: Person
) -> None:
    clients = [as_guest(workshop, state) for state in ("in", "waiting", "removed")]
    for person in (member, observer):
        client = Client()
        assert person.user
        client.force_login(person.user)
        clients.append(client)
    keys = [client.cookies["sessionid"].value for client in clients]
    room = key_of(workshop)
    alone = {key: PHONE._admit(key, room) for key in keys}
    assert [let is not None for let in alone.values()] == [True, False, False, True, False]
    assert PHONE._admit_all(keys, room) == {key: let for key, let in alone.items() if let}
    assert ROOM._admit_all(keys, room) == {}
