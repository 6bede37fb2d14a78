"""What rules, procedures and their acknowledgement add to the ground."""

from changeprog.programme import journal
from changeprog.programme.journal import Verb
from teams import rules

VERBS = [
    Verb("rule.proposed", "proposed a working rule"),
    Verb("rule.rewritten", "proposed other words for a working rule"),
    Verb("rule.answered", "said where they stand to a working rule"),
    Verb("rule.commented", "remarked on a working rule"),
    Verb("rule.adopted", "adopted a working rule"),
    Verb("rule.withdrawn", "withdrew a working rule"),
]


def register() -> None:
    """Name what can happen and open the rooms."""
    journal.register(*VERBS)
    rules.ROOM.open()
