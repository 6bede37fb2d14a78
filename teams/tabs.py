"""The pages of the teams, side by side: one line a page."""

from changeprog.direction.tabs import Tab
from changeprog.programme.models import Role

TABS = [
    Tab("Teams", "teams:teams"),
    Tab("Representation", "teams:representation"),
    Tab("Time", "teams:time", Role.MEMBER),
    Tab("Hand-offs", "teams:hand_offs"),
    Tab("Meetings", "teams:meetings"),
    Tab("Working rules", "teams:rules"),
    Tab("Procedures", "teams:procedures"),
    Tab("Our word", "teams:agreed"),
]
