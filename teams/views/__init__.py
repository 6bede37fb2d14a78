"""Pages of the daily work."""

from teams.views.barriers import barrier, barriers, hand_over, knock_down, stand_again, take
from teams.views.board import board, log
from teams.views.victories import promote, take_down, victories, victory

__all__ = [
    "barrier",
    "barriers",
    "board",
    "hand_over",
    "knock_down",
    "log",
    "promote",
    "stand_again",
    "take",
    "take_down",
    "victories",
    "victory",
]
