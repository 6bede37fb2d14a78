"""What tests of imports share: a small sheet of each kind, and taking it in."""

from typing import Any
from uuid import uuid4

from changeprog.programme.models import Person
from stakeholders.importing import running, source
from stakeholders.models import Assessment, Import, Stakeholder, Tie
from stakeholders.models.stakeholder import LEVELS

PEOPLE = """Name;E-mail;Function;Influence;Interest;Support;Needed
Jörg Müller;joerg@example.org;Sales;5;4;doubtful;leading
Zoë Ünal;;Marketing;3;;;
"""
TIES = """from;to;relation;strength
Jörg Müller;Zoë Ünal;advice;0.5
zoe unal;joerg@example.org;reports to;
"""


def begin(by: Person, text: str, **choices: Any) -> Import:
    begun = running.begin(by, uuid4(), text)
    running.choose(begun, **choices)
    return begun


def take_in(by: Person, text: str, **choices: Any) -> Import:
    begun = begin(by, text, **choices)
    running.confirm(begun, by, source.plan_of(begun).fingerprint)
    begun.refresh_from_db()
    return begun


def the_map(by: Person) -> list[Any]:
    """Return everything that an import can touch, without numbers that are new each time."""
    rows = Stakeholder.everything().filter(programme=by.programme)
    return [
        sorted(by.programme.people.values_list("name", "email", "function__name", "role")),
        sorted(rows.values_list("person__name", "owner__name", "removed_at", *LEVELS), key=str),
        sorted(
            Tie.objects.values_list(
                "source__name", "target__name", "relation", "strength", "origin"
            )
        ),
        sorted(by.programme.functions.values_list("name", flat=True)),
        sorted(
            Assessment.objects.values_list("stakeholder__person__name", "field", "before", "after"),
            key=str,
        ),
    ]
