"""How the people on the teams work with one another: rules, proposals, and where each stands."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django_htmx.http import HttpResponseClientRedirect

from changeprog.programme.access import ProgrammeRequest, programme_view
from changeprog.programme.models import Role
from teams.consent import Verdict, verdict
from teams.forms.rule import (
    AdoptionForm,
    AnswerForm,
    CommentForm,
    RuleForm,
    StarterForm,
    WithdrawalForm,
)
from teams.models import RuleVersion, WorkingRule
from teams.models.voice import decides, voices
from teams.rule_history import told
from teams.rules import RULES
from teams.views.answers import ask, done, page_behind

SETTLED = "It has been decided meanwhile; the page shows how."


@programme_view(Role.OBSERVER)
@require_GET
def rules(request: ProgrammeRequest) -> HttpResponse:
    """Show the rules in force and those proposed, live."""
    context = {"shown": RULES, "may_propose": request.person.may(Role.MEMBER)}
    return render(request, "teams/rules/rules.html", context)


@programme_view(Role.OBSERVER)
@require_GET
def rule(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Show one rule: its words, who stands where, what was said, and every earlier version."""
    found = _find_rule(request, pk)
    context = {"rule": found, "comment": CommentForm(None), **told(found, request.person)}
    return render(request, "teams/rules/rule.html", context)


@programme_view(Role.MEMBER)
@require_http_methods(["GET", "POST"])
def new_rule(request: ProgrammeRequest) -> HttpResponse:
    """Propose a rule."""
    form = RuleForm(request.POST or None, asked=request.GET.get("starter", ""))
    if request.method == "POST" and form.is_valid():
        return _done(request, form.propose(request.person), "Proposed. The others see it now.")
    return _ask(request, form, "Which rule do you propose?", "Propose it", keep="rule-new")


@programme_view(Role.MEMBER)
@require_POST
def starter_rule(request: ProgrammeRequest) -> HttpResponse:
    """Propose one of the rules to begin with."""
    proposed = StarterForm(request.POST).propose(request.person)
    if proposed is None:
        return done(request, "There is no such rule.", _all(request), messages.ERROR)
    return _done(request, proposed, "Proposed. Say on its page what should be different.")


@programme_view(Role.MEMBER)
@require_http_methods(["GET", "POST"])
def rewrite_rule(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Propose other words for a rule."""
    found = _find_rule(request, pk)
    form = RuleForm(request.POST or None, rule=found)
    if request.method == "POST" and form.is_valid() and form.rewrite(request.person):
        return _done(request, found, "Proposed. The words in force hold until these are adopted.")
    keep = f"rule-{found.pk}"
    return _ask(request, form, "Which words would be better?", "Propose them", found, keep)


@programme_view(Role.MEMBER)
@require_http_methods(["GET", "POST"])
def answer_rule(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Say "I can live with it", or "not yet, because…"."""
    version = _find(request, pk)
    if request.person.pk not in voices(request.programme):
        words = "Only people with a seat in a team say where they stand."
        return _done(request, version.rule, words, messages.INFO)
    form = AnswerForm(request.POST or None, version=version, by=request.person)
    if request.method == "POST" and form.is_valid():
        words = "Noted. You can change it until it is decided." if form.give() else SETTLED
        return _done(request, version.rule, words)
    return _ask(request, form, "Can you live with it?", "Say so", version, f"answer-{version.pk}")


@programme_view(Role.MEMBER)
@require_http_methods(["GET", "POST"])
def comment_rule(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Add a remark."""
    version = _find(request, pk)
    form = CommentForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        form.make(version, request.person)
        return _done(request, version.rule, "Your remark stands with the proposal.")
    keep = f"remark-{version.pk}"
    return _ask(request, form, "What comes to your mind?", "Add it", version, keep)


@programme_view(Role.MEMBER)
@require_http_methods(["GET", "POST"])
def adopt_rule(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Put a proposed rule in force, with a written note over an open "not yet"."""
    version = _find(request, pk)
    if not decides(request.person):
        raise PermissionDenied
    doubted = verdict(version.stands(), voices(request.programme)) is Verdict.DOUBTED
    form = AdoptionForm(request.POST or None, version=version, doubted=doubted)
    if request.method == "POST":
        form = AdoptionForm(request.POST, version=version, doubted=doubted)
        if form.is_valid() and form.adopt(request.person):
            return _done(request, version.rule, "Adopted. It holds from now on.")
        if form.is_valid():
            return _done(request, version.rule, SETTLED, messages.INFO)
    return _ask(request, form, "Does it hold from now on?", "Adopt it", version)


@programme_view(Role.MEMBER)
@require_http_methods(["GET", "POST"])
def withdraw_rule(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Take back a proposal, one's own or as a chair any, or a rule out of force."""
    version = _find(request, pk)
    own = version.proposed_by == request.person and version.adopted_at is None
    if not own and not decides(request.person):
        raise PermissionDenied
    form = WithdrawalForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        ours = version.withdraw(request.person, form.cleaned_data["why"])
        return _done(request, version.rule, "Withdrawn; its history stays." if ours else SETTLED)
    return _ask(request, form, "Should it hold no longer?", "Withdraw it", version)


def _find_rule(request: ProgrammeRequest, pk: int) -> WorkingRule:
    own = WorkingRule.objects.filter(programme=request.programme).select_related("programme")
    return get_object_or_404(own, pk=pk)


def _find(request: ProgrammeRequest, pk: int) -> RuleVersion:
    own = RuleVersion.objects.filter(rule__programme=request.programme).with_names()
    return get_object_or_404(own, pk=pk)


def _all(request: ProgrammeRequest) -> str:
    return reverse("teams:rules", args=[request.programme.key])


def _ask(  # noqa: PLR0913, PLR0917 -- what a form says around its fields
    request: ProgrammeRequest,
    form: Form,
    heading: str,
    button: str,
    about: WorkingRule | RuleVersion | None = None,
    keep: str = "",
) -> HttpResponse:
    found = about.rule if isinstance(about, RuleVersion) else about
    shown: dict[str, Any] = {
        "heading": heading,
        "button": button,
        "action": request.get_full_path(),
        "about": about if isinstance(about, RuleVersion) else "",
        "back": found.get_absolute_url() if found else _all(request),
        "keep": f"{keep}-{request.programme.key}" if keep else "",
        "trail_url": _all(request),
        "trail": "Working rules",
    }
    return ask(request, "act", form, **shown)


def _done(
    request: ProgrammeRequest, found: WorkingRule, words: str, level: int = messages.SUCCESS
) -> HttpResponse:
    """Say ``words`` on the page about the rule, or where the rules are shown among others."""
    path = found.get_absolute_url()
    if request.htmx and page_behind(request) == path:
        messages.add_message(request, level, words)
        return HttpResponseClientRedirect(path)
    return done(request, words, path, level, regions=[RULES])
