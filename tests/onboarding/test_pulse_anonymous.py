"""A pulse keeps nothing that joins a person to an answer: while it runs, and after it was read."""

import json
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.apps import apps
from django.conf import LazySettings
from django.db import connection
from django.test import Client

from changeprog import vault
from changeprog.communications.models import Notice
from changeprog.onboarding import pulse_closing, pulse_keys
from changeprog.onboarding.models import CannotAsk, Pulse, PulseOver, Slip
from changeprog.onboarding.models.pulse import to_ask
from changeprog.onboarding.pulse_box import BELIEFS, NotSealedHere, new_pair, seal, unseal
from changeprog.onboarding.pulse_keys import KeyAway, KeyLost
from changeprog.onboarding.pulse_record import PART
from changeprog.onboarding.tasks import close_pulses
from changeprog.programme.models import Event, Person, Programme, Team
from tests.onboarding.pulse_factory import (
    LEFT_OUT,
    NOT_YET,
    YES,
    ask,
    close,
    fifths,
    read,
    say,
    sit,
    slips,
    team_of,
)

NOBODY_LISTENS = "redis://127.0.0.1:1/0"


@pytest.fixture
def team(programme: Programme) -> Team:
    return team_of(programme)


@pytest.fixture
def without_redis(settings: LazySettings) -> Iterator[None]:
    """Redis does not answer to who asks for keys."""
    settings.REDIS_URL = NOBODY_LISTENS
    vault.store.cache_clear()
    yield
    vault.store.cache_clear()


def everything() -> list[dict[str, Any]]:
    """Return every row of bringing on board, of mails and of the journal."""
    models: list[Any] = [
        *apps.get_app_config("onboarding").get_models(),
        *apps.get_app_config("communications").get_models(),
        Event,
    ]
    return [row for model in models for row in model._default_manager.values()]


def test_a_box_says_nothing_and_is_opened_by_its_own_key_alone() -> None:
    public, private = new_pair()
    sheet = [YES, NOT_YET, LEFT_OUT, YES, YES, NOT_YET]
    one, other = seal(sheet, public), seal([LEFT_OUT] * 6, public)
    assert len(one) == len(other)
    assert seal(sheet, public) != one
    assert unseal(one, private) == sheet
    with pytest.raises(NotSealedHere):
        unseal(one, new_pair()[1])
    with pytest.raises(NotSealedHere):
        unseal(seal(sheet[:3], public), private)
    with pytest.raises(NotSealedHere):
        unseal(bytes(80), private)


def test_answers_are_told_in_fifths_once_the_last_day_is_over(team: Team) -> None:
    pulse = ask(team)
    mixed = [YES, NOT_YET, LEFT_OUT, YES, NOT_YET, YES]
    for slip in slips(pulse)[:5]:
        slip.answer(mixed)
    with time_machine.travel(pulse.closes_at - timedelta(minutes=1), tick=False):
        close_pulses()
    assert Pulse.objects.get().state == "open"
    over = close(pulse)
    assert (over.state, over.answered, over.people.count()) == ("read", 5, 6)
    assert fifths(over) == [5, 0, None, 5, 0, 5]
    assert [row.belief for row in over.findings.all()] == list(BELIEFS)


def test_of_four_answers_none_is_ever_opened(team: Team, monkeypatch: pytest.MonkeyPatch) -> None:
    pulse = ask(team)
    say(pulse, YES, YES, NOT_YET, NOT_YET)
    opened: list[bytes] = []
    monkeypatch.setattr(pulse_closing, "unseal", lambda box, _key: opened.append(box))
    over = close(pulse)
    assert (over.state, over.answered, fifths(over), opened) == ("too_few", 4, [], [])
    assert Slip.objects.count() == 0


def test_nothing_is_left_that_says_who_answered_or_what(team: Team) -> None:
    pulse = ask(team)
    say(pulse, YES, NOT_YET, NOT_YET, YES, YES)
    boxes = [bytes(slip.box) for slip in slips(pulse) if slip.box]
    seeds = [slip.seed for slip in slips(pulse)]
    assert len(boxes) == 5
    over = close(pulse)
    assert Slip.objects.count() == 0
    kept = repr(everything())
    assert [seed for seed in seeds if seed in kept] == []
    with pytest.raises(KeyLost):
        pulse_keys.private_key(bytes(pulse.public_key))
    assert bytes(over.public_key) == b""
    about = [each for each in Event.objects.all() if each.verb.startswith("pulse.")]
    assert [(each.verb, each.person, sorted(each.facts)) for each in about] == [
        ("pulse.closed", None, ["state", "title"]),
        ("pulse.asked", None, ["title"]),
    ]


def test_an_answer_writes_one_statement_on_ones_own_row_and_no_time(
    team: Team, browse: Callable[[Person | None], Client]
) -> None:
    slip = slips(ask(team))[0]
    columns = {field.name for field in Slip._meta.get_fields()}
    assert columns == {"id", "pulse", "person", "seed", "digest", "box"}
    before = everything()
    data = {belief.value: YES.value for belief in BELIEFS}
    assert browse(None).post(slip.path, data).status_code == 302
    after = everything()
    changed = [(old, new) for old, new in zip(before, after, strict=True) if old != new]
    assert len(changed) == 1
    old, new = changed[0]
    assert {name for name in old if old[name] != new[name]} == {"box"}


def test_all_findings_of_a_pulse_are_written_in_one_transaction(team: Team) -> None:
    """The number of the transaction that wrote a row tells who wrote what, where it differs."""
    read(team, YES, NOT_YET, YES, YES, YES)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(DISTINCT xmin::text) FROM onboarding_finding")
        assert cursor.fetchone() == (1,)


def test_a_second_answer_by_the_same_link_is_refused(team: Team) -> None:
    pulse = ask(team)
    slip, again = slips(pulse)[0], slips(pulse)[0]
    slip.answer([YES] * 6)
    with pytest.raises(PulseOver):
        again.answer([NOT_YET] * 6)
    assert bytes(Slip.objects.get(pk=slip.pk).box) == slip.box


def test_after_the_last_day_nobody_answers_although_it_was_not_read_yet(team: Team) -> None:
    pulse = ask(team)
    slip = slips(pulse)[0]
    with time_machine.travel(pulse.closes_at, tick=False), pytest.raises(PulseOver):
        slip.answer([YES] * 6)


def test_the_answer_of_somebody_who_was_removed_is_not_opened(team: Team, champion: Person) -> None:
    pulse = ask(team)
    say(pulse, *[YES] * 5)
    slips(pulse)[0].person.remove(champion)
    assert close(pulse).state == "too_few"


def test_what_is_called_off_is_never_read(team: Team, champion: Person) -> None:
    pulse = ask(team, by=champion)
    say(pulse, *[YES] * 6)
    assert pulse.call_off(champion)
    assert not pulse.call_off(champion)
    assert (Slip.objects.count(), close(pulse).state, fifths(pulse)) == (0, "called_off", [])
    with pytest.raises(KeyLost):
        pulse_keys.private_key(bytes(pulse.public_key))


def test_a_stopped_programme_throws_its_answers_away(team: Team, champion: Person) -> None:
    pulse = ask(team)
    say(pulse, *[YES] * 6)
    team.programme.change(champion, status="stopped")
    assert close(pulse).state == "called_off"


def test_without_redis_nobody_is_asked(team: Team, without_redis: None) -> None:
    with pytest.raises(KeyAway):
        ask(team)
    assert Pulse.objects.count() == 0


def test_without_redis_people_answer_and_the_reading_waits(
    team: Team, settings: LazySettings
) -> None:
    pulse = ask(team)
    there = settings.REDIS_URL
    settings.REDIS_URL = NOBODY_LISTENS
    vault.store.cache_clear()
    say(pulse, *[YES] * 6)
    assert close(pulse).state == "open"
    assert pulse_closing.wait_for_reading(pulse.closes_at + timedelta(minutes=1))
    settings.REDIS_URL = there
    vault.store.cache_clear()
    assert close(pulse).state == "read"


def test_a_lost_key_loses_the_answers_and_says_so(team: Team) -> None:
    pulse = ask(team)
    say(pulse, *[YES] * 6)
    pulse_keys.destroy(bytes(pulse.public_key))
    over = close(pulse)
    assert (over.state, fifths(over), Slip.objects.count()) == ("lost", [], 0)


def test_a_team_of_four_is_not_asked(programme: Programme) -> None:
    four = team_of(programme, 4)
    with pytest.raises(CannotAsk, match="Fewer than 5"):
        ask(four)
    eve = sit(four, "Eve without mail")
    Person.objects.filter(pk=eve.pk).update(email="")
    assert len(to_ask(four)) == 4


def test_a_team_is_asked_one_pulse_at_a_time_and_not_again_within_four_weeks(team: Team) -> None:
    pulse = ask(team)
    with pytest.raises(CannotAsk, match="already"):
        ask(team)
    say(pulse, *[YES] * 6)
    over = close(pulse)
    assert over.closed_at
    soon = time_machine.travel(over.closed_at + timedelta(days=27), tick=False)
    with soon, pytest.raises(CannotAsk, match="less than four weeks ago"):
        ask(team)
    with time_machine.travel(over.closed_at + timedelta(days=28), tick=False):
        assert ask(team).state == "open"


def test_one_newcomer_does_not_change_what_the_same_people_said(team: Team) -> None:
    first = read(team, YES, YES, NOT_YET, NOT_YET, NOT_YET, NOT_YET)
    assert first.closed_at
    assert fifths(first) == [2] * 6
    sit(team, "Zoe Newcomer")
    with time_machine.travel(first.closed_at + timedelta(days=40), tick=False):
        second = ask(team)
        say(second, YES, YES, NOT_YET, NOT_YET, NOT_YET, NOT_YET, YES)
    assert fifths(close(second)) == [2] * 6


def test_the_same_attempt_asks_once(team: Team, champion: Person) -> None:
    key = Pulse._meta.get_field("key").default()
    assert ask(team, by=champion, key=key) == ask(team, by=champion, key=key)
    assert Event.objects.about("pulse.asked").count() == 1


def test_everybody_of_the_team_is_told_whether_they_answered_or_not(team: Team) -> None:
    read(team, *[YES] * 5)
    told = Notice.objects.filter(kind="pulse.closed")
    assert sorted(each.person.name for each in told) == sorted(p.name for p in to_ask(team))
    assert {each.private for each in told} == {True}


def test_what_is_kept_of_a_person_is_that_they_were_asked_and_it_can_be_erased(
    team: Team,
) -> None:
    pulse = ask(team)
    say(pulse, YES)
    ada = slips(pulse)[0].person
    rows = PART.rows(ada)
    assert [sorted(row) for row in rows] == [["Team asked", "Until"]]
    assert "yes" not in json.dumps(rows).lower()
    PART.erase(ada)
    assert PART.rows(ada) == []
    assert not Slip.objects.filter(person=ada).exists()


def test_keys_that_could_not_be_destroyed_are_destroyed_later(
    team: Team, monkeypatch: pytest.MonkeyPatch
) -> None:
    pulse = ask(team)
    say(pulse, *[YES] * 5)
    with monkeypatch.context() as away:
        away.setattr(pulse_keys, "destroy", lambda _key: False)
        over = close(pulse)
    assert (over.state, bytes(over.public_key)) == ("read", bytes(pulse.public_key))
    assert pulse_keys.private_key(bytes(pulse.public_key))
    close_pulses()
    with pytest.raises(KeyLost):
        pulse_keys.private_key(bytes(pulse.public_key))
