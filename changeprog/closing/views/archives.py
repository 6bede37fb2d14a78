"""What does one take along? Archives: asked for, made, fetched; each for its asker alone."""

from uuid import uuid4

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.text import slugify
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from changeprog.closing import archives as making
from changeprog.closing.forms.archive import ArchiveForm
from changeprog.closing.models import Archive
from changeprog.closing.models.archive import may_ask
from changeprog.programme import archive as contents
from changeprog.programme import progress
from changeprog.programme.access import ProgrammeRequest, programme_view
from changeprog.programme.closed import works_when_closed
from changeprog.programme.models import Role

NOT_NOW = "You may see something else by now than when it was made. Ask for another one."


@programme_view(Role.OBSERVER)
@works_when_closed("what is in the programme is taken along, and nothing of it changed")
@require_http_methods(["GET", "POST"])
def archives(request: ProgrammeRequest) -> HttpResponse:
    """Say what an archive is, take the wish for one, and list one's own."""
    may = may_ask(request.person)
    if request.method == "POST":
        if not may:
            raise PermissionDenied
        form = ArchiveForm(request.POST)
        key = form.cleaned_data["key"] if form.is_valid() else uuid4()
        return redirect(making.ask(request.person, key))
    context = {
        "form": ArchiveForm(),
        "may_ask": may,
        "archives": Archive.objects.of(request.person),
        "tables": len(contents.tables(request.person)),
    }
    return render(request, "closing/archives/archives.html", context)


@programme_view(Role.OBSERVER)
@require_GET
def archive(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Show how far an archive is, and once it is made where it is fetched."""
    found = _find(request, pk)
    context = {
        "archive": found,
        "work": making.how_far(found),
        "is_for_me": found.is_for(request.person),
        "not_now": NOT_NOW,
    }
    return render(request, "closing/archives/archive.html", context)


@programme_view(Role.OBSERVER)
@require_GET
def archive_progress(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Say how far the job is; once it is over, look at what came of it."""
    return progress.answer(request, making.how_far(_find(request, pk)))


@programme_view(Role.OBSERVER)
@works_when_closed("an archive that is asked for can be stopped")
@require_POST
def archive_cancelling(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Ask the job to stop."""
    found = _find(request, pk)
    making.cancel(found)
    return redirect(found)


@programme_view(Role.OBSERVER)
@require_GET
def archive_file(request: ProgrammeRequest, pk: int) -> HttpResponseBase:
    """Give the file, part by part, to its asker, who must still see as much as it tells."""
    found = _find(request, pk)
    if not (found.is_for(request.person) and may_ask(request.person)):
        messages.error(request, NOT_NOW if found.made_at else "It is not made yet.")
        return redirect(found)
    name = f"{slugify(request.programme.name) or 'programme'}-{found.made_at:%Y-%m-%d}.zip"
    headers = {
        "Content-Disposition": f'attachment; filename="{name}"',
        "Content-Length": str(found.size),
        "Cache-Control": "private, no-store",
    }
    return StreamingHttpResponse(found.content(), content_type="application/zip", headers=headers)


def _find(request: ProgrammeRequest, pk: int) -> Archive:
    """Return one's own archive with that number; those of others are not there."""
    return get_object_or_404(Archive.objects.of(request.person), pk=pk)
