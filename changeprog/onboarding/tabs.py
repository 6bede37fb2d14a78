"""The pages of bringing teams on board, side by side: one line a page."""

from changeprog.direction.tabs import Tab
from changeprog.programme.models import Role

TABS = [
    Tab("Teams", "onboarding:board"),
    Tab("Readiness", "onboarding:readiness"),
    Tab("What people need to know", "onboarding:knowledge"),
    Tab("Trials", "onboarding:trials"),
    Tab("Old habits", "onboarding:old_habits"),
    Tab("Business as usual", "onboarding:usual"),
    Tab("Reality checks", "onboarding:reality_checks", Role.FACILITATOR),
]
