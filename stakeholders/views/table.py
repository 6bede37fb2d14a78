"""The people of the map as a table with all figures."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from changeprog.programme.access import ProgrammeRequest, programme_view
from changeprog.programme.models import Role
from stakeholders import columns
from stakeholders.forms.people import PeopleFilter, SortForm
from stakeholders.models import OverviewLook
from stakeholders.views.answers import page_of


@programme_view(Role.FACILITATOR)
@require_GET
def table(request: ProgrammeRequest) -> HttpResponse:
    """Show those who were asked for, sorted as asked, with the columns of other modules."""
    OverviewLook.note(request.person, "the table")
    wanted = PeopleFilter(request.GET, request.person)
    sorted_by = SortForm(request.GET).chosen
    page = page_of(request, columns.in_order(wanted.rows(), sorted_by))
    more = columns.more()
    context = {
        "filter": wanted,
        "sorted_by": sorted_by if sorted_by != columns.FIRST else "",
        "headings": columns.headings(sorted_by),
        "page": page,
        "more": more,
        "texts": columns.texts(more, list(page)),
    }
    return render(request, "stakeholders/table.html", context)
