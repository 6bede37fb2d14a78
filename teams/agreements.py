"""What rules, procedures and their acknowledgement add to the ground."""

from datetime import datetime

from changeprog import liveness
from changeprog.communications import audience
from changeprog.communications import digest as communications_digest
from changeprog.communications.digest import Line, Section
from changeprog.programme import home, journal
from changeprog.programme.journal import Verb
from changeprog.programme.models import Programme
from teams import procedures, rules, welcome

VERBS = [
    Verb("rule.proposed", "proposed a working rule"),
    Verb("rule.rewritten", "proposed other words for a working rule"),
    Verb("rule.answered", "said where they stand to a working rule"),
    Verb("rule.commented", "remarked on a working rule"),
    Verb("rule.adopted", "adopted a working rule"),
    Verb("rule.withdrawn", "withdrew a working rule"),
    Verb("agreed_set.issued", "issued what the teams have agreed"),
    Verb("agreed_set.acknowledged", "acknowledged what the teams have agreed"),
    Verb("welcome.finished", "was walked through what the teams have agreed"),
]


def told(programme: Programme, since: datetime, until: datetime) -> list[Line]:
    """Tell which rules and procedures were agreed in [``since``, ``until``)."""
    return [
        *rules.adopted_lines(programme, since, until),
        *procedures.agreed_lines(programme, since, until),
    ]


AGREED = Section("agreed", "What was agreed", 28, told)


def register() -> None:
    """Name what can happen, open the rooms, say who is in a team, greet those who came later."""
    journal.register(*VERBS)
    rules.ROOM.open()
    procedures.ROOM.open()
    audience.register(procedures.seated)
    home.register(home.Panel(5, welcome.HOME))
    communications_digest.register(AGREED)
    liveness.register("agreed sets", leave_unissued)
    liveness.register("acknowledgements", leave_unasked)


def leave_unissued(since: datetime) -> bool:
    """Whether an edition of what was agreed, due by then, is still not issued."""
    from teams import acknowledging  # noqa: PLC0415 -- apps must be ready

    return bool(acknowledging.owed(since))


def leave_unasked(since: datetime) -> bool:
    """Whether somebody who was to be asked by then has not been asked to acknowledge."""
    from teams import acknowledging  # noqa: PLC0415 -- apps must be ready

    return bool(acknowledging.to_be_asked(since))
