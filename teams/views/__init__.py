"""Pages of the daily work."""

from teams.views.barriers import barrier, barriers, hand_over, knock_down, stand_again, take
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
    "barriers",
    "board",
    "bring_back",
    "change_victory",
    "hand_over",
    "knock_down",
    "log",
    "picture",
    "picture_small",
    "promote",
    "stand_again",
    "take",
    "take_back",
    "take_down",
    "thank",
    "thank_no_more",
    "undo_change",
    "victories",
    "victory",
]
