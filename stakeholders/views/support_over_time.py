"""Who moved: support over time, by function, with the reasons."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.views.decorators.http import require_GET

from changeprog.programme.access import ProgrammeRequest, programme_view
from changeprog.programme.models import Role
from stakeholders import bars, support_history
from stakeholders.forms.over_time import OverTimeForm
from stakeholders.models import OverviewLook
from stakeholders.over_time import courses, together
from stakeholders.support import Support
from stakeholders.views.answers import page_of


@programme_view(Role.FACILITATOR)
@require_GET
def support(request: ProgrammeRequest) -> HttpResponse:
    """Show how support stood month by month, and who moved up or down."""
    OverviewLook.note(request.person, "support over time")
    wanted = OverTimeForm(request.GET, request.programme)
    shown = wanted.months(localdate())
    function = wanted.function_chosen
    found = courses(support_history.moves(request.person, function), shown)
    names = dict(request.programme.functions.values_list("pk", "name"))
    named = bars.under_names(found, names)
    told = support_history.told(request.person, function, wanted.way_chosen, shown[0])
    context = {
        "form": wanted,
        "periods": OverTimeForm.Period,
        "courses": named,
        "bars": bars.draw(named, shown),
        "all": together(found),
        "page": page_of(request, told),
        "since": shown[0],
        "scale": list(reversed(Support)),
    }
    return render(request, "stakeholders/support/support.html", context)
