"""What can be found out by taking shown groups of people from one another.

Of every group that is shown it is known how many of its people did this or that. Whoever adds and
subtracts such groups learns the same of every set of people that is a sum of them with any factors,
and of no other set. So sets of one or two people must not be among these sums.

People who are in the same groups cannot be told apart. They are one column of a matrix that has a
row for each group; its reduced form tells which columns are sums of rows.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from fractions import Fraction

from workshops.disclosure import FEWEST

FEW = FEWEST - 1
Row = dict[int, Fraction]
"""The columns of a row that are not 0."""


def tells_of_few(groups: Collection[Collection[int]]) -> bool:
    """Whether ``groups`` of people, by number, tell of some set of one or two people."""
    sizes = _sizes(groups)
    columns = {known: place for place, known in enumerate(sizes)}
    rows = [
        {columns[known]: Fraction(1) for known in sizes if number in known}
        for number in range(len(groups))
    ]
    few = {columns[known]: size for known, size in sizes.items()}
    return _few_among(_reduced(rows), few)


def _sizes(groups: Collection[Collection[int]]) -> dict[frozenset[int], int]:
    """Return how many people are in just the same groups, by the places of these groups."""
    found: dict[int, set[int]] = {}
    for place, group in enumerate(groups):
        for who in group:
            found.setdefault(who, set()).add(place)
    return Counter(frozenset(places) for places in found.values())


def _reduced(rows: Iterable[Row]) -> dict[int, Row]:
    """Return the reduced form by column: the row that begins there, without its beginning."""
    form: dict[int, Row] = {}
    for row in sorted(rows, key=len):
        rest = _less(row, form)
        if rest:
            first = min(rest)
            lead = rest.pop(first)
            fresh = {column: factor / lead for column, factor in rest.items()}
            form = {at: _without(known, first, fresh) for at, known in form.items()}
            form[first] = fresh
    return form


def _less(row: Row, form: Mapping[int, Row]) -> Row:
    """Return ``row`` without the columns at which a row of ``form`` begins."""
    for column in sorted(row.keys() & form.keys()):
        row = _without(row, column, form[column])
    return row


def _without(row: Row, column: int, begun: Row) -> Row:
    """Return ``row`` less as much of the row ``begun`` at ``column`` as it takes."""
    if column not in row:
        return row
    factor = row[column]
    left = dict(row)
    del left[column]
    for at, share in begun.items():
        left[at] = left.get(at, Fraction(0)) - factor * share
        if not left[at]:
            del left[at]
    return left


def _few_among(form: Mapping[int, Row], sizes: Mapping[int, int]) -> bool:
    """Whether a column of one or two people, or two columns of one each, are sums of rows.

    Of two columns that both begin a row, the rests of these rows have to cancel out.
    """
    ones = {column for column, size in sizes.items() if size == 1}
    rests: set[frozenset[tuple[int, Fraction]]] = set()
    for column, rest in form.items():
        if not rest and sizes[column] <= FEW:
            return True
        if column in ones:
            if any(rest == {other: Fraction(1)} for other in ones & rest.keys()):
                return True
            opposite = frozenset((at, -factor) for at, factor in rest.items())
            if opposite in rests:
                return True
            rests.add(frozenset(rest.items()))
    return False
