"""What became of the trials of a programme, counted, and the bars that show it."""

from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q

from changeprog.onboarding.models import Evaluation, Trial
from changeprog.onboarding.models.trial import TrialQuerySet
from changeprog.programme.models import Programme

LABELS = {
    "planned": "Planned",
    "running": "Running",
    "formed": "Kept, and it became habit",
    "kept": "Kept, and not a habit yet",
    "dropped": "Dropped",
}
ROW = 48
"""Points from one row of the picture to the next."""
TONES = {"running": "is-accent", "formed": "is-good", "kept": "is-good", "dropped": "is-warn"}


@dataclass(frozen=True)
class Outcome:
    """How many came to it; ``width`` is that of its bar, in per cent of the longest."""

    name: str
    label: str
    tone: str
    count: int
    width: str
    y: int
    """Where its row begins, in points from the top."""


def of(programme: Programme) -> TrialQuerySet:
    """Return the trials of the programme's teams that are not retired."""
    found: TrialQuerySet = Trial.objects.filter(programme=programme)
    return found.of_active_teams()


def outcomes(programme: Programme) -> list[Outcome]:
    """Return what became of the trials, in the order of their lives; one query."""
    open_, kept = Q(outcome="open"), Q(outcome="kept")
    conditions = {
        "planned": open_ & Q(begun_at=None),
        "running": open_ & Q(begun_at__isnull=False),
        "formed": kept & Q(is_habit=True),
        "kept": kept & Q(is_habit=False),
        "dropped": Q(outcome="dropped"),
    }
    yes = Evaluation.objects.filter(trial=OuterRef("pk"), verdict="keep", answer="yes")
    rows = of(programme).order_by().annotate(is_habit=Exists(yes))
    counts = rows.aggregate(**{f"n_{n}": Count("pk", filter=c) for n, c in conditions.items()})
    return drawn({name: counts[f"n_{name}"] for name in conditions})


def drawn(counts: dict[str, int]) -> list[Outcome]:
    """Return the bars of ``counts``, by the names of ``LABELS``."""
    most = max(*counts.values(), 1)
    return [
        Outcome(
            name,
            label,
            TONES.get(name, ""),
            counts[name],
            width=f"{100 * counts[name] / most:.2f}%",
            y=ROW * place,
        )
        for place, (name, label) in enumerate(LABELS.items())
    ]
