"""Answering a reality check by the personal link in its mail, once and without an account.

Opening the link shows what is asked about and changes nothing: mail scanners open links too.
"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from changeprog.accounts.access import public
from changeprog.onboarding import reality_page
from changeprog.onboarding.forms.reality_answer import AnswerForm
from changeprog.onboarding.models import CheckOver, RealityCheck

NOT_OURS = "This link is not complete. Open it again from the mail."
OVER = "This link is no good any more. Thank you for having looked."


@public("the personal link in a reality check's mail is the right to read its parts and answer")
@never_cache
@require_http_methods(["GET", "POST"])
def answer(request: HttpRequest, token: str) -> HttpResponse:
    """Show the parts and take what is said about them; afterwards, only thank."""
    check = RealityCheck.objects.holding(token)
    if check is None or check.person.removed_at:
        return _refuse(request, NOT_OURS, 404)
    if check.answered_at:
        return render(request, "onboarding/reality_check/thanks.html", {"check": check})
    if not check.is_running():
        return _refuse(request, OVER, 410)
    with timezone.override(check.zone):
        return _ask(request, check)


def _ask(request: HttpRequest, check: RealityCheck) -> HttpResponse:
    form = AnswerForm(request.POST if request.method == "POST" else None, check=check)
    if form.is_bound and form.is_valid():
        try:
            check.answer(form.said())
        except CheckOver:
            return _refuse(request, OVER, 410)
        reality_page.hint_inboxes()
        return redirect(request.path)
    context = {"form": form, "check": check, "programme_name": check.programme.name}
    status = 422 if form.is_bound else 200
    return render(request, "onboarding/reality_check/answer.html", context, status=status)


def _refuse(request: HttpRequest, reason: str, status: int) -> HttpResponse:
    """Say in words why the link is no good; nothing tells which programme it is."""
    template = "onboarding/reality_check/refused.html"
    return render(request, template, {"reason": reason}, status=status)
