"""What can be found of the teams' days: victories and barriers."""

from changeprog.programme.models import Person, Programme, Team
from changeprog.programme.search import Finder, Hit, Words
from teams.models import Barrier, Victory


def find_victories(programme: Programme, _: Person, words: Words) -> list[Hit]:
    """Find victories by what was won, where it can be seen and why it is held up."""
    rows = Victory.objects.filter(programme=programme).select_related("programme")
    return [
        Hit(found.what, found.get_absolute_url(), "promoted" if found.promoted_at else "")
        for found in words.among(rows, "what", "promoted_because", "where", "alt")
    ]


def find_barriers(programme: Programme, _: Person, words: Words) -> list[Hit]:
    """Find barriers by what is in the way, what is done next and how they were knocked down."""
    rows = Barrier.objects.filter(programme=programme).select_related("programme")
    return [
        Hit(
            found.what,
            found.get_absolute_url(),
            "knocked down" if found.knocked_down_at else "standing",
        )
        for found in words.among(rows, "what", "outcome", "next_step")
    ]


def find_teams(programme: Programme, _: Person, words: Words) -> list[Hit]:
    """Find teams by name and purpose, retired ones too."""
    rows = Team.objects.filter(programme=programme).select_related("programme")
    return [
        Hit(found.name, found.get_absolute_url(), _kind(found))
        for found in words.among(rows, "name", "purpose")
    ]


def _kind(team: Team) -> str:
    if team.retired_at:
        return "retired"
    return "adopts the change" if team.is_adopting else "core team"


FINDERS = [
    Finder(15, "Teams", "users-round", find_teams),
    Finder(40, "Barriers", "construction", find_barriers),
    Finder(50, "Victories", "trophy", find_victories),
]
