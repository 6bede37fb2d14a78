"""Mails of a survey: each respondent asked once, reminded only while they have not answered."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from email import message_from_bytes, policy
from smtplib import SMTPRecipientsRefused
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core import mail
from django.utils.timezone import now
from hypothesis import given
from hypothesis import strategies as st

from changeprog.celery import app
from changeprog.communications.post import Post
from changeprog.programme.models import Event, Person
from stakeholders import reminding, survey_mailing
from stakeholders.models import Respondent, Survey, SurveyMail
from stakeholders.survey_mailing import mail_due, remind
from stakeholders.tasks import mail_surveys
from tests.survey_factory import answer, asked, on_map, running, survey

CLOSES = date(2026, 12, 11)
SENT = datetime(2026, 12, 1, 10, tzinfo=UTC)


@pytest.fixture
def ana(champion: Person) -> Person:
    return on_map(champion.programme, "Ana Asked")


@pytest.fixture
def ben(champion: Person) -> Person:
    return on_map(champion.programme, "Ben Broker", time_zone="Asia/Kolkata")


@pytest.fixture
def sent(champion: Person, ana: Person, ben: Person) -> Survey:
    """A survey that was sent on 1 December, closes with the 11th, and was mailed."""
    with time_machine.travel(SENT, tick=False):
        made = running(champion, closes_on=CLOSES)
        mail_due()
    mail.outbox.clear()
    return made


def told(at: datetime) -> list[tuple[str, str]]:
    """Who is mailed what when beat asks at that moment."""
    with time_machine.travel(at, tick=False):
        mail_surveys()
    found = [(message.to[0].partition(" ")[0], str(message.subject)) for message in mail.outbox]
    mail.outbox.clear()
    return sorted(found)


def day(number: int, hour: int = 12) -> datetime:
    return datetime(2026, 12, number, hour, tzinfo=UTC)


def test_everybody_is_asked_once_each_with_a_link_of_their_own(
    champion: Person, ana: Person, ben: Person
) -> None:
    made = running(champion)
    mail_due()
    mail_due()
    assert len(mail.outbox) == 2
    bodies = {message.to[0]: str(message.body) for message in mail.outbox}
    for person in (ana, ben):
        body = bodies[f"{person.name} <{person.email}>"]
        assert asked(made, person).path in body
        assert "seen by the champions and facilitators" in body
    assert asked(made, ana).path not in bodies[f"{ben.name} <{ben.email}>"]
    assert {message.subject for message in mail.outbox} == {made.question}


def test_a_draft_is_mailed_to_nobody(champion: Person, ana: Person) -> None:
    survey(champion)
    mail_due()
    assert mail.outbox == []


def test_the_kept_copy_has_no_token(champion: Person, ana: Person) -> None:
    made = running(champion)
    mail_due()
    (kept,) = SurveyMail.objects.all()
    source = bytes(kept.source)
    token = asked(made, ana).path.split("/")[2]
    whole = message_from_bytes(source, policy=policy.default)
    assert kept.state == "sent"
    for part in whole.walk():
        if not part.is_multipart():
            assert token not in part.get_content()
            assert "only-in-the-mail" in part.get_content()
    assert token.encode() not in source.replace(b"=\r\n", b"")


def test_reminders_come_three_days_before_and_on_the_last_day(sent: Survey, ana: Person) -> None:
    about = f"Reminder: {sent.question}"
    assert told(day(7)) == []
    assert told(day(8, 3)) == [("Ben", about)]  # half past eight where Ben is
    assert told(day(8)) == [("Ana", about)]
    assert told(day(8, 20)) == []
    assert told(day(10)) == []
    assert told(day(11)) == [("Ana", about), ("Ben", about)]
    assert told(day(12)) == []


def test_who_has_answered_is_not_reminded(sent: Survey, ana: Person, ben: Person) -> None:
    with time_machine.travel(day(3), tick=False):
        answer(sent, ana, ben.name)
    assert [name for name, _ in told(day(8))] == ["Ben"]
    assert [name for name, _ in told(day(11))] == ["Ben"]


def test_who_answers_just_before_is_sent_nothing_and_the_ledger_says_why(
    sent: Survey, ana: Person, ben: Person
) -> None:
    with time_machine.travel(day(8), tick=False):
        SurveyMail.objects.bulk_create(survey_mailing.owed([sent], now()))
        answer(sent, ana, ben.name)
        mail_due()
    assert [message.to[0] for message in mail.outbox] == [f"{ben.name} <{ben.email}>"]
    (left,) = SurveyMail.objects.filter(person=ana, state="suppressed")
    assert left.reason == "Has answered before this was sent"


def test_an_outage_makes_one_mail_of_two_reminders(sent: Survey) -> None:
    assert [name for name, _ in told(day(11))] == ["Ana", "Ben"]


def test_somebody_asked_on_the_last_day_is_not_reminded_on_it(
    sent: Survey, champion: Person
) -> None:
    with time_machine.travel(day(11), tick=False):
        on_map(champion.programme, "Zoe Late")
        sent.ask()
    assert ("Zoe", sent.question) in told(day(11, 13))
    assert "Zoe" not in [name for name, _ in told(day(11, 15))]


def test_a_survey_that_runs_longer_reminds_anew(sent: Survey, champion: Person) -> None:
    assert len(told(day(11))) == 2
    with time_machine.travel(day(11), tick=False):
        sent.run_until(champion, date(2026, 12, 20))
    assert told(day(12)) == []
    assert len(told(day(17))) == 2


def test_one_that_was_closed_or_cancelled_reminds_nobody(sent: Survey, champion: Person) -> None:
    with time_machine.travel(day(7), tick=False):
        sent.close(champion)
    assert told(day(8)) == []
    with time_machine.travel(day(9), tick=False):
        sent.run_until(champion, CLOSES)
    assert len(told(day(9))) == 2
    with time_machine.travel(day(10), tick=False):
        sent.cancel(champion)
    assert told(day(11)) == []


def test_remind_now_reaches_those_who_have_not_answered_once_a_press(
    sent: Survey, champion: Person, ana: Person, ben: Person
) -> None:
    key = uuid4()
    with time_machine.travel(day(3), tick=False):
        answer(sent, ana, ben.name)
        assert [remind(sent, champion, key), remind(sent, champion, key)] == [1, 1]
    assert told(day(3)) == [("Ben", f"Reminder: {sent.question}")]
    assert Event.objects.about("survey.reminded").count() == 1


def test_who_no_longer_takes_part_or_has_no_address_is_sent_nothing(
    champion: Person, ana: Person, ben: Person
) -> None:
    made = running(champion)
    SurveyMail.objects.bulk_create(survey_mailing.owed([made], now()))
    Person.objects.filter(pk=ana.pk).update(removed_at=now())
    Person.objects.filter(pk=ben.pk).update(email="")
    mail_due()
    assert mail.outbox == []
    reasons = SurveyMail.objects.order_by("pk").values_list("state", "reason")
    assert set(reasons) == {
        ("suppressed", "No longer takes part"),
        ("suppressed", "Has no e-mail address"),
    }


def test_a_refused_address_is_told_in_words_and_the_others_get_theirs(
    champion: Person, ana: Person, ben: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = running(champion)
    send = Post.send

    def refuse_ana(post: Post, message: Any) -> None:
        if "ana" in message.to[0]:
            raise SMTPRecipientsRefused({"ana@example.org": (550, b"No such user")})
        send(post, message)

    monkeypatch.setattr(Post, "send", refuse_ana)
    mail_due()
    assert [message.to[0] for message in mail.outbox] == [f"{ben.name} <{ben.email}>"]
    failed = SurveyMail.objects.get(person=ana)
    assert (failed.state, failed.reason) == ("failed", "The mail server said 550 No such user")
    assert made.respondents.count() == 2


def test_a_mail_put_off_goes_later_under_the_same_message_id(
    champion: Person, ana: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    running(champion)
    send, tried = Post.send, []

    def lose_the_first(post: Post, message: Any) -> None:
        tried.append(message.extra_headers["Message-ID"])
        if len(tried) == 1:
            raise ConnectionResetError("gone")
        send(post, message)

    monkeypatch.setattr(Post, "send", lose_the_first)
    mail_due()
    assert mail.outbox == []
    with time_machine.travel(now() + timedelta(minutes=5)):
        mail_due()
    assert len(mail.outbox) == 1
    assert len(set(tried)) == 1


def test_the_worker_knows_the_job_and_beat_asks_for_it(champion: Person, ana: Person) -> None:
    running(champion)
    name = "stakeholders.tasks.mail_surveys"
    assert name in {entry["task"] for entry in app.conf.beat_schedule.values()}
    app.tasks[name].apply(throw=True)
    assert len(mail.outbox) == 1


def test_somebody_left_unasked_is_overdue(champion: Person, ana: Person) -> None:
    made = running(champion)
    later = now() + timedelta(minutes=20)
    assert not survey_mailing.wait_for_the_post(now() - timedelta(minutes=15))
    assert survey_mailing.wait_for_the_post(later)
    mail_due()
    assert not survey_mailing.wait_for_the_post(later)
    assert Respondent.objects.filter(survey=made).count() == 1


def test_asking_takes_the_same_number_of_questions_for_one_and_three(
    champion: Person, ana: Person, django_assert_num_queries: Callable[..., Any]
) -> None:
    made = running(champion)
    with django_assert_num_queries(2):
        assert len(survey_mailing.owed([made], now())) == 1
    on_map(champion.programme, "Cleo Colleague")
    on_map(champion.programme, "Dora Desk")
    made.ask()
    with django_assert_num_queries(2):
        assert len(survey_mailing.owed([made], now())) == 3


@given(st.integers(0, 40 * 24), st.sets(st.sampled_from([0, 1, 3, 7])), st.integers(0, 40 * 24))
def test_a_reminder_is_due_after_its_morning_and_never_before_one_was_asked(
    hours: int, days: set[int], asked_hours: int
) -> None:
    start, zone = datetime(2026, 12, 1, tzinfo=UTC), ZoneInfo("America/Chicago")
    at, asked_at = start + timedelta(hours=hours), start + timedelta(hours=asked_hours)
    closes = date(2026, 12, 20)
    found = reminding.occasion(closes, days, asked_at, zone, at)
    if found:
        before = int(found.partition("/")[2])
        local = at.astimezone(zone)
        assert before in days
        assert local.date() >= closes - timedelta(days=before)
        assert asked_at < at
    later = reminding.occasion(closes, days, asked_at, zone, at + timedelta(days=40))
    assert not found or later.endswith(f"/{min(days)}")
