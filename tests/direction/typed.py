"""What a browser sends for the forms of the direction."""

from typing import Any
from uuid import uuid4

VISION = {"statement": "Every customer is known.", "end_state": "", "threat": "", "opportunity": ""}


def objective(**changes: Any) -> dict[str, Any]:
    """A complete objective from 40 to 90 %."""
    return {
        "key": str(uuid4()),
        "revision": "0",
        "measure": "Answered in a day",
        "unit": "%",
        "aim": "reach",
        "baseline": "40",
        "baseline_on": "2026-01-01",
        "target": "90",
        "due": "2027-12-31",
        "owner": "",
        **changes,
    }


def milestone(**changes: Any) -> dict[str, Any]:
    """A complete milestone due at the end of March 2027."""
    return {
        "key": str(uuid4()),
        "revision": "0",
        "name": "Pilot live",
        "due": "2027-03-31",
        "owner": "",
        "objective": "",
        **changes,
    }


def vision(**changes: Any) -> dict[str, Any]:
    """A complete vision on top of no version, unless ``based_on`` says otherwise."""
    return {**VISION, "based_on": "0", **changes}
