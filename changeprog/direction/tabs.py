"""The pages of the direction, side by side: one line a page."""

from dataclasses import dataclass

from changeprog.programme.models import Role


@dataclass(frozen=True)
class Tab:
    """A page of the direction that stands among the tabs."""

    label: str
    url_name: str
    least: Role = Role.OBSERVER


TABS = [
    Tab("Overview", "direction:overview"),
    Tab("Timeline", "direction:timeline"),
    Tab("Principles", "direction:principles"),
    Tab("Resources", "direction:resources"),
    Tab("Side effects", "direction:side_effects", Role.MEMBER),
    Tab("Size", "direction:size"),
    Tab("Value", "direction:value"),
    Tab("Charter", "direction:charter"),
]
