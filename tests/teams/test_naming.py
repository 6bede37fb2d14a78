"""Names in a sentence."""

import pytest

from teams.naming import named, together


@pytest.mark.parametrize(
    ("names", "words"),
    [
        ([], ""),
        (["Ana"], "Ana"),
        (["Ana", "Ben"], "Ana and Ben"),
        (["Ana", "Ben", "Cleo"], "Ana, Ben and Cleo"),
        (["Ana", "Ben", "Cleo", "Dan"], "Ana, Ben, Cleo and 1 other"),
        (["Ana", "Ben", "Cleo", "Dan", "Eve"], "Ana, Ben, Cleo and 2 others"),
    ],
)
def test_at_most_three_are_named_and_the_others_counted(names: list[str], words: str) -> None:
    assert named(names) == words


def test_together_names_everybody() -> None:
    assert together(["Ana", "Ben", "Cleo", "Dan"]) == "Ana, Ben, Cleo and Dan"
