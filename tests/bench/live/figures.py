"""Figures: what many measured times come to."""

from collections.abc import Sequence


def percentiles(times: Sequence[float], prefix: str = "") -> dict[str, float]:
    """Return the 50th, 95th and 99th percentile: the time that so many of them did not exceed.

    Nothing is put between two measured times, so of thirty the last two are both the worst.
    """
    ordered = sorted(times) or [0.0]
    return {
        f"{prefix}p{share}_ms": round(ordered[-(-len(ordered) * share // 100) - 1], 1)
        for share in (50, 95, 99)
    }
