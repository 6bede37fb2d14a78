"""Setting the rule by which a workshop agrees."""

from django.http import HttpResponse
from django.views.decorators.http import require_http_methods

from changeprog.programme.access import ProgrammeRequest, programme_view
from changeprog.programme.models import Role
from workshops.forms.rule import RuleForm
from workshops.views.answers import find_led
from workshops.views.asking import answer, ask_about


@programme_view(Role.MEMBER)
@require_http_methods(["GET", "HEAD", "POST"])
def rule(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Say when a proposal is agreed."""
    workshop = find_led(request, pk)
    form = RuleForm(request.POST or None, workshop=workshop)
    if request.method == "POST" and form.is_valid() and form.save(request.person):
        return answer(request, workshop, "This is the rule of the rounds to come.")
    heading = "When is something agreed?"
    return ask_about(request, workshop, form, heading=heading, button="Set the rule")
