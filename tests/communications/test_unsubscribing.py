from datetime import UTC, datetime

import pytest
import time_machine
from django.test import Client

from changeprog.accounts.models import Letter
from changeprog.communications import audience, notices, tasks
from changeprog.communications.models import (
    Delivery,
    Notice,
    NoticeMail,
    Procedure,
    Unsubscription,
)
from changeprog.communications.unsubscribing import path_for
from changeprog.programme.models import Event, Person, Programme
from teams.tasks import mail_meetings
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
    assert stopped(member) == [("procedure", procedure.pk)]
    factory.log_victory(member)
    clock.move_to(datetime(2026, 11, 30, 7, 30, tzinfo=UTC))
    assert beat() == ["Chris Champion: 30 Nov"]
    unsent = Delivery.objects.get(person=member, state="suppressed")
    assert unsent.reason == audience.STOPPED_THIS


def test_stopping_one_procedure_stops_no_other_and_can_be_undone(
    visitor: Client, champion: Person, member: Person
) -> None:
    weekly = Procedure.objects.get(programme=member.programme)
    factory.agree_procedure(champion, to_everyone=True)
    page = path_for(member, "procedure", weekly.pk)
    assert "Stop “Weekly digest”?" in visitor.get(page).content.decode()
    assert stopped(member) == []
    assert press(visitor, page) == 200
    assert (stopped(member), paused(member)) == ([("procedure", weekly.pk)], False)
    assert "“Weekly digest” is stopped" in visitor.get(page).content.decode()
    assert press(visitor, page, f"{page}undo/") == 200
    assert stopped(member) == []
    verbs = Event.objects.filter(person=member, verb__startswith="mail.").order_by("pk")
    assert list(verbs.values_list("verb", "visibility")) == [
        ("mail.stopped", "private"),
        ("mail.resumed", "private"),
    ]


def test_a_mail_that_a_worker_has_in_hand_already_is_stopped_too(
    clock: time_machine.Traveller, procedure: Procedure, champion: Person, member: Person
) -> None:
    factory.log_victory(champion, "First customer thanked us")
    clock.move_to(MONDAY)
    procedure.compose()
    in_hand = Delivery.objects.get(person=member)
    assert in_hand.state == "due"
    Unsubscription.stop(member, "procedure", procedure)
    assert not in_hand.claim(b"a letter")
    in_hand.refresh_from_db()
    assert (in_hand.state, in_hand.reason) == ("suppressed", audience.STOPPED_THIS)


def test_single_mails_that_are_stopped_stand_in_the_inbox_and_the_ledger_says_so(
    clock: time_machine.Traveller, visitor: Client, member: Person
) -> None:
    tell(member, "1")
    tasks.send_notices()
    sent = NoticeMail.objects.get()
    assert sent.message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    address = str(sent.message["List-Unsubscribe"]).strip(" <>")
    assert address in sent.text
    visitor.post(address.removeprefix("http://127.0.0.1:8000"), ONE_CLICK)
    assert stopped(member) == [("single", None)]
    tell(member, "2")
    tasks.send_notices()
    unsent = NoticeMail.objects.get(state="suppressed")
    assert unsent.reason == audience.STOPPED_SINGLE
    assert Notice.objects.in_inbox().filter(person=member).count() == 2


@pytest.mark.parametrize("what", ["digest", "single", "everything"])
def test_from_any_link_every_mail_can_be_stopped_and_had_again(
    clock: time_machine.Traveller, visitor: Client, member: Person, what: str
) -> None:
    page = path_for(member, what)
    visitor.get(page)
    said = {"csrfmiddlewaretoken": visitor.cookies["csrftoken"].value, "scope": "everything"}
    visitor.post(page, said)
    assert stopped(member) == [("everything", None)]
    shown = visitor.get(page).content.decode()
    assert "Every mail is stopped" in shown
    tell(member, "1")
    tasks.send_notices()
    assert NoticeMail.objects.get().reason == "Has stopped all mails of this programme"
    visitor.post(f"{page}undo/", said)
    assert stopped(member) == []


def test_a_link_of_a_procedure_that_is_gone_still_stops_the_digest(
    visitor: Client, member: Person
) -> None:
    page = path_for(member, "procedure", 0)
    assert press(visitor, page) == 200
    assert paused(member) is True


def test_an_invitation_can_be_stopped_in_one_click_too(
    clock: time_machine.Traveller, visitor: Client, programme: Programme, member: Person
) -> None:
    factory.seat(member, factory.core_team(programme))
    factory.plan_meeting(programme)
    mail_meetings()
    letter = Letter.objects.get(to__contains=member.email)
    assert b"List-Unsubscribe=One-Click" in bytes(letter.source)


def tell(person: Person, occasion: str) -> None:
    """Have somebody told something at once."""
    path = person.programme.get_absolute_url()
    notices.tell(person, "barrier.waits", occasion, text="A barrier", path=path, at_once=True)


def stopped(person: Person) -> list[tuple[str, int | None]]:
    return list(Unsubscription.objects.filter(person=person).values_list("what", "procedure"))
