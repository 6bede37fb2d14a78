"""Coming in by the code: guessing, the door, known people, guests, and who they turn out to be."""

from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.utils.timezone import now

from changeprog.accounts.models import User
from changeprog.programme.models import Person
from tests import workshop_factory
from workshops import guessing
from workshops.folding import link
from workshops.joining import opened_by, qr_code, shown_code
from workshops.models import Participant, Position, Workshop
from workshops.room import PHONE

Browse = Callable[[Person | User | None], Client]


def join(client: Client, workshop: Workshop, name: str = "Gil Guest") -> Client:
    """Come by the code as a guest."""
    client.post(f"/join/{workshop.code}/", {"name": name, "key": uuid4()})
    return client


def lead(workshop: Workshop, rest: str) -> str:
    return f"/p/{workshop.programme.key}/workshops/{rest}"


def room(workshop: Workshop) -> str:
    return f"/room/{workshop.programme.key}/{workshop.pk}/"


def door(workshop: Workshop) -> str:
    return f"/join/{workshop.code}/door/"


@pytest.mark.parametrize("typed", ["{}", " {}", "{half}-{rest}"])
def test_the_code_is_read_however_it_is_typed(workshop: Workshop, typed: str) -> None:
    code = workshop.code
    words = typed.format(code, half=code[:3].lower(), rest=code[3:].lower())
    answer = Client().post("/join/", {"code": words})
    assert (answer.status_code, answer["Location"]) == (302, f"/join/{code}/")


def test_a_code_works_on_its_day_and_while_the_workshop_is_open(
    workshop: Workshop, champion: Person
) -> None:
    Workshop.objects.filter(pk=workshop.pk).update(starts_at=now() + timedelta(days=7))
    assert opened_by(workshop.code) == workshop
    Workshop.objects.filter(pk=workshop.pk).update(status="planned")
    assert opened_by(workshop.code) is None
    Workshop.objects.filter(pk=workshop.pk).update(starts_at=now())
    assert opened_by(workshop.code) == workshop
    Workshop.objects.filter(pk=workshop.pk).update(status="open")
    workshop.refresh_from_db()
    workshop.close(champion)
    assert opened_by(workshop.code) is None


def test_guessing_is_told_to_wait_and_then_even_the_right_code_is_refused(
    workshop: Workshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(guessing, "MOST", 3)
    client = Client(REMOTE_ADDR="203.0.113.9")
    answers = [client.post("/join/", {"code": "222222"}).status_code for _ in range(4)]
    assert answers == [422, 422, 422, 429]
    assert client.post("/join/", {"code": workshop.code}).status_code == 429
    assert client.get(f"/join/{workshop.code}/").status_code == 404


def test_a_guest_waits_until_somebody_opens(
    workshop: Workshop, champion: Person, browse: Browse
) -> None:
    client = join(Client(), workshop)
    guest = workshop.participants.get(person=None)
    assert (guest.name, guest.state) == ("Gil Guest", "waiting")
    assert client.get(room(workshop)).status_code == 404
    assert "at the door" in client.get(door(workshop)).content.decode()
    browse(champion).post(lead(workshop, f"participants/{guest.pk}/admission/"))
    answer = client.get(door(workshop), HTTP_HX_REQUEST="true")
    assert answer["HX-Redirect"] == room(workshop)
    assert client.get(room(workshop)).status_code == 200


def test_a_guest_comes_in_at_once_where_that_is_set(workshop: Workshop) -> None:
    Workshop.objects.filter(pk=workshop.pk).update(admit_at_once=True)
    assert join(Client(), workshop).get(room(workshop)).status_code == 200


def test_sending_the_same_name_twice_makes_one_guest(workshop: Workshop) -> None:
    sent = {"name": "Gil Guest", "key": uuid4()}
    client = Client()
    for _ in range(2):
        client.post(f"/join/{workshop.code}/", sent)
    assert workshop.participants.filter(person=None).count() == 1


def test_a_name_is_asked_for(workshop: Workshop) -> None:
    assert Client().post(f"/join/{workshop.code}/", {"name": " "}).status_code == 422
    assert workshop.participants.filter(person=None).count() == 0


def test_who_is_turned_away_learns_it_and_finds_no_room(
    workshop: Workshop, champion: Person, browse: Browse
) -> None:
    client = join(Client(), workshop)
    guest = workshop.participants.get(person=None)
    browse(champion).post(lead(workshop, f"participants/{guest.pk}/removal/"))
    assert "do not take part" in client.get(door(workshop)).content.decode()
    assert client.get(room(workshop)).status_code == 404


def test_somebody_invited_is_themselves_by_the_link_and_counted_once(
    workshop: Workshop, member: Person, browse: Browse
) -> None:
    before = workshop.participants.count()
    answer = browse(member).get(f"/join/{workshop.code}/")
    assert answer["Location"] == room(workshop)
    assert workshop.participants.count() == before


def test_somebody_known_but_not_invited_comes_to_the_door_once(
    workshop: Workshop, observer: Person, browse: Browse
) -> None:
    client = browse(observer)
    assert "Come in as" in client.get(f"/join/{workshop.code}/").content.decode()
    for _ in range(2):
        client.post(f"/join/{workshop.code}/")
    row = workshop.participants.get(person=observer)
    assert row.state == "waiting"
    assert client.get(room(workshop)).status_code == 404
    session = client.session.session_key
    key = f"{workshop.programme.key}.{workshop.pk}"
    assert PHONE._admit(session, key) is None


def test_the_link_in_a_mail_leads_to_the_page_before_the_day(
    workshop: Workshop, member: Person, browse: Browse
) -> None:
    later = now() + timedelta(days=7)
    Workshop.objects.filter(pk=workshop.pk).update(status="planned", starts_at=later)
    answer = browse(member).get(f"/join/{workshop.code}/")
    assert answer["Location"] == workshop.get_absolute_url()
    assert Client().get(f"/join/{workshop.code}/").status_code == 404


def test_a_removal_is_taken_back(workshop: Workshop, member: Person, champion: Person) -> None:
    row = workshop.participants.get(person=member)
    assert row.remove(champion) is True
    assert row.remove(champion) is False
    assert row.readmit(champion) is True
    assert (row.state, row.arrived_at is not None) == ("in", True)


def test_a_guest_who_is_nobody_yet_becomes_that_person(
    workshop: Workshop, champion: Person, observer: Person
) -> None:
    guest = workshop_factory.guest(workshop)
    known = link(champion, guest, observer)
    assert (known.pk, known.person, known.name) == (guest.pk, observer, "Ola Observer")


def test_a_guest_who_takes_part_already_is_folded_into_them(
    workshop: Workshop, champion: Person, member: Person
) -> None:
    guest = workshop_factory.guest(workshop)
    key, own = guest.key, workshop.participants.get(person=member)
    known = link(champion, guest, member)
    assert known == own
    assert not Participant.objects.filter(pk=guest.pk).exists()
    own.refresh_from_db()
    assert own.key == key


def test_of_two_positions_in_a_round_their_own_counts_and_no_other_is_lost(
    workshop: Workshop, champion: Person, member: Person
) -> None:
    guest, own = workshop_factory.guest(workshop), workshop.participants.get(person=member)
    one = workshop_factory.polled(workshop.programme, champion)
    Position.objects.create(round=one, participant=own, level=2)
    Position.objects.create(round=one, participant=guest, level=7)
    alone = workshop_factory.guest(workshop, "Ada Alone")
    Position.objects.create(round=one, participant=alone, level=5)
    link(champion, guest, member)
    link(champion, alone, champion)
    said = one.positions.order_by("level").values_list("participant__person__name", "level")
    assert list(said) == [("Mo Member", 2), (champion.name, 5)]


def test_only_who_leads_lets_in_and_only_in_their_programme(
    workshop: Workshop, member: Person, stranger: Person, browse: Browse
) -> None:
    join(Client(), workshop)
    guest = workshop.participants.get(person=None)
    path = lead(workshop, f"participants/{guest.pk}/admission/")
    assert [browse(who).post(path).status_code for who in (member, stranger)] == [403, 404]
    guest.refresh_from_db()
    assert guest.state == "waiting"


def test_everybody_at_the_door_is_let_in_together(
    workshop: Workshop, champion: Person, browse: Browse
) -> None:
    for name in ("Ada", "Bo", "Cy"):
        join(Client(), workshop, name)
    browse(champion).post(lead(workshop, f"{workshop.pk}/admissions/"))
    states = workshop.participants.filter(person=None).values_list("state", flat=True)
    assert list(states) == ["in", "in", "in"]


def test_the_picture_holds_the_address_and_the_code_is_read_in_two_groups(
    workshop: Workshop,
) -> None:
    assert f"/join/{workshop.code}/</desc>" in qr_code(workshop)
    assert shown_code(workshop).replace(" ", "") == workshop.code


def test_a_function_of_another_programme_cannot_be_chosen(
    workshop: Workshop, stranger: Person
) -> None:
    theirs = stranger.programme.functions.first()
    assert theirs is not None
    answer = Client().post(f"/join/{workshop.code}/", {"name": "Gil", "function": theirs.pk})
    assert answer.status_code == 422
