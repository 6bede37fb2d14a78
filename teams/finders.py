"""What can be found of the teams' days: victories and barriers."""

from changeprog.programme.models import Person, Programme
from changeprog.programme.search import Finder, Hit, Words
from teams.models import Barrier, Victory


def find_victories(programme: Programme, _: Person, words: Words) -> list[Hit]:
    """Find victories by what was won and why it is held up."""
    rows = Victory.objects.filter(programme=programme).select_related("programme")
    return [
        Hit(found.what, found.get_absolute_url(), "promoted" if found.promoted_at else "")
        for found in words.among(rows, "what", "promoted_because")
    ]


def find_barriers(programme: Programme, _: Person, words: Words) -> list[Hit]:
    """Find barriers by what is in the way and how it was knocked down."""
    rows = Barrier.objects.filter(programme=programme).select_related("programme")
    return [
        Hit(
            found.what,
            found.get_absolute_url(),
            "knocked down" if found.knocked_down_at else "standing",
        )
        for found in words.among(rows, "what", "outcome")
    ]


FINDERS = [
    Finder(40, "Barriers", "construction", find_barriers),
    Finder(50, "Victories", "trophy", find_victories),
]
