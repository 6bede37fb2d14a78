"""Criteria of business as usual: all that they register."""

from changeprog.onboarding import (
    criterion_concerning,
    criterion_reminders,
    criterion_undoing,
    usual_page,
    usual_principle,
)
from changeprog.onboarding.models import Criterion
from changeprog.programme import demo, journal, open_things, search
from changeprog.programme.journal import Verb
from changeprog.programme.models import Person, Programme
from changeprog.programme.open_things import OpenKind, OpenThing
from changeprog.programme.search import Finder, Hit, Words

VERBS = [
    Verb("criterion.agreed", "agreed on what has to be true"),
    Verb("criterion.begun", "gave a team its first criteria of business as usual"),
    Verb("criterion.cleared", "took the first criteria of a team away"),
    Verb("criterion.changed", "changed what has to be true"),
    Verb("criterion.removed", "took away what had to be true"),
    Verb("criterion.restored", "brought back what has to be true"),
    Verb("criterion.accepted", "accepted that it is so"),
    Verb("criterion.taken_back", "took back that it is so"),
    Verb("evidence.given", "showed that it is so"),
    Verb("evidence.removed", "took away what was to show it"),
    Verb("evidence.restored", "brought back what shows it"),
]


def find(programme: Programme, _: Person, words: Words) -> list[Hit]:
    """Find criteria by what has to be true, and by the name of the team."""
    rows = Criterion.objects.filter(programme=programme).still()
    found = words.among(rows.select_related("programme", "team"), "statement", "team__name")
    return [Hit(each.statement, each.get_absolute_url(), each.whose) for each in found]


def open_in(programme: Programme) -> list[OpenThing]:
    """Return what nobody has accepted yet, the oldest first; one query."""
    rows = Criterion.objects.filter(programme=programme).still().open()
    named = rows.select_related("team", "acceptor").order_by("created_at", "pk")
    return [
        OpenThing(
            kind="criterion",
            subject=each,
            title=f"{each} ({each.whose})",
            owner=each.acceptor,
            since=each.created_at.date(),
        )
        for each in open_things.of_programme(programme, named)
    ]


def hand_over(thing: OpenThing, by: Person, to: Person | None) -> None:
    """Name somebody else who accepts it."""
    criterion = Criterion.objects.select_related("programme", "team").get(pk=thing.number)
    criterion.change(by, criterion.revision, acceptor=to)


def register() -> None:
    """Name what can happen, and have it shown, told, undone, found, reminded of and handed over."""
    journal.register(*VERBS)
    usual_page.register()
    criterion_undoing.register()
    criterion_concerning.register()
    criterion_reminders.register()
    usual_principle.register()
    search.register(Finder(66, "Business as usual", "stamp", find))
    open_things.register(
        OpenKind(70, "criterion", "What is not business as usual", "stamp", open_in, hand_over)
    )
    demo.register(86, "changeprog.onboarding.demo_criteria.tell")
