"""Anonymous rounds: one ballot each, and nobody ever learns whose it was, whoever they are."""

import logging
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import LazySettings
from django.db import connection, models
from django.test import Client
from django.urls import reverse
from psycopg import sql

from changeprog.accounts.models import User
from changeprog.programme.models import Event, Person
from tests import workshop_factory
from tests.workshops.conftest import Put
from workshops import round_keys
from workshops.models import Activity, Ballot, OutOfTurn, Participant, Proposal, Round, Turnout
from workshops.round_keys import KeyAway, KeyLost
from workshops.tasks import destroy_keys

Said = list[tuple[int, str]]
NOBODY_LISTENS = "redis://127.0.0.1:1/0"


@pytest.fixture
def activity(on: Put) -> Activity:
    return on("consensus")


@pytest.fixture
def proposal(activity: Activity, champion: Person) -> Proposal:
    return workshop_factory.proposal(activity, champion)


@pytest.fixture
def held(proposal: Proposal, champion: Person) -> Round:
    return workshop_factory.open_round(proposal, champion, anonymous=True)


@pytest.fixture
def three(held: Round) -> list[Participant]:
    """The champion, the member and a guest."""
    workshop = held.proposal.activity.workshop
    workshop_factory.guest(workshop)
    return list(workshop.participants.order_by("name"))


@pytest.fixture
def without_redis(settings: LazySettings) -> Iterator[None]:
    """Redis does not answer to who asks for keys."""
    settings.REDIS_URL = NOBODY_LISTENS
    round_keys.store.cache_clear()
    yield
    round_keys.store.cache_clear()


def answer(held: Round, people: list[Participant], *levels: int) -> None:
    for participant, level in zip(people, levels, strict=True):
        held.take(participant, level, f"Because {level}" if level > 4 else "")


def rows_with(key: bytes) -> int:
    """In how many rows of the whole database that key stands."""
    found = 0
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            rows = sql.SQL("SELECT count(*) FROM {} t WHERE t::text LIKE %s")
            cursor.execute(rows.format(sql.Identifier(table)), [f"%{key.hex()}%"])
            found += cursor.fetchone()[0]
    return found


def ballots(held: Round) -> Said:
    return sorted(held.ballots.values_list("level", "reason"))


def test_each_has_one_ballot_and_the_last_answer_counts(
    held: Round, three: list[Participant], champion: Person
) -> None:
    answer(held, three, 1, 8, 3)
    held.take(three[1], 2)
    assert Turnout.objects.filter(round=held).count() == 3
    held.reveal(champion)
    assert ballots(held) == [(1, ""), (2, ""), (3, "")]


def test_before_the_reveal_there_is_no_ballot_and_after_it_no_seal(
    held: Round, three: list[Participant], champion: Person
) -> None:
    answer(held, three, 1, 8, 3)
    sealed = [bytes(box) for box in held.turnout.values_list("sealed", flat=True)]
    assert (held.ballots.count(), {len(box) for box in sealed} == {2059}) == (0, True)
    held.reveal(champion)
    emptied = {bytes(box) for box in held.turnout.values_list("sealed", flat=True)}
    assert (emptied, held.turnout.count()) == ({b""}, 3)


def test_no_ballot_points_at_a_person_a_function_or_a_time() -> None:
    """What there is of a ballot: a random key, the round, a level and a reason."""
    fields = {field.name: type(field) for field in Ballot._meta.get_fields()}
    assert fields == {
        "id": models.UUIDField,
        "round": models.ForeignKey,
        "level": models.PositiveSmallIntegerField,
        "reason": models.CharField,
    }
    assert not [f for f in Turnout._meta.get_fields() if isinstance(f, models.DateTimeField)]


def test_ballots_lie_in_an_order_that_tells_nothing(proposal: Proposal, champion: Person) -> None:
    """Eight people answer 1 to 8 in turn; how the rows lie in the table differs from that."""
    workshop = proposal.activity.workshop
    people = [workshop_factory.guest(workshop, f"Guest {n}") for n in range(1, 9)]
    orders = set()
    held = workshop_factory.open_round(proposal, champion, anonymous=True)
    for _ in range(3):
        answer(held, people, *range(1, 9))
        held.reveal(champion)
        with connection.cursor() as cursor:
            cursor.execute("SELECT level FROM workshops_ballot ORDER BY ctid")
            orders.add(tuple(level for (level,) in cursor.fetchall()))
        held.reopen(champion)
    assert orders != {(1, 2, 3, 4, 5, 6, 7, 8)}


def test_the_private_key_is_in_no_table(held: Round, three: list[Participant]) -> None:
    private = round_keys.private_key(bytes(held.public_key))
    answer(held, three, 1, 8, 3)
    assert rows_with(bytes(held.public_key)) == 1, "a key would be found in this way"
    assert rows_with(private) == 0


def test_the_reveal_destroys_the_key(
    held: Round,
    three: list[Participant],
    champion: Person,
    django_capture_on_commit_callbacks: Any,
) -> None:
    answer(held, three, 1, 8, 3)
    public = bytes(held.public_key)
    with django_capture_on_commit_callbacks(execute=True):
        held.reveal(champion)
    with pytest.raises(KeyLost):
        round_keys.private_key(public)
    held.refresh_from_db()
    assert bytes(held.public_key) == b""


def test_a_key_that_could_not_be_destroyed_is_destroyed_later(
    held: Round, three: list[Participant], champion: Person
) -> None:
    answer(held, three, 1, 8, 3)
    public = bytes(held.public_key)
    held.reveal(champion)
    assert round_keys.private_key(public)
    destroy_keys()
    with pytest.raises(KeyLost):
        round_keys.private_key(public)


def test_the_key_of_an_open_round_is_left_alone(held: Round) -> None:
    destroy_keys()
    assert round_keys.private_key(bytes(held.public_key))


@pytest.mark.usefixtures("without_redis")
def test_without_redis_no_anonymous_round_is_opened(proposal: Proposal, champion: Person) -> None:
    with pytest.raises(KeyAway, match="Redis does not answer"):
        workshop_factory.open_round(proposal, champion, anonymous=True)
    assert not Round.objects.exists()


def test_without_redis_people_go_on_answering_and_the_reveal_waits(
    held: Round, three: list[Participant], champion: Person, request: pytest.FixtureRequest
) -> None:
    answer(held, three[:2], 1, 8)
    request.getfixturevalue("without_redis")
    answer(held, three, 1, 2, 3)
    with pytest.raises(KeyAway, match="No answer is lost"):
        held.reveal(champion)
    held.refresh_from_db()
    assert (held.status, held.ballots.count(), held.turnout.count()) == ("open", 0, 3)


def test_with_its_key_lost_a_round_can_only_be_annulled(
    held: Round, three: list[Participant], champion: Person
) -> None:
    answer(held, three, 1, 8, 3)
    round_keys.destroy(bytes(held.public_key))
    with pytest.raises(KeyLost, match="Annul the round"):
        held.reveal(champion)
    assert held.annul(champion, "Its key was lost") is True
    assert (held.ballots.count(), held.outcome) == (0, {"answered": 3})


def test_fewer_than_three_answers_are_not_revealed(
    held: Round, three: list[Participant], champion: Person
) -> None:
    answer(held, three[:2], 1, 8)
    with pytest.raises(OutOfTurn, match="Fewer than three people have answered"):
        held.reveal(champion)
    held.refresh_from_db()
    assert held.status == "open"


def test_an_answer_of_somebody_removed_is_not_opened(
    held: Round, three: list[Participant], champion: Person
) -> None:
    fourth = workshop_factory.guest(held.proposal.activity.workshop, "Gus Gone")
    answer(held, [*three, fourth], 1, 1, 1, 8)
    Participant.objects.filter(pk=fourth.pk).update(state="removed")
    held.reveal(champion)
    assert ballots(held) == [(1, ""), (1, ""), (1, "")]
    assert {bytes(box) for box in held.turnout.values_list("sealed", flat=True)} == {b""}


def test_reopening_throws_the_ballots_away_and_takes_a_new_key(
    held: Round, three: list[Participant], champion: Person
) -> None:
    """If old ballots stayed, the difference of two reveals would be the ballot of who changed."""
    answer(held, three, 1, 8, 3)
    first = bytes(held.public_key)
    held.reveal(champion)
    held.reopen(champion)
    assert (held.ballots.count(), held.turnout.count(), held.status) == (0, 0, "open")
    assert bytes(held.public_key) not in {first, b""}
    answer(held, three, 2, 2, 2)
    held.reveal(champion)
    assert ballots(held) == [(2, ""), (2, ""), (2, "")]


def test_turnout_can_be_verified_after_the_reveal(
    held: Round, three: list[Participant], champion: Person
) -> None:
    answer(held, three, 1, 8, 3)
    held.reveal(champion)
    names = list(held.turnout.values_list("participant__name", flat=True))
    assert names == ["Chris Champion", "Gil Guest", "Mo Member"]
    assert held.outcome["answered"] == 3


def test_a_small_function_is_not_told_apart(
    held: Round, three: list[Participant], champion: Person
) -> None:
    sales, marketing = champion.programme.functions.order_by("pk")[1:3]
    Participant.objects.filter(pk=three[0].pk).update(function=sales)
    Participant.objects.filter(pk__in=[each.pk for each in three[1:]]).update(function=marketing)
    fresh = list(Participant.objects.filter(workshop=three[0].workshop).order_by("name"))
    answer(held, fresh, 8, 1, 1)
    held.reveal(champion)
    assert held.outcome["breakdown"]["bands"] == [[1, 8]]
    assert not any("Sales" in words for _, words in held.outcome["clauses"])


def test_journal_and_log_tell_neither_level_nor_who(
    held: Round, three: list[Participant], champion: Person, caplog: pytest.LogCaptureFixture
) -> None:
    client, user = Client(), three[2].person
    assert user is not None
    assert isinstance(user.user, User)
    client.force_login(user.user, "allauth.account.auth_backends.AuthenticationBackend")
    workshop = held.proposal.activity.workshop
    url = reverse("workshop_room:position", args=[workshop.programme.key, workshop.pk, held.pk])
    with caplog.at_level(logging.DEBUG):
        client.post(url, {"level": "7", "reason": "Never ever"}, headers={"HX-Request": "true"})
    lines = [str(record.msg) + str(record.args) for record in caplog.records]
    requests = [line for line in lines if "position" in line]
    assert len(requests) == 1
    told = [workshop.programme.key, "Never ever", "Mo Member", user.email, f"/{held.pk}/"]
    assert [word for word in told if any(word in line for line in lines)] == []
    verbs = Event.objects.filter(programme=workshop.programme).values_list("verb", flat=True)
    assert not [verb for verb in verbs if verb.startswith("position")]
