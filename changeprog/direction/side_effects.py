"""What the change could be turned into, live; members read, facilitators and champions write."""

from typing import Any

from changeprog.direction.models import SideEffect
from changeprog.programme import demo, home, journal, search
from changeprog.programme.journal import Verb
from changeprog.programme.models import Person, Programme, Role
from changeprog.programme.rooms import ProgrammeRegion, ProgrammeRoom
from changeprog.programme.search import Finder, Hit, Words

READ = Role.MEMBER
WRITE = Role.FACILITATOR
ON_HOME = 3

VERBS = [
    Verb("side_effect.named", "named a side effect"),
    Verb("side_effect.changed", "changed a side effect"),
    Verb("side_effect.checked", "was told what somebody outside thinks of a side effect"),
    Verb("side_effect.settled", "settled a side effect"),
    Verb("side_effect.reopened", "opened a side effect again"),
    Verb("side_effect.removed", "took a side effect away"),
    Verb("side_effect.restored", "brought a side effect back"),
]


def known(programme: Programme, role: Role) -> dict[str, Any]:
    """Return every side effect, the exposed ones first, and how many of these there are."""
    side_effects = list(SideEffect.objects.filter(programme=programme).worst_first())
    return {
        "open": [each for each in side_effects if each.settled_at is None],
        "settled": [each for each in side_effects if each.settled_at],
        "exposed": sum(1 for each in side_effects if each.is_exposed),
        "may_name": role.includes(WRITE),
    }


def exposed(programme: Programme, _: Role) -> dict[str, Any]:
    """Return the likeliest of those that nothing stands against, and how many there are."""
    own = SideEffect.objects.filter(programme=programme).exposed()
    likeliest = list(own.order_by("-likelihood", "pk"))
    return {"side_effects": likeliest[:ON_HOME], "exposed": len(likeliest)}


def find(programme: Programme, _: Person, words: Words) -> list[Hit]:
    """Find side effects by any of their texts."""
    rows = SideEffect.objects.filter(programme=programme).select_related("programme")
    found = words.among(rows, "outcome", "misuse", "worst_case", "counter_measure")
    return [
        Hit(each.outcome, each.get_absolute_url(), each.get_likelihood_display().lower())
        for each in found
    ]


SIDE_EFFECTS = ProgrammeRoom("side-effects", least=READ)
KNOWN = ProgrammeRegion(
    "side-effects-known",
    "direction/_side_effects_region.html",
    ("side_effect.",),
    known,
    least=READ,
)
HOME_EXPOSED = ProgrammeRegion(
    "home-exposed",
    "direction/_home_exposed.html",
    ("side_effect.",),
    exposed,
    least=Role.CHAMPION,
)


def register() -> None:
    """Name what can happen, open the room, warn champions at home, add the demo's chapter."""
    journal.register(*VERBS)
    SIDE_EFFECTS.add(KNOWN)
    SIDE_EFFECTS.open()
    search.register(Finder(36, "Side effects", "shield-alert", find, least=READ))
    home.register(home.Panel(35, HOME_EXPOSED))
    demo.register(27, "changeprog.direction.demo_side_effects.tell")
