"""Workers killed by SIGKILL at random moments, two at a time: fifty editions to forty people."""

import random
import signal
from collections import Counter
from threading import Timer

import pytest

from changeprog.communications.models import Delivery
from tests.communications.faults.conftest import Counted
from tests.communications.faults.post_office import PostOffice, opened
from tests.communications.faults.scene import (
    edition_of,
    let_time_pass,
    programme_of,
    promised,
    states,
)
from tests.communications.faults.workers import Workers, kill, workers

pytestmark = [pytest.mark.faults, pytest.mark.django_db(transaction=True)]
ROUNDS, PEOPLE = 50, 40
STEPS = 4
"""Of the conversation with the mail server, for each message."""
A_MESSAGE = 0.004
"""Seconds; a kill strikes at a step, or up to so much later."""


class Killer:
    """Kills one worker at a step of the conversation, or a moment later."""

    def __init__(self, office: PostOffice, chance: random.Random) -> None:
        self.office, self.chance, self.victim = office, chance, 0
        office.notice = self.strike

    def aim(self) -> None:
        """Choose when the next worker dies."""
        self.at = self.office.steps + self.chance.randint(1, PEOPLE * STEPS)
        self.later = self.chance.choice([0.0, self.chance.random() * A_MESSAGE])

    def strike(self, _phase: str) -> None:
        if self.office.steps != self.at or not self.victim:
            return
        if self.later:
            Timer(self.later, kill, [self.victim]).start()
        else:
            kill(self.victim)


def test_a_worker_killed_at_any_moment_loses_nothing_and_repeats_only_what_is_in_doubt(
    counted: Counted,
) -> None:
    seed = random.SystemRandom().randrange(10**6)
    procedure, office = programme_of(PEOPLE), PostOffice()
    chance = random.Random(seed)  # noqa: S311 -- can be repeated with the seed
    killer, in_doubt, counts = Killer(office, chance), set[str](), Counter[str]()
    with opened(office) as port, workers(port) as crew:
        for number in range(ROUNDS):
            edition_of(procedure, number)
            in_doubt |= one_round(crew, killer, counts, both=bool(number % 2))
    assert set(office.taken) == promised(), f"Seed {seed}"
    assert states() == {"sent": ROUNDS * PEOPLE}, f"Seed {seed}"
    assert set(office.doubled) <= in_doubt, f"Seed {seed}"
    assert set(office.doubled.values()) <= {2}, f"Seed {seed}"
    assert counts["killed"] > ROUNDS / 2, f"Seed {seed}"
    counted(
        f"{ROUNDS} rounds of {PEOPLE} recipients, {counts['killed']} workers killed: "
        f"{len(office.taken)} of {ROUNDS * PEOPLE} messages arrived, {len(in_doubt)} were in "
        f"doubt, {len(office.doubled)} of them arrived twice under the same Message-ID "
        f"(seed {seed})"
    )


def one_round(crew: Workers, killer: Killer, counts: Counter[str], *, both: bool) -> set[str]:
    """Deliver one edition, a worker being killed; return the Message-IDs that are in doubt.

    In every second round two workers have been asked the same question at once.
    """
    killer.victim = 0
    killer.aim()
    numbers = [crew.start() for _ in range(1 + both)]
    killer.victim = numbers[0]
    counts["killed"] += [crew.end(number) for number in numbers].count(-signal.SIGKILL)
    killer.victim = 0
    in_doubt = set(Delivery.objects.filter(state="sending").values_list("message_id", flat=True))
    assert len(in_doubt) <= 1, "A worker holds one message at a time"
    let_time_pass()
    ends = [crew.end(number) for number in [crew.start() for _ in range(1 + both)]]
    assert ends == [0] * (1 + both)
    return in_doubt


def test_two_beats_at_once_send_nothing_twice(counted: Counted) -> None:
    procedure, office = programme_of(PEOPLE), PostOffice()
    with opened(office) as port, workers(port) as crew:
        for number in range(5):
            edition_of(procedure, number)
            ends = [crew.end(worker) for worker in [crew.start() for _ in range(3)]]
            assert ends == [0, 0, 0]
    assert set(office.taken) == promised()
    assert office.doubled == {}
    counted(f"Three workers at once, five times: {len(office.taken)} messages arrived, none twice")
