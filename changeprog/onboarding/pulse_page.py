"""What a viewer sees of pulses: of one team, and of all teams; and what pulses register."""

from typing import Any

from changeprog import liveness
from changeprog.celery import hint
from changeprog.communications import ledger
from changeprog.direction import undoing
from changeprog.direction.undoing import TooLate, Undoing, doer
from changeprog.onboarding import (
    columns,
    pulse_closing,
    pulse_mailing,
    pulse_record,
    readiness,
    team_page,
)
from changeprog.onboarding.columns import Column
from changeprog.onboarding.models import Pulse, PulseMail, Slip
from changeprog.onboarding.standing import may_lead
from changeprog.onboarding.team_page import Section
from changeprog.programme import demo, journal
from changeprog.programme.journal import Verb
from changeprog.programme.models import Event, Person, Team
from stakeholders import own_record

VERBS = [
    Verb("pulse.asked", "asked a team how ready it is"),
    Verb("pulse.called_off", "called the questions to a team off"),
    Verb("pulse.closed", "closed the questions to a team"),
    Verb("pulse.shared", "shared what a team believes"),
]
STALE = ("pulse.", "seat.", "person.removed", "team.arranged")


def of_team(team: Team, viewer: Person) -> dict[str, Any]:
    """Return what ``viewer`` sees of the pulses of ``team``: the one that runs, and what was told.

    ``held_back`` is one that the team reads first and the viewer does not; ``unread`` the newest of
    which nothing can be told.
    """
    latest = Pulse.objects.with_names().filter(team=team).first()
    running = latest if latest and latest.is_running() else None
    over = latest if latest and not latest.is_open else None
    told = readiness.history(team, viewer)
    newest = told[0] if told else None
    is_read = bool(over and over.state == Pulse.State.READ)
    may_ask = team.retired_at is None and may_lead(viewer, team)
    return {
        "team": team,
        "running": running,
        "mine": mine(running, viewer) if running else None,
        "told": told,
        "newest": newest[1] if newest else None,
        "held_back": over if is_read and over not in dict(told) else None,
        "unread": None if is_read else over,
        "may_ask": may_ask and not (latest and latest.is_open),
        "may_call_off": may_ask and bool(running),
        "may_share": bool(newest and not newest[0].is_public and readiness.may_share(viewer, team)),
    }


def mine(running: Pulse, viewer: Person) -> Slip | None:
    """Return the viewer's own slip in a pulse that runs, if they are asked."""
    return Slip.objects.filter(pulse=running, person=viewer).select_related("pulse").first()


def section(team: Team, viewer: Person) -> dict[str, Any] | None:
    """Return the same for a team's own page; nothing where there is nothing to see or to do."""
    shown = of_team(team, viewer)
    parts = ("running", "newest", "held_back", "unread", "may_ask")
    return shown if any(shown[part] for part in parts) else None


def hint_mails() -> None:
    """Have a worker look for mails to send now."""
    hint("changeprog.onboarding.tasks.mail_pulses")


def call_off(pulse: Pulse, event: Event) -> None:
    """Undo that a team was asked: what was answered meanwhile is thrown away unread."""
    if not pulse.call_off(doer(event)):
        raise TooLate


def leads(pulse: Pulse, person: Person) -> bool:
    return may_lead(person, pulse.team)


def register() -> None:
    """Name what can happen, and show it on the board, on team pages and in the ledger."""
    journal.register(*VERBS)
    words = "It is called off. What was answered meanwhile is thrown away unread."
    undoing.register({"pulse.asked": Undoing(call_off, leads, words)})
    columns.register(Column(40, "Readiness", readiness.cells))
    team_page.register(Section(30, "onboarding/team/_pulse.html", section, STALE))
    ledger.register(ledger.Kind("pulse", "Pulse", PulseMail))
    liveness.register("pulse mails", pulse_mailing.wait_for_the_post)
    liveness.register("pulses", pulse_closing.wait_for_reading)
    own_record.register(pulse_record.PART)
    demo.register(84, "changeprog.onboarding.demo_pulse.tell")
