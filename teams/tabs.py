"""The pages of the teams, side by side: one line a page."""

from changeprog.direction.tabs import Tab

TABS = [
    Tab("Teams", "teams:teams"),
    Tab("Representation", "teams:representation"),
    Tab("Meetings", "teams:meetings"),
    Tab("Working rules", "teams:rules"),
    Tab("Procedures", "teams:procedures"),
    Tab("Our word", "teams:agreed"),
]
