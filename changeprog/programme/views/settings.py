"""What can be set: for the programme by its champions, for oneself by everybody."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from changeprog.accounts.forms import status_of
from changeprog.programme.access import ProgrammeRequest, programme_view
from changeprog.programme.forms import FunctionForm, MeForm, SettingsForm
from changeprog.programme.models import Event, Function, Programme, Role
from changeprog.programme.settings_ways import ways


@programme_view(Role.CHAMPION)
@require_http_methods(["GET", "POST"])
def settings_page(request: ProgrammeRequest) -> HttpResponse:
    """Change name, status and time zone of the programme."""
    instance = Programme.objects.get(pk=request.programme.pk)
    form = SettingsForm(request.POST or None, instance=instance)
    if request.method == "POST" and form.is_valid():
        request.programme.change(request.person, **form.cleaned_data)
        messages.success(request, "Saved.")
        return redirect("programme:settings", request.programme.key)
    context = {
        "form": form,
        "function_form": FunctionForm(programme=request.programme),
        "functions": _functions(request),
        "ways": ways(request.programme),
    }
    return render(request, "programme/settings.html", context, status=status_of(form))


@programme_view(Role.CHAMPION)
@require_POST
def add_function(request: ProgrammeRequest) -> HttpResponse:
    """Add a function to the organisation's four."""
    form = FunctionForm(request.POST, programme=request.programme)
    if form.is_valid():
        with transaction.atomic():
            function = Function.add_to(request.programme, form.cleaned_data["name"])
            Event.record(
                request.programme,
                "function.added",
                by=request.person,
                subject=function,
                name=function.name,
            )
        return redirect("programme:settings", request.programme.key)
    context = {
        "form": SettingsForm(instance=request.programme),
        "function_form": form,
        "functions": _functions(request),
        "ways": ways(request.programme),
    }
    return render(request, "programme/settings.html", context, status=422)


@programme_view(Role.OBSERVER)
@require_http_methods(["GET", "POST"])
def me(request: ProgrammeRequest) -> HttpResponse:
    """Change one's own name in this programme."""
    form = MeForm(request.POST or None, instance=request.person)
    if request.method == "POST" and form.is_valid():
        form.introduce()
        messages.success(request, "Saved.")
        return redirect("programme:me", request.programme.key)
    return render(request, "programme/me.html", {"form": form}, status=status_of(form))


def _functions(request: ProgrammeRequest) -> list[Function]:
    return list(Function.objects.filter(programme=request.programme))
