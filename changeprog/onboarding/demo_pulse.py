"""The demo's pulses: three that were read, and one that runs.

Those that are over were never sealed: what they tell is written down as it would be left.
"""

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta

from changeprog.communications.models.posting import State
from changeprog.onboarding import pulse_mailing
from changeprog.onboarding.models import Finding, Pulse, PulseMail, Slip
from changeprog.onboarding.models.pulse import to_ask
from changeprog.onboarding.models.pulse_mail import Occasion, without_link
from changeprog.onboarding.pulse import Answer
from changeprog.onboarding.pulse_box import BELIEFS
from changeprog.onboarding.pulse_keys import KeyAway
from changeprog.onboarding.pulse_moments import Moment
from changeprog.programme.demo import Story, happened
from changeprog.programme.models import Team

PUNE, DESKS = "Pune sales office", "Eleven service desks"


@dataclass(frozen=True)
class Told:
    """One pulse that is over: its days, how many answered, and what it told of the six."""

    team: str
    moment: Moment
    opened: int
    closed: int
    answered: int
    fifths: tuple[int, ...]
    shared: tuple[int, int] | None = None
    """On which day, and by whom, if nobody waited for the week to be over."""


PAST = [
    Told(PUNE, Moment.BEFORE, 84, 87, 5, (4, 2, 1, 3, 2, 2)),
    Told(PUNE, Moment.MONTH, 119, 126, 5, (5, 4, 4, 4, 3, 2), shared=(128, 17)),
    Told(DESKS, Moment.BEFORE, 136, 143, 6, (3, 2, 2, 1, 2, 3)),
]
RUNNING = (179, 186)
"""Days on which the pulse of the service desks was asked, and on which it closes."""
SAID = ((1, 1, 2, 2, 1, 0), (1, 2, 2, 2, 1, 1), (1, 1, 1, 2, 2, 1))
"""What three of them have answered by now, under seal."""


def tell(story: Story) -> None:
    """Let two teams say where they stand, and ask one of them again."""
    for past in PAST:
        _file(story, past)
    with suppress(KeyAway):
        _ask(story)


def _file(story: Story, past: Told) -> None:
    team = _team(story, past.team)
    closed = story.moment(past.closed + 1, 0)
    pulse = Pulse(
        programme=story.programme,
        team=team,
        moment=past.moment,
        state=Pulse.State.READ,
        opened_at=story.moment(past.opened),
        closes_on=story.day(past.closed),
        closed_at=closed,
        shared_at=story.moment(past.shared[0]) if past.shared else None,
        answered=past.answered,
    )
    pulse.save()
    pulse.people.set(to_ask(team))
    Finding.objects.bulk_create(
        Finding(pulse=pulse, belief=belief, fifths=fifths, given=past.answered)
        for belief, fifths in zip(BELIEFS, past.fifths, strict=True)
    )
    _record(story, pulse, closed, past.shared)


def _record(story: Story, pulse: Pulse, closed: datetime, shared: tuple[int, int] | None) -> None:
    with happened(pulse.opened_at):
        pulse.record("asked", None)
    with happened(closed):
        pulse.record("closed", None, state=pulse.state)
    if shared:
        with happened(story.moment(shared[0])):
            pulse.record("shared", story.people[shared[1]])


def _ask(story: Story) -> None:
    """Ask the service desks after their first month; three of them have answered."""
    opened = story.moment(RUNNING[0])
    with happened(opened):
        asked = Pulse.ask(_team(story, DESKS), None, story.day(RUNNING[1]), moment=Moment.MONTH)
    Pulse.objects.filter(pk=asked.pk).update(opened_at=opened)
    slips = Slip.objects.filter(pulse=asked).select_related("pulse__programme", "pulse__team")
    for slip in slips.select_related("person").order_by("pk"):
        _mail(slip, opened)
    for slip, said in zip(slips.order_by("pk"), SAID, strict=False):
        slip.answer([Answer(each) for each in said])


def _mail(slip: Slip, at: datetime) -> None:
    """Keep the mail that asked as it was sent."""
    kept = PulseMail(pulse=slip.pulse, person=slip.person, occasion=Occasion.ASKS, made_at=at)
    sealed = pulse_mailing.message(slip, kept.message_id)
    kept.source, kept.subject = without_link(sealed.source), str(sealed.subject)
    kept.attempts, kept.state = 1, State.SENT
    kept.claimed_at, kept.sent_at = at + timedelta(seconds=5), at + timedelta(seconds=6)
    kept.save()


def _team(story: Story, name: str) -> Team:
    teams = Team.objects.select_related("programme")
    return teams.get(programme=story.programme, name=name)
