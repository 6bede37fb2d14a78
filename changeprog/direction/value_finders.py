"""What can be found about value: capability improvements and benefits."""

from changeprog.direction.models import Benefit, CapabilityImprovement
from changeprog.programme import money
from changeprog.programme.models import Person, Programme
from changeprog.programme.search import Finder, Hit, Words


def find_capabilities(programme: Programme, _: Person, words: Words) -> list[Hit]:
    """Find capability improvements by their name."""
    rows = CapabilityImprovement.objects.filter(programme=programme).select_related("programme")
    return [
        Hit(
            found.name,
            found.get_absolute_url(),
            f"{found.get_dimension_display()}, level {found.level} of {found.wanted}",
        )
        for found in words.among(rows, "name")
    ]


def find_benefits(programme: Programme, _: Person, words: Words) -> list[Hit]:
    """Find benefits by their name."""
    rows = Benefit.objects.filter(programme=programme).select_related("programme")
    return [
        Hit(
            found.name,
            found.get_absolute_url(),
            f"likely {money.write(found.likely, programme.currency)} a year",
        )
        for found in words.among(rows, "name")
    ]


FINDERS = [
    Finder(35, "Improvements", "sprout", find_capabilities),
    Finder(36, "Benefits", "coins", find_benefits),
]
