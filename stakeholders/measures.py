"""The usual figures about a person in a network, with what each of them means here.

They are shown beside a proposal, which does not use them: it asks who reaches those who have still
to be won, and a figure about the whole network cannot know who that is.
"""

from dataclasses import dataclass

from stakeholders.drawing import Row


@dataclass(frozen=True)
class Meaning:
    """A figure's name, and one sentence on what it says about a change."""

    name: str
    words: str


MEANINGS = (
    Meaning("In-degree", "How many people turn to them: whose word is asked for."),
    Meaning(
        "Betweenness",
        "How often the shortest way between two others leads through them: what they do not pass "
        "on may not arrive.",
    ),
    Meaning(
        "Closeness",
        "How few steps others need to get to them: how soon a word of theirs is everywhere.",
    ),
    Meaning(
        "Eigenvector",
        "Whether those who turn to them are turned to themselves: the ear of people who count.",
    ),
    Meaning(
        "Constraint",
        "How much their contacts are one circle: near 0 they connect circles that would not hear "
        "of each other, near 1 they hear the same from everybody.",
    ),
)
"""In the order of ``drawing.Row``."""


@dataclass(frozen=True)
class Measure:
    """One figure of one person, as it is shown; "none" where the network has no answer."""

    name: str
    value: str


def measured(row: Row | None) -> list[Measure]:
    """Return the figures in words, nothing where none are kept."""
    if row is None:
        return []
    return [
        Measure(meaning.name, _shown(value)) for meaning, value in zip(MEANINGS, row, strict=True)
    ]


def _shown(value: float | None) -> str:
    if value is None:
        return "none"
    return f"{value:,}" if isinstance(value, int) else f"{value:.2f}"


def in_words(row: Row) -> str:
    """Return all figures of a person in a line, as the table shows them."""
    return " · ".join(f"{each.name} {each.value}".lower() for each in measured(row))
