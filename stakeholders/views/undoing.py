"""Undoing what one has just done on the map, also for an ambassador who is an observer."""

from django.http import HttpResponse
from django.views.decorators.http import require_POST

from changeprog.direction.undoing import UNDOINGS
from changeprog.direction.views.undoing import undone
from changeprog.programme.access import ProgrammeRequest, programme_view
from changeprog.programme.models import Role

NOUNS = {"ambassador", "conversation", "guarantee", "stakeholder", "ground_rule", "survey"}


@programme_view(Role.OBSERVER)
@require_POST
def undo(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Undo what an event of the map tells; whoever may not do the opposite is refused."""
    return undone(request, pk, [verb for verb in UNDOINGS if verb.partition(".")[0] in NOUNS])
