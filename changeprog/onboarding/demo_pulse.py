"""The demo's pulses."""

from changeprog.programme.demo import Story


def tell(story: Story) -> None:
    """Tell nothing yet."""
