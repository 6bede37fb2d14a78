"""How the day of a milestone has moved, in words."""

from datetime import date

from changeprog.programme.words import days

TIMES = {1: "once", 2: "twice"}


def moved(times: int, first: date | None, due: date) -> str:
    """Return "moved twice, 34 days later" for a first day and the present one; "" for no move."""
    if not times or first is None:
        return ""
    return f"moved {TIMES.get(times, f'{times} times')}, {shift((due - first).days)}"


def shift(distance: int) -> str:
    """Return ``distance``, in days, as a direction: later, earlier, or back where it was."""
    if not distance:
        return "back to its first day"
    return f"{days(abs(distance))} {'later' if distance > 0 else 'earlier'}"
