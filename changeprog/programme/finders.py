"""What the ground lets people find: one another."""

from changeprog.programme.models import Person, Programme, Role
from changeprog.programme.search import Finder, Hit, Words


def find_people(programme: Programme, person: Person, words: Words) -> list[Hit]:
    """Find people by name; champions, who see addresses, by address too."""
    present = Person.objects.present().with_role().filter(programme=programme)
    rows = present.select_related("programme", "function")
    addresses = ["email"] if person.may(Role.CHAMPION) else []
    return [_hit(found) for found in words.among(rows, "name", *addresses)]


def _hit(found: Person) -> Hit:
    parts = [found.get_role_display(), found.function.name if found.function else ""]
    return Hit(found.name, found.get_absolute_url(), " · ".join(filter(None, parts)))


PEOPLE = Finder(10, "People", "users", find_people)
