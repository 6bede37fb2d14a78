"""Pages of the daily work."""

from teams.views.barrier import (
    barrier,
    bring_barrier_back,
    celebrate,
    celebrate_no_more,
    change_barrier,
    hand_back,
    hand_over,
    knock_down,
    say_me_too,
    say_me_too_no_more,
    stand_again,
    take,
    take_barrier_back,
    undo_barrier_change,
)
from teams.views.barriers import barrier_board_page, barrier_picture, barriers, escalation_rule
from teams.views.board import board, log
from teams.views.pictures import picture, picture_small
from teams.views.thanks import thank, thank_no_more
from teams.views.victories import (
    bring_back,
    change_victory,
    promote,
    take_back,
    take_down,
    undo_change,
    victories,
    victory,
)

__all__ = [
    "barrier",
    "barrier_board_page",
    "barrier_picture",
    "barriers",
    "board",
    "bring_back",
    "bring_barrier_back",
    "celebrate",
    "celebrate_no_more",
    "change_barrier",
    "change_victory",
    "escalation_rule",
    "hand_back",
    "hand_over",
    "knock_down",
    "log",
    "picture",
    "picture_small",
    "promote",
    "say_me_too",
    "say_me_too_no_more",
    "stand_again",
    "take",
    "take_back",
    "take_barrier_back",
    "take_down",
    "thank",
    "thank_no_more",
    "undo_barrier_change",
    "undo_change",
    "victories",
    "victory",
]
