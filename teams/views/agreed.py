"""What was agreed, as one edition to be acknowledged, and the walk of those who came later."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from changeprog.programme.access import ProgrammeRequest, programme_view
from changeprog.programme.models import Role
from teams import acknowledging, welcome
from teams.forms.agreed import AcknowledgementForm, StepForm
from teams.models import AgreedSet, Welcome
from teams.models.voice import decides
from teams.models.welcome import LAST

CHANGED = "It has changed while you were reading. Please look at it once more."


@programme_view(Role.OBSERVER)
@require_GET
def agreed(request: ProgrammeRequest) -> HttpResponse:
    """Show the edition in force, to be acknowledged; to champion and chairs, who has not."""
    context = acknowledging.shown(request.person)
    newest: AgreedSet | None = context["agreed"]
    if decides(request.person):
        context["may_decide"] = True
        context["has_changed"] = acknowledging.has_changed(request.programme, newest)
        context["standing"] = acknowledging.standing(newest) if newest else None
        context["walks"] = welcome.on_their_way(request.programme)
    return render(request, "teams/agreement/agreed.html", context)


@programme_view(Role.OBSERVER)
@require_POST
def acknowledge(request: ProgrammeRequest) -> HttpResponse:
    """Acknowledge exactly the edition that was on the page."""
    if _acknowledge(request):
        messages.success(request, "Thank you. Your word is noted.")
    return redirect("teams:agreed", request.programme.key)


@programme_view(Role.MEMBER)
@require_POST
def issue(request: ProgrammeRequest) -> HttpResponse:
    """Issue what is agreed now, for everybody on the teams to acknowledge."""
    if not decides(request.person):
        raise PermissionDenied
    issued = AgreedSet.issue(request.programme, request.person)
    words = f"{issued} is issued." if issued else "Nothing has changed since the last edition."
    messages.success(request, words)
    return redirect("teams:agreed", request.programme.key)


@programme_view(Role.OBSERVER)
@require_http_methods(["GET", "POST"])
def walk(request: ProgrammeRequest) -> HttpResponse:
    """Walk somebody through what was agreed before they came, one page at a time."""
    if request.method == "POST":
        return _take(request, StepForm(request.POST).chosen)
    begun = Welcome.objects.filter(person=request.person).first()
    step = StepForm(request.GET).chosen or (begun.step if begun else 1)
    return render(request, "teams/agreement/welcome.html", welcome.page(request.person, step))


def _take(request: ProgrammeRequest, step: int | None) -> HttpResponse:
    """Take a step of the walk, the last one by acknowledging, and show what comes next."""
    here = reverse("teams:welcome", args=[request.programme.key])
    if step is None:
        return redirect(here)
    if step < LAST:
        Welcome.take(request.person, step)
        return redirect(f"{here}?step={step + 1}")
    if AgreedSet.newest(request.programme) and not _acknowledge(request):
        return redirect(f"{here}?step={LAST}")
    Welcome.take(request.person, LAST)
    messages.success(request, "Welcome. You know now what the others know.")
    return redirect(request.programme)


def _acknowledge(request: ProgrammeRequest) -> bool:
    """Note the acknowledgement; say whether the edition that was read is still in force."""
    form = AcknowledgementForm(request.POST)
    newest = AgreedSet.newest(request.programme)
    if newest is None or not form.is_valid() or form.cleaned_data["number"] != newest.number:
        messages.info(request, CHANGED)
        return False
    newest.acknowledge(request.person)
    acknowledging.withdraw_asking(newest, request.person)
    return True
