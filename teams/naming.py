"""Names in a sentence."""

from collections.abc import Sequence

NAMED = 3
"""Names that are written out where there is room for a line."""


def together(words: Sequence[str]) -> str:
    """Return "Ana", "Ana and Ben" or "Ana, Ben and Cleo"."""
    *first, last = words or ("",)
    return f"{', '.join(first)} and {last}" if first else last


def named(names: Sequence[str], most: int = NAMED) -> str:
    """Name at most ``most`` and count the others: "Ana, Ben and 4 others"."""
    over = len(names) - most
    if over <= 0:
        return together(names)
    return together([*names[:most], f"{over} other{'s' if over > 1 else ''}"])
