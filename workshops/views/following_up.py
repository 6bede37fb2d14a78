"""Where do you stand today? One's own answer; and what became of it all."""

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET, require_http_methods

from changeprog.programme.access import ProgrammeRequest, programme_view
from changeprog.programme.models import Role
from workshops import deliveries, follow_through
from workshops.forms.following_up import FollowUpForm
from workshops.models import Commitment, FollowUp
from workshops.views.answers import find, to_page


@programme_view(Role.OBSERVER)
@require_http_methods(["GET", "POST"])
def follow_up(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Ask one person in private where they stand, and how their commitment does."""
    own = get_object_or_404(FollowUp.objects.asked_of(request.person), pk=pk)
    promise = Commitment.objects.signed().filter(participant=own.participant).first()
    form = FollowUpForm(request.POST or None, instance=own, promised=promise is not None)
    if request.method == "POST" and form.is_valid():
        form.answer()
        return to_page(request, "follow_up", pk)
    held = follow_through.agreed_round(own.workshop)
    context = {"follow_up": own, "form": form, "promise": promise, "round": held}
    status = 422 if form.is_bound else 200
    return render(request, "workshops/followups/follow_up.html", context, status=status)


@programme_view(Role.MEMBER)
@require_GET
def what_became(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Show what became of the commitments, and where people stand now."""
    workshop = find(request, pk)
    if not follow_through.may_read(workshop, request.person):
        raise PermissionDenied
    context = {"workshop": workshop, **follow_through.of(workshop, request.person)}
    return render(request, "workshops/followups/follow_through.html", context)


@programme_view(Role.CHAMPION)
@require_GET
def over_all(request: ProgrammeRequest) -> HttpResponse:
    """Show how promises of all workshops were kept, by where people stood and by function."""
    context = deliveries.over_all(request.programme, request.person)
    return render(request, "workshops/followups/over_all.html", context)
