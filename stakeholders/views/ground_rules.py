"""Unwritten ground rules: heard, noted, counted, answered."""

from uuid import uuid4

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods
from django_htmx.http import HttpResponseClientRedirect, reswap

from changeprog.programme.access import ProgrammeRequest, programme_view
from changeprog.programme.models import Role
from stakeholders import ground_rule_acts
from stakeholders.forms.ground_rule import GroundRuleForm, HearingForm, RuleFilter
from stakeholders.models import GroundRule
from stakeholders.views.answers import Trail, ask_from, page_of, undo_of

HEADING = "What does nobody say aloud, and everybody follow?"


@programme_view(Role.FACILITATOR)
@require_GET
def ground_rules(request: ProgrammeRequest) -> HttpResponse:
    """Show the rules, what is heard most often first."""
    chosen = RuleFilter(request.GET, programme=request.programme)
    page = page_of(request, chosen.rules())
    notes = ground_rule_acts.notes_of(request.person, [rule.pk for rule in page])
    acts = ground_rule_acts.offered_to(request.person)
    context = {
        "page": page,
        "filter": chosen,
        "heading": HEADING,
        "rows": [
            (rule, notes.get(rule.pk, []), [(act, act.url(rule)) for act in acts]) for rule in page
        ],
    }
    return render(request, "stakeholders/ground_rules/ground_rules.html", context)


@programme_view(Role.FACILITATOR)
@require_http_methods(["GET", "POST"])
def note_rule(request: ProgrammeRequest) -> HttpResponse:
    """Note a rule that was heard."""
    form = GroundRuleForm(request.POST or None, programme=request.programme)
    if form.is_bound and form.is_valid() and (saved := form.save(request.person)):
        assert isinstance(saved, GroundRule)  # noqa: S101 -- what the form makes
        return told(request, "Noted. What would make it untrue?", saved)
    return _ask(request, form, "What did you hear?", "Note it")


@programme_view(Role.FACILITATOR)
@require_http_methods(["GET", "POST"])
def change_rule(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Change what is known of a rule, and what is done about it."""
    found = _find(request, pk)
    typed = request.POST if request.method == "POST" else None
    form = GroundRuleForm(typed, programme=request.programme, instance=found)
    if form.is_bound and form.is_valid() and form.save(request.person):
        return told(request, "The rule is saved.", found)
    return _ask(request, form, "What should change?", "Save", found)


@programme_view(Role.FACILITATOR)
@require_http_methods(["GET", "POST"])
def hear_rule(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Count that a rule was heard once more."""
    found = _find(request, pk)
    if request.method == "GET":
        return _ask(request, Form(), "Heard again?", "Heard again", found)
    form = HearingForm(request.POST)
    key = form.cleaned_data["key"] if form.is_valid() else None
    found.hear(request.person, key or uuid4())
    return told(request, "Heard once more.", found, stays=True)


@programme_view(Role.FACILITATOR)
@require_http_methods(["GET", "POST"])
def remove_rule(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Take a rule away; where no script does it with one press, ask on a page of its own."""
    found = _find(request, pk)
    if request.method == "GET":
        return _ask(request, Form(), "Is this no rule any more?", "Take it away", found)
    found.remove(request.person)
    return told(request, "The rule is taken away.", found)


def told(
    request: ProgrammeRequest, words: str, about: GroundRule, *, stays: bool = False
) -> HttpResponse:
    """Say ``words`` on the page of the rules, or over the one row of a rule that ``stays``."""
    messages.success(request, words, extra_tags=undo_of(request, about))
    path = about.get_list_url()
    if not request.htmx:
        return redirect(path)
    if not stays:
        return HttpResponseClientRedirect(path)
    fresh = GroundRule.objects.with_names().get(pk=about.pk)
    count = render(request, "stakeholders/ground_rules/_heard_again.html", {"rule": fresh})
    return reswap(count, "none")


def _find(request: ProgrammeRequest, pk: int) -> GroundRule:
    own = GroundRule.objects.filter(programme=request.programme).with_names()
    found: GroundRule = get_object_or_404(own, pk=pk)
    return found


def _ask(
    request: ProgrammeRequest,
    form: Form,
    heading: str,
    button: str,
    about: GroundRule | None = None,
) -> HttpResponse:
    everything = reverse("stakeholders:ground_rules", args=[request.programme.key])
    trail = Trail(everything, "Ground rules")
    said = {"template": "ground_rules/act", "keep": f"rule-{about.pk if about else 'new'}"}
    return ask_from(request, trail, form, heading, button, about=about, **said)
