"""Workers, each a process of its own that may be killed, forked from one that has loaded Django.

``python -m tests.communications.faults.worker`` answers each line of its standard input with one:
to "start" with the number of a new worker, which delivers what is due; to "wait" and a number with
how it ended, as ``Popen.returncode``.
"""

import logging
import os
import sys

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "changeprog.settings")
django.setup()

from django.utils.timezone import now  # noqa: E402 -- after the settings, as below

from changeprog.communications.letter import drawn_for  # noqa: E402
from changeprog.communications.models import Edition, Procedure  # noqa: E402
from changeprog.communications.tasks import deliver_due  # noqa: E402
from changeprog.programme.models import Person, Programme  # noqa: E402


def warm_up() -> None:
    """Draw a letter, so that no worker has to read templates and styles first."""
    procedure = Procedure(programme=Programme(key="warm", name="Warm"))
    edition = Edition(procedure=procedure, since=now(), until=now(), word="Warm")
    edition.occurrence = now().date()
    drawn_for(edition, Person(name="Warm", role="member", time_zone="UTC"), [])


def answer(word: str, *number: str) -> int:
    if word == "wait":
        return os.waitstatus_to_exitcode(os.waitpid(int(number[0]), 0)[1])
    if child := os.fork():
        return child
    try:
        deliver_due()
    except Exception:  # noqa: BLE001 -- the end of the worker, which beat's next question follows
        os._exit(1)
    os._exit(0)


if __name__ == "__main__":
    logging.disable(logging.CRITICAL)
    warm_up()
    for line in sys.stdin:
        sys.stdout.write(f"{answer(*line.split())}\n")
        sys.stdout.flush()
