"""Mails of a pulse: everybody is asked once and reminded once, all alike, by the Posting way."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from smtplib import SMTPRecipientsRefused
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.test import Client

from changeprog.communications.models import Unsubscription
from changeprog.communications.post import Post
from changeprog.onboarding import pulse_mailing, pulse_moments
from changeprog.onboarding.models import Adoption, Pulse, PulseMail, Stage
from changeprog.onboarding.pulse_moments import Moment
from changeprog.onboarding.tasks import ask_pulses, close_pulses
from changeprog.programme.models import Person, Programme, Team
from tests import factory
from tests.onboarding.pulse_factory import YES, ask, say, slips, team_of

OPENED = datetime(2026, 12, 1, 10, tzinfo=UTC)
CLOSES = date(2026, 12, 8)


@pytest.fixture
def team(programme: Programme) -> Team:
    return team_of(programme)


@pytest.fixture
def asked(team: Team) -> Pulse:
    """A pulse that was asked on 1 December, closes with the 8th, and was mailed."""
    with time_machine.travel(OPENED, tick=False):
        pulse = ask(team)
        ask_pulses()
    assert pulse.closes_on == CLOSES
    return pulse


def told(at: datetime) -> list[str]:
    """Whom beat mails at that moment."""
    mail.outbox.clear()
    with time_machine.travel(at, tick=False):
        ask_pulses()
    return sorted(message.to[0].partition(" ")[0] for message in mail.outbox)


def day(number: int, hour: int = 12) -> datetime:
    return datetime(2026, 12, number, hour, tzinfo=UTC)


def test_everybody_is_asked_once_each_with_a_link_of_their_own(asked: Pulse) -> None:
    bodies = {message.to[0].partition(" ")[0]: str(message.body) for message in mail.outbox}
    own = {slip.person.name.partition(" ")[0]: slip.path for slip in slips(asked)}
    assert sorted(bodies) == sorted(own)
    assert len(set(own.values())) == 6
    for name, body in bodies.items():
        assert [other for other, path in own.items() if path in body] == [name]
    assert told(OPENED + timedelta(minutes=1)) == []


def test_everybody_is_reminded_once_whether_they_answered_or_not(asked: Pulse) -> None:
    with time_machine.travel(OPENED, tick=False):
        say(asked, YES, YES)
    assert told(day(6, 7)) == []
    assert told(day(6, 8)) == ["Ada", "Bo", "Cem", "Dora", "Eli", "Fritz"]
    body = str(mail.outbox[0].body)
    assert "Nobody can see who has" in body
    assert "Until 8 December" in mail.outbox[0].subject
    assert told(day(7)) == []


def test_what_the_ledger_keeps_is_the_same_of_who_answered_and_who_did_not(
    asked: Pulse,
) -> None:
    with time_machine.travel(OPENED, tick=False):
        say(asked, YES, YES, YES)
    told(day(6, 8))
    rows = PulseMail.objects.values_list("person__name", "occasion", "state", "reason")
    kept: dict[str, list[tuple[str, ...]]] = {name: [] for name, *_ in rows}
    for name, *rest in rows:
        kept[name].append(tuple(rest))
    assert {tuple(sorted(each)) for each in kept.values()} == {
        (("asks", "sent", ""), ("reminds", "sent", ""))
    }


def test_the_copy_that_is_kept_has_no_link_in_it(asked: Pulse) -> None:
    tokens = [slip.path.split("/")[2] for slip in slips(asked)]
    for row in PulseMail.objects.all():
        source = bytes(row.source).decode().replace("=\n", "").replace("=\r\n", "")
        assert [token for token in tokens if token in source] == []
        assert "only-in-the-mail" in row.text


def test_who_stopped_every_mail_is_not_mailed_and_the_ledger_says_why(team: Team) -> None:
    ada = Person.objects.get(name__startswith="Ada")
    Unsubscription.stop(ada, "everything", None)
    with time_machine.travel(OPENED, tick=False):
        ask(team)
    assert "Ada" not in told(OPENED)
    row = PulseMail.objects.get(person=ada)
    assert (row.state, row.reason) == ("suppressed", "Has stopped all mails of this programme")


def test_an_address_that_is_refused_holds_up_nobody(
    team: Team, monkeypatch: pytest.MonkeyPatch
) -> None:
    send = Post.send

    def picky(self: Post, message: Any) -> None:
        if "Bo" in message.to[0]:
            raise SMTPRecipientsRefused({message.to[0]: (550, b"No such mailbox")})
        send(self, message)

    monkeypatch.setattr(Post, "send", picky)
    with time_machine.travel(OPENED, tick=False):
        ask(team)
    assert told(OPENED) == ["Ada", "Cem", "Dora", "Eli", "Fritz"]
    assert PulseMail.objects.get(person__name__startswith="Bo").state == "failed"


def test_nothing_is_mailed_of_a_pulse_that_is_over_or_called_off(
    team: Team, champion: Person
) -> None:
    with time_machine.travel(OPENED, tick=False):
        pulse = ask(team)
        PulseMail.objects.bulk_create(
            PulseMail(pulse=pulse, person=slip.person, occasion="asks") for slip in slips(pulse)
        )
        pulse.call_off(champion)
    assert told(OPENED) == []
    assert set(PulseMail.objects.values_list("state", "reason")) == {
        ("suppressed", "The pulse ended before this was sent")
    }


def test_a_mail_that_waits_too_long_shows_in_liveness(team: Team) -> None:
    with time_machine.travel(OPENED, tick=False):
        ask(team)
    with time_machine.travel(OPENED + timedelta(hours=1), tick=False):
        assert pulse_mailing.wait_for_the_post(OPENED + timedelta(minutes=45))
        ask_pulses()
        assert not pulse_mailing.wait_for_the_post(OPENED + timedelta(minutes=45))


@pytest.mark.parametrize(
    ("days", "stage", "asked_at", "moment"),
    [
        (-15, Stage.PREPARING, [], None),
        (-14, Stage.PREPARING, [], Moment.BEFORE),
        (-14, Stage.NOT_YET, [], None),
        (-1, Stage.INVITED, [], Moment.BEFORE),
        (-1, Stage.INVITED, [Moment.BEFORE], None),
        (0, Stage.IN_TRIAL, [], None),
        (29, Stage.IN_TRIAL, [], None),
        (30, Stage.IN_TRIAL, [], Moment.MONTH),
        (30, Stage.PREPARING, [], None),
        (44, Stage.IN_TRIAL, [], None),
        (121, Stage.USING, [Moment.MONTH], Moment.LATER),
        (130, Stage.USUAL, [Moment.LATER], None),
    ],
)
def test_a_team_is_asked_at_three_moments_of_its_way(
    days: int, stage: Stage, asked_at: list[str], moment: Moment | None
) -> None:
    begins = date(2027, 1, 1)
    today = begins + timedelta(days=days)
    assert pulse_moments.due(begins, stage, today, asked_at) == moment


def test_beat_asks_at_each_moment_once(team: Team, champion: Person) -> None:
    Adoption.locked(team)
    begins = date(2026, 12, 20)
    Adoption.objects.filter(team=team).update(starts_on=begins, stage=Stage.PREPARING)
    assert told(day(5)) == []
    assert len(told(day(6))) == 6
    assert told(day(6, 13)) == []
    assert [(each.moment, each.closes_on) for each in Pulse.objects.all()] == [
        ("before", date(2026, 12, 13))
    ]
    with time_machine.travel(day(14, 1), tick=False):
        close_pulses()
    assert Pulse.objects.get().state == "too_few"
    Adoption.objects.filter(team=team).update(stage=Stage.IN_TRIAL)
    with time_machine.travel(datetime(2027, 1, 19, 12, tzinfo=UTC), tick=False):
        ask_pulses()
    assert sorted(Pulse.objects.values_list("moment", flat=True)) == ["before", "month"]


def test_beat_asks_nobody_in_a_stopped_programme_nor_a_team_of_four(
    programme: Programme, champion: Person, team: Team
) -> None:
    for each in (team, team_of(programme, 4, "Small desk")):
        Adoption.locked(each)
    Adoption.objects.update(starts_on=date(2026, 12, 10), stage=Stage.PREPARING)
    programme.change(champion, status="stopped")
    assert told(day(1)) == []
    programme.change(champion, status="running")
    assert len(told(day(1))) == 6


def test_the_ledger_shows_pulses_to_the_champion_without_their_links(
    asked: Pulse, champion: Person, browse: Callable[[Person], Client]
) -> None:
    path = f"/p/{asked.programme.key}/communications/ledger/"
    page = browse(champion).get(path).content.decode()
    assert "Pulse" in page
    row = PulseMail.objects.earliest("pk")
    shown = browse(champion).get(f"{path}pulse/{row.pk}/")
    assert [slip for slip in slips(asked) if slip.path in shown.content.decode()] == []
    assert factory.champion_of(asked.programme) == champion
