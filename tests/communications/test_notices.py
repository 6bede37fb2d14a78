from datetime import UTC, datetime, timedelta
from threading import Thread
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from changeprog import liveness
from changeprog.accounts.models import Letter
from changeprog.communications import notices, tasks
from changeprog.communications.arrival import DAY, next_morning
from changeprog.communications.arrival import MORNING as HOUR
from changeprog.communications.models import Notice, NoticeMail
from changeprog.communications.models.notice import gather
from changeprog.communications.models.posting import CLAIM_HOLDS
from changeprog.programme.models import Person, Programme
from tests import factory
from tests.communications.conftest import START

MORNING = datetime(2026, 11, 19, 7, 30, tzinfo=UTC)


def tell(
    person: Person, occasion: str = "1", text: str = "A barrier waits", **more: object
) -> None:
    path = f"/p/{person.programme.key}/"
    notices.tell(person, "barrier.waits", occasion, text=text, path=path, **more)  # type: ignore[arg-type]


def subjects() -> list[str]:
    return list(Letter.objects.order_by("pk").values_list("subject", flat=True))


@pytest.fixture
def moved(clock: time_machine.Traveller, programme: Programme) -> time_machine.Traveller:
    return clock


def test_several_things_of_one_day_are_one_mail_in_the_morning(
    moved: time_machine.Traveller, member: Person
) -> None:
    tell(member, "1")
    tell(member, "2", "Another one")
    tasks.send_notices()
    assert subjects() == []
    moved.move_to(MORNING)
    tasks.send_notices()
    tasks.send_notices()
    assert subjects() == [f"{member.programme.name}: 2 things for you"]
    letter = Letter.objects.get()
    assert letter.text.index("A barrier waits") < letter.text.index("Another one")


def test_one_thing_stands_in_the_subject_with_a_link(
    moved: time_machine.Traveller, member: Person
) -> None:
    tell(member, at_once=True, detail="Since Monday.")
    tasks.send_notices()
    letter = Letter.objects.get()
    assert letter.subject == f"{member.programme.name}: A barrier waits"
    assert f"http://127.0.0.1:8000/p/{member.programme.key}/" in letter.text
    assert "Since Monday." in letter.text
    assert "Since Monday." in letter.html


def test_told_twice_on_one_occasion_is_told_once(
    moved: time_machine.Traveller, member: Person
) -> None:
    tell(member, at_once=True)
    tasks.send_notices()
    tell(member, text="Said differently", at_once=True)
    tasks.send_notices()
    assert len(subjects()) == 1


def test_what_is_taken_back_before_it_left_is_not_sent(
    moved: time_machine.Traveller, member: Person
) -> None:
    tell(member, "7/a")
    tell(member, "8/a", "Still true")
    Notice.objects.of("barrier.waits", "7/").withdraw()
    moved.move_to(MORNING)
    tasks.send_notices()
    assert subjects() == [f"{member.programme.name}: Still true"]


def test_each_is_told_in_their_own_morning(moved: time_machine.Traveller, member: Person) -> None:
    Person.objects.filter(pk=member.pk).update(time_zone="Asia/Kathmandu")
    member.refresh_from_db()
    tell(member)
    early = MORNING - timedelta(hours=5, minutes=45)
    moved.move_to(early - timedelta(seconds=1))
    tasks.send_notices()
    assert subjects() == []
    moved.move_to(early)
    tasks.send_notices()
    assert len(subjects()) == 1


@given(st.timedeltas(timedelta(0), timedelta(3650)))
def test_the_next_morning_is_within_a_day_and_a_night(since: timedelta) -> None:
    moment = START + since
    zone = ZoneInfo("America/St_Johns")
    assert timedelta(0) <= next_morning(moment, HOUR, zone) - moment <= DAY + timedelta(hours=2)


@pytest.mark.parametrize("gone", ["removed_at", "email", "role"])
def test_who_is_gone_or_without_address_is_sent_nothing_and_the_reason_is_kept(
    moved: time_machine.Traveller, member: Person, gone: str
) -> None:
    tell(member, at_once=True)
    Person.objects.filter(pk=member.pk).update(**{gone: START if gone == "removed_at" else ""})
    tasks.send_notices()
    mail = NoticeMail.objects.get()
    assert (subjects(), mail.state) == ([], "suppressed")
    assert mail.reason in {"No longer takes part", "Has no e-mail address"}


def test_a_paused_digest_pauses_no_notice(moved: time_machine.Traveller, member: Person) -> None:
    Person.objects.filter(pk=member.pk).update(digest_paused=True)
    tell(member, at_once=True)
    tasks.send_notices()
    assert len(subjects()) == 1


def test_a_mail_in_doubt_is_sent_once_more_under_the_same_name(
    moved: time_machine.Traveller, member: Person
) -> None:
    tell(member, at_once=True)
    gather(START)
    mail = NoticeMail.objects.get()
    assert mail.claim(b"Subject: x\r\n\r\n")
    tasks.send_notices()
    assert subjects() == []
    moved.move_to(START + CLAIM_HOLDS + timedelta(seconds=1))
    tasks.send_notices()
    mail.refresh_from_db()
    assert (mail.state, mail.attempts) == ("sent", 2)
    assert mail.message_id.encode() in bytes(mail.source)


def test_liveness_knows_of_people_whom_nobody_told(
    moved: time_machine.Traveller, member: Person
) -> None:
    tell(member, at_once=True)
    assert "notices" not in liveness.overdue(START + liveness.PATIENCE - timedelta(seconds=1))
    assert "notices" in liveness.overdue(START + liveness.PATIENCE + timedelta(seconds=1))


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_put_a_notice_into_one_mail() -> None:
    programme = factory.make_programme()
    person = factory.champion_of(programme)
    tell(person, at_once=True)
    moment = Notice.objects.get().told_at

    def work() -> None:
        gather(moment)
        connection.close()

    workers = [Thread(target=work) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert NoticeMail.objects.count() == 1
