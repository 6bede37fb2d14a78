"""Whom to ask to carry the change, who was asked, and who is never proposed."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from changeprog.programme.access import ProgrammeRequest, programme_view
from changeprog.programme.models import Role
from stakeholders.access import find
from stakeholders.forms.ambassador import ProposalQuery, ProposalRuleForm
from stakeholders.measures import MEANINGS
from stakeholders.models import OverviewLook
from stakeholders.proposal_page import Asking, ProposalPage, left_out
from stakeholders.views.ambassador_answers import told
from stakeholders.views.answers import ask, undo_of


@programme_view(Role.FACILITATOR)
@require_GET
def ambassadors(request: ProgrammeRequest) -> HttpResponse:
    """Show who was asked, and who should be; ``?k=``, ``out=`` and ``more=`` try something else."""
    OverviewLook.note(request.person, "ambassadors")
    said = ProposalQuery(request.GET).asked()
    asking = Asking(said["k"], tuple(said["out"]), tuple(said["more"]))
    context = {
        "left_out": left_out(request.programme),
        "meanings": MEANINGS,
        **ProposalPage(request.programme, asking).context(),
    }
    return render(request, "stakeholders/ambassadors/ambassadors.html", context)


@programme_view(Role.FACILITATOR)
@require_POST
def exclusion(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Never propose somebody as an ambassador, by hand."""
    return _allow(request, pk, allowed=False)


@programme_view(Role.FACILITATOR)
@require_POST
def admission(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Let somebody be proposed again."""
    return _allow(request, pk, allowed=True)


def _allow(request: ProgrammeRequest, pk: int, *, allowed: bool) -> HttpResponse:
    stakeholder = find(request, pk)
    stakeholder.change(request.person, stakeholder.revision, may_be_asked=allowed)
    words = "may be proposed again" if allowed else "is not proposed any more"
    undo = undo_of(request, stakeholder)
    return told(request, f"{stakeholder} {words}.", _page(request), undo=undo)


@programme_view(Role.FACILITATOR)
@require_http_methods(["GET", "POST"])
def proposal_rule(request: ProgrammeRequest) -> HttpResponse:
    """Set whom the programme proposes."""
    form = ProposalRuleForm(request.POST or None, programme=request.programme)
    if form.is_bound and form.is_valid():
        form.save(request.person)
        return told(request, "The proposal follows that from now on.", _page(request))
    shown: dict[str, Any] = {
        "heading": "Whom do we propose?",
        "action": request.path,
        "back": _page(request),
        "trail_url": _page(request),
        "trail": "Ambassadors",
    }
    return ask(request, "ambassadors/rule", form, **shown)


def _page(request: ProgrammeRequest) -> str:
    return reverse("stakeholders:ambassadors", args=[request.programme.key])
