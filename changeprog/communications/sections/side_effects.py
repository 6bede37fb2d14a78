"""What a digest tells of side effects, to those who may read them."""

from changeprog.communications.digest import Line
from changeprog.communications.sections.window import Window, line
from changeprog.direction.models import SideEffect

NAMED = "side_effect.named"
SETTLED = ("side_effect.settled", "side_effect.reopened")
VERBS = (NAMED, *SETTLED)
WORDS = {
    NAMED: "Side effect",
    "side_effect.settled": "Settled side effect",
    "side_effect.reopened": "Side effect, open again",
}


def lines(window: Window) -> list[Line]:
    """Tell of each side effect that was named, settled or opened again, and what answers it."""
    told = window.newest(NAMED) | window.balance(*SETTLED)
    if not told:
        return []
    own = SideEffect.objects.filter(programme=window.programme)
    known = own.select_related("programme").in_bulk(told)
    return [
        line(
            event,
            f"{WORDS[event.verb]}: {known[pk].outcome}",
            known[pk].counter_measure or "Nothing stands against it yet",
            known[pk].get_absolute_url(),
        )
        for pk, event in told.items()
        if pk in known
    ]
