"""The steps of long work: counted for whoever wants to hear, who may want it to stop.

Nothing here knows the database, so what reads files and draws pictures can count without it.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

Item = TypeVar("Item")
Step = Callable[[int], None]
"""Called with how many more steps are done; may raise ``Stopped``."""
Begin = Callable[[int], Step]
"""Called with the number of steps there are, 0 if nobody knows, before the first is done."""


class Stopped(Exception):  # noqa: N818 -- somebody's wish, no error
    """Whoever asked for the work does not want it any more."""


def unheard(count: int) -> None:
    """Count for nobody: for what takes less than a second."""


def silent(total: int) -> Step:
    """Begin what nobody hears of."""
    return unheard


def counted(items: Iterable[Item], step: Step) -> Iterator[Item]:
    """Yield ``items``, and let ``step`` hear of each."""
    for item in items:
        step(1)
        yield item
