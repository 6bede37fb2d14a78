"""The pages of bringing teams on board, side by side: one line a page."""

from changeprog.direction.tabs import Tab
from changeprog.programme.models import Role

TABS = [
    Tab("Teams", "onboarding:board"),
    Tab("Reality checks", "onboarding:reality_checks", Role.FACILITATOR),
]
