"""The pages of bringing teams on board, side by side: one line a page."""

from changeprog.direction.tabs import Tab

TABS = [
    Tab("Teams", "onboarding:board"),
]
