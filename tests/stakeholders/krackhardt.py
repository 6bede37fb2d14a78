"""The ties among the 21 managers of a US maker of high-tech equipment.

Published data: Krackhardt 1987, Cognitive social structures, Social Networks 9, 104-134.
"""

import csv
from functools import cache
from pathlib import Path

from stakeholders.network import Link, Network

TIES = Path(__file__).parent.parent / "data" / "hightech_ties.csv"
RELATIONS = {
    "seeks_advice_from": "advice",
    "names_as_friend": "trust",
    "reports_to": "reports_to",
}


@cache
def links() -> tuple[Link, ...]:
    with TIES.open(encoding="utf-8") as lines:
        rows = list(csv.DictReader(lines))
    return tuple(Link(row["from"], row["to"], RELATIONS[row["relation"]]) for row in rows)


@cache
def managers() -> tuple[str, ...]:
    return tuple(f"Manager {number:02}" for number in range(1, 22))


def network(*relations: str) -> Network[str]:
    """The network of these relations, or of all of them."""
    return Network.of(managers(), links(), relations or None)
