"""The consensus rule of a workshop: said in words, and changed."""

from django.db import transaction

from changeprog.programme.models import Person
from workshops.consensus import Rule
from workshops.models import Workshop


def in_words(workshop: Workshop) -> list[str]:
    """Return the rule of a workshop in sentences."""
    names = dict(workshop.programme.functions.values_list("pk", "name"))
    return Rule.from_json(workshop.rule).clauses(names)


@transaction.atomic
def set_rule(workshop: Workshop, by: Person, rule: Rule, based_on: int) -> None:
    """Set the rule of the rounds to come, on top of revision ``based_on`` of the workshop.

    Raises ``Overtaken`` when somebody else was quicker.
    """
    before = " ".join(in_words(workshop))
    facts = workshop.replace(based_on, {"rule": rule.to_json()})
    if facts:
        words = {"changes": {"rule": [before, " ".join(in_words(workshop))]}}
        workshop.record("changed", by, **facts | words)
