"""Everything that has happened, for those who lead."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from changeprog.programme.access import ProgrammeRequest, programme_view
from changeprog.programme.entries import entries
from changeprog.programme.journal_filter import JournalFilter
from changeprog.programme.keyset import stretch
from changeprog.programme.models import Role


@programme_view(Role.CHAMPION)
@require_GET
def journal_page(request: ProgrammeRequest) -> HttpResponse:
    """Show who did what and when, newest first."""
    form = JournalFilter(request.GET, request.person)
    found = stretch(form.events(), **form.place())
    context = {"filter": form, "stretch": found, "entries": entries(found.events)}
    return render(request, "programme/journal.html", context)
