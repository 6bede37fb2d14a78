"""The demo's survey: closed a month ago, answered by 19 of the 21 managers."""

from changeprog.programme.demo import Story


def tell(story: Story) -> None:
    """Ask everybody on the map whose advice they seek; two have not answered."""
