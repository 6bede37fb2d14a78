from datetime import UTC, datetime

import pytest
import time_machine
from django.test import Client

from changeprog.communications.models import Delivery, Procedure
from changeprog.communications.unsubscribing import path_for
from changeprog.programme.models import Event, Person
from tests import factory
from tests.communications.conftest import beat

MONDAY = datetime(2026, 11, 23, 7, 30, tzinfo=UTC)
ONE_CLICK = {"List-Unsubscribe": "One-Click"}


def paused(person: Person) -> bool:
    return Person.objects.get(pk=person.pk).digest_paused


@pytest.fixture
def visitor() -> Client:
    """Somebody's browser, not signed in, with the cross-site check that tests leave out."""
    return Client(enforce_csrf_checks=True)


def press(visitor: Client, page: str, action: str = "") -> int:
    """Press the one button of ``page`` and return the status."""
    visitor.get(page)
    token = visitor.cookies["csrftoken"].value
    return visitor.post(action or page, {"csrfmiddlewaretoken": token}, follow=True).status_code


def test_looking_at_the_link_stops_nothing(visitor: Client, member: Person) -> None:
    answer = visitor.get(path_for(member))
    assert (answer.status_code, paused(member)) == (200, False)
    assert "Stop the digest" in answer.content.decode()


def test_one_press_stops_it_and_another_undoes_that(visitor: Client, member: Person) -> None:
    page = path_for(member)
    assert (press(visitor, page), paused(member)) == (200, True)
    assert "Your digest is stopped" in visitor.get(page).content.decode()
    assert (press(visitor, page, f"{page}undo/"), paused(member)) == (200, False)
    verbs = Event.objects.filter(person=member, verb__startswith="digest.").order_by("pk")
    assert list(verbs.values_list("verb", "visibility")) == [
        ("digest.paused", "private"),
        ("digest.resumed", "private"),
    ]


def test_a_mail_program_stops_it_in_one_click(visitor: Client, member: Person) -> None:
    assert visitor.post(path_for(member), ONE_CLICK).status_code == 200
    assert visitor.post(path_for(member), ONE_CLICK).status_code == 200
    assert paused(member) is True
    assert Event.objects.filter(verb="digest.paused").count() == 1


def test_any_other_post_from_elsewhere_is_refused(visitor: Client, member: Person) -> None:
    page = path_for(member)
    for form in ({}, {"List-Unsubscribe": "Two-Clicks"}):
        assert visitor.post(page, form).status_code == 403
    assert visitor.post(f"{page}undo/", ONE_CLICK).status_code == 403
    assert paused(member) is False


def test_a_wrong_link_says_so(visitor: Client, member: Person) -> None:
    whole = path_for(member)
    for wrong in ("/unsubscribe/x/", whole[:-3] + "/", "/unsubscribe/WzFd:x/"):
        for answer in (visitor.get(wrong), visitor.post(wrong, ONE_CLICK)):
            assert answer.status_code == 404
            assert "This link is not complete" in answer.content.decode()


def test_the_link_of_somebody_who_left_says_so(
    visitor: Client, member: Person, champion: Person
) -> None:
    member.remove(champion)
    answer = visitor.get(path_for(member))
    assert answer.status_code == 410
    assert "You no longer take part" in answer.content.decode()


def test_the_address_in_a_message_works_just_as_it_was_sent(
    clock: time_machine.Traveller, procedure: Procedure, member: Person, visitor: Client
) -> None:
    factory.log_victory(member)
    clock.move_to(MONDAY)
    beat()
    header = str(Delivery.objects.get(person=member).message["List-Unsubscribe"])
    address = header.strip(" <>").removeprefix("http://127.0.0.1:8000")
    assert visitor.post(address, ONE_CLICK).status_code == 200
    assert paused(member) is True
    factory.log_victory(member)
    clock.move_to(datetime(2026, 11, 30, 7, 30, tzinfo=UTC))
    assert beat() == ["Chris Champion: 30 Nov"]
