"""Answering a survey by the personal link in its mail, without an account.

Opening the link shows the form and changes nothing: mail scanners open links too. What completes a
name is given to who holds a link that is still good, a few names at a time and not too fast, so
that nobody carries the list of colleagues away.
"""

from collections.abc import Callable
from functools import wraps

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from changeprog.accounts.access import public
from stakeholders import naming
from stakeholders.forms.answering import AnswerForm
from stakeholders.models import Respondent, SurveyOver

A_MINUTE = 90
"""Completions that one link may ask for within a minute; a fast typist asks for 40."""
NOT_OURS = "This link is not complete. Open it again from the mail."
OVER = "This survey takes no answers any more. Thank you for having looked."
RespondentView = Callable[[HttpRequest, Respondent], HttpResponse]


def of_respondent(view: RespondentView) -> Callable[[HttpRequest, str], HttpResponse]:
    """Hand on whose link it is, while the survey runs; say in words when it is no good."""

    @wraps(view)
    def found(request: HttpRequest, token: str) -> HttpResponse:
        respondent = Respondent.objects.holding(token)
        if respondent is None or respondent.person.removed_at or respondent.survey.removed_at:
            return refuse(request, NOT_OURS, 404)
        survey = respondent.survey
        with timezone.override(survey.zone):
            if not survey.is_running():
                return refuse(request, OVER, 410)
            return view(request, respondent)

    return found


@public("the personal link in a survey's mail is the right to answer it")
@never_cache
@require_http_methods(["GET", "POST"])
@of_respondent
def answer(request: HttpRequest, respondent: Respondent) -> HttpResponse:
    """Ask whom they turn to, and take the answer; it may be changed while the survey runs."""
    form = AnswerForm(request.POST if request.method == "POST" else None, respondent=respondent)
    if form.is_bound and form.is_valid():
        named = form.named(naming.colleagues(respondent.survey.programme))
        if named is not None:
            try:
                respondent.answer(named)
            except SurveyOver:
                return refuse(request, OVER, 410)
            return redirect("answer_survey", _token(request))
    context = {
        "form": form,
        "respondent": respondent,
        "survey": respondent.survey,
        "programme_name": respondent.survey.programme.name,
        "answered": respondent.answered_at and not form.is_bound,
        "names": [named.typed for named in respondent.named],
    }
    status = 422 if form.is_bound else 200
    return render(request, "stakeholders/survey/answer.html", context, status=status)


@public("completes names for who holds the personal link of a survey that runs")
@never_cache
@require_GET
@of_respondent
def names(request: HttpRequest, respondent: Respondent) -> HttpResponse:
    """Return the names and functions that complete what is typed so far, a few at most."""
    if too_fast(respondent):
        return JsonResponse({"names": []}, status=429)
    people = naming.colleagues(respondent.survey.programme)
    others = [person for person in people if person.pk != respondent.person_id]
    found = naming.completions(others, request.GET.get("q", "")[:120])
    return JsonResponse(
        {
            "names": [
                {
                    "who": person.pk,
                    "name": person.name,
                    "function": person.function.name if person.function else "",
                }
                for person in found
            ]
        }
    )


def too_fast(respondent: Respondent) -> bool:
    """Count one more completion; whether there were too many within this minute."""
    name = f"survey-names:{respondent.pk}"
    cache.add(name, 0, 60)
    try:
        return cache.incr(name) > A_MINUTE
    except ValueError:  # the minute is over just now
        return False


def refuse(request: HttpRequest, reason: str, status: int) -> HttpResponse:
    """Say in words why the link is no good; nothing tells which survey it is."""
    template = "stakeholders/survey/refused.html"
    return render(request, template, {"reason": reason}, status=status)


def _token(request: HttpRequest) -> str:
    assert request.resolver_match  # noqa: S101 -- a view is reached through an address
    return str(request.resolver_match.kwargs["token"])
