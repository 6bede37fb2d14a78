"""Unwritten ground rules: what they say about the fourth principle, and all that they register."""

from typing import Any

from django.db import transaction
from django.db.models import Count, Q
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.text import Truncator
from django.utils.timezone import localtime

from changeprog.direction import undoing
from changeprog.direction.principles import Evidence, Kind, Moment, Step, register_evidence
from changeprog.direction.principles.catalogue import PEOPLE
from changeprog.direction.undoing import TooLate, Undoing
from changeprog.programme import demo, journal
from changeprog.programme.journal import Verb
from changeprog.programme.models import Event, Person, Programme, Role
from stakeholders import own_record
from stakeholders.models import GroundRule
from stakeholders.own_record import Part, Row

SHOWN = 3
"""Rules that the principle names; the page has them all."""
WORDS = 120
"""Characters of a rule that the principle shows."""
VERBS = [
    Verb("ground_rule.noted", "noted an unwritten ground rule"),
    Verb("ground_rule.heard", "heard an unwritten ground rule again"),
    Verb("ground_rule.unheard", "took back that a ground rule was heard"),
    Verb("ground_rule.changed", "changed an unwritten ground rule"),
    Verb("ground_rule.removed", "took an unwritten ground rule away"),
    Verb("ground_rule.restored", "brought an unwritten ground rule back"),
]


def hurting(programme: Programme, _: Moment) -> list[Evidence]:
    """Tell champions and facilitators which rules hurt the change; to others none exists.

    Those that nothing is done about come first, then what is heard most often.
    """
    own = GroundRule.objects.filter(programme=programme).hurting()
    count = own.aggregate(all=Count("pk"), open=Count("pk", filter=Q(answer="")))
    if not count["all"]:
        return []
    page = reverse("stakeholders:ground_rules", args=[programme.key])
    told = [of_rule(rule, page) for rule in own.unanswered_first()[:SHOWN]]
    if count["all"] > len(told):
        more = count["all"] - len(told)
        words = f"{more} more unwritten {'rule hurts' if more == 1 else 'rules hurt'} the change"
        kind = Kind.MISSING if count["open"] > len(told) else Kind.PARTLY
        told.append(Evidence(words, kind, f"{page}?effect=hurts", least=Role.FACILITATOR))
    return told


def of_rule(rule: GroundRule, page: str) -> Evidence:
    """Return what it means that one rule hurts: missing while nothing is done about it."""
    shown = Truncator(rule.words).chars(WORDS)
    times = "once" if rule.heard == 1 else f"{rule.heard} times"
    place = f"{page}#rule-{rule.pk}"
    if rule.answer:
        words = f"An unwritten rule hurts, and something is done about it: “{shown}”, heard {times}"
        return Evidence(words, Kind.PARTLY, place, least=Role.FACILITATOR)
    words = f"An unwritten rule hurts, and nothing is done about it: “{shown}”, heard {times}"
    step = Step("Answer the unwritten rule that is heard most", place, Role.FACILITATOR)
    return Evidence(words, Kind.MISSING, place, step, least=Role.FACILITATOR)


def rows(person: Person) -> list[Row]:
    """Return the rules that were heard from somebody."""
    heard = GroundRule.objects.filter(heard_from=person).with_names().order_by("pk")
    return [
        {
            "Around here…": rule.words,
            "Heard": "once" if rule.heard == 1 else f"{rule.heard} times",
            "Last heard": date_format(localtime(rule.last_heard)) if rule.last_heard else "",
        }
        for rule in heard
    ]


@transaction.atomic
def erase(person: Person) -> None:
    """Let no rule know that it was heard from them, nor the journal how to put that back."""
    own_record.forget_events(_told_by(person))
    GroundRule.everything().filter(heard_from=person).update(heard_from=None)


def _told_by(person: Person) -> Any:
    """Return the rules of which a row, or a change that could be undone, names ``person``."""
    changes = Event.objects.filter(
        programme=person.programme,
        verb="ground_rule.changed",
        facts__undo__values__heard_from=person.pk,
    )
    numbers = list(changes.values_list("subject_id", flat=True))
    return GroundRule.everything().filter(Q(heard_from=person) | Q(pk__in=numbers))


def writes(_: Any, person: Person) -> bool:
    """Whether ``person`` may undo what they did to a rule."""
    return person.may(Role.FACILITATOR)


def unhear(rule: GroundRule, event: Event) -> None:
    """Undo that a rule was heard once more; too late once that was taken back."""
    if not rule.unhear(undoing.doer(event), event.facts["undo"]["hearing"]):
        raise TooLate


def register() -> None:
    """Name what can happen, say how it is undone and what it proves, given and erased."""
    journal.register(*VERBS)
    undoings = undoing.of_removable("ground_rule", "noted", writes)
    undoings["ground_rule.heard"] = Undoing(unhear, writes, "It counts once less again.")
    undoing.register(undoings)
    register_evidence(PEOPLE, hurting, "ground_rule.")
    own_record.register(Part(70, "Unwritten ground rules heard from them", rows, erase))
    demo.register(61, "stakeholders.demo_rules.tell")
