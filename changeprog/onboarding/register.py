"""What bringing on board adds to the ground: its modules register it."""

from changeprog.onboarding import (
    board,
    criterion_acts,
    head,
    in_the_way,
    measures,
    reality_page,
    stages,
    team_page,
    telling,
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
    turns.register()
    reality_page.register()
    criterion_acts.register()
    team_page.open_room()
