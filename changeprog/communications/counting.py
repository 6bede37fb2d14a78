"""Having open pages count anew how much somebody has not read."""

from collections.abc import Collection
from functools import partial

from django.db import transaction

from changeprog import live


def announce(people: Collection[int]) -> None:
    """After commit, have the open pages of these people, by their numbers, count anew."""
    if people:
        transaction.on_commit(partial(live.told, [str(number) for number in people]))
