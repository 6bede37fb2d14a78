"""What profiles add to the ground: verbs, ways back, search, home, what is known of a person."""

from typing import Any

from changeprog.communications import reminders
from changeprog.direction import undoing
from changeprog.direction.undoing import TooLate, Undoing, doer
from changeprog.programme import demo, home, journal, search
from changeprog.programme.journal import Verb
from changeprog.programme.models import Event, Person, Programme
from changeprog.programme.search import Finder, Hit, Words
from stakeholders import next_talks, record_parts
from stakeholders.models import Conversation, Conviction, Stakeholder


def register() -> None:
    """Register it all; called once, when the app is ready."""
    journal.register(Verb("stakeholder.erased", "erased somebody from the map"))
    undoing.register(
        {
            **undoing.of_removable("stakeholder", "added", undoing.writes),
            **undoing.of_removable("guarantee", "given", undoing.writes),
            **undoing.of_removable("conversation", "noted", _may_still_note),
            "stakeholder.convinced": Undoing(_unsay, _may_see),
        }
    )
    record_parts.register()
    search.register(Finder(15, "On the map", "map", find_stakeholders))
    home.register(home.Panel(23, next_talks.HOME))
    reminders.register(next_talks.REMINDED)
    demo.register(60, "stakeholders.demo_people.tell")


def find_stakeholders(programme: Programme, person: Person, words: Words) -> list[Hit]:
    """Find people on the map, for those to whom their profiles are open."""
    rows = Stakeholder.objects.visible_to(person).filter(programme=programme)
    found = words.among(rows.select_related("programme", "person__function"), "person__name")
    return [
        Hit(row.person.name, row.get_absolute_url(), getattr(row.person.function, "name", ""))
        for row in found
    ]


def _may_see(subject: Stakeholder, person: Person) -> bool:
    return subject.is_visible_to(person)


def _may_still_note(subject: Conversation, person: Person) -> bool:
    """Whether the note is theirs, about somebody they may still see."""
    return subject.by_id == person.pk and subject.stakeholder.is_visible_to(person)


def _unsay(stakeholder: Stakeholder, event: Event) -> None:
    """Say of a conviction what was said before, unless somebody has said something since."""
    before: dict[str, Any] = event.facts["undo"]
    since = Event.objects.of(stakeholder).filter(verb=event.verb, pk__gt=event.pk)
    if since.filter(facts__undo__belief=before["belief"]).exists():
        raise TooLate
    Conviction.say(doer(event), stakeholder, **before)
