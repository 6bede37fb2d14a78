"""One tap: thank you, and thank you taken back."""

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.views.decorators.http import require_POST

from changeprog.programme.access import ProgrammeRequest, programme_view
from changeprog.programme.models import Role
from teams.views.victories import answer, find


@programme_view(Role.OBSERVER)
@require_POST
def thank(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Thank those who won a victory; nobody thanks themselves."""
    found = find(request, pk)
    if not found.may_be_thanked_by(request.person):
        raise PermissionDenied
    found.thank(request.person)
    return answer(request, pk, "Thank you is said. They will see it on their home page.")


@programme_view(Role.OBSERVER)
@require_POST
def thank_no_more(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Take one's own thanks back."""
    find(request, pk).thank_no_more(request.person)
    return answer(request, pk, "Your thanks are taken back.")
