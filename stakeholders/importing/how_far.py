"""How far the job of an import is, as its page shows it, and what comes of stopping it."""

from django.urls import reverse

from changeprog.programme.progress import Work
from stakeholders.models import Import

State = Import.State
LOOKING = (State.READING, State.COMPARING)
"""In these the job only looks at the file."""


def how_far(of: Import) -> Work | None:
    """Return the bar of the job of an import; None once there is nothing to do for one."""
    if not of.is_at_work:
        return None
    progress, place = of.progress, [of.programme.key, of.pk]
    return Work(
        doing=of.get_state_display(),
        done=progress.done,
        total=progress.total,
        things="steps" if progress.total else "rows",
        address=reverse("stakeholders:import_progress", args=place),
        stop_url=reverse("stakeholders:import_cancelling", args=place),
        after=_after(of),
        is_stopping=progress.cancelled,
    )


def _after(of: Import) -> str:
    if of.state in LOOKING:
        return "Nothing is imported then, and the file is forgotten."
    if of.state == State.UNDOING:
        return "Everything stays imported then, and can be undone later."
    return "Nothing is changed then, and you can import it later."
