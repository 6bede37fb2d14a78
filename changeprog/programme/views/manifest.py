"""The web app manifest of a programme."""

from django.http import JsonResponse
from django.views.decorators.http import require_GET

from changeprog.programme.access import ProgrammeRequest, programme_view
from changeprog.programme.manifest import manifest
from changeprog.programme.models import Role


@programme_view(Role.OBSERVER)
@require_GET
def web_manifest(request: ProgrammeRequest) -> JsonResponse:
    """Say how the programme stands on a home screen, and with which shortcuts."""
    answer = JsonResponse(manifest(request.person), content_type="application/manifest+json")
    answer.headers["Cache-Control"] = "private, max-age=3600"
    return answer
