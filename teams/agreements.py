"""What rules, procedures and their acknowledgement add to the ground."""

from datetime import datetime
from typing import Any

from changeprog import liveness
from changeprog.communications import audience
from changeprog.communications import digest as communications_digest
from changeprog.communications.digest import Line, Section
from changeprog.communications.models import Procedure
from changeprog.communications.models.terms import Topic
from changeprog.programme import charter, demo, home, journal, search
from changeprog.programme.journal import Verb
from changeprog.programme.models import Person, Programme
from changeprog.programme.search import Finder, Hit, Words
from teams import procedures, rules, welcome
from teams.models import RuleVersion

ON_PAPER = 5
"""Rules for which the charter's sheet has room."""

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


def on_paper(programme: Programme, _: Person) -> dict[str, Any]:
    """Return the rules in force, as the charter tells them."""
    known = list(RuleVersion.objects.of(programme).adopted())
    return {"rules": known[:ON_PAPER], "others": max(len(known) - ON_PAPER, 0)}


def find_rules(programme: Programme, _: Person, words: Words) -> list[Hit]:
    """Find the rules in force and those proposed, by their words and reasons."""
    open_ones = RuleVersion.objects.filter(
        rule__programme=programme, state__in=["proposed", "adopted"]
    )
    found = words.among(open_ones.with_names(), "text", "reason")
    return [
        Hit(each.text, each.rule.get_absolute_url(), each.get_state_display().lower())
        for each in found
    ]


def find_procedures(programme: Programme, _: Person, words: Words) -> list[Hit]:
    """Find communication procedures by their name and what people need to know."""
    rows = Procedure.objects.filter(programme=programme).select_related("programme")
    return [
        Hit(each.name, each.get_absolute_url(), "" if each.active else "ended")
        for each in words.among(rows, "name", "words")
    ]


FINDERS = [
    Finder(16, "Working rules", "handshake", find_rules),
    Finder(17, "Procedures", "megaphone", find_procedures),
]
AGREED = Section("agreed", "What was agreed", 28, told, Topic.DECISIONS)


def register() -> None:
    """Name what can happen, open the rooms, say who is in a team, greet those who came later."""
    journal.register(*VERBS)
    rules.ROOM.open()
    procedures.ROOM.open()
    audience.register(procedures.seated)
    home.register(home.Panel(5, welcome.HOME))
    charter.register(charter.Section(50, "teams/agreement/_charter.html", on_paper))
    search.register(*FINDERS)
    demo.register(36, "teams.demo_rules.tell")
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
