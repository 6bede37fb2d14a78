"""Who carries too much at once: the heat map, its filter in the address."""

from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.views.decorators.http import require_GET

from changeprog.direction.load import By, saturation
from changeprog.direction.resources import promised_hours
from changeprog.programme.access import ProgrammeRequest, programme_view
from changeprog.programme.models import Function, Programme, Role

LISTED = 100
"""How many of the things that ask are named below the map."""


class LoadFilter(forms.Form):
    """Whose load; a choice that makes no sense shows all people."""

    by = forms.ChoiceField(
        label="Show",
        required=False,
        choices=[(by.value, by.value.title()) for by in By],
    )
    function = forms.ModelChoiceField(
        label="People of",
        queryset=Function.objects.none(),
        required=False,
        empty_label="All functions",
    )

    def __init__(self, data: Any, programme: Programme) -> None:
        super().__init__(data)
        functions: forms.ModelChoiceField[Function] = self.fields["function"]  # type: ignore[assignment]
        functions.queryset = Function.objects.filter(programme=programme)

    def chosen(self) -> tuple[By, int | None]:
        """Return whose load is asked for, and the key of the function that people shall be of."""
        self.is_valid()
        by, function = self.cleaned_data.get("by"), self.cleaned_data.get("function")
        return By(by or By.PEOPLE), function.pk if function else None


@programme_view(Role.MEMBER)
@require_GET
def load(request: ProgrammeRequest) -> HttpResponse:
    """Show what asks of whom in the months around today."""
    asked = LoadFilter(request.GET, request.programme)
    by, function = asked.chosen()
    today = localdate()
    heat, said = saturation(request.programme, today, by, function)
    hours = promised_hours(request.programme) if by is By.PEOPLE else {}
    context = {
        "filter": asked,
        "by": by.value,
        "heat": heat,
        "rows": [(row, hours.get(row.key or 0)) for row in heat.rows],
        "rest": [row for row in (heat.others, heat.unnamed) if row.total],
        "said": said,
        "listed": said[:LISTED],
        "present": today.replace(day=1),
    }
    return render(request, "direction/load.html", context)
