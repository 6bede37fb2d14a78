"""Propose ambassadors from two CSV files. Nothing is read from or written to the database."""

import json
from argparse import RawDescriptionHelpFormatter
from dataclasses import replace
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from changeprog.programme.steps import Step
from changeprog.programme.terminal import bar
from stakeholders import choosing
from stakeholders.analysis_files import Unreadable, read_people, read_ties
from stakeholders.choosing import Choice
from stakeholders.reach import FADE, Reach, Terms
from stakeholders.reasons import Reason, listed, people, reasons, unreached

DESCRIPTION = """\
Propose whom to ask as ambassadors: one line of JSON for each person, in order.

PEOPLE.csv  person[,group,support]       support: against, doubtful, neutral, supportive, leading
TIES.csv    from,to[,relation,strength]  "from" turns to "to"; strength above 0, at most 1

Candidates are the supportive and the leading, and still to be won are those below; without the
column, everybody is both. Ties of the relation reports_to do not count. Without -k it proposes the
smallest set that reaches everybody who can be reached in two steps.
"""


class Command(BaseCommand):
    help = DESCRIPTION
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.formatter_class = RawDescriptionHelpFormatter
        parser.add_argument("people", type=Path, metavar="PEOPLE.csv")
        parser.add_argument("ties", type=Path, metavar="TIES.csv")
        parser.add_argument("-k", metavar="NUMBER", help="the best NUMBER of people")
        parser.add_argument("--undirected", action="store_true", help="ties have no direction")
        parser.add_argument(
            "--fade",
            default=FADE,
            metavar="PART",
            help=f"what is left of a message once it has been passed on, 0 to 1 (default {FADE})",
        )
        parser.add_argument(
            "--asked", action="append", default=[], metavar="PERSON", help="counts as chosen"
        )
        parser.add_argument(
            "--leave-out", action="append", default=[], metavar="PERSON", help="is not asked"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        number = None if options["k"] is None else _number(options["k"])
        try:
            reach = _reach(options)
        except Unreadable as error:
            raise CommandError(str(error)) from error
        with bar(self.stderr, "people looked at", "Nobody is proposed.") as shown:
            choice = _choose(reach, number, shown.begin(number or 0))
        for reason in reasons(choice.heard)[len(reach.asked) :]:
            self.stdout.write(json.dumps(_as_json(reason), ensure_ascii=False))
        self.stderr.write(_summary(choice, number))


def _choose(reach: Reach, number: int | None, step: Step) -> Choice:
    """Return the best ``number`` people, or the smallest set."""
    if number is None:
        return choosing.smallest(reach, step)
    return choosing.best(reach, number, step)


def _reach(options: dict[str, Any]) -> Reach:
    """Return the map of the two files, with what the options say of single people."""
    everybody = read_people(options["people"])
    ties = read_ties(options["ties"], everybody, undirected=options["undirected"])
    asked, left_out = set(options["asked"]), set(options["leave_out"])
    for name in sorted((asked | left_out) - {each.name for each in everybody}):
        raise Unreadable(f"{name} is not among the people.")
    known = [
        replace(
            each, asked=each.name in asked, eligible=each.eligible and each.name not in left_out
        )
        for each in everybody
    ]
    return Reach(known, ties, Terms(fade=_part(options["fade"])))


def _as_json(reason: Reason) -> dict[str, Any]:
    return {
        "person": reason.person.name,
        "reach": len(reason.reached),
        "only": [each.person.name for each in reason.only],
        "why": reason.why,
        "groups_only_they_open": list(reason.groups),
        "reaches": [
            {
                "person": each.person.name,
                "strength": each.strength,
                "through": each.through.name if each.through else None,
            }
            for each in reason.reached
        ],
    }


def _summary(choice: Choice, number: int | None) -> str:
    """Return what the choice comes to, in words."""
    missed = unreached(choice.heard)
    wanted = len(choice.reach.wanted)
    said = [f"{_proposed(choice, number)} {wanted - len(missed)} of {people(wanted)} reached."]
    if missed:
        said.append(f"Not reached: {listed([each.person.name for each in missed], most=20)}.")
    if choice.heard.groups_without:
        said.append(f"No way into {listed(sorted(choice.heard.groups_without), most=20)}.")
    return "\n".join(said)


def _proposed(choice: Choice, number: int | None) -> str:
    proposed = f"{people(len(choice.proposed))} proposed."
    if number is not None and len(choice.proposed) < number:
        return f"{proposed} Nobody else would add anything."
    if number is None and choice.proven:
        return f"{proposed} Nobody reaches as many with fewer."
    return proposed


def _number(word: str) -> int:
    try:
        number = int(word)
    except ValueError:
        number = 0
    if number < 1:
        raise CommandError(f"-k is how many people to propose, 1 or more, not “{word}”.")
    return number


def _part(word: str) -> float:
    try:
        part = float(word)
    except ValueError:
        part = -1.0
    if not 0 <= part <= 1:
        raise Unreadable(f"--fade is a part between 0 and 1, not “{word}”.")
    return part
