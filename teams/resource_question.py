"""What is asked about people who carry too much: a question about resources, in words.

Never a ranking: it says of a function how many were promised and what else they do, nothing of
who does how much.
"""

from collections.abc import Collection, Sequence
from decimal import Decimal

from changeprog.programme.words import figure

NUMBERS = ["Nobody", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten"]


def resource_question(
    function: str, promised: int, duties: Sequence[Collection[str]], there: Decimal, asked: Decimal
) -> str:
    """Return the sentence about a function in a week in which somebody carries too much.

    ``promised`` is how many people were promised; ``duties`` names, for each of those with other
    duties, what these are; ``there`` and ``asked`` are hours.
    """
    if not promised:
        return f"Nobody from {function} was promised, and {spoken(asked)} asked that week."
    who = f"{count(promised)} from {function} {'was' if promised == 1 else 'were'} promised"
    if not duties:
        whole = who.replace(" from", " person from" if promised == 1 else " people from", 1)
        return f"{whole}, and {spoken(asked)} asked where {spoken(there)} left."
    return f"{who}, {_share(len(duties), promised)} on {_what(duties)} that week."


def count(number: int) -> str:
    """Return ``number`` as it begins a sentence: as a word up to ten."""
    return NUMBERS[number] if number < len(NUMBERS) else str(number)


def spoken(hours: Decimal) -> str:
    """Return "1 hour is", "no hour is" or "6 hours are"."""
    if not hours:
        return "no hour is"
    return "1 hour is" if hours == 1 else f"{figure(hours)} hours are"


def _share(away: int, promised: int) -> str:
    """Return who of those promised is away: "both are", "one of them is"."""
    verb = "is" if away == 1 else "are"
    if away < promised:
        return f"{count(away).lower()} of them {verb}"
    everybody = {1: "and", 2: "both"}.get(promised, f"all {count(promised).lower()}")
    return f"{everybody} {verb}"


def _what(duties: Sequence[Collection[str]]) -> str:
    """Return what they all do, or that it is several things."""
    names = {name for each in duties for name in each}
    return names.pop() if len(names) == 1 else "other duties"
