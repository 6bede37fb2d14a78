"""What bringing on board adds to the ground: its modules register it."""

from changeprog.onboarding import (
    archiving,
    arrival,
    board,
    criterion_acts,
    head,
    in_the_way,
    knowledge,
    links,
    matters,
    measures,
    pulse_page,
    reality_page,
    stages,
    team_page,
    telling,
    trials,
    turns,
)
from changeprog.programme import navigation


def everything() -> None:
    """Register it all; called once, when the app is ready."""
    stages.register()
    navigation.register(navigation.Item(35, "On board", "ship", "onboarding:board", "b"))
    board.register()
    measures.register()
    head.register()
    in_the_way.register()
    telling.register()
    arrival.register()
    turns.register()
    reality_page.register()
    pulse_page.register()
    criterion_acts.register()
    trials.register()
    knowledge.register()
    links.register()
    team_page.open_room()
    archiving.register()
    matters.register()
